"""Inbox, claim, release, complete and drafts of user tasks."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, delete, insert, literal, or_, select, union, update

from engine.actor import PORTAL, Actor
from engine.desk import Desk
from engine.errors import (
    ClaimedBySomeoneElse,
    GuardRefuses,
    InstanceNotFound,
    NotClaimable,
    NotForThem,
    NotYours,
    Outdated,
    UserTaskCancelled,
    UserTaskDone,
    UserTaskNotFound,
)
from engine.instances import Instances
from engine.models import Record, candidate, draft, user_task
from engine.sizes import refuse_excess
from engine.sql import Statement

PAGE = 50
Guard = Callable[[Desk, Record, Actor], str | None]  # why this person may not do this task, or None


@cache
def _inbox(groups: int) -> Statement:
    """One index scan a group, merged (a task of two groups once): an OR over groups would read them all."""
    c, rows = candidate.c, bindparam("rows", type_=Integer)
    scans = [
        select(c.user_task_id, c.due_at)
        .where(c.group_id == bindparam(f"group_{number}"), c.open)
        .order_by(c.due_at, c.user_task_id)
        .limit(rows)
        .subquery()
        for number in range(groups)
    ]
    merged = union(*(select(scan) for scan in scans)).subquery()
    found = select(user_task).join(merged, merged.c.user_task_id == user_task.c.id)
    return Statement(found.order_by(merged.c.due_at, merged.c.user_task_id).limit(rows))


TASK = Statement(  # a row for each candidate group
    select(*user_task.c, candidate.c.group_id)
    .select_from(user_task.outerjoin(candidate, candidate.c.user_task_id == user_task.c.id))
    .where(user_task.c.id == bindparam("which"))
)
GROUPS = Statement(select(candidate.c.group_id).where(candidate.c.user_task_id == bindparam("which")))
SHOW = Statement(
    update(candidate).where(candidate.c.user_task_id == bindparam("which")).values(open=bindparam("shown"))
)
FORGET_DRAFTS = Statement(delete(draft).where(draft.c.place == bindparam("at")))
COMPLETE = Statement(  # only what is still open, and claimed by whoever had claimed it when we looked
    update(user_task)
    .where(
        user_task.c.id == bindparam("which"),
        user_task.c.state == "open",
        user_task.c.assignee.is_not_distinct_from(bindparam("holder", type_=String)),
    )
    .values(state="completed", ended_at=bindparam("now"), completed_by=bindparam("person"))
)


class UserTasks:
    """User tasks of one session; every call says for whom."""

    def __init__(self, desk: Desk, instances: Instances, guards: Mapping[str, Guard]) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._guards = instances, guards

    def inbox(self, actor: Actor, *, limit: int = PAGE) -> list[Record]:
        """Open tasks that nobody has claimed, of the groups that the actor belongs to for all keys; by due date."""
        groups = sorted(m.group for m in actor.memberships if m.business_key is None)
        if not groups:
            return []
        named = {f"group_{number}": group for number, group in enumerate(groups)}
        rows = _inbox(len(groups)).all(self._connection, rows=limit, **named)
        return [row for row in rows if row.claimable]

    def claimed(self, actor: Actor, *, limit: int = PAGE) -> list[Record]:
        """Open tasks that the actor has claimed, by due date."""
        query = select(user_task).where(user_task.c.assignee == actor.id, user_task.c.state == "open")
        return list(self._connection.execute(query.order_by(user_task.c.due_at, user_task.c.id).limit(limit)))

    def claimed_by_others(self, actor: Actor, *, limit: int = PAGE) -> list[Record]:
        """Open tasks of the actor's groups that somebody else has claimed."""
        groups = sorted(m.group for m in actor.memberships if m.business_key is None)
        mine = select(candidate.c.user_task_id).where(candidate.c.group_id.in_(groups))
        query = select(user_task).where(
            user_task.c.id.in_(mine),
            user_task.c.state == "open",
            user_task.c.assignee.is_not(None),
            user_task.c.assignee != actor.id,
        )
        return list(self._connection.execute(query.order_by(user_task.c.due_at, user_task.c.id).limit(limit)))

    def personal(self, actor: Actor) -> list[Record]:
        """Open tasks of the business keys that the actor stands in by name (family, tickets); by due date."""
        keys = sorted({m.business_key for m in actor.memberships if m.business_key})
        query = select(user_task).where(user_task.c.business_key.in_(keys), user_task.c.state == "open")
        rows = self._connection.execute(query.order_by(user_task.c.due_at, user_task.c.id))
        return [row for row in rows if self._is_candidate(row, actor)]

    def open_of(self, business_key: str) -> list[Record]:
        """Every open task of a business key, for the host's own decisions: not checked for anybody."""
        query = select(user_task).where(user_task.c.business_key == business_key, user_task.c.state == "open")
        return list(self._connection.execute(query.order_by(user_task.c.id)))

    def openable(self, business_key: str, actor: Actor) -> frozenset[int]:
        """Which open tasks of a business key this actor may open."""
        query = select(user_task, candidate.c.group_id).join(candidate, candidate.c.user_task_id == user_task.c.id)
        query = query.where(user_task.c.business_key == business_key, user_task.c.state == "open")
        found = (row for row in self._connection.execute(query) if _is_theirs(row, actor))
        return frozenset(row.id for row in found if actor.belongs(row.group_id, business_key))

    def groups_of(self, task_id: int) -> list[str]:
        """Candidate groups of a task."""
        return sorted(self._groups(task_id))

    def variables(self, task: Record) -> Mapping[str, Any]:
        """What the drawing knows where this open task stands, for the host; loads the instance."""
        return self.variables_of((task,))[task.id]

    def variables_of(self, tasks: Iterable[Record]) -> dict[int, Mapping[str, Any]]:
        """The same of several, by the id of the task; loads each instance once."""
        at: dict[int, list[Record]] = {}
        for task in tasks:
            at.setdefault(task.instance_id, []).append(task)
        found: dict[int, Mapping[str, Any]] = {}
        for instance_id, here in at.items():
            execution = self._instances.execution(self._instances.get(instance_id), by=PORTAL)
            found |= {task.id: execution.view(task.token) for task in here}
        return found

    def get(self, task_id: int, *, for_: Actor) -> Record:
        """An open task that this person may see.

        Raises UserTaskDone or UserTaskCancelled for what was theirs, else UserTaskNotFound.
        """
        rows = TASK.all(self._connection, which=task_id)
        if not any(row.group_id and for_.belongs(row.group_id, row.business_key) for row in rows):
            raise UserTaskNotFound
        if not _is_theirs(rows[0], for_):
            raise UserTaskNotFound
        if rows[0].state != "open":
            raise UserTaskDone if rows[0].state == "completed" else UserTaskCancelled
        return rows[0]

    def completed(self, task_id: int, *, by: Actor, since: datetime) -> Record | None:
        """The task, if this very person has completed it since then."""
        c = user_task.c
        done = select(user_task).where(c.id == task_id, c.completed_by == by.id, c.ended_at >= since)
        return self._connection.execute(done).first()

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

    def begun(self, actor: Actor, *, limit: int = PAGE) -> list[Record]:
        """Open tasks that the actor has claimed or typed something for, by due date; `saved_at` is their draft's."""
        c, place = user_task.c, literal("task:").concat(cast(user_task.c.id, String))
        typed = user_task.outerjoin(draft, and_(draft.c.place == place, draft.c.owner == actor.id))
        mine = select(draft.c.place).where(draft.c.owner == actor.id, draft.c.place.like("task:%"))
        ids = [int(place.partition(":")[2]) for place in self._connection.scalars(mine)]
        query = select(*c, draft.c.saved_at).select_from(typed).where(c.state == "open", c.claimable)
        query = query.where(or_(c.assignee == actor.id, and_(c.id.in_(ids), c.assignee.is_(None))))
        return list(self._connection.execute(query.order_by(c.due_at, c.id).limit(limit)))

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
        self._desk.submissions.keep(instance, element, answers, by)
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

    # -- drafts: one person, one place ("task:<id>", "start:<process>", or a name of the host's) -------------------
    def draft(self, place: str, *, of: Actor) -> Record | None:
        """What this person has typed so far."""
        query = select(draft).where(draft.c.owner == of.id, draft.c.place == place)
        return self._connection.execute(query).first()

    def save_draft(self, place: str, entries: Mapping[str, list[str]], *, of: Actor, version: int) -> int:
        """Keep what was typed; `version` is the one that was shown (0 when none). Raises Outdated, TooLarge."""
        refuse_excess("This draft is", entries)
        values = {"entries": dict(entries), "version": version + 1, "saved_at": self._desk.now}
        found = self.draft(place, of=of)
        if found is None:
            self._connection.execute(insert(draft).values(owner=of.id, place=place, **{**values, "version": 1}))
            return 1
        changed = self._connection.execute(
            update(draft).where(draft.c.id == found.id, draft.c.version == version).values(values)
        ).rowcount
        if not changed:
            raise Outdated
        return version + 1

    def discard_draft(self, place: str, *, of: Actor) -> bool:
        """Forget what was typed; of two at the same moment one is told that there was something."""
        gone = delete(draft).where(draft.c.owner == of.id, draft.c.place == place)
        return bool(self._connection.execute(gone).rowcount)

    def forget_drafts(self, place: str, *, before: datetime) -> None:
        """Forget what everybody has typed in this place and not touched since."""
        self._connection.execute(delete(draft).where(draft.c.place == place, draft.c.saved_at < before))

    def rename_drafts(self, start: str, to: str, *, only: Container[int] | None = None) -> list[int]:
        """Places that begin with `start` begin with `to`, unless their owner has typed something there; ids of drafts.

        With `only`, no others than these.
        """
        c = draft.c
        found = self._connection.execute(
            select(c.id, c.owner, c.place).where(c.place.startswith(start, autoescape=True))
        )
        moved = []
        for row in [each for each in found if only is None or each.id in only]:
            place = to + row.place.removeprefix(start)
            taken = select(c.id).where(c.owner == row.owner, c.place == place)
            if self._connection.execute(taken).first() is None:
                self._connection.execute(update(draft).where(c.id == row.id).values(place=place))
                moved.append(row.id)
        return moved

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

    def _move_draft(self, place: str, owner: str, to: str) -> bool:
        """What was typed goes along, and takes the place of what the other had typed before; was there any?"""
        c = draft.c
        found = self._connection.scalar(select(c.id).where(c.place == place, c.owner == owner))
        if found is None:
            return False
        self._connection.execute(delete(draft).where(c.place == place, c.owner == to))
        self._connection.execute(update(draft).where(c.id == found).values(owner=to))
        return True

    def _lock(self, row: Record) -> Record:
        """The task's instance. Raises Outdated when it has ended since the task was looked at."""
        try:
            return self._instances.lock(row.instance_id)
        except InstanceNotFound:
            raise Outdated from None

    def _is_candidate(self, row: Record, actor: Actor) -> bool:
        return _is_theirs(row, actor) and any(actor.belongs(group, row.business_key) for group in self._groups(row.id))

    def _groups(self, task_id: int) -> Iterable[str]:
        return [row.group_id for row in GROUPS.all(self._connection, which=task_id)]

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


def _is_theirs(row: Record, actor: Actor) -> bool:
    """Whether the task is for anybody of its groups, or for this person alone: nobody else learns that there is one."""
    return row.claimable or row.assignee in (None, actor.id)
