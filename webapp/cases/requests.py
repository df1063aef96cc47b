"""Asking to see a child's record: once for each child, and the same whether we know the child or not."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import documents, references
from webapp.cases.asked import FORM, Asked, ChildAsked
from webapp.cases.desk import Desk, Services
from webapp.cases.errors import AlreadyAsked, AlreadyHasAccess, MayNotAsk, RequestNotFound
from webapp.cases.likeness import full_names
from webapp.cases.models import REQUESTER, AccessRequest
from webapp.cases.reading import parties_of

PROCESS = "access_authentication"


def request(services: Services, person: Person, answers: Mapping[str, Any]) -> str:
    """Ask to see a record; gives the request's reference. No record of a child is looked at but the person's own.

    Raises MayNotAsk, AlreadyHasAccess (with the case), AlreadyAsked (with the open request), DocumentNotFound for
    a document that somebody else sent.
    """
    require_starter(services, person)
    asked = Asked.read(answers)
    services.engine.locks.take(person.reference)  # or two windows at once would not see each other's request
    _refuse_second(services, person, asked.child)
    made = AccessRequest(
        reference=references.free(services.session, "ACC", AccessRequest),
        person_id=person.id,
        sent_at=services.now,
        area=person.area,
        child_born_on=asked.child.born_on,
        child_upn=asked.child.upn,
        child_nhs_number=asked.child.nhs_number,
    )
    services.session.add(made)
    services.session.flush()
    documents.give(services, person, asked.documents, made.reference)
    services.accounts.memberships.grant(person, REQUESTER, made.reference, origin=PROCESS)
    services.engine.instances.start(PROCESS, business_key=made.reference, by=services.actor(person), answers=answers)
    return made.reference


def acknowledge(desk: Desk, reference: str) -> None:
    """The request is kept, and its answer time runs. Raises RequestNotFound."""
    find(desk, reference).acknowledged_at = desk.now
    desk.session.flush()


def find(desk: Desk, reference: str) -> AccessRequest:
    """The request with this reference, for whoever may see it. Raises RequestNotFound."""
    found = desk.session.scalar(select(AccessRequest).where(AccessRequest.reference == reference))
    if found is None:
        raise RequestNotFound
    return found


def of(services: Services, person: Person) -> list[AccessRequest]:
    """All that a person has asked, newest first."""
    mine = select(AccessRequest).where(AccessRequest.person_id == person.id)
    return list(services.session.scalars(mine.order_by(AccessRequest.sent_at.desc(), AccessRequest.reference)))


def own_open(services: Services, person: Person, reference: str) -> AccessRequest:
    """A person's own request that is not decided yet. Raises RequestNotFound."""
    found = find(services, reference)
    if found.person_id != person.id or not is_open(services, reference):
        raise RequestNotFound
    return found


def asked_in(desk: Desk, reference: str) -> Asked:
    """What the answers of a request say."""
    found = desk.engine.submissions.of(reference)
    return Asked.read(next(submission.answers for submission in found if submission.form == FORM))


def child_asked(desk: Desk, reference: str) -> ChildAsked:
    """The child whom a request means, as its answers have it; for officers only."""
    return asked_in(desk, reference).child


def is_open(desk: Desk, reference: str) -> bool:
    """Is the request still to be decided?"""
    return desk.engine.instances.runs(reference)


def require_starter(services: Services, person: Person) -> None:
    """Raises MayNotAsk unless the drawing lets this person begin."""
    actor = services.actor(person)
    start = services.engine.deployments.current(PROCESS).drawing.start()
    if not any(actor.belongs(group, "") for group in start.groups):
        raise MayNotAsk


def _refuse_second(services: Services, person: Person, child: ChildAsked) -> None:
    mine = {party.case.child: party.case.reference for party in parties_of(services, person)}
    for known, reference in mine.items():
        if child.means(full_names(known.first_name, known.last_name, known.known_as), known.born_on):
            raise AlreadyHasAccess(reference)
    for earlier in of(services, person):
        asked = asked_in(services, earlier.reference).child
        if not child.means(asked.names, asked.born_on):
            continue
        if is_open(services, earlier.reference):
            raise AlreadyAsked(earlier.reference)
        if earlier.child in mine:  # the record spells the name in another way than they do
            raise AlreadyHasAccess(mine[earlier.child])
