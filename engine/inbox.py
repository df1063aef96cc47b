"""User tasks as they are read: which there are for whom, and what is known of one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, literal, or_, select, union

from engine.actor import PORTAL, Actor
from engine.desk import Desk
from engine.errors import UserTaskCancelled, UserTaskDone, UserTaskNotFound
from engine.instances import Instances
from engine.models import Record, candidate, draft, user_task
from engine.sql import Statement

PAGE = 50


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


class Inbox:
    """Reads the user tasks of one session and changes none; every call says for whom."""

    def __init__(self, desk: Desk, instances: Instances) -> None:
        self._desk, self._connection, self._instances = desk, desk.connection, instances

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

    def begun(self, actor: Actor, *, limit: int = PAGE) -> list[Record]:
        """Open tasks that the actor has claimed or typed something for, by due date; `saved_at` is their draft's."""
        c, place = user_task.c, literal("task:").concat(cast(user_task.c.id, String))
        typed = user_task.outerjoin(draft, and_(draft.c.place == place, draft.c.owner == actor.id))
        mine = select(draft.c.place).where(draft.c.owner == actor.id, draft.c.place.like("task:%"))
        ids = [int(place.partition(":")[2]) for place in self._connection.scalars(mine)]
        query = select(*c, draft.c.saved_at).select_from(typed).where(c.state == "open", c.claimable)
        query = query.where(or_(c.assignee == actor.id, and_(c.id.in_(ids), c.assignee.is_(None))))
        return list(self._connection.execute(query.order_by(c.due_at, c.id).limit(limit)))

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

    def _is_candidate(self, row: Record, actor: Actor) -> bool:
        return _is_theirs(row, actor) and any(actor.belongs(group, row.business_key) for group in self._groups(row.id))

    def _groups(self, task_id: int) -> Iterable[str]:
        return [row.group_id for row in GROUPS.all(self._connection, which=task_id)]


def _is_theirs(row: Record, actor: Actor) -> bool:
    """Whether the task is for anybody of its groups, or for this person alone: nobody else learns that there is one."""
    return row.claimable or row.assignee in (None, actor.id)
