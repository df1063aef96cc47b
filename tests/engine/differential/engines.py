"""What walks: the engine by one of its doors, as something that waits, acts, and shows its variables."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, Protocol

from sqlalchemy import select

from engine import PORTAL, Bundle, Record, StepFailed
from engine.drawing import Element
from engine.feel import to_variable
from engine.models import message_subscription
from engine.spiff.execution import Execution, Waiting
from engine.spiff.runtime import Process
from tests.engine.conftest import House
from tests.engine.differential.making import NAMES
from tests.engine.differential.reference import Values

GIVEN = dict.fromkeys(NAMES, 0)
OURS = ("business_key", "instance_started")  # variables that every instance has
NUMBERS = count(1)
Seen = tuple[str, str]  # what waits, and the variables as it sees them


class Host:
    """Nothing is outside."""

    now = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
    passed_over = frozenset[str]()

    def perform(self, element: Element, inputs: Values) -> Values:
        return {element.headers["into"]: inputs["given"]}

    def decide(self, decision_id: str, scope: Values) -> Any:
        raise LookupError(decision_id)

    def send(self, element: Element, key: str, payload: Values) -> None:
        """Nobody listens."""

    def broadcast(self, element: Element, payload: Values) -> None:
        """Nobody listens."""


@dataclass(frozen=True)
class Open:
    """Something that waits: as it is seen, `kind` user, message, timer or nobody's, and how the engine knows it."""

    seen: Seen
    kind: str
    handle: Any
    again: tuple[bool, ...] = (False,)  # whether a timer that fires may go on, or must


class Engine(Protocol):
    """The engine by one of its doors."""

    def waits(self) -> list[Open]: ...
    def variables(self) -> str | None: ...
    def ended(self) -> bool: ...
    def act(self, chosen: Open, given: Values, *, again: bool) -> None: ...
    def save_and_load(self) -> None: ...


class Straight:
    """The engine's execution, without a database."""

    def __init__(self, process: Process) -> None:
        self.execution = Execution.begin(process, Host(), GIVEN, None)
        self.execution.run()

    def waits(self) -> list[Open]:
        return [self._open(waiting) for waiting in self.execution.waiting()]

    def variables(self) -> str:
        return shown(self.execution.view(-1))

    def ended(self) -> bool:
        return self.execution.ended

    def act(self, chosen: Open, given: Values, *, again: bool) -> None:
        if chosen.kind == "user":
            self.execution.complete(chosen.handle.token, given)
        else:
            self.execution.fire(chosen.handle.token, chosen.handle.element.id, given, again=again)
        self.execution.run()

    def save_and_load(self) -> None:
        saved = json.loads(json.dumps(self.execution.save()))
        lost = saved["scopes"].keys() - {"0"} - {str(row[0]) for row in rows(saved)}
        assert not lost, f"variables of tokens that are gone: {lost}"
        self.execution = Execution.restore(self.execution.process, Host(), saved)

    def _open(self, waiting: Waiting) -> Open:
        element = waiting.element
        kind = "timer" if element.timer else "message" if element.message else "user"
        again = (True, False) if element.timer and element.timer.kind == "cycle" else (False,)
        return Open((element.id, shown(self.execution.view(waiting.token))), kind, waiting, again)


def rows(saved: dict[str, Any]) -> list[Any]:
    """All tokens of a saved state."""
    return [*saved["tasks"], *(row for _, inside in saved["subprocesses"].values() for row in inside)]


def shown(view: Values) -> str:
    """Variables as text that can be compared."""
    return json.dumps({name: to_variable(view[name]) for name in view if name not in OURS}, sort_keys=True)


class Door:
    """The whole engine on a database: rows, messages, timers; each step is a transaction of its own."""

    def __init__(self, house: House, drawing: bytes) -> None:
        house.registry.register("job")(lambda job: {job.headers["into"]: job.inputs["given"]})
        self.house, self.key = house, f"KEY-{next(NUMBERS)}"
        with house.work() as engine:
            engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": drawing}), by=PORTAL)
            self.id = engine.instances.start("walk", business_key=self.key, by=PORTAL, variables=GIVEN).id

    def waits(self) -> list[Open]:
        with self._loaded() as (engine, execution):
            tasks = [("user", task, (False,)) for task in engine.user_tasks.open_of(self.key)]
            timers = [("timer", timer, (timer.repeats > 0,)) for timer in engine.timers.of(self.id)]
            messages = engine.connection.execute(
                select(message_subscription).where(message_subscription.c.instance_id == self.id)
            ).all()
            names = [row.name for row in messages]  # two that wait for the same message: nobody gets it
            caught = [("message" if names.count(row.name) == 1 else "nobody's", row, (False,)) for row in messages]
            found = [*tasks, *timers, *caught]
            assert execution or not found, "what has ended waits for nothing"
            return [Open((r.element_id, shown(execution.view(r.token))), kind, r, again) for kind, r, again in found]

    def variables(self) -> str | None:
        with self._loaded() as (_, execution):
            return shown(execution.view(-1)) if execution else None

    def ended(self) -> bool:
        with self.house.work() as engine:
            return bool(engine.instances.get(self.id).status == "completed")

    def act(self, chosen: Open, given: Values, *, again: bool) -> None:
        with self.house.work() as engine:
            row = chosen.handle
            if chosen.kind == "user":
                engine.user_tasks.claim(row.id, by=self.house.officer)
                engine.user_tasks.complete(row.id, by=self.house.officer, answers=given)
            elif chosen.kind == "timer":
                if not engine.timers.fire(row):
                    (incident,) = engine.incidents.open()
                    raise StepFailed(row.element_id, "", incident.cause)
            else:
                assert engine.messages.correlate(row.name, key=self.key, message_id=str(next(NUMBERS)), payload=given)

    def save_and_load(self) -> None:
        """Every step is."""

    @contextmanager
    def _loaded(self) -> Iterator[tuple[Any, Execution | None]]:
        with self.house.work() as engine:
            row: Record = engine.instances.get(self.id)
            process = engine.deployments.definition(row.deployment_id).process
            yield engine, Execution.restore(process, Host(), row.state) if row.state else None
