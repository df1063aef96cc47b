"""The rows of what an instance waits for: read, kept for an undo, put back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from engine.models import (
    Record,
    candidate,
    draft,
    message_subscription,
    signal_delivery,
    signal_subscription,
    timer,
    user_task,
)

TASK_SAYS = (
    "element_id",
    "name",
    "process_name",
    "form",
    "page",
    "guard",
    "family_text",
    "claimable",
    "due_at",
    "has_due",
)
CLAIM = ("assignee", "assignee_name")
TIMER_SAYS = ("element_id", "due_at", "repeats", "every")
Key = tuple[str, int, str]  # what (as in Change), token, element
Saved = Mapping[str, Any]


class Waits:
    """Rows of one instance."""

    def __init__(self, connection: Connection, instance_id: int) -> None:
        self._connection, self._instance_id = connection, instance_id

    def groups(self, task_id: int) -> set[str]:
        """Candidate groups of a user task."""
        return set(self._connection.scalars(select(candidate.c.group_id).where(candidate.c.user_task_id == task_id)))

    def rows(self) -> dict[Key, Record]:
        """Open user tasks, timers that have not fired (failed ones are tried again), and subscriptions."""
        waiting = timer.c.state.in_(("waiting", "failed"))
        parts = (
            ("user task", user_task, user_task.c.state == "open"),
            ("timer", timer, waiting),
            ("message", message_subscription, None),
            ("signal", signal_subscription, None),
        )
        return {
            (what, row.token, row.element_id): row
            for what, table, condition in parts
            for row in self._rows(table, condition)
        }

    def drafts(self, task_id: int) -> int:
        """How many people have typed something at a user task."""
        query = select(func.count()).select_from(draft).where(draft.c.place == f"task:{task_id}")
        return int(self._connection.scalar(query) or 0)

    def saved(self) -> Saved:
        """What `restore` takes, as JSON values."""
        found: dict[str, list[Any]] = {"user task": [], "timer": [], "message": [], "signal": []}
        for (what, _, _), row in self.rows().items():
            values = {str(name): value for name, value in row._mapping.items()}  # plain strings for the JSON
            if what == "user task":
                values["groups"] = list(self._connection.scalars(_groups(row.id)))
            found[what].append(values)
        return found

    def restore(self, saved: Saved) -> None:
        """As it was. A claim made or given back since stays, unless the task's groups are others again."""
        for values in saved["user task"]:
            self._restore_task(_timed(values))
        self._restore_timers([_timed(values) for values in saved["timer"]])
        now = {row.id: row for (what, _, _), row in self.rows().items() if what == "signal"}
        for values in saved["signal"]:
            if row := now.get(values["id"]):
                self.send_on(row.token, row.element_id, values["element_id"])
        for what, table in (("message", message_subscription), ("signal", signal_subscription)):
            self._connection.execute(delete(table).where(table.c.instance_id == self._instance_id))
            for values in saved[what]:
                told = {name: value for name, value in values.items() if name != "id"}
                self._connection.execute(insert(table).values(told))

    def _restore_task(self, values: Mapping[str, Any]) -> None:
        its_id, groups = values["id"], values["groups"]
        claim = () if set(groups) == set(self._connection.scalars(_groups(its_id))) else CLAIM
        told = {name: values[name] for name in (*TASK_SAYS, *claim)}
        self._connection.execute(update(user_task).where(user_task.c.id == its_id).values(told))
        assignee = self._connection.scalar(select(user_task.c.assignee).where(user_task.c.id == its_id))
        self.offer(its_id, groups, values["due_at"], assignee is None)

    def offer(self, task_id: int, groups: Iterable[str], due_at: datetime, open_: bool) -> None:
        """These groups and no others are candidates."""
        self._connection.execute(delete(candidate).where(candidate.c.user_task_id == task_id))
        for group in groups:
            row = {"group_id": group, "user_task_id": task_id, "due_at": due_at, "open": open_}
            self._connection.execute(insert(candidate).values(row))

    def send_on(self, token: int, was: str, now: str) -> None:
        """A signal that is on its way to one element arrives at the other."""
        c = signal_delivery.c
        here = (c.instance_id == self._instance_id, c.token == token, c.element_id == was)
        self._connection.execute(update(signal_delivery).where(*here).values(element_id=now))

    def _restore_timers(self, saved: list[dict[str, Any]]) -> None:
        mine = timer.c.instance_id == self._instance_id
        known = [values["id"] for values in saved]
        self._connection.execute(
            update(timer)
            .where(mine, timer.c.state.in_(("waiting", "failed")), timer.c.id.not_in(known))
            .values(state="cancelled")
        )
        for values in saved:
            this = update(timer).where(timer.c.id == values["id"])
            self._connection.execute(this.values({name: values[name] for name in TIMER_SAYS}))
            self._connection.execute(this.where(timer.c.state == "cancelled").values(state=values["state"]))

    def _rows(self, table: Any, condition: Any) -> list[Record]:
        query = select(table).where(table.c.instance_id == self._instance_id)
        query = query if condition is None else query.where(condition)
        return list(self._connection.execute(query.order_by(table.c.id)))


def _groups(task_id: int) -> Any:
    return select(candidate.c.group_id).where(candidate.c.user_task_id == task_id)


def _timed(values: Mapping[str, Any]) -> dict[str, Any]:
    """With its moments as moments again."""
    return {k: datetime.fromisoformat(v) if v and k.endswith("_at") else v for k, v in values.items()}
