"""A plan that is in force no more: every final version of it stays to be read, and says since when it has ended."""

from engine import Actor
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.plans import versions
from webapp.plans.models import FINAL

CEASED, MOVED, CLOSED = "ceased", "moved", "closed"  # why


def end(desk: Desk, case: Case, *, because: str, by: Actor) -> None:
    """It has ended today; twice is once. Of a plan that is not here as data, only its process is in the history."""
    found = [each for each in versions.issued(desk, case) if each.kind == FINAL and each.ended_on is None]
    if not found:
        return
    for each in found:
        each.ended_on, each.ended_because = today(desk), because
    desk.session.flush()
    payload = {"because": because, "on": today(desk).isoformat()}
    desk.engine.history.record(case.reference, "plan ended", by=by, payload=payload)
