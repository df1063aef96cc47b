"""Answers that are due or late, in every open case; each is told once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, tuple_

from engine import PORTAL
from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN, Case
from webapp.clocks import arithmetic
from webapp.london import london_day
from webapp.talking.answering import looks
from webapp.talking.models import AnswerTime, Conversation

Place = tuple[date, str]  # of an answer in the order of telling: its last day and its id


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Somebody is to be told about one answer."""

    id: str
    reference: str  # of the case
    due_on: date
    late: bool  # else it is near


def due(desk: Desk, *, after: Place | None = None, limit: int) -> list[Place]:
    """The next answers of which somebody is to be told, by their last day."""
    found = select(AnswerTime.due_on, AnswerTime.id).join(AnswerTime.conversation).join(Conversation.case)
    found = found.where(AnswerTime.look_on <= today(desk), Case.state == OPEN)
    if after:
        found = found.where(tuple_(AnswerTime.due_on, AnswerTime.id) > tuple_(*after))
    rows = desk.session.execute(found.order_by(AnswerTime.due_on, AnswerTime.id).limit(limit))
    return [(row.due_on, row.id) for row in rows]


def tell(desk: Desk, answer_id: str) -> Telling | None:
    """Note that it is told now, and what; None when somebody was faster or it is over."""
    reference = desk.session.get_one(AnswerTime, answer_id).conversation.case.reference
    desk.engine.locks.take(reference)
    row = desk.session.get_one(AnswerTime, answer_id, populate_existing=True)
    if row.look_on is None or row.look_on > today(desk):
        return None
    late = today(desk) > row.due_on
    row.look_on = arithmetic.look_after(list(looks(london_day(row.begun_at), row.due_on)), today(desk))
    row.late_at = desk.now if late else None
    desk.session.flush()
    kind = "answer late" if late else "answer due"
    payload = {"answer": row.id, "person": row.conversation.person.reference, "due_on": row.due_on.isoformat()}
    desk.engine.history.record(reference, kind, by=PORTAL, payload=payload)
    return Telling(id=row.id, reference=reference, due_on=row.due_on, late=late)
