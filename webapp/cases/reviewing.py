"""What an officer sees of a request: who asks, what they said and sent, and what was decided before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import Actor, GuardRefuses
from webapp.cases import decisions, documents, independence, requests
from webapp.cases.decisions import Decision
from webapp.cases.desk import Desk
from webapp.cases.errors import RequestNotFound
from webapp.cases.models import Document
from webapp.cases.reading import note_read

GUARD = "independent_of_requester"  # stands on every task of the drawing in which officers see a request


@dataclass(frozen=True, kw_only=True)
class Requester:
    """Whose account the request came from; for officers only."""

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
    sent: tuple[Sent, ...]  # oldest first
    documents: tuple[Document, ...]  # oldest first
    decisions: tuple[Decision, ...]  # oldest first


def review(desk: Desk, reference: str, *, by: Actor) -> Review:
    """A request for an officer of a group that the drawing lets decide it; the reading is noted.

    Needs a transaction, as it writes. Raises RequestNotFound, GuardRefuses for somebody's relative.
    """
    request = requests.find(desk, reference)
    if not is_reviewer(desk, reference, by):
        raise RequestNotFound
    if refused := independence.refusal(desk, reference, by):
        raise GuardRefuses(refused)
    note_read(desk, reference, by=by, what="request")
    person = request.person
    return Review(
        reference=reference,
        sent_at=request.sent_at,
        acknowledged_at=request.acknowledged_at,
        requester=Requester(
            name=person.name,
            email=person.email,
            telephones=tuple(phone.number for phone in person.telephones),
            address_lines=tuple(person.address_lines),
            postcode=person.postcode,
        ),
        sent=_sent(desk, reference),
        documents=tuple(documents.of(desk, reference)),
        decisions=tuple(decisions.of(desk.engine, reference)),
    )


def is_reviewer(desk: Desk, reference: str, actor: Actor) -> bool:
    """Does the drawing give one of this request's guarded tasks to a group of theirs?"""
    for instance in desk.engine.instances.of(reference):
        for element in desk.engine.deployments.definition(instance.deployment_id).drawing.elements.values():
            guarded = element.properties.get("guard") == GUARD
            if guarded and any(actor.belongs(group, reference) for group in element.groups):
                return True
    return False


def _sent(desk: Desk, reference: str) -> tuple[Sent, ...]:
    found = desk.engine.user_tasks.submissions(reference)
    own = (submission for submission in found if submission.form not in decisions.REVIEWS and submission.form)
    return tuple(Sent(form=s.form, answers=s.answers, at=s.submitted_at) for s in own)
