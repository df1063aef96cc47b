"""Step of our engine against SpiffWorkflow with its own serializer, on the same drawing, run in turn.

A step: load the case, complete one user task, run on, save, commit (SQLite, synchronous=FULL). Ours includes history,
projections and the claim's check; the naive one stores the library's own JSON with the answers in task data. A case
begins with a form of 20 KB; each later answer has 1 KB.
"""

import gc
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import PORTAL, Actor, Bundle, Cache, Engine, Membership, Registry, metadata
from tests.bench.drawing import long_case
from webapp.db import Database

NOW = datetime(2026, 1, 13, 9, 0, tzinfo=UTC)
KILOBYTE = "x" * 1000
APPLICATION = "x" * 20_000  # the first form of a case is long
POINTS = (10, 50, 200)
AROUND = 4  # steps measured on each side of a point


class Ours:
    """The engine as the site uses it."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder / 'ours.db'}")
        metadata.create_all(self.database.engine)
        self.cache, self.registry = Cache(), Registry()
        self.officer = Actor(id="o", name="Officer", memberships=frozenset({Membership(group="staff")}))
        with self.database.transaction() as session:
            engine = self._engine(session)
            engine.deployments.deploy(Bundle(process_id="long", resources={"long.bpmn": long_case()}), by=PORTAL)
            engine.instances.start("long", business_key="K", by=PORTAL)

    def _engine(self, session: Any) -> Engine:
        return Engine(session, now=NOW, registry=self.registry, cache=self.cache)

    def prepare(self) -> Callable[[], None]:
        with self.database.transaction() as session:
            engine = self._engine(session)
            task = engine.user_tasks.inbox(self.officer, limit=1)[0]
            engine.user_tasks.claim(task.id, by=self.officer)

        def step() -> None:
            with self.database.transaction() as session:
                answers = {"more": True, "text": _text(task.element_id)}
                self._engine(session).user_tasks.complete(task.id, by=self.officer, answers=answers)

        return step

    def state_bytes(self) -> int:
        with self.database.reading() as session:
            return int(session.connection().exec_driver_sql("SELECT length(state) FROM process_instance").scalar() or 0)


class Naive:
    """SpiffWorkflow used as its documentation shows."""

    def __init__(self, folder: Path) -> None:
        text = long_case().decode().replace("P42D", '"P42D"').replace("more = true", "more == True")
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(text.encode()))
        self.workflow = BpmnWorkflow(parser.get_spec("long"), parser.get_subprocess_specs("long"))
        self.workflow.do_engine_steps()
        self.serializer = BpmnWorkflowSerializer()
        self.database = sqlite3.connect(folder / "naive.db")
        self.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE c(id, s)")
        self.database.execute("INSERT INTO c VALUES (1, ?)", (self.serializer.serialize_json(self.workflow),))
        self.database.commit()

    def prepare(self) -> Callable[[], None]:
        def step() -> None:
            text = self.database.execute("SELECT s FROM c WHERE id = 1").fetchone()[0]
            workflow = self.serializer.deserialize_json(text)
            workflow.script_engine = PythonScriptEngine()
            task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
            task.data.update(more=True, **{f"text_{task.task_spec.name}": _text(task.task_spec.name)})
            task.run()
            workflow.do_engine_steps()
            self.database.execute("UPDATE c SET s = ? WHERE id = 1", (self.serializer.serialize_json(workflow),))
            self.database.commit()

        return step


def measure(*, rounds: int, progress: TextIO | None) -> dict[str, float]:
    """Figures by name; times are medians in milliseconds, ratios are of medians of the same run."""
    ours: dict[int, list[float]] = {point: [] for point in POINTS}
    naive: dict[int, list[float]] = {point: [] for point in POINTS}
    size = 0
    for number in range(rounds):
        if progress:
            print(f"round {number + 1} of {rounds} …", file=progress, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            portal, library = Ours(Path(folder)), Naive(Path(folder))
            for block in _blocks():
                for kind, into in ((portal, ours), (library, naive)):
                    _run_block(kind, into, block)
            size = portal.state_bytes()
            portal.database.dispose()
            library.database.close()
    return _figures(ours, naive, size)


def _figures(ours: dict[int, list[float]], naive: dict[int, list[float]], size: int) -> dict[str, float]:
    mine = {point: statistics.median(times) for point, times in ours.items()}
    other = {point: statistics.median(times) for point, times in naive.items()}
    return {
        "step_ms_sqlite_50": round(mine[50], 3),
        "step_ms_naive_sqlite_50": round(other[50], 3),
        "step_ratio_naive_sqlite_50": round(other[50] / mine[50], 1),
        "step_ratio_naive_sqlite_200": round(other[200] / mine[200], 1),
        "step_flatness": round(mine[200] / mine[10], 2),
        "state_bytes_200": size,
    }


def _blocks() -> list[range]:
    """Steps in blocks of eight, the two kinds in turn: close in time, and each with its own things at hand."""
    return [range(first, first + 2 * AROUND) for first in range(1, max(POINTS) + AROUND, 2 * AROUND)]


def _run_block(kind: "Ours | Naive", into: dict[int, list[float]], block: range) -> None:
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
