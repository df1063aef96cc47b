"""User tasks as somebody acts on them: claim, release, assign, complete; with all that can be asked of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, select, update

from engine.actor import Actor
from engine.desk import Desk
from engine.drafts import FORGET_DRAFTS, Drafts
from engine.errors import (
    ClaimedBySomeoneElse,
    GuardRefuses,
    InstanceNotFound,
    NotClaimable,
    NotForThem,
    NotYours,
    Outdated,
    UserTaskNotFound,
)
from engine.inbox import TASK, Inbox
from engine.instances import Instances
from engine.models import Record, candidate, user_task
from engine.sql import Statement

Guard = Callable[[Desk, Record, Actor], str | None]  # why this person may not do this task, or None
SHOW = Statement(
    update(candidate).where(candidate.c.user_task_id == bindparam("which")).values(open=bindparam("shown"))
)
COMPLETE = Statement(  # only what is still open, and claimed by whoever had claimed it when we looked
    update(user_task)
    .where(
        user_task.c.id == bindparam("which"),
        user_task.c.state == "open",
        user_task.c.assignee.is_not_distinct_from(bindparam("holder", type_=String)),
    )
    .values(state="completed", ended_at=bindparam("now"), completed_by=bindparam("person"))
)


class UserTasks(Inbox, Drafts):
    """User tasks of one session; every call says for whom."""

    def __init__(self, desk: Desk, instances: Instances, guards: Mapping[str, Guard]) -> None:
        Inbox.__init__(self, desk, instances)
        Drafts.__init__(self, desk)
        self._guards = guards

    def claim(self, task_id: int, *, by: Actor) -> Record:
        """Take the task. Raises ClaimedBySomeoneElse naming them, NotClaimable, GuardRefuses, UserTaskNotFound."""
        row = self.get(task_id, for_=by)
        if not row.claimable:
            raise NotClaimable
        if row.assignee not in (None, by.id):
            raise ClaimedBySomeoneElse(f"{row.assignee_name} has claimed this task.")
        self._guard(row, by)
        if row.assignee == by.id:
            return row
        self._assign(row, by.id, by.name)
        self._show(task_id, in_inbox=False)
        self._record(row, "claimed", by)
        return self.get(task_id, for_=by)

    def release(self, task_id: int, *, by: Actor) -> Record:
        """Give the task back to its groups. Raises NotYours, UserTaskNotFound."""
        row = self.get(task_id, for_=by)
        if row.assignee != by.id:
            raise NotYours
        self._put_back(row, by)
        return self.get(task_id, for_=by)

    def assign(self, task_id: int, *, to: Actor, instead_of: Actor, by: Actor) -> Record:
        """Give what somebody has begun to another of its groups, with what was typed; the host says that `by` may.

        Raises UserTaskNotFound, NotClaimable, NotForThem, ClaimedBySomeoneElse, GuardRefuses (about `to`).
        """
        row = self._begun(task_id, instead_of)
        if not self._is_candidate(row, to):
            raise NotForThem(f"{to.name} is in no group that does this task.")
        self._guard(row, to)
        self._assign(row, to.id, to.name)
        self._show(task_id, in_inbox=False)
        moved = self._move_draft(f"task:{task_id}", instead_of.id, to.id)
        self._record(row, "assigned", by, {"from": instead_of.id, "to": to.id, "to_name": to.name, "draft": moved})
        return self.get(task_id, for_=to)

    def put_back(self, task_id: int, *, instead_of: Actor, by: Actor) -> None:
        """Give what somebody else has claimed back to its groups; the host says that `by` may.

        Raises UserTaskNotFound, NotClaimable, ClaimedBySomeoneElse.
        """
        row = self._begun(task_id, instead_of)
        if row.assignee:
            self._put_back(row, by, {"from": instead_of.id})

    def complete(
        self, task_id: int, *, by: Actor, answers: Mapping[str, Any], instead_of: Actor | None = None
    ) -> Record:
        """The task is done: keep the answers, run on, commit with the caller.

        With `instead_of` what somebody's own task asks is written down for them; the host says that `by` may.
        Raises UserTaskNotFound, NotYours, ClaimedBySomeoneElse, GuardRefuses, Outdated, NotReady, TooLarge, StepFailed.
        """
        row = self.get(task_id, for_=instead_of or by)
        if row.claimable and row.assignee != by.id:
            raise (ClaimedBySomeoneElse(f"{row.assignee_name} has claimed this task.") if row.assignee else NotYours)
        self._guard(row, by)
        instance = self._lock(row)
        now = self._desk.now
        if not COMPLETE.run(self._connection, which=task_id, holder=row.assignee, now=now, person=by.id):
            raise Outdated
        element = self._desk.deployments.definition(instance.deployment_id).process.elements[row.element_id]
        self._desk.submissions.keep(instance, element, answers, by, form=row.form)
        if row.assignee is None:  # what somebody has claimed is in no inbox
            self._show(task_id, in_inbox=False)
        self._record(row, "completed", by, {"for": instead_of.id, "for_name": instead_of.name} if instead_of else None)
        FORGET_DRAFTS.send(self._connection, at=f"task:{task_id}")

        def finish(execution: Any) -> None:
            execution.complete(row.token, answers)

        self._instances.step(instance, finish, by=by)
        return row

    def postpone(self, task_id: int, *, until: datetime, by: Actor) -> None:
        """An open task is due at another time from now on; times of the drawing stay. The host says that `by` may.

        Raises UserTaskNotFound.
        """
        row = next(iter(TASK.all(self._connection, which=task_id)), None)
        if row is None or row.state != "open":
            raise UserTaskNotFound
        self._desk.locks.take(row.business_key)
        self.due_anew(row, until)
        self._record(row, "postponed", by, {"until": until.isoformat()})

    def due_anew(self, row: Record, until: datetime) -> None:
        """An open task is due at another time, which nobody agreed: whoever calls says why. Raises Outdated."""
        task_id = row.id
        again = update(user_task).where(user_task.c.id == task_id, user_task.c.state == "open")
        if not self._connection.execute(again.values(due_at=until, has_due=True)).rowcount:
            raise Outdated
        self._connection.execute(update(candidate).where(candidate.c.user_task_id == task_id).values(due_at=until))

    def _assign(self, row: Record, assignee: str | None, name: str | None) -> None:
        """Set the assignee, unless somebody was faster. Raises ClaimedBySomeoneElse, Outdated."""
        self._desk.locks.take(row.business_key)
        c, values = user_task.c, {"assignee": assignee, "assignee_name": name}
        as_seen = (c.id == row.id, c.state == "open", c.assignee.is_not_distinct_from(row.assignee))
        still = update(user_task).where(*as_seen)
        if not self._connection.execute(still.values(values)).rowcount:
            first = self._connection.scalar(select(c.assignee_name).where(c.id == row.id, c.state == "open"))
            raise (ClaimedBySomeoneElse(f"{first} has claimed this task.") if first else Outdated)

    def _begun(self, task_id: int, who: Actor) -> Record:
        """The open task, if nobody but this person has claimed it."""
        row = next(iter(TASK.all(self._connection, which=task_id)), None)
        if row is None or row.state != "open":
            raise UserTaskNotFound
        if not row.claimable:
            raise NotClaimable
        if row.assignee not in (None, who.id):
            raise ClaimedBySomeoneElse(f"{row.assignee_name} has claimed this task.")
        return row

    def _put_back(self, row: Record, by: Actor, payload: Mapping[str, Any] | None = None) -> None:
        self._assign(row, None, None)
        self._show(row.id, in_inbox=True)
        self._record(row, "released", by, payload)

    def _lock(self, row: Record) -> Record:
        """The task's instance. Raises Outdated when it has ended since the task was looked at."""
        try:
            return self._instances.lock(row.instance_id)
        except InstanceNotFound:
            raise Outdated from None

    def _guard(self, row: Record, by: Actor) -> None:
        if row.guard and (refusal := self._guards[row.guard](self._desk, row, by)):
            raise GuardRefuses(refusal)

    def _show(self, task_id: int, *, in_inbox: bool) -> None:
        SHOW.send(self._connection, which=task_id, shown=in_inbox)

    def _record(self, row: Record, kind: str, by: Actor, payload: Mapping[str, Any] | None = None) -> None:
        self._desk.history.record(
            row.business_key,
            kind,
            by=by,
            instance_id=row.instance_id,
            element_id=row.element_id,
            payload=payload,
        )
