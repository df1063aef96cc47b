"""Documents that people send: taken in, put under a request or case. Who opens one: `webapp.cases.evidence`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import file_names, kinds, scanning
from webapp.cases.desk import Desk
from webapp.cases.errors import DocumentNotFound, FileEmpty, KindNotAllowed
from webapp.cases.files import Received
from webapp.cases.models import INFECTED, NOT_SCANNED, QUARANTINED, Document
from webapp.cases.uploads import Uploads


@dataclass(frozen=True)
class Holder:
    """Whoever sends with a ticket, without an account: the id by which they act."""

    id: str


Owner = Person | Holder
FORMER_SYSTEM = Holder("import")  # of what came with a case from a former system: nobody's
UNWANTED_FOR = timedelta(days=1)  # until a file without a row is swept: an upload may still be under way


def add(desk: Desk, uploads: Uploads, owner: Owner, *, name: str, stream: BinaryIO) -> Document:
    """Take a file in, and have it scanned. Raises DocumentRefused, in a kind of its own: nothing stays then."""
    called = file_names.clean(name)
    kind = kinds.known(file_names.extension(called))
    if kind is None:
        raise KindNotAllowed
    store = uploads.store
    received = store.receive(stream)
    try:
        _check(received, kind)
        document = Document(
            storage_name=store.keep(received),
            name=called,
            size=received.size,
            sha256=received.sha256,
            content_type=kind.content_type,
            owner_id=None if isinstance(owner, Holder) else owner.id,
            holder=owner.id if isinstance(owner, Holder) else "",
            state=QUARANTINED if uploads.scanner else NOT_SCANNED,
            sent_at=desk.now,
        )
    finally:
        store.discard(received)
    desk.session.add(document)
    desk.session.flush()
    if uploads.scanner:
        scanning.ask(desk, document)
    return document


def give(desk: Desk, owner: Owner, ids: Iterable[str], business_key: str) -> None:
    """Put the owner's documents under a request or case. Raises DocumentNotFound for foreign or given ones."""
    given = []
    for document_id in ids:
        document = own(desk, owner, document_id)
        if document.business_key not in ("", business_key):
            raise DocumentNotFound
        if not document.business_key:
            document.business_key = business_key
            given.append(document.id)
    desk.session.flush()
    if given:
        by = Actor(id=owner.id, name="") if isinstance(owner, Holder) else Actor(id=owner.reference, name=owner.name)
        desk.engine.history.record(business_key, "documents given", by=by, payload={"documents": given})


def own(desk: Desk, owner: Owner, document_id: str) -> Document:
    """A document that this person sent. Raises DocumentNotFound."""
    document = desk.session.get(Document, document_id)
    if document is None or owner.id not in (document.owner_id, document.holder):
        raise DocumentNotFound
    return document


def remove(desk: Desk, owner: Owner, document_id: str) -> None:
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


def sweep(desk: Desk, uploads: Uploads) -> int:
    """Delete files that no document names any more, or never did, or that had a virus; gives how many."""
    done = 0
    for names in uploads.store.names(before=desk.now - UNWANTED_FOR):
        wanted = select(Document.storage_name).where(Document.storage_name.in_(names), Document.state != INFECTED)
        orphans = set(names) - set(desk.session.scalars(wanted))
        for name in orphans:
            uploads.store.delete(name)
        done += len(orphans)
    return done


def _check(received: Received, kind: kinds.FileKind) -> None:
    if not received.size:
        raise FileEmpty
    kind.require(received.path)
