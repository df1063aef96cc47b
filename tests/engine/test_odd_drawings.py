"""Drawings with something wrong in them: a finding or a process that starts; never a traceback, never a hang."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine import PORTAL, Bundle, DrawingRefused, EngineError, Known, StepFailed, check_drawing, read_bundle
from tests import databases
from tests.engine.checks.conformance import ALLOWED
from tests.engine.conftest import House, drawing
from tests.engine.differential.drawn import Drawn
from tests.engine.differential.making import drawing as random_drawing
from tests.engine.differential.writing import write
from tests.mutations import mutated_bytes, mutated_json, mutated_xml

HOME = Path(__file__).parents[2]
ACCIDENTS = (AttributeError, TypeError, KeyError, IndexError, AssertionError, RecursionError, SpiffWorkflowException)
SECONDS = 10  # of the processor: the machine may be busy with other things
MOST_STEPS = 12
SHIPPED = [
    (path.stem, path.read_bytes(), read_bundle(path.stem, HOME / "workflows", HOME / "forms" / "definitions").resources)
    for path in sorted((HOME / "workflows").glob("*/*.bpmn"))
]
SMALL = [("walk", drawing(story.body, before=story.before), dict(story.beside)) for story in ALLOWED.values()]
RANDOM = [("walk", write(Drawn(random_drawing(seed)).net), {}) for seed in range(20)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """SQLite only: what a drawing does is the same on both."""
    with databases.sqlite(tmp_path) as database:
        yield House(database)


def survives(house: House, process_id: str, data: bytes, beside: dict[str, bytes], random: Random) -> bool:
    """Check, deploy, start and play a drawing a little; gives whether it was deployed."""
    begun = time.process_time()
    resources = {**beside, f"{process_id}.bpmn": data}
    check_drawing(f"{process_id}.bpmn", data, resources, Known())
    try:
        with house.work() as engine:
            engine.deployments.deploy(Bundle(process_id=process_id, resources=resources), by=PORTAL)
    except DrawingRefused as refused:
        assert all(finding.message and finding.remedy for finding in refused.findings)
        return False
    finally:
        assert time.process_time() - begun < SECONDS
    try:
        with house.work() as engine:
            engine.instances.start(
                process_id, business_key="KEY-1", by=PORTAL, variables={"decision": 1, "more": [1, 2]}
            )
        for _ in range(MOST_STEPS):
            play(house, random)
    except StepFailed as failed:
        assert not isinstance(failed.__cause__, ACCIDENTS), f"no sentence of ours: {failed.__cause__!r}"
    except EngineError:
        pass
    assert time.process_time() - begun < 2 * SECONDS
    return True


def play(house: House, random: Random) -> None:
    """Somebody does a task, and time passes."""
    with house.work() as engine:
        tasks = engine.user_tasks.open_of("KEY-1")
    if tasks:
        chosen = random.choice(tasks).element_id
        house.do(chosen, decision=random.randrange(3), more=[])
    if random.random() < 0.5:
        house.pass_time(timedelta(hours=1))


def _odd(name: str, data: bytes, random: Random) -> bytes:
    mutate = {"form": mutated_json, "dmn": mutated_xml}.get(name.rpartition(".")[2], mutated_bytes)
    return mutate(data, random)


def played(house: House, first: int, number: int) -> tuple[int, int]:
    """Changed drawings from a seed on: how many were deployed, and how many not."""
    deployed = 0
    for seed in range(first, first + number):
        random = Random(seed)
        process_id, data, beside = random.choice(random.choice((SHIPPED, SMALL, RANDOM)))
        changed = mutated_xml(data, random)
        files = {name: one if random.random() < 0.8 else _odd(name, one, random) for name, one in beside.items()}
        try:
            deployed += survives(house, process_id, changed, files, random)
        except Exception as fault:
            raise AssertionError(
                f"seed {seed} of {process_id}: {fault!r}\n{changed.decode('utf-8', 'replace')}"
            ) from fault
    return deployed, number - deployed


@pytest.mark.parametrize("part", range(3))
def test_an_odd_drawing_is_refused_or_runs(house: House, part: int) -> None:
    deployed, refused = played(house, part * 150, 150)
    assert deployed > 10 and refused > 10


@pytest.mark.long
def test_an_odd_drawing_is_refused_or_runs_for_long(house: House) -> None:
    first = time.time_ns() // 1_000_000
    print(f"drawings from {first} on")
    assert played(house, first, 3_000)[0]
