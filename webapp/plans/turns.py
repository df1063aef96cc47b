"""One process writes a plan at a time: whoever comes second waits for its turn, and officers read for what it waits.

A process writes from its first version until its final one has gone out, or until it has decided to change nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine import RUNNING, Place
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.plans.models import AMENDMENT, DROPPED, FINAL, ISSUED, PlanVersion

WAITING = "until_it_is_free"  # the element at which a drawing waits, after the name of the drawing that calls it
NOT_DONE = "not_done"  # why a notice of changes counts no more


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Two processes that want to write one plan, by name."""

    waits: str
    writes: str


def is_free(desk: Desk, case: Case, instance_id: int) -> bool:
    """May this instance write the plan now? Of two that ask at once one is first."""
    desk.engine.locks.take(case.reference)
    return _writer(desk, case) in (None, instance_id)


def give_up(desk: Desk, case: Case, instance_id: int) -> None:
    """What this instance has suggested is not done: the plan in force is the one that the next begins with."""
    last = _last_of_each(desk, case).get(instance_id)
    if last is not None and last.kind == AMENDMENT and last.state == ISSUED:
        last.ended_on, last.ended_because = today(desk), NOT_DONE
        desk.session.flush()


def waiting(desk: Desk, case: Case, places: Sequence[Place]) -> list[Turn]:
    """Who waits, and for whom, the longest first, of a case's running instances."""
    names = {each.instance_id: desk.engine.deployments.definition(each.deployment_id).drawing.name for each in places}
    waits = [each.instance_id for each in places if any(name.endswith(WAITING) for name in each.waits)]
    writer = _writer(desk, case) if waits else None
    return [Turn(waits=names[each], writes=names[writer]) for each in waits if writer in names]


def _writer(desk: Desk, case: Case) -> int | None:
    rows = desk.engine.instances.of(case.reference)
    running = {row.id for row in rows if row.status == RUNNING}
    writing = (own for own, last in _last_of_each(desk, case).items() if own in running and not _is_through(last))
    return next(writing, None)


def _is_through(last: PlanVersion) -> bool:
    return last.state == ISSUED and (last.kind == FINAL or last.ended_on is not None)


def _last_of_each(desk: Desk, case: Case) -> dict[int, PlanVersion]:
    """The version that each instance has begun last."""
    mine = select(PlanVersion).where(PlanVersion.case_id == case.id, PlanVersion.state != DROPPED)
    return {each.instance_id: each for each in desk.session.scalars(mine.order_by(PlanVersion.begun_at))}
