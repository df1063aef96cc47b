"""What has come near or is late, in every open case, whatever has become of its instances; each is told once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, tuple_

from engine import PORTAL
from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN, Case
from webapp.clocks import arithmetic, shared
from webapp.clocks.models import DeadlineRow
from webapp.clocks.shared import Limit

Place = tuple[date, str]  # of a deadline in the order of telling: its last day and its id


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Somebody is to be told about one deadline."""

    id: str
    reference: str  # of the case
    rule: Limit
    due_on: date
    late: bool  # else it is near
    final: bool  # there is no other warning before it is late


def due(desk: Desk, *, after: Place | None = None, limit: int) -> list[Place]:
    """The next deadlines of which somebody is to be told, by their last day."""
    found = select(DeadlineRow.due_on, DeadlineRow.id).join(Case, Case.id == DeadlineRow.case_id)
    found = found.where(DeadlineRow.look_on <= today(desk), Case.state == OPEN)
    if after:
        found = found.where(tuple_(DeadlineRow.due_on, DeadlineRow.id) > tuple_(*after))
    rows = desk.session.execute(found.order_by(DeadlineRow.due_on, DeadlineRow.id).limit(limit))
    return [(row.due_on, row.id) for row in rows]


def tell(desk: Desk, deadline_id: str) -> Telling | None:
    """Note that it is told now, and what; None when somebody was faster or it is over."""
    reference = _reference(desk, deadline_id)
    desk.engine.locks.take(reference)
    row = desk.session.get_one(DeadlineRow, deadline_id, populate_existing=True)
    if row.look_on is None or row.look_on > today(desk) or row.case.state != OPEN:
        return None
    rule = shared.limit(row.limit_name, row.counted_from)
    late = today(desk) > row.due_on
    row.look_on = arithmetic.look_after(arithmetic.looks(row.counted_from, row.due_on), today(desk))
    if late:
        row.breached_at = desk.now
    else:
        row.warned_at = desk.now
    desk.session.flush()
    payload = {"deadline": row.id, "limit": rule.name, "subject": row.subject, "due_on": row.due_on.isoformat()}
    desk.engine.history.record(reference, "limit passed" if late else "limit near", by=PORTAL, payload=payload)
    final = row.due_on - today(desk) <= arithmetic.WARNED_BEFORE[-1]
    return Telling(id=row.id, reference=reference, rule=rule, due_on=row.due_on, late=late, final=final)


def _reference(desk: Desk, deadline_id: str) -> str:
    found = select(Case.reference).join(DeadlineRow, DeadlineRow.case_id == Case.id)
    return str(desk.session.scalars(found.where(DeadlineRow.id == deadline_id)).one())
