"""Documents that people send: taken in, put under a request or case. Who opens one: `webapp.cases.evidence`.

No virus scanner is configured: every document is `not_scanned`, and pages say so with SCAN_WORDS.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import file_kinds, file_names
from webapp.cases.desk import Desk
from webapp.cases.errors import DocumentNotFound, FileEmpty, KindNotAllowed, NotWhatItSays
from webapp.cases.files import Files, Received
from webapp.cases.models import NOT_SCANNED, Document

SCAN_WORDS = {NOT_SCANNED: "Not checked for viruses: open it with care."}
UNWANTED_FOR = timedelta(days=1)  # until a file without a row is swept: an upload may still be under way


def add(desk: Desk, files: Files, owner: Person, *, name: str, stream: BinaryIO) -> Document:
    """Take a file in. Raises KindNotAllowed, NotWhatItSays, FileEmpty, FileTooLarge, NoRoom: nothing stays then."""
    called = file_names.clean(name)
    kind = file_kinds.known(file_names.extension(called))
    if kind is None:
        raise KindNotAllowed
    received = files.receive(stream)
    try:
        _check(received, kind)
        document = Document(
            storage_name=files.keep(received),
            name=called,
            size=received.size,
            sha256=received.sha256,
            content_type=kind.content_type,
            owner_id=owner.id,
            state=NOT_SCANNED,
            sent_at=desk.now,
        )
    finally:
        files.discard(received)
    desk.session.add(document)
    desk.session.flush()
    return document


def give(desk: Desk, owner: Person, ids: Iterable[str], business_key: str) -> None:
    """Put the owner's documents under a request or case. Raises DocumentNotFound for foreign or given ones."""
    for document_id in ids:
        document = own(desk, owner, document_id)
        if document.business_key not in ("", business_key):
            raise DocumentNotFound
        document.business_key = business_key
    desk.session.flush()


def own(desk: Desk, owner: Person, document_id: str) -> Document:
    """A document that this person sent. Raises DocumentNotFound."""
    document = desk.session.get(Document, document_id)
    if document is None or document.owner_id != owner.id:
        raise DocumentNotFound
    return document


def remove(desk: Desk, owner: Person, document_id: str) -> None:
    """Take back what was not given yet. Raises DocumentNotFound. The file itself goes with the next sweep."""
    document = own(desk, owner, document_id)
    if document.business_key:
        raise DocumentNotFound
    desk.session.delete(document)
    desk.session.flush()


def of(desk: Desk, business_key: str) -> list[Document]:
    """Everything that lies under a request or case, oldest first; not checked for anybody."""
    found = select(Document).where(Document.business_key == business_key)
    return list(desk.session.scalars(found.order_by(Document.sent_at, Document.id)))


def sweep(desk: Desk, files: Files) -> int:
    """Delete files that no document names any more, or never did; gives how many."""
    named = set(desk.session.scalars(select(Document.storage_name)))
    return files.sweep(named, before=desk.now - UNWANTED_FOR)


def _check(received: Received, kind: file_kinds.FileKind) -> None:
    if not received.size:
        raise FileEmpty
    if not kind.recognise(received.path):
        raise NotWhatItSays
