"""Who may open a document: its owner, and officers who decide the request or look after the case; that is noted."""

from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select

from engine import GuardRefuses
from webapp.accounts.models import Person
from webapp.accounts.people import FAMILY
from webapp.cases import entered, independence, opening
from webapp.cases.desk import Services
from webapp.cases.documents import FORMER_SYSTEM
from webapp.cases.errors import CasesError, DocumentNotFound, FileGone
from webapp.cases.models import WITH_MESSAGE, AccessRequest, Case, Document
from webapp.cases.reading import groups_of, note_read, parties_of
from webapp.cases.reviewing import is_reviewer
from webapp.cases.uploads import Uploads


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A document and its bytes; whoever asked closes the stream."""

    document: Document
    stream: BinaryIO


def read(services: Services, uploads: Uploads, person: Person, document_id: str) -> Opened:
    """Open a document for somebody who may; an officer's reading is noted, so it needs a transaction.

    Raises DocumentNotFound, the same for unknown and foreign ones; FileWithheld for what may hold a virus or is gone.
    """
    document = services.session.get(Document, document_id)
    if document is None:
        raise DocumentNotFound
    noted_in = _require_reader(services, person, document)
    uploads.require_free(document)
    if noted_in:
        note_read(services, noted_in, by=services.actor(person), what=f"document {document.id}")
    return opened(uploads, document)


def opened(uploads: Uploads, document: Document) -> Opened:
    """The bytes of a document that somebody may read. Raises FileWithheld for what may hold a virus or is gone."""
    uploads.require_free(document)
    try:
        return Opened(document=document, stream=uploads.store.open(document.storage_name))
    except FileNotFoundError:
        raise FileGone from None


def still_may(services: Services, person: Person, document_id: str) -> bool:
    """May this person go on reading what they have opened?"""
    document = services.session.get(Document, document_id)
    try:
        return document is not None and _require_reader(services, person, document) is not None
    except DocumentNotFound:
        return False


def _require_reader(services: Services, person: Person, document: Document) -> str:
    """Where the reading is noted, "" for what is one's own. Raises DocumentNotFound."""
    if document.business_key.startswith(WITH_MESSAGE):
        raise DocumentNotFound  # opened where its message is read, and by its readers alone
    if document.owner_id != person.id:
        return _require_officer(services, person, document)
    case = services.session.scalar(select(Case).where(Case.reference == document.business_key))
    if case and person.kind == FAMILY and case not in [party.case for party in parties_of(services, person)]:
        raise DocumentNotFound  # given to a case that is closed to them now
    return ""


def _require_officer(services: Services, person: Person, document: Document) -> str:
    """Who may decide the request, or looks after the case that it led to, and is nobody's relative in it.

    What somebody sent whose address is hidden from the reader tells it: letters, bills.
    """
    actor, key = services.actor(person), document.business_key
    if entered.hides_from(entered.hiding(services, {document.owner_id or ""}), groups_of(actor, key)):
        raise DocumentNotFound
    if is_reviewer(services, key, actor) and not independence.refusal(services, key, actor):
        return key
    led_to = select(Case.reference).join(AccessRequest, AccessRequest.child_id == Case.child_id)
    reference = services.session.scalar(led_to.where(AccessRequest.reference == key)) or key
    try:
        found = opening.for_staff(services, person, reference)
    except (CasesError, GuardRefuses):
        raise DocumentNotFound from None
    if document.holder == FORMER_SYSTEM.id and entered.hides_home(services, found.case, found.groups):
        raise DocumentNotFound  # an old plan says where the child lives
    return found.case.reference
