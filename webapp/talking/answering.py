"""Until when we answer: a time that begins with the family's message, counted in working days; a promise, not law."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases.desk import Desk, today
from webapp.clocks import arithmetic, shared
from webapp.talking.models import AnswerTime, Conversation


def running(desk: Desk, conversation: Conversation) -> AnswerTime | None:
    """What waits for our answer; of two, which come of two records that became one, the more urgent."""
    return next(iter(_running(desk, conversation)), None)


def begin(desk: Desk, conversation: Conversation, *, within: int) -> AnswerTime | None:
    """It begins today, for so many working days; None when one runs already: its day stays."""
    if running(desk, conversation):
        return None
    due_on = arithmetic.working_days_after(today(desk), within, shared.holidays().is_working)
    made = AnswerTime(conversation=conversation, begun_at=desk.now, due_on=due_on)
    made.look_on = arithmetic.look_at(list(looks(today(desk), due_on)), today(desk))
    desk.session.add(made)
    desk.session.flush()
    return made


def end(desk: Desk, conversation: Conversation, *, by: Person, because: str = "") -> AnswerTime | None:
    """We have answered, or say why that is not needed; gives what waited."""
    found = _running(desk, conversation)
    for row in found:
        row.ended_at, row.ended_by, row.not_needed_because, row.look_on = desk.now, by.id, because, None
    desk.session.flush()
    return next(iter(found), None)


def looks(begun_on: date, due_on: date) -> Iterator[date]:
    """The days on which officers are told: the working day before the last, and when it is late."""
    before = due_on - arithmetic.DAY
    while not shared.holidays().is_working(before):
        before -= arithmetic.DAY
    if before > begun_on:
        yield before
    yield due_on + arithmetic.DAY


def _running(desk: Desk, conversation: Conversation) -> list[AnswerTime]:
    found = select(AnswerTime).where(AnswerTime.conversation_id == conversation.id, AnswerTime.ended_at.is_(None))
    return list(desk.session.scalars(found.order_by(AnswerTime.due_on, AnswerTime.id)))
