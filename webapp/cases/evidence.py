"""Who may open a document, and when: its owner, and officers who decide the request; their reading is noted."""

from dataclasses import dataclass
from typing import BinaryIO

from webapp.accounts.models import Person
from webapp.cases import independence
from webapp.cases.desk import Services
from webapp.cases.errors import DocumentNotFound, FileGone
from webapp.cases.models import Document
from webapp.cases.reading import note_read
from webapp.cases.reviewing import is_reviewer
from webapp.cases.uploads import Uploads


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A document and its bytes; whoever asked closes the stream."""

    document: Document
    stream: BinaryIO


def read(services: Services, uploads: Uploads, person: Person, document_id: str) -> Opened:
    """Open a document for its owner, or for an officer who may decide the request and is nobody's relative in it.

    Needs a transaction, as it writes. Raises DocumentNotFound, the same for unknown and foreign ones; FileWithheld
    for what may hold a virus or is gone.
    """
    document = services.session.get(Document, document_id)
    if document is None:
        raise DocumentNotFound
    if document.owner_id != person.id:
        _require_officer(services, person, document)
    uploads.require_free(document)
    if document.owner_id != person.id:
        note_read(services, document.business_key, by=services.actor(person), what=f"document {document.id}")
    try:
        return Opened(document=document, stream=uploads.store.open(document.storage_name))
    except FileNotFoundError:
        raise FileGone from None


def _require_officer(services: Services, person: Person, document: Document) -> None:
    key, actor = document.business_key, services.actor(person)
    if not is_reviewer(services, key, actor) or independence.refusal(services, key, actor):
        raise DocumentNotFound
