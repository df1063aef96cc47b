"""A plan that another council has made becomes ours: the case is open, and what was typed in is the plan."""

from datetime import date

from engine import Actor
from webapp.cases.desk import Desk
from webapp.cases.models import OPEN
from webapp.cases.reading import find_case
from webapp.plans import releasing, versions


def keep(desk: Desk, reference: str, *, by: Actor) -> None:
    """Whoever moved away and comes back has their old case, open again."""
    find_case(desk, reference).state = OPEN
    desk.engine.history.record(reference, "plan moved in", by=by)


def adopt(desk: Desk, reference: str, *, plan_on: date, instance_id: int, by: Actor) -> None:
    """What was typed in here is in force, under the day that the other council gave it; a plan kept as a file is not.

    Whoever of the family an officer has signed the letter to may read it.
    """
    version = versions.being_written(desk, find_case(desk, reference))
    if version is None or version.instance_id != instance_id:
        return
    versions.issue(desk, version, dated=plan_on)
    releasing.with_letters(desk, version, releasing.letters_of(desk, instance_id, versions.MOVED_IN))
    payload = {"version": version.slug, "digest": version.digest}
    desk.engine.history.record(reference, "plan issued", by=by, payload=payload)
