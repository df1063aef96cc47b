"""Random walks over random drawings: the engine does what a small interpreter of tokens does."""

import time
from collections.abc import Callable

import pytest

from tests.engine.conftest import House
from tests.engine.differential.broken import BROKEN
from tests.engine.differential.cases import CASES
from tests.engine.differential.drawn import Drawn
from tests.engine.differential.engines import Door
from tests.engine.differential.making import drawing
from tests.engine.differential.walks import Differs, fault, shrunk, walk, walks
from tests.engine.differential.writing import write

PARTS, DRAWINGS, WALKS = 8, 50, 8  # so many drawings in each part, and walks over each


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


@pytest.mark.parametrize("part", range(PARTS))
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


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__.replace("_", " "))
def test_an_engine_with_one_broken_part_is_seen_to_differ(
    broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    with pytest.raises(Differs):
        for seed in range(PARTS * DRAWINGS):
            walks(drawing(seed), WALKS)
