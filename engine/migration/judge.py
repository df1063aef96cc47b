"""Judge one instance: may it go on on the new version, and what stays, ends and begins. Changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.actor import PORTAL
from engine.desk import Desk
from engine.instances import Instances
from engine.migration import blocks
from engine.migration.plan import Plan
from engine.migration.preview import Change, Preview, kind
from engine.migration.waits import Waits
from engine.models import Record
from engine.periods import Due, next_turn
from engine.projections import NEVER
from engine.spiff.execution import Execution, Waiting
from engine.spiff.moving import Place, move, places


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A wait that goes on: where it was and is, its row, and when it is due from now on."""

    old: Waiting
    new: Waiting
    row: Record
    due: Due | None = None  # None for a message or a signal
    claim_ends: bool = False


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A preview and, when nothing blocks it, all that carrying it out needs."""

    preview: Preview
    state: Mapping[str, Any]
    execution: Execution | None = None  # on the new version
    stays: tuple[Stay, ...] = ()
    ends: tuple[Waiting, ...] = ()
    begins: tuple[Waiting, ...] = ()


def judge(desk: Desk, instances: Instances, plan: Plan, row: Record) -> Judgement:
    """What the plan would do to this instance as it stands now."""
    judging = _Judge(desk, instances, plan, row)
    refusals = list(judging.not_of_this_version()) or list(blocks.homeless(plan, row))
    if refusals:
        return judging.refused(refusals)
    moved = move(row.state, plan.source.process, plan.target.process, plan)
    moves = judging.moves(moved)
    if refusals := list(blocks.stuck(plan, moves)):
        return judging.refused(refusals)
    try:
        return judging.compared(moved, moves)
    except ValueError as fault:  # a time, a group or a person that cannot be read
        return judging.refused([str(fault)])


class _Judge:
    def __init__(self, desk: Desk, instances: Instances, plan: Plan, row: Record) -> None:
        self._desk, self._instances, self._plan, self._row = desk, instances, plan, row
        self._waits = Waits(desk.connection, row.id)

    def not_of_this_version(self) -> Iterator[str]:
        if self._row.status != "running":
            yield "It has ended."
        elif self._row.deployment_id != self._plan.source.deployment_id:
            version = self._desk.deployments.definition(self._row.deployment_id).version
            yield f"It runs on version {version}, not on version {self._plan.source.version}."

    def refused(self, sentences: list[str]) -> Judgement:
        return Judgement(preview=self._preview(blocks=tuple(sentences)), state={})

    def moves(self, moved: Mapping[str, Any]) -> dict[Place, Place]:
        """Each token's old and new place."""
        after = {place.token: place for place in places(moved, self._plan.target.process)}
        return {before: after[before.token] for before in places(self._row.state, self._plan.source.process)}

    def compared(self, moved: Mapping[str, Any], moves: Mapping[Place, Place]) -> Judgement:
        """Old waits against new ones. Raises ValueError when the new drawing has what cannot be read."""
        load = self._instances.execution
        execution = load(self._row, by=PORTAL, definition=self._plan.target, state=moved)
        rows, begins = self._waits.rows(), {(w.token, w.element.id): w for w in execution.waiting()}
        stays, ends = [], []
        for old in load(self._row, by=PORTAL).waiting():
            row = rows.get((kind(old.element), old.token, old.element.id))
            new = begins.pop((old.token, self._plan.elements.get(old.element.id, "")), None) if row else None
            if row and new:
                stays.append(self._stay(execution, old, new, row))
            else:
                ends.append(old)
        changes = [
            *(self._staying(stay) for stay in stays),
            *(Change(what=kind(w.element), fate="ends", token=w.token, element_id=w.element.id) for w in ends),
            *(self._beginning(execution, wait) for wait in begins.values()),
        ]
        places_ = tuple(dict.fromkeys((old.element_id, new.element_id) for old, new in moves.items()))
        return Judgement(
            preview=self._preview(moves=places_, changes=tuple(changes)),
            state=moved,
            execution=execution,
            stays=tuple(stays),
            ends=tuple(ends),
            begins=tuple(begins.values()),
        )

    def _preview(self, **found: Any) -> Preview:
        row = self._row
        return Preview(instance_id=row.id, business_key=row.business_key, row_version=row.row_version, **found)

    # -- a wait that stays ------------------------------------------------------------------------------------------
    def _stay(self, execution: Execution, old: Waiting, new: Waiting, row: Record) -> Stay:
        stay, what = Stay(old=old, new=new, row=row), kind(new.element)
        if what == "timer":
            return replace(stay, due=self._timer_due(execution, stay))
        if what in ("message", "signal"):
            return stay
        groups = self._desk.projections.groups(execution, new)
        kept = not groups or self._waits.groups(row.id) & set(groups)
        claimable = self._desk.projections.shown(execution, new)["claimable"]
        alone = bool(new.element.assignee)  # for one person, who has claimed nothing
        claim_ends = row.assignee is not None and not alone and not (kept and claimable)
        return replace(stay, due=Due(at=self._task_due(execution, stay)), claim_ends=claim_ends)

    def _task_due(self, execution: Execution, stay: Stay) -> Any:
        if not self._plan.move_due_dates:
            return stay.row.due_at
        return self._desk.projections.task_due(execution, stay.new, since=stay.row.created_at)

    def _timer_due(self, execution: Execution, stay: Stay) -> Due:
        """Kept, unless asked otherwise; how it repeats follows the drawing when it has become a cycle or none."""
        row, drawn = stay.row, self._desk.projections.timer_due
        if self._plan.move_due_dates:
            return _from_now_on(drawn(execution, stay.new, since=row.began_at), row.began_at, self._desk.now)
        repeats = stay.new.element.timer is not None and stay.new.element.timer.kind == "cycle"
        if repeats == (row.every is not None):
            return Due(at=row.due_at, repeats=row.repeats, every=row.every)
        return replace(drawn(execution, stay.new, since=row.began_at), at=row.due_at)

    def _staying(self, stay: Stay) -> Change:
        row, what = stay.row, kind(stay.new.element)
        change = Change(
            what=what, fate="stays", token=stay.new.token, element_id=stay.new.element.id, was=stay.old.element.id
        )
        if what in ("message", "signal"):
            return change
        due = stay.due.at if stay.due and stay.due.at != NEVER else None
        if what == "timer":
            return replace(change, due_at=due)
        claimed_by = "" if stay.claim_ends else row.assignee_name or ""
        drafts = self._waits.drafts(row.id)
        return replace(change, due_at=due, claimed_by=claimed_by, claim_ends=stay.claim_ends, drafts=drafts)

    def _beginning(self, execution: Execution, wait: Waiting) -> Change:
        change = Change(what=kind(wait.element), fate="begins", token=wait.token, element_id=wait.element.id)
        if not wait.element.timer:
            return change
        return replace(change, due_at=self._desk.projections.timer_due(execution, wait, since=self._desk.now).at)


def _from_now_on(due: Due, began_at: datetime, now: datetime) -> Due:
    """A cycle without the times that have passed: they fired, or were not drawn yet. The last one is not left out."""
    if due.at > now:
        return due
    return next_turn(due, began_at=began_at, now=now) or replace(due, repeats=0)
