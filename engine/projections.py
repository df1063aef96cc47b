"""After each step: what the instance waits for, as rows that match the workflow."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, select, update
from sqlalchemy.engine import Connection

from engine import periods
from engine.correlation import correlation_key
from engine.errors import StepFailed
from engine.feel import compile_expression, to_variable
from engine.hops import Hops
from engine.models import Record, candidate, message_subscription, signal_subscription, timer, user_task
from engine.spiff.execution import Execution, Waiting
from engine.sql import Statement, insert_row, send_row

PAUSE = timedelta(minutes=1)  # a shorter time is no pause: what leads back through it alone goes round for ever
NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # due date of a task without one, so that the inbox sorts it last
Key = tuple[int, str]


def _at(table: Table) -> Any:
    columns = table.c
    return and_(
        columns.instance_id == bindparam("instance"),
        columns.token == bindparam("wait"),
        columns.element_id == bindparam("element"),
    )


CANCEL_TIMER = Statement(  # also one whose step has failed: its retry would fire where nothing waits
    update(timer).where(_at(timer), timer.c.state != "fired").values(state="cancelled")
)
END_SIGNAL = Statement(delete(signal_subscription).where(_at(signal_subscription)))
END_SUBSCRIPTION = Statement(delete(message_subscription).where(_at(message_subscription)))
CANCEL_USER_TASK = Statement(
    update(user_task)
    .where(_at(user_task), user_task.c.state == "open")
    .values(state="cancelled", ended_at=bindparam("now"))
)
HIDE_CANDIDATES = Statement(
    update(candidate)
    .where(candidate.c.user_task_id.in_(select(user_task.c.id).where(_at(user_task))))
    .values(open=False)
)


class Projections:
    """Writes the difference between what waited before a step and what waits after it."""

    def __init__(self, connection: Connection, now: datetime, groups: dict[str, bool], hops: Hops) -> None:
        self._connection, self._now, self._claimable, self._hops = connection, now, groups, hops

    def apply(self, instance: Record, execution: Execution, before: Iterable[Waiting]) -> list[Waiting]:
        """Open rows for new waits, close those that are gone; gives the new message waits."""
        old = {(w.token, w.element.id): w for w in before}
        new = {(w.token, w.element.id): w for w in execution.waiting()}
        for key in old.keys() - new.keys():
            if key[0] not in execution.done:
                self.close(instance.id, old[key])
        opened = [new[key] for key in new.keys() - old.keys()]
        for waiting in sorted(opened, key=lambda w: w.token):
            self.open(instance, execution, waiting)
        return [w for w in opened if w.element.message]

    def open(self, instance: Record, execution: Execution, waiting: Waiting) -> None:
        """A row for a new wait. Raises StepFailed when a time or key of it cannot be read."""
        try:
            if waiting.element.timer:
                self._open_timer(instance, execution, waiting)
            elif waiting.element.message:
                self._open_subscription(instance, execution, waiting)
            elif waiting.element.signal:
                self._open_signal(instance, waiting)
            else:
                self._open_user_task(instance, execution, waiting)
        except ValueError as fault:
            raise StepFailed(waiting.element.id, waiting.element.name, str(fault)) from fault

    def close(self, instance_id: int, waiting: Waiting) -> None:
        """The row of a wait that is over without its having been done, fired or received."""
        element = waiting.element
        place = {"instance": instance_id, "wait": waiting.token, "element": element.id}
        if element.timer:
            CANCEL_TIMER.send(self._connection, **place)
        elif element.message:
            END_SUBSCRIPTION.send(self._connection, **place)
        elif element.signal:
            END_SIGNAL.send(self._connection, **place)
        elif CANCEL_USER_TASK.run(self._connection, **place, now=self._now):
            HIDE_CANDIDATES.send(self._connection, **place)

    def shown(self, execution: Execution, waiting: Waiting) -> dict[str, Any]:
        """What a user task's row says as its element does. Raises ValueError for a form that may not be chosen."""
        element, groups = waiting.element, self.groups(execution, waiting)
        return {
            "element_id": element.id,
            "name": element.name or element.id,
            "process_name": execution.process.drawing.name,
            "form": self._form(execution, waiting),
            "page": element.properties.get("page", ""),
            "guard": element.properties.get("guard", ""),
            "family_text": element.properties.get("family_text", ""),
            "claimable": not element.assignee and all(self._claimable.get(group, True) for group in groups),
        }

    def _form(self, execution: Execution, waiting: Waiting) -> str:
        element = waiting.element
        if not element.form_from:
            return element.form
        chosen = str(self._value(execution, waiting, element.form_from))
        if chosen not in element.forms:
            raise ValueError(f"the form “{chosen}” is none of those among which “{element.form_from}” chooses")
        return chosen

    def offered(self, waiting: Waiting) -> dict[str, Any]:
        """What a subscription's row says as its element does, but for name and key."""
        element = waiting.element
        return {
            "element_id": element.id,
            "group_id": ",".join(element.groups),
            "form": element.form,
            "action_label": element.properties.get("action_label", ""),
        }

    def task_due(self, execution: Execution, waiting: Waiting, *, since: datetime) -> datetime:
        """Due date of a user task that has waited since then; NEVER without one. Raises BadPeriod."""
        if not waiting.element.due:
            return NEVER
        value = str(self._value(execution, waiting, waiting.element.due))
        return periods.later(since, value) if value.startswith("P") else periods.moment(value)

    def timer_due(self, execution: Execution, waiting: Waiting, *, since: datetime) -> periods.Due:
        """When a timer fires that has waited since then. Raises BadPeriod."""
        definition = waiting.element.timer
        assert definition is not None
        text = definition.expression
        value = self._value(execution, waiting, text[1:]) if text.startswith("=") else text
        return periods.due(definition.kind, value, now=since)

    def key(self, execution: Execution, waiting: Waiting) -> str:
        """Correlation key of a message that is waited for."""
        assert waiting.element.message is not None
        value = self._value(execution, waiting, waiting.element.message.correlation_key)
        return correlation_key(value, waiting.element.message)

    def groups(self, execution: Execution, waiting: Waiting) -> Sequence[str]:
        """Candidate groups, named by the drawing or worked out. Raises ValueError for what is no list of texts."""
        if not waiting.element.groups_from:
            return waiting.element.groups
        value = self._value(execution, waiting, waiting.element.groups_from)
        if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
            raise ValueError(f"“{waiting.element.groups_from}” gives no candidate groups: a list of texts is needed")
        return sorted(set(value))

    def assignee(self, execution: Execution, waiting: Waiting) -> str | None:
        """Whom alone the task is for; None when anybody of its groups may do it. Raises ValueError for no text."""
        if not waiting.element.assignee:
            return None
        value = self._value(execution, waiting, waiting.element.assignee)
        if not isinstance(value, str) or not value:
            raise ValueError(f"“{waiting.element.assignee}” names nobody: the id of a person is needed")
        return value

    def _open_user_task(self, instance: Record, execution: Execution, waiting: Waiting) -> None:
        due = self.task_due(execution, waiting, since=self._now)
        assignee = self.assignee(execution, waiting)
        task_id = insert_row(
            self._connection,
            user_task,
            instance_id=instance.id,
            business_key=instance.business_key,
            token=waiting.token,
            **self.shown(execution, waiting),
            assignee=assignee,
            state="open",
            due_at=due,
            has_due=due != NEVER,
            created_at=self._now,
        )
        for group in self.groups(execution, waiting):
            given = {"group_id": group, "user_task_id": task_id, "due_at": due, "open": assignee is None}
            send_row(self._connection, candidate, **given)

    def _open_timer(self, instance: Record, execution: Execution, waiting: Waiting) -> None:
        due = self.timer_due(execution, waiting, since=self._now)
        hops = 0 if due.at - self._now >= PAUSE else self._hops.next()
        send_row(
            self._connection,
            timer,
            hops=hops,
            instance_id=instance.id,
            token=waiting.token,
            element_id=waiting.element.id,
            due_at=due.at,
            repeats=due.repeats,
            every=due.every,
            state="waiting",
            began_at=self._now,
        )

    def _open_subscription(self, instance: Record, execution: Execution, waiting: Waiting) -> None:
        assert waiting.element.message is not None
        send_row(
            self._connection,
            message_subscription,
            instance_id=instance.id,
            business_key=instance.business_key,
            token=waiting.token,
            name=waiting.element.message.name,
            correlation_key=self.key(execution, waiting),
            **self.offered(waiting),
        )

    def _open_signal(self, instance: Record, waiting: Waiting) -> None:
        element = waiting.element
        place = {"instance_id": instance.id, "token": waiting.token, "element_id": element.id}
        send_row(self._connection, signal_subscription, **place, name=element.signal)

    def _value(self, execution: Execution, waiting: Waiting, text: str) -> Any:
        return to_variable(compile_expression(text).evaluate(execution.view(waiting.token), now=self._now))
