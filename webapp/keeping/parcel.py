"""What we hold about somebody as one file: a page to read, the same as data, documents and letters beside it."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import select

from webapp.cases import file_names
from webapp.cases.desk import Desk
from webapp.cases.models import INFECTED, Document
from webapp.cases.uploads import Uploads
from webapp.keeping.gathering import Entry
from webapp.letters.models import Letter

PAGE = Markup(
    "<!DOCTYPE html><html lang='en-GB'><head><meta charset='utf-8'><title>{title}</title><style>body{{font:1rem/1.5 "
    "sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}}dl{{border-top:1px solid #999;padding-top:.5rem}}"
    "dt{{font-weight:bold}}dd{{margin:0 0 .4rem;white-space:pre-wrap}}</style></head><body><h1>{title}</h1>{parts}"
    "</body></html>"
)


def pack(desk: Desk, uploads: Uploads, title: str, found: Sequence[Entry], left_out: int) -> tuple[bytes, str]:
    """The file (zip) and its SHA-256."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("read-this.html", _page(title, found, left_out))
        data = [{"kind": each.table, **each.values} for each in found]
        file.writestr("everything.json", json.dumps(data, indent=1, ensure_ascii=False))
        for name, content in _files(desk, uploads, {each.key for each in found}):
            file.writestr(name, content)
    whole = made.getvalue()
    return whole, hashlib.sha256(whole).hexdigest()


def _page(title: str, found: Sequence[Entry], left_out: int) -> str:
    parts = Markup()
    for table, entries in groupby(sorted(found, key=lambda each: each.table), key=lambda each: each.table):
        parts += Markup("<h2>{}</h2>").format(table.replace("_", " ").capitalize())
        for each in entries:
            rows = (Markup("<dt>{}</dt><dd>{}</dd>").format(*pair) for pair in each.values.items())
            parts += Markup("<dl>{}</dl>").format(Markup().join(rows))
    if left_out:
        parts += Markup(
            "<p>{} entries are left out, as they are about other people or could harm somebody.</p>"
        ).format(left_out)
    return str(PAGE.format(title=escape(title), parts=parts))


def _files(desk: Desk, uploads: Uploads, keys: set[str]) -> Any:
    """Documents and signed letters among the entries."""
    for letter in desk.session.scalars(select(Letter).where(Letter.id.in_(_ids("letter", keys)))):
        if letter.pdf:
            yield f"letters/{letter.notice}-{letter.id[:8]}.pdf", letter.pdf
    wanted = select(Document).where(Document.id.in_(_ids("document", keys)), Document.state != INFECTED)
    for document in desk.session.scalars(wanted):
        with uploads.store.open(document.storage_name) as source:
            yield f"documents/{document.id[:8]}-{file_names.clean(document.name)}", source.read()


def _ids(table: str, keys: set[str]) -> list[str]:
    return [key.partition(":")[2] for key in keys if key.startswith(f"{table}:")]
