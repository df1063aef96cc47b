"""By when it must be decided whether a plan is needed."""

from datetime import date, timedelta

from engine import Actor
from webapp import clocks
from webapp.cases.desk import Desk, today
from webapp.clocks import Deadline

LIMIT = "decide_whether_plan_is_needed"
AGAIN = "plan_after_reassessment"
BEFORE_THE_PLAN = timedelta(weeks=4)  # of somebody assessed again; as much as lies between the two of a first plan


def last_day(desk: Desk, reference: str, *, by: Actor) -> date:
    """Of the limit that runs since the request; without a request that we know of, it begins today."""
    found = {each.rule.name: each for each in reversed(clocks.of(desk, reference))}
    if AGAIN in found and found[AGAIN].is_open:
        return found[AGAIN].due_on - BEFORE_THE_PLAN
    if LIMIT in found:
        return found[LIMIT].due_on
    return clocks.start(desk, reference, limit=LIMIT, counted_from=today(desk), by=by).due_on


def limit(desk: Desk, reference: str) -> Deadline | None:
    """The day by law before which advice must be there, if one runs."""
    found = {each.rule.name: each for each in reversed(clocks.open_of(desk, reference))}
    return found.get(AGAIN) or found.get(LIMIT)
