"""From which day the time to the next review counts, and when it must be prepared: the rules are data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from engine import RUNNING, Actor
from webapp import clocks
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic
from webapp.clocks.models import DeadlineRow
from webapp.plans import versions
from webapp.plans.models import FINAL

LIMIT = "annual_review"  # Children and Families Act 2014, section 44(1)
PROCESS = "next_review"
PLAN, REVIEW = "plan", "review"  # since when
BECAUSE = "another plan was made, and its review counts from then"


def counted_from(desk: Desk, case: Case, since: str) -> date:
    """The day of the plan, or the one on which the last review was complete; today for a case that knows neither.

    Of a review that was not held here, the limit that was taken over knows.
    """
    if since == REVIEW:
        rows = select(DeadlineRow).where(DeadlineRow.case_id == case.id, DeadlineRow.limit_name == LIMIT)
        known = [(row.met_on is not None, row.met_on or row.counted_from) for row in desk.session.scalars(rows)]
        return max(known)[1] if known else today(desk)
    final = next((each for each in versions.issued(desk, case) if each.kind == FINAL), None)
    return (final.dated if final else None) or today(desk)


def plan_next(desk: Desk, reference: str, since: str, *, within: int, by: Actor) -> Mapping[str, Any]:
    """What the table `review_rhythm` is asked; of one case one instance waits: that of the plan as it is now."""
    case = find_case(desk, reference)
    stop_waiting(desk, reference, because=BECAUSE, within=within, by=by)
    first = counted_from(desk, case, since)
    return {"counted_from": first.isoformat(), "age": arithmetic.age(case.child.born_on, first)}


def stop_waiting(desk: Desk, reference: str, *, because: str, within: int, by: Actor) -> None:
    """No instance but `within` waits for the time of the next review any more."""
    for row in desk.engine.instances.of(reference):
        if row.status == RUNNING and row.process_id == PROCESS and row.id != within:
            desk.engine.instances.cancel(row.id, because=because, by=by)


def start(desk: Desk, reference: str, *, limit: str, first: date, before: str, by: Actor) -> Mapping[str, str]:
    """The year runs by law, and what the Code asks for besides; gives the last day and when to begin to prepare."""
    names = dict.fromkeys((LIMIT, limit))
    started = [clocks.start(desk, reference, limit=name, counted_from=first, by=by) for name in names]
    due_on = min(each.due_on for each in started)
    return {"due_on": due_on.isoformat(), "prepare_at": arithmetic.morning(prepared_on(due_on, before)).isoformat()}


def prepared_on(due_on: date, before: str) -> date:
    """The day on which the preparation begins, a length such as P12W before the last day."""
    zero = date(2000, 1, 1)
    return due_on - (arithmetic.last_day(zero, before, arithmetic.AFTER, lambda day: True) - zero)
