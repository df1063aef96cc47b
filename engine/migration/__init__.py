"""Running instances go on on another version of their process: plan, preview, carry out, undo.

What a migration does not touch: variables, submissions, drafts, who has claimed what, and due dates. A timer of an
added boundary event or of an added event behind an event-based gateway counts from the migration, so that nothing is
overdue because of it; a timer of a removed one ends. The same holds for event subprocesses. A boundary event that has
fired is not armed again. A message that is waited for keeps its name and key unless the drawing has changed them.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from engine.actor import Actor
from engine.desk import Desk
from engine.errors import CannotMigrate, EngineError
from engine.instances import Instances
from engine.messaging.messages import Messages
from engine.migration import carrying
from engine.migration.judge import judge
from engine.migration.plan import Plan, make
from engine.migration.preview import Change, Outcome, Preview
from engine.models import process_instance

__all__ = ["Change", "Migrations", "Outcome", "Plan", "Preview"]


class Migrations:
    """Migrations of one session."""

    def __init__(self, desk: Desk, instances: Instances, messages: Messages) -> None:
        self._desk, self._instances, self._messages = desk, instances, messages

    def plan(
        self, source: int, target: int, *, mapping: Mapping[str, str] | None = None, move_due_dates: bool = False
    ) -> Plan:
        """The plan between two deployments (by id) of one process.

        An element goes to the one of the same id and kind, or to that which the mapping names; a mapping may also
        name, for a sequence flow into a join, the one by which a token waiting there is to have come. Raises
        MappingRefused for a mapping that names what is not there or is of another kind.
        """
        definition = self._desk.deployments.definition
        return make(definition(source), definition(target), dict(mapping or {}), move_due_dates=move_due_dates)

    def running(self, plan: Plan) -> list[int]:
        """Ids of the instances that run on the plan's source."""
        c = process_instance.c
        query = select(c.id).where(c.deployment_id == plan.source.deployment_id, c.status == "running").order_by(c.id)
        return list(self._desk.connection.scalars(query))

    def preview(self, plan: Plan, instance_id: int) -> Preview:
        """What the plan would do to an instance as it stands now. Raises InstanceNotFound."""
        return judge(self._desk, self._instances, plan, self._instances.get(instance_id)).preview

    def migrate(self, plan: Plan, instance_ids: Iterable[int], *, by: Actor) -> list[Outcome]:
        """Each instance by itself, wholly or not at all; it is judged anew, whatever a preview has said.

        Every instance is held until the transaction ends: a host with many gives each a transaction of its own.
        """
        return [self._migrate(plan, instance_id, by) for instance_id in sorted(set(instance_ids))]

    def undo(self, instance_id: int, *, by: Actor) -> None:
        """Back to the version and state before the last migration. Raises CannotUndo, InstanceNotFound."""
        carrying.undo(self._desk, self._instances, instance_id, by=by)

    def _migrate(self, plan: Plan, instance_id: int, by: Actor) -> Outcome:
        try:
            row = self._instances.lock(instance_id)  # before the savepoint, with which it would be let go
            with self._desk.savepoint():
                carrying.carry_out(self._desk, self._instances, self._messages, plan, row, by=by)
        except CannotMigrate as refusal:
            return Outcome(instance_id=instance_id, causes=refusal.blocks)
        except EngineError as fault:
            return Outcome(instance_id=instance_id, causes=(str(fault),))
        return Outcome(instance_id=instance_id)
