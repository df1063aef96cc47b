"""A house with two versions of a process."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from engine import PORTAL, Bundle, Engine, Outcome, Plan, Preview, ProcessDefinition, Record
from tests.engine.conftest import House, user_task
from webapp.db import Database

TWO_DAYS = "<bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration></bpmn:timerEventDefinition>"


class Versions(House):
    """A house in which an instance of one version is migrated to another."""

    def deploy(self, data: bytes, beside: Mapping[str, bytes] | None = None) -> ProcessDefinition:
        with self.work() as engine:
            bundle = Bundle(process_id="walk", resources={"walk.bpmn": data, **(beside or {})})
            return engine.deployments.deploy(bundle, by=PORTAL)

    def plan(
        self,
        data: bytes,
        mapping: Mapping[str, str] | None = None,
        *,
        beside: Mapping[str, bytes] | None = None,
        move_due_dates: bool = False,
    ) -> Plan:
        target = self.deploy(data, beside).deployment_id
        with self.work() as engine:
            source = engine.instances.of("KEY-1")[0].deployment_id
            return engine.migrations.plan(source, target, mapping=mapping, move_due_dates=move_due_dates)

    def preview(self, plan: Plan) -> Preview:
        with self.database.reading() as session:
            engine = Engine(session, now=self.clock.now(), registry=self.registry, cache=self.cache)
            return engine.migrations.preview(plan, engine.instances.of("KEY-1")[0].id)

    def migrate(self, plan: Plan) -> Outcome:
        with self.work() as engine:
            [outcome] = engine.migrations.migrate(plan, [engine.instances.of("KEY-1")[0].id], by=self.other)
            return outcome

    def moved(self, data: bytes, mapping: Mapping[str, str] | None = None, *, move_due_dates: bool = False) -> None:
        """Migrate the instance to this drawing; it must succeed."""
        assert self.migrate(self.plan(data, mapping, move_due_dates=move_due_dates)).causes == ()

    def undo(self) -> None:
        with self.work() as engine:
            engine.migrations.undo(engine.instances.of("KEY-1")[0].id, by=self.other)

    def task(self, element_id: str) -> Record:
        with self.work() as engine:
            return next(task for task in engine.user_tasks.open_of("KEY-1") if task.element_id == element_id)

    def timers(self) -> dict[str, datetime]:
        with self.work() as engine:
            rows = engine.timers.of(engine.instances.of("KEY-1")[0].id)
            return {row.element_id: row.due_at for row in rows}

    def receive(self, name: str) -> bool:
        with self.work() as engine:
            return engine.messages.correlate(name, key="KEY-1", message_id=f"{name}-{self.clock.now()}")


@pytest.fixture
def versions(database: Database) -> Versions:
    return Versions(database)


def plain(*tasks: str, group: str = "staff") -> str:
    """start -> each task -> end, as lines of a drawing."""
    steps = ["start", *tasks, "end"]
    nodes = ['<bpmn:startEvent id="start"/>', *(user_task(task, group) for task in tasks), '<bpmn:endEvent id="end"/>']
    return "\n".join([*nodes, *(f"{one} -> {next_}" for one, next_ in zip(steps, steps[1:], strict=False))])


def timer(element_id: str, at: str, *, lasts: str = "P2D", interrupting: bool = True) -> str:
    """A timer on the edge of an activity."""
    definition = TWO_DAYS.replace("P2D", lasts)
    cancels = str(interrupting).lower()
    return (
        f'<bpmn:boundaryEvent id="{element_id}" attachedToRef="{at}" cancelActivity="{cancels}">'
        f"{definition}</bpmn:boundaryEvent>"
    )
