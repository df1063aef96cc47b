"""Carry a judgement out: state, rows and history of one instance, in the caller's savepoint; and take it back."""

from typing import Any

from sqlalchemy import insert, select, update

from engine.actor import Actor
from engine.desk import Desk
from engine.errors import CannotMigrate, CannotUndo
from engine.instances import Instances
from engine.messaging.messages import Messages
from engine.migration.judge import Judgement, Stay, judge
from engine.migration.plan import Plan
from engine.migration.preview import kind
from engine.migration.waits import Waits
from engine.models import (
    Record,
    message_subscription,
    migration,
    process_instance,
    signal_subscription,
    timer,
    user_task,
)
from engine.projections import NEVER
from engine.spiff.execution import Execution


def carry_out(desk: Desk, instances: Instances, messages: Messages, plan: Plan, row: Record, *, by: Actor) -> None:
    """Migrate one locked instance. Raises CannotMigrate, StepFailed: the caller takes all of it back."""
    judgement = judge(desk, instances, plan, row)
    if not judgement.preview.possible:
        raise CannotMigrate(judgement.preview.blocks)
    _Carrying(desk, instances, messages, plan, row, judgement).carry_out(by)


class _Carrying:
    def __init__(
        self, desk: Desk, instances: Instances, messages: Messages, plan: Plan, row: Record, judgement: Judgement
    ) -> None:
        self._desk, self._instances, self._messages = desk, instances, messages
        self._plan, self._row, self._judgement = plan, row, judgement
        self._waits = Waits(desk.connection, row.id)

    def carry_out(self, by: Actor) -> None:
        before = self._waits.saved()
        _place(self._desk, self._row.id, self._plan.target.deployment_id, self._judgement.state)
        self._write_waits()
        self._record(by)
        quiet = self._go_on(by)
        if quiet:
            values = {
                "instance_id": self._row.id,
                "from_deployment_id": self._plan.source.deployment_id,
                "row_version": self._row.row_version + 1,
                "state": self._row.state,
                "waits": before,
            }
            self._desk.connection.execute(insert(migration).values(values))

    def _write_waits(self) -> None:
        execution = self._judgement.execution
        assert execution is not None
        for wait in self._judgement.ends:
            self._desk.projections.close(self._row.id, wait)
        for stay in self._judgement.stays:
            WRITE[kind(stay.new.element)](self, execution, stay)
        for wait in self._judgement.begins:
            self._desk.projections.open(self._row, execution, wait)

    def _write_task(self, execution: Execution, stay: Stay) -> None:
        assert stay.due is not None
        values = self._desk.projections.shown(execution, stay.new)
        values |= {"due_at": stay.due.at, "has_due": stay.due.at != NEVER}
        if stay.new.element.assignee:
            values["assignee"] = self._desk.projections.assignee(execution, stay.new)
        if stay.claim_ends:
            values |= {"assignee": None, "assignee_name": None}
        self._update(user_task, stay.row.id, values)
        unclaimed = stay.claim_ends or values.get("assignee", stay.row.assignee) is None
        self._waits.offer(stay.row.id, self._desk.projections.groups(execution, stay.new), stay.due.at, unclaimed)

    def _write_timer(self, execution: Execution, stay: Stay) -> None:
        assert stay.due is not None
        due = {"due_at": stay.due.at, "repeats": stay.due.repeats, "every": stay.due.every}
        self._update(timer, stay.row.id, {"element_id": stay.new.element.id, **due})

    def _write_subscription(self, execution: Execution, stay: Stay) -> None:
        """It goes on waiting for the name and key it has, unless the drawing has changed them."""
        values = self._desk.projections.offered(stay.new)
        if _another_message(stay):
            assert stay.new.element.message is not None
            values["name"] = stay.new.element.message.name
            values["correlation_key"] = self._desk.projections.key(execution, stay.new)
        self._update(message_subscription, stay.row.id, values)

    def _write_signal(self, execution: Execution, stay: Stay) -> None:
        element = stay.new.element
        self._update(signal_subscription, stay.row.id, {"element_id": element.id, "name": element.signal})
        self._waits.send_on(stay.new.token, stay.old.element.id, element.id)

    def _update(self, table: Any, row_id: int, values: dict[str, Any]) -> None:
        self._desk.connection.execute(update(table).where(table.c.id == row_id).values(values))

    def _record(self, by: Actor) -> None:
        source, target = self._plan.source, self._plan.target
        moved = {old: new for old, new in self._judgement.preview.moves if old != new}
        payload = {"process": target.drawing.process_id, "from": source.version, "to": target.version, "moved": moved}
        self._desk.history.record(self._row.business_key, "migrated", by=by, instance_id=self._row.id, payload=payload)

    def _go_on(self, by: Actor) -> bool:
        """What can go on on the new version does; whether it has stood still."""
        ran: list[Execution] = []

        def look(execution: Execution) -> None:
            execution.look_again()
            ran.append(execution)

        instances = self._instances
        instances.step(instances.get(self._row.id), look, by=by)
        asking = [stay.new for stay in self._judgement.stays if _another_message(stay)]
        asking += [wait for wait in self._judgement.begins if wait.element.message]
        self._messages.take_early(self._row, asking)
        return not ran[0].trace and instances.get(self._row.id).row_version == self._row.row_version + 1


WRITE = {
    "user task": _Carrying._write_task,
    "timer": _Carrying._write_timer,
    "message": _Carrying._write_subscription,
    "signal": _Carrying._write_signal,
}


def undo(desk: Desk, instances: Instances, instance_id: int, *, by: Actor) -> None:
    """Back to the version and state before. Raises CannotUndo when the instance has taken a step since."""
    row = instances.lock(instance_id)
    query = select(migration).where(migration.c.instance_id == instance_id).order_by(migration.c.id.desc())
    last = desk.connection.execute(query.limit(1)).first()
    if last is None or last.row_version != row.row_version:
        raise CannotUndo(
            f"{row.business_key} has not been migrated, or has gone on since. "
            "To bring it to the version before, make a plan to that version."
        )
    now_on = desk.deployments.definition(row.deployment_id).version
    _place(desk, instance_id, last.from_deployment_id, last.state, row_version=row.row_version + 1)
    Waits(desk.connection, instance_id).restore(last.waits)
    payload = {"from": now_on, "to": desk.deployments.definition(last.from_deployment_id).version}
    desk.history.record(row.business_key, "migration undone", by=by, instance_id=instance_id, payload=payload)


def _another_message(stay: Stay) -> bool:
    return stay.old.element.message != stay.new.element.message


def _place(desk: Desk, instance_id: int, deployment_id: int, state: Any, **more: Any) -> None:
    values = {"deployment_id": deployment_id, "state": dict(state), **more}
    desk.connection.execute(update(process_instance).where(process_instance.c.id == instance_id).values(values))
