"""Random walks over random drawings: the engine does what a small interpreter of tokens does."""

import time

import pytest
from SpiffWorkflow.bpmn.parser import task_parsers
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.parser import Parser
from tests.engine.conftest import House
from tests.engine.differential.cases import CASES
from tests.engine.differential.drawn import Drawn
from tests.engine.differential.engines import Door
from tests.engine.differential.making import drawing
from tests.engine.differential.walks import Differs, fault, shrunk, walk, walks
from tests.engine.differential.writing import write

DRAWINGS, WALKS = 50, 8  # in each of the parts below


def played(first: int, number: int) -> int:
    """Walks over drawings from a seed on; gives their steps, and fails with the smallest drawing that goes wrong."""
    steps = 0
    for seed in range(first, first + number):
        try:
            steps += walks(drawing(seed), WALKS)
        except Exception as found:
            body = shrunk(drawing(seed))
            replay = f"python -m tests.engine.differential {seed}"
            pytest.fail(f"drawing {seed} ({replay}): {found}\nsmallest: {body}\n{fault(body, 40)}")
    return steps


@pytest.mark.parametrize("part", range(8))
def test_the_engine_does_what_the_reference_does(part: int) -> None:
    assert played(part * DRAWINGS, DRAWINGS) > DRAWINGS * WALKS


@pytest.mark.long
def test_the_engine_does_what_the_reference_does_on_new_drawings_every_time() -> None:
    first = time.time_ns() // 1_000_000
    print(f"drawings from {first} on")
    assert played(first, 2_000) > 2_000


@pytest.mark.parametrize("seed", range(12))
def test_the_whole_engine_does_what_the_reference_does(house: House, seed: int) -> None:
    net = Drawn(drawing(seed)).net
    for number in range(2):
        walk(lambda: Door(house, write(net)), net, number, most=12)


@pytest.mark.parametrize("case", CASES)
def test_what_once_went_wrong_stays_right(case: str) -> None:
    walks(CASES[case], 40)


def test_with_the_joins_of_the_library_a_difference_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = (task_parsers.GatewayParser, defaults.ParallelGateway)
    monkeypatch.setitem(Parser.OVERRIDE_PARSER_CLASSES, full_tag("parallelGateway"), bare)
    with pytest.raises(Differs):
        for seed in range(0, 500, 5):
            walks(drawing(seed), WALKS)
