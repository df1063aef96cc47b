"""Step of our engine against SpiffWorkflow with its own serializer and against a bare commit, run in turn.

A step: load the case, complete one user task, run on, save, commit to the disk. Ours includes history, projections
and the claim's check; the naive one stores the library's own JSON with every answer in task data, as nothing
else keeps it; the bare commit is one SELECT, UPDATE and INSERT. A case begins with
a form of 20 KB; each later answer has 1 KB.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import PORTAL, Actor, Bundle, Cache, Engine, Membership, Registry
from tests.bench.drawing import long_case
from tests.bench.stores import STORES, Bare
from webapp.db import Database

NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
KILOBYTE = "x" * 1000
APPLICATION = "x" * 20_000  # the first form of a case is long
POINTS = (10, 50, 200)
AROUND = 4  # steps measured on each side of a point
Say = Callable[[str], None]
Times = dict[int, list[float]]  # milliseconds by point


class Kind(Protocol):
    """A way to take steps."""

    def prepare(self) -> Callable[[], None]:
        """What is not measured; gives the step."""


class Ours:
    """The engine as the site uses it."""

    def __init__(self, database: Database, key: str) -> None:
        self.database, self.key, self.cache, self.registry = database, key, Cache(), Registry()
        self.officer = Actor(id="o", name="Officer", memberships=frozenset({Membership(group="staff")}))
        with self.database.transaction() as session:
            engine = self._engine(session)
            engine.deployments.deploy(Bundle(process_id="long", resources={"long.bpmn": long_case()}), by=PORTAL)
            engine.instances.start("long", business_key=key, by=PORTAL)

    def _engine(self, session: Any) -> Engine:
        return Engine(session, now=NOW, registry=self.registry, cache=self.cache)

    def prepare(self) -> Callable[[], None]:
        """Claim the next task."""
        with self.database.transaction() as session:
            engine = self._engine(session)
            task = engine.user_tasks.open_of(self.key)[0]
            engine.user_tasks.claim(task.id, by=self.officer)

        def step() -> None:
            with self.database.transaction() as session:
                answers = {"more": True, "text": _text(task.element_id)}
                self._engine(session).user_tasks.complete(task.id, by=self.officer, answers=answers)

        return step

    def state_bytes(self) -> int:
        """Length of the saved state."""
        with self.database.reading() as session:
            statement = "SELECT max(length(state)) FROM process_instance"
            return int(session.connection().exec_driver_sql(statement).scalar() or 0)


class Naive:
    """SpiffWorkflow used as its documentation shows."""

    def __init__(self, store: Bare) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(long_case(bare=True)))
        workflow = BpmnWorkflow(parser.get_spec("long"), parser.get_subprocess_specs("long"))
        workflow.do_engine_steps()
        self.serializer, self.store, self.answered = BpmnWorkflowSerializer(), store, 0
        store.run("DROP TABLE IF EXISTS saved")
        store.run("CREATE TABLE saved(id INTEGER PRIMARY KEY, state TEXT)")
        store.run("INSERT INTO saved VALUES (1, ?)", (self.serializer.serialize_json(workflow),))
        store.commit()

    def prepare(self) -> Callable[[], None]:
        """Nothing."""
        return self._step

    def _step(self) -> None:
        workflow = self.serializer.deserialize_json(
            self.store.run("SELECT state FROM saved WHERE id = 1").fetchone()[0]
        )
        workflow.script_engine = PythonScriptEngine()
        task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        self.answered += 1  # each answer under a name of its own: nothing else keeps those of the rounds before
        task.data.update(more=True, **{f"answer_{self.answered}": _text(task.task_spec.name)})
        task.run()
        workflow.do_engine_steps()
        self.store.run("UPDATE saved SET state = ? WHERE id = 1", (self.serializer.serialize_json(workflow),))
        self.store.commit()


class Commit:
    """The least that any engine does: read a row, change it, add one, commit."""

    def __init__(self, store: Bare) -> None:
        self.store = store
        store.run("DROP TABLE IF EXISTS answer")
        store.run("CREATE TABLE answer(state TEXT)")
        store.run("INSERT INTO answer VALUES (?)", (KILOBYTE,))
        store.run("DROP TABLE IF EXISTS version")
        store.run("CREATE TABLE version(id INTEGER PRIMARY KEY, number INTEGER)")
        store.run("INSERT INTO version VALUES (1, 0)")
        store.commit()

    def prepare(self) -> Callable[[], None]:
        """Nothing."""
        return self._step

    def _step(self) -> None:
        number = self.store.run("SELECT number FROM version WHERE id = 1").fetchone()[0]
        self.store.run("UPDATE version SET number = ? WHERE id = 1", (number + 1,))
        self.store.run("INSERT INTO answer VALUES (?)", (KILOBYTE,))
        self.store.commit()


def measure(store: str, *, rounds: int, say: Say) -> dict[str, float]:
    """Figures by name for one database; ratios are of medians of the same run."""
    times: list[Times] = [{point: [] for point in POINTS} for _ in range(3)]
    with tempfile.TemporaryDirectory() as folder, STORES[store](Path(folder)) as (database, bare):
        for number in range(rounds):
            say(f"{store}: steps, round {number + 1} of {rounds} …")
            ours = Ours(database, f"K{number}")
            kinds: list[Kind] = [ours, Naive(bare), Commit(bare)]
            for block in _blocks():
                for kind, into in zip(kinds, times, strict=True):
                    _run_block(kind, into, block)
        size = ours.state_bytes()
    return _figures(store, times, size)


def _figures(store: str, times: list[Times], size: int) -> dict[str, float]:
    ours, naive, commit = ({point: statistics.median(each[point]) for point in POINTS} for each in times)
    figures = {
        f"step_ms_{store}_50": round(ours[50], 3),
        f"step_ms_naive_{store}_50": round(naive[50], 3),
        f"commit_ms_{store}": round(commit[50], 3),
        f"step_ratio_naive_{store}_50": round(naive[50] / ours[50], 1),
        f"step_ratio_naive_{store}_200": round(naive[200] / ours[200], 1),
        f"step_over_commit_{store}": round(ours[50] / commit[50], 2),
    }
    if store == "sqlite":
        figures |= {"step_flatness": round(ours[200] / ours[10], 2), "state_bytes_200": size}
    return figures


def _blocks() -> list[range]:
    """Steps in blocks of eight, the kinds in turn: close in time, and each with its own things at hand."""
    return [range(first, first + 2 * AROUND) for first in range(1, max(POINTS) + AROUND, 2 * AROUND)]


def _run_block(kind: Kind, into: Times, block: range) -> None:
    gc.collect()
    for done in block:
        elapsed = _timed(kind.prepare())
        for point in (p for p in POINTS if abs(p - done) < AROUND):
            into[point].append(elapsed)


def _timed(step: Callable[[], None]) -> float:
    """Milliseconds of one step, without the garbage collector, as in timeit."""
    gc.disable()
    try:
        start = time.perf_counter()
        step()
        return (time.perf_counter() - start) * 1000
    finally:
        gc.enable()


def _text(element_id: str) -> str:
    return APPLICATION if element_id == "request" else KILOBYTE
