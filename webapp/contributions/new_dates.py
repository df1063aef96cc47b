"""A body needs more time and says so before it is late: it offers a day with a reason, and an officer answers."""

from dataclasses import dataclass
from datetime import date

from engine import Actor, Record
from webapp.cases import keeping_apart
from webapp.cases.desk import Desk, today
from webapp.clocks import arithmetic
from webapp.contributions import asking
from webapp.contributions.errors import (
    AnswerMissing,
    BodyReasonMissing,
    DayMissing,
    NotAhead,
    NotAwaited,
    NotLaterForUs,
    OfferPassed,
    OfferWaits,
    TellsTheBody,
    WordsMissing,
)
from webapp.contributions.models import ASKED, AdviceRequest

MESSAGE = "AdviceMoreTime"  # of the drawing `advice`; its key is the reference of the request
ELEMENT = "give_advice"  # the task on which it waits: a report of a review has no such way
YES, NO = "yes", "no"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an officer has answered: for the drawing."""

    agreed: bool
    look_again_at: str | None  # when the day that was agreed is over


def is_open(task: Record, request: AdviceRequest | None) -> bool:
    """May whoever has this task ask for more time?"""
    return request is not None and request.state == ASKED and task.element_id.rpartition(".")[2] == ELEMENT


def waits(request: AdviceRequest) -> bool:
    """Have they offered a day that we have not answered?"""
    return bool(request.offered_because) and not request.answer and request.offered_on != request.agreed_on


def offer(desk: Desk, request: AdviceRequest, *, on: date | None, because: str, by: Actor) -> None:
    """They need until this day.

    Raises NotAwaited, OfferWaits, DayMissing, NotAhead, NotLaterForUs, BodyReasonMissing.
    """
    if request.state != ASKED:
        raise NotAwaited
    if waits(request):
        raise OfferWaits
    if on is None:
        raise DayMissing
    if on <= today(desk):
        raise NotAhead
    until = request.agreed_on or request.due_on
    if on <= until:
        raise NotLaterForUs(until)
    if not because.strip():
        raise BodyReasonMissing
    request.offered_on, request.offered_because, request.offered_by = on, because.strip(), by.name
    request.answer = ""
    desk.session.flush()
    key, payload = request.reference, {"advice": request.reference}
    desk.engine.history.record(request.case.reference, "advice needs more time", by=by, payload=payload)
    sent = f"{key}:{desk.now.isoformat()}"
    desk.engine.messages.correlate(MESSAGE, key=key, message_id=sent, by=by, keep=False)


def decide(desk: Desk, request: AdviceRequest, *, agreed: str, words: str) -> None:
    """Keep an officer’s answer. Raises AnswerMissing, OfferPassed, WordsMissing, TellsTheBody."""
    if agreed not in (YES, NO):
        raise AnswerMissing
    if agreed == YES and (request.offered_on is None or request.offered_on <= today(desk)):
        raise OfferPassed
    if agreed == NO and not words.strip():
        raise WordsMissing
    if keeping_apart.telling_outside(desk, request.case, {"words": words}):
        raise TellsTheBody
    request.answer = words.strip()
    if agreed == YES:
        request.agreed_on = request.offered_on
    desk.session.flush()


def keep(desk: Desk, request: AdviceRequest, *, agreed: bool, by: Actor) -> Answered:
    """They are told, and the case waits until the day that was agreed; meanwhile it may have come."""
    until = request.agreed_on if agreed else None
    if request.state == ASKED:
        asking.answer(desk, request, by=by)
    payload = {"advice": request.reference, "agreed_on": until.isoformat() if until else None}
    desk.engine.history.record(request.case.reference, "advice more time answered", by=by, payload=payload)
    return Answered(agreed=until is not None, look_again_at=arithmetic.end_of(until).isoformat() if until else None)
