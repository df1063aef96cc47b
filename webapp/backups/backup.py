"""A backup: every row of one moment and every document, in a folder with a manifest of hashes; alike for each database.

Rows lie as lines of JSON, so that a backup of SQLite may be restored into PostgreSQL. What wakes workers is left out:
a restored house makes it anew when it is released.
"""

import base64
import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Table, select
from sqlalchemy.types import Date, LargeBinary

from webapp import schema
from webapp.cases.models import Document
from webapp.portal import Portal

MANIFEST, TABLES, DOCUMENTS, CERTIFICATES = "manifest.json", "tables", "documents", "certificates"
FORMAT = 1
AT_ONCE = 500  # rows
Row = dict[str, Any]


class BackupRefused(Exception):
    """The backup cannot be made or restored; the message says why and what to do."""


def tables() -> list[Table]:
    """Every table of ours, those first to which others lead."""
    return [table for metadata in schema.METADATA for table in metadata.sorted_tables]


def make(portal: Portal, folder: Path, certificates: Path) -> Row:
    """Write everything into a new folder; gives the manifest. Raises BackupRefused."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(f"There is something in {folder} already. Name a new folder for each backup.")
    for name in (TABLES, DOCUMENTS, CERTIFICATES):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _one_moment(portal) as connection:
        rows = {table.name: _write(connection, table, folder) for table in tables()}
        wanted = connection.execute(
            select(Document.storage_name, Document.sha256).order_by(Document.storage_name)
        ).all()
    missing = [name for name, digest in wanted if not _copy(portal, name, digest, folder)]
    for path in certificates.glob("*.json"):
        (folder / CERTIFICATES / path.name).write_bytes(path.read_bytes())
    manifest = {
        "format": FORMAT,
        "revision": schema.head(),
        "made_at": portal.clock.now().isoformat(),
        "rows": rows,
        "missing_documents": missing,
        "files": {str(path.relative_to(folder)): sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    return manifest


def read_manifest(folder: Path) -> Row:
    """The manifest, after each file was compared with it. Raises BackupRefused."""
    try:
        manifest: Row = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise BackupRefused(f"There is no whole backup in {folder}: its {MANIFEST} cannot be read.") from None
    if manifest["format"] != FORMAT or manifest["revision"] != schema.head():
        raise BackupRefused(
            f"This backup was made by another version (shape {manifest['revision']}, here {schema.head()}). "
            "Restore it with that version, then migrate the database."
        )
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or sha256(folder / name) != digest:
            raise BackupRefused(f"{name} in {folder} is missing or was changed. Take another backup.")
    return manifest


def rows(folder: Path, table: Table) -> Iterator[Row]:
    """The rows of one table, as they were."""
    with gzip.open(folder / TABLES / f"{table.name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield {name: _read(table.c[name].type, value) for name, value in json.loads(line).items()}


def sha256(path: Path) -> str:
    """Of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _one_moment(portal: Portal) -> Connection:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    engine = portal.database.engine
    if portal.database.kind == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.connect()


def _write(connection: Connection, table: Table, folder: Path) -> int:
    count = 0
    with gzip.open(folder / TABLES / f"{table.name}.jsonl.gz", "wt", encoding="utf-8") as file:
        ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
        for row in connection.execute(ordered).mappings():
            file.write(json.dumps(dict(row), default=_plain) + "\n")
            count += 1
    return count


def _plain(value: Any) -> str:
    """A moment, a day or bytes as JSON has them."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value.isoformat())


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    kind = getattr(kind, "impl", kind)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _copy(portal: Portal, name: str, digest: str, folder: Path) -> bool:
    """A document into the backup; False when it is gone from the store, as what was erased meanwhile."""
    try:
        with portal.uploads.store.open(name) as source, (folder / DOCUMENTS / name).open("wb") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        (folder / DOCUMENTS / name).unlink(missing_ok=True)
        return False
    if sha256(folder / DOCUMENTS / name) != digest:
        raise BackupRefused(f"The document {name} is not what was sent: the store has changed it. Look into the store.")
    return True
