"""By when it must be decided whether a plan is needed."""

from datetime import date

from engine import Actor
from webapp import clocks
from webapp.cases.desk import Desk, today

LIMIT = "decide_whether_plan_is_needed"


def last_day(desk: Desk, reference: str, *, by: Actor) -> date:
    """Of the limit that runs since the request; without a request that we know of, it begins today."""
    running = next((each for each in clocks.of(desk, reference) if each.rule.name == LIMIT), None)
    if running:
        return running.due_on
    return clocks.start(desk, reference, limit=LIMIT, counted_from=today(desk), by=by).due_on
