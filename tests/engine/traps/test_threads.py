"""Trap 15: a specification is shared by all instances; none is told of another, and threads do not disturb each other."""

import sys
from pathlib import Path
from random import Random
from threading import Condition
from types import FrameType
from typing import Any

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.util.event import Event

from engine.spiff import runtime
from engine.spiff.runtime import Process
from tests.engine.at_once import WITHIN, at_once
from tests.engine.conftest import House
from tests.engine.differential.blocks import Block, Body
from tests.engine.differential.drawn import Drawn
from tests.engine.differential.engines import Seen, Straight
from tests.engine.differential.net import Each
from tests.engine.differential.walks import process
from tests.engine.traps import bare
from tests.engine.traps.shapes import IN_A_ROW, JOINED

THREADS, STEPS = 3, 60
PART = str(Path(runtime.__file__).parent)
USER, ONE, TWO = Block(kind="user"), *(Block(kind="script", script=("b", ("b", "+", n))) for n in (1, 2))
SHAPES = {
    "choice": Block(kind="xor", bodies=((ONE,), (TWO,)), tests=(("a", "<", 2),)),
    "race": Block(kind="race", events=("message", "timer"), bodies=((ONE,), (TWO,))),
    "fork": Block(kind="fork", bodies=((USER,), (Block(kind="sub", bodies=((USER,),)),))),
    "some of several": Block(kind="or", bodies=((USER,), (USER,), ()), tests=(("d", "<", 2), ("e", "<", 2))),
    "multi-instance": Block(kind="user", each=Each(items=(1, 2, 3), into="found")),
}


def rounds(kind: str) -> Body:
    """A task and the shape, again and again."""
    return (Block(kind="loop", bodies=((USER, SHAPES[kind]),), tests=(("c", "<", 3),)),)


def test_bare_t15_one_instance_is_told_of_what_another_one_does() -> None:
    spec, inside = bare.parse(IN_A_ROW)
    mine, other = BpmnWorkflow(spec, inside), BpmnWorkflow(spec, inside)
    told = []
    mine.get_tasks(spec_name="a")[0].task_spec.completed_event.connect(lambda workflow, task: told.append(workflow))
    other.do_engine_steps()
    bare.do(other, "a")
    assert told == [other]


@pytest.mark.parametrize("kind", SHAPES)
def test_t15_no_instance_leaves_anything_at_the_shapes_that_all_share(kind: str) -> None:
    made = process(Drawn(rounds(kind)).net)
    before = callbacks(made)
    for number in range(THREADS):
        story(made, number)
    assert callbacks(made) == before


@pytest.mark.parametrize("kind", SHAPES)
def test_t15_instances_of_one_definition_go_their_own_way_in_threads_of_their_own(kind: str) -> None:
    made, turns = process(Drawn(rounds(kind)).net), Turns()
    alone = [story(made, number) for number in range(THREADS)]
    assert at_once([lambda number=number: turns.taking(number, made) for number in range(THREADS)]) == alone
    assert turns.passed > 100


def test_t15_people_work_at_once_on_different_cases_of_one_version(house: House) -> None:
    house.start(JOINED)
    keys = [f"KEY-{number}" for number in range(1, THREADS + 1)]
    with house.work() as engine:
        for key in keys[1:]:
            engine.instances.start("walk", business_key=key, by=house.officer)

    def working(key: str) -> list[str]:
        for task in ("a", "b", "c"):
            house.do(task, key)
        return house.waiting(key)

    assert at_once([lambda key=key: working(key) for key in keys]) == [[]] * THREADS


def callbacks(made: Process) -> int:
    """Who is told of something at the shapes of a definition."""
    shapes = [shape for spec in made.specs.values() for shape in spec.task_specs.values()]
    return sum(event.n_subscribers() for shape in shapes for event in vars(shape).values() if isinstance(event, Event))


def story(made: Process, number: int) -> list[list[Seen]]:
    """What waits after each step of an instance; the number says what is done and answered."""
    random, instance, seen = Random(number), Straight(made), []
    while len(seen) < STEPS and (waits := sorted(instance.waits(), key=lambda wait: wait.seen)):
        seen.append([wait.seen for wait in waits])
        chosen, given = random.choice(waits), {name: random.randrange(4) for name in "acde"}
        instance.save_and_load()
        instance.act(chosen, {} if chosen.kind == "timer" else given, again=False)
    return seen


class Turns:
    """Threads of which one goes on at a time; at any line of the engine's part of the library another may follow."""

    def __init__(self) -> None:
        self.passed, self._waiting, self._changed = 0, list(range(THREADS)), Condition()

    def taking(self, number: int, made: Process) -> list[list[Seen]]:
        """The story of this thread, with its turns."""
        random = Random(number)

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            if event == "line" and random.random() < 0.03:
                self._pass(number)
            return trace if PART in frame.f_code.co_filename else None

        sys.settrace(trace)
        try:
            return story(made, number)
        finally:
            sys.settrace(None)
            with self._changed:
                self._waiting.remove(number)
                self._changed.notify_all()

    def _pass(self, number: int) -> None:
        with self._changed:
            self.passed += 1
            self._waiting.remove(number)
            self._waiting.append(number)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._waiting[0] == number, WITHIN)
