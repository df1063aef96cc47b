"""What an officer sees of a request: who asks, what they said and sent, and what was decided before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine import Actor, GuardRefuses
from webapp.cases import (
    acknowledging,
    decisions,
    documents,
    entered,
    independence,
    keeping_apart,
    requests,
    restrictions,
    young_person,
)
from webapp.cases.decisions import Decision
from webapp.cases.desk import Desk, today
from webapp.cases.errors import MessageTells, RequestNotFound
from webapp.cases.models import AccessRequest, Document
from webapp.cases.reading import groups_of, note_read
from webapp.cases.restrictions import Told

GUARD = "independent_of_requester"  # stands on every task of the drawing in which officers see a request


@dataclass(frozen=True, kw_only=True)
class Requester:
    """Whose account the request came from; for officers only. Where they are reached is empty for whom it is hidden."""

    name: str
    email: str
    telephones: tuple[str, ...]
    address_lines: tuple[str, ...]
    postcode: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One form that the person has sent."""

    form: str  # form id
    answers: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Review:
    """A request as the officer who decides it sees it."""

    reference: str
    sent_at: datetime
    acknowledged_at: datetime | None
    requester: Requester
    hidden: bool  # where the person asking is reached is hidden from the reader, and so is what they have sent
    sent: tuple[Sent, ...]  # oldest first
    documents: tuple[Document, ...]  # oldest first
    decisions: tuple[Decision, ...]  # oldest first
    own: Told | None  # what this request itself wants kept, or says about safety
    told: tuple[Told, ...]  # what other requests for the same child say, oldest first
    unread: tuple[Told, ...]  # of it, what this officer must read before they decide

    @property
    def by_requester(self) -> list[Told]:
        """What the person asking says themselves, in this request or another one for the same child."""
        return [*([self.own] if self.own else ()), *(each for each in self.told if each.same_person)]

    @property
    def by_others(self) -> list[Told]:
        """What must be kept from the person asking."""
        return [each for each in self.told if not each.same_person]


def review(desk: Desk, reference: str, *, by: Actor) -> Review:
    """A request for an officer of a group that the drawing lets decide it; the reading is noted.

    Needs a transaction, as it writes. Raises RequestNotFound, GuardRefuses for somebody's relative.
    """
    request = _opened(desk, reference, by)
    note_read(desk, reference, by=by, what="request")
    told = restrictions.around(desk, reference)
    acknowledging.show(desk, told, reference, by=by)
    person = request.person
    hidden = entered.hides_from(entered.hiding(desk, {person.id}), groups_of(by, reference))
    return Review(
        reference=reference,
        sent_at=request.sent_at,
        acknowledged_at=request.acknowledged_at,
        hidden=hidden,
        requester=Requester(
            name=person.name,
            email="" if hidden else person.email,
            telephones=() if hidden else tuple(phone.number for phone in person.telephones),
            address_lines=() if hidden else tuple(person.address_lines),
            postcode="" if hidden else person.postcode,
        ),
        sent=() if hidden else _sent(desk, reference),
        documents=tuple(documents.of(desk, reference)),
        decisions=tuple(decisions.of(desk.engine, reference)),
        own=restrictions.own(desk, reference),
        told=tuple(told),
        unread=tuple(acknowledging.unread(desk, told, reference, by=by)),
    )


def acknowledge(desk: Desk, reference: str, seen: Collection[str], *, by: Actor) -> None:
    """The officer says that they have read what others want kept, as far as they were shown it (digests).

    Raises RequestNotFound, GuardRefuses for somebody's relative.
    """
    _opened(desk, reference, by)
    acknowledging.acknowledge(desk, restrictions.around(desk, reference), seen, reference, by=by)


def unread(desk: Desk, reference: str, *, by: Actor) -> bool:
    """Is there something that others want kept, and this officer has not said that they have read it?"""
    if not is_reviewer(desk, reference, by):
        return False
    return bool(acknowledging.refusal(desk, reference, by))


def may_decide(desk: Desk, reference: str, officer: Actor, *, claimed: bool) -> str | None:
    """The guard of each decision: nobody's relative, and who has read what others want kept from this person.

    Gives the sentence that refuses, or nothing. Before the task is claimed there was nothing to be read.
    """
    refused = independence.refusal(desk, reference, officer)
    return refused or (acknowledging.refusal(desk, reference, officer) if claimed else None)


def require_apart(desk: Desk, reference: str, answers: Mapping[str, Any]) -> None:
    """What an officer writes to the person asking says nothing of where the child or another adult is.

    Raises MessageTells; nothing for what is no request.
    """
    if not (text := str(answers.get("message_to_requester") or "")) or not _is_request(desk, reference):
        return
    request = requests.find(desk, reference)
    asked, others = requests.asked_in(desk, reference).child, restrictions.related(desk, request)
    schools = [requests.asked_in(desk, other.reference).child.school for other in others]
    people = {other.person for other in others} - {request.person}
    places = [place for person in people for place in keeping_apart.reached(person)]
    if keeping_apart.tells(text, [*places, *schools], own=[*keeping_apart.reached(request.person), asked.school]):
        raise MessageTells


def require_rights(desk: Desk, reference: str, answers: Mapping[str, Any]) -> None:
    """Whoever asks for their own record gets more than to read it only when they decide for themselves.

    Raises DecidesLater; nothing for what is no request.
    """
    if answers.get("decision") == decisions.APPROVE and _is_request(desk, reference):
        asked = requests.asked_in(desk, reference)
        young_person.require(asked.relationship, asked.child.born_on, on=today(desk))


def _is_request(desk: Desk, reference: str) -> bool:
    return desk.session.scalar(select(AccessRequest.id).where(AccessRequest.reference == reference)) is not None


def _opened(desk: Desk, reference: str, by: Actor) -> AccessRequest:
    request = requests.find(desk, reference)
    if not is_reviewer(desk, reference, by):
        raise RequestNotFound
    if refused := independence.refusal(desk, reference, by):
        raise GuardRefuses(refused)
    return request


def is_reviewer(desk: Desk, reference: str, actor: Actor) -> bool:
    """Does the drawing give one of this request's guarded tasks to a group of theirs?"""
    for instance in desk.engine.instances.of(reference):
        for element in desk.engine.deployments.definition(instance.deployment_id).drawing.elements.values():
            guarded = element.properties.get("guard") == GUARD
            if guarded and any(actor.belongs(group, reference) for group in element.groups):
                return True
    return False


def _sent(desk: Desk, reference: str) -> tuple[Sent, ...]:
    found = desk.engine.submissions.of(reference)
    own = (submission for submission in found if submission.form not in decisions.REVIEWS and submission.form)
    return tuple(Sent(form=s.form, answers=s.answers, at=s.submitted_at) for s in own)
