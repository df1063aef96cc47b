"""A portal-less engine on each database in turn, a clock that stands, drawings written in a few lines."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import PORTAL, Actor, Bundle, Cache, Engine, Membership, Record, Registry, SetClock
from webapp.db import Database

MONDAY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">'
)


def shapes(body: str, prefix: str = "f") -> str:
    """The nodes of a body; `a -> b` lines, also with `if <FEEL>`, in it become sequence flows."""
    lines, flows = [], []
    for number, line in enumerate(body.strip().splitlines()):
        if " -> " in line and "<" not in line:
            pair, _, condition = line.partition(" if ")
            source, target = (part.strip() for part in pair.split(" -> "))
            text = condition.replace("<", "&lt;")
            inner = f"<bpmn:conditionExpression>={text}</bpmn:conditionExpression>" if condition else ""
            flows.append(
                f'<bpmn:sequenceFlow id="{prefix}{number}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
            )
        else:
            lines.append(line)
    return "".join(lines + flows)


def process(body: str, process_id: str = "walk", variables: str = "decision, more, email") -> str:
    """A process around the given nodes and flows; `variables` are what the host gives it."""
    given = f'<zeebe:properties><zeebe:property name="variables" value="{variables}"/></zeebe:properties>'
    made = f'<bpmn:process id="{process_id}" name="Walk" isExecutable="true">'
    made += f"<bpmn:extensionElements>{given}</bpmn:extensionElements>"
    return f"{made}{shapes(body)}</bpmn:process>"


def drawing(body: str, process_id: str = "walk", before: str = "") -> bytes:
    """A document with one process."""
    return f"{HEAD}{before}{process(body, process_id)}</bpmn:definitions>".encode()


def subprocess(its_id: str, body: str, attributes: str = "") -> str:
    """A subprocess around the given nodes and flows, in one line."""
    return f'<bpmn:subProcess id="{its_id}" {attributes}>{shapes(body, f"{its_id}_f")}</bpmn:subProcess>'.replace(
        "\n", ""
    )


def event(kind: str, its_id: str, definition: str = "", attributes: str = "") -> str:
    """An event with its symbol."""
    return f'<bpmn:{kind} id="{its_id}" {attributes}>{definition}</bpmn:{kind}>'


def user_task(element_id: str, group: str = "staff") -> str:
    """A user task for a group."""
    assignment = f'<zeebe:assignmentDefinition candidateGroups="{group}"/>'
    extensions = f"<bpmn:extensionElements>{assignment}</bpmn:extensionElements>"
    return f'<bpmn:userTask id="{element_id}" name="{element_id}">{extensions}</bpmn:userTask>'


class House:
    """What a test needs: a database, a clock, people, and each step in its own transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock, self.registry, self.cache = SetClock(MONDAY), Registry(), Cache()
        self.officer = Actor(id="priya", name="Priya Nair", memberships=frozenset({Membership(group="staff")}))
        self.other = Actor(id="tom", name="Tom Hale", memberships=frozenset({Membership(group="staff")}))

    @contextmanager
    def work(self) -> Iterator[Engine]:
        with self.database.transaction() as session:
            yield Engine(session, now=self.clock.now(), registry=self.registry, cache=self.cache)

    def start(self, data: bytes, beside: Mapping[str, bytes] | None = None, **given: Any) -> Record:
        with self.work() as engine:
            resources = {"walk.bpmn": data, **(beside or {})}
            engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
            return engine.instances.start("walk", business_key="KEY-1", by=PORTAL, **given)

    def deploy(self, process_id: str, data: bytes) -> None:
        """A new version of a process."""
        self.deploy_all(process_id, {f"{process_id}.bpmn": data})

    def deploy_all(self, process_id: str, resources: dict[str, bytes]) -> None:
        """A new version with what lies beside the drawing."""
        with self.work() as engine:
            engine.deployments.deploy(Bundle(process_id=process_id, resources=resources), by=PORTAL)

    def hand_over(self) -> int:
        """What the worker does after the commit, each piece in a transaction of its own; how many have worked."""
        done = 0
        while True:
            with self.work() as engine:
                pieces = engine.hand_overs.due()
            if not pieces:
                return done
            for piece in pieces:
                with self.work() as engine:
                    done += engine.hand_overs.deliver(piece)

    def watch(self, after: timedelta = timedelta(0)) -> list[str]:
        """What the watchdogs see after some time: the causes of all open incidents."""
        self.clock.advance(after)
        with self.work() as engine:
            engine.watchdogs.look()
        return self.incidents()

    def incidents(self) -> list[str]:
        """Causes of all open incidents."""
        with self.work() as engine:
            return [incident.cause for incident in engine.incidents.open()]

    def mend(self) -> bool:
        """An administrator tries the only open incident again."""
        with self.work() as engine:
            (incident,) = engine.incidents.open()
            return engine.incidents.retry(incident.id, by=self.officer)

    def waiting(self, business_key: str = "KEY-1") -> list[str]:
        with self.work() as engine:
            return [task.element_id for task in engine.user_tasks.open_of(business_key)]

    def do(self, element_id: str, business_key: str = "KEY-1", **answers: Any) -> None:
        with self.work() as engine:
            task = next(t for t in engine.user_tasks.open_of(business_key) if t.element_id == element_id)
            engine.user_tasks.claim(task.id, by=self.officer)
            engine.user_tasks.complete(task.id, by=self.officer, answers=answers)

    def pass_time(self, by: timedelta) -> int:
        self.clock.advance(by)
        with self.work() as engine:
            return sum(engine.timers.fire(timer) for timer in engine.timers.due())

    def instance(self) -> Record:
        with self.work() as engine:
            return engine.instances.get(engine.instances.of("KEY-1")[0].id)

    def tamper(self, statement: str) -> None:
        """Change rows as somebody who owns the database could: with its triggers turned off."""
        with self.database.transaction() as session:
            connection, postgres = session.connection(), self.database.engine.name == "postgresql"
            off = "SET LOCAL session_replication_role = replica" if postgres else "DROP TRIGGER history_event_no_update"
            connection.exec_driver_sql(off)
            connection.exec_driver_sql(statement)

    def variables(self) -> dict[str, Any]:
        return dict(self.instance().state["scopes"]["0"][0])


@pytest.fixture
def house(database: Database) -> House:
    """Every test with a house runs on SQLite and on PostgreSQL."""
    return House(database)


@pytest.fixture
def draw() -> Callable[..., bytes]:
    return drawing
