"""Traps 7 to 9: two timers at one gateway, event subprocesses, early messages and messages for somebody else."""

import time
from datetime import timedelta

import pytest
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.exceptions import WorkflowException

from tests.engine.conftest import House, user_task
from tests.engine.traps import bare
from tests.engine.traps.shapes import CAUGHT, catch, parts, row, timer

ANSWER = BpmnEvent(MessageEventDefinition("Answer"), {})


def raced(short: str, long: str) -> bytes:
    return parts(
        '<bpmn:eventBasedGateway id="g"/>', timer("long", long), timer("short", short), user_task("l"), user_task("s"),
        "start -> g", "g -> long", "g -> short", "long -> l", "short -> s", "l -> end", "s -> end",
    )  # fmt: skip


def test_bare_t7_of_two_timers_at_a_gateway_the_longer_blocks_the_shorter() -> None:
    workflow = bare.begin(raced('"PT0S"', '"PT1H"'))
    time.sleep(0.001)
    workflow.refresh_timers()
    workflow.do_engine_steps()
    assert bare.ready(workflow) == []


def test_t7_of_two_timers_at_a_gateway_the_shorter_fires(house: House) -> None:
    house.start(raced("PT1H", "PT5H"))
    house.pass_time(timedelta(hours=1))
    assert house.waiting() == ["s"]
    house.pass_time(timedelta(hours=9))
    assert house.waiting() == ["s"]


# -- T8 --------------------------------------------------------------------------------------------------------------
LATER = '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>{}</bpmn:timeDuration></bpmn:timerEventDefinition>'


def listening(definition: str) -> bytes:
    """A task, and an event subprocess that interrupts it."""
    inside = (
        f'<bpmn:subProcess id="p" triggeredByEvent="true"><bpmn:startEvent id="ps" isInterrupting="true">{definition}'
        f'</bpmn:startEvent>{user_task("inside")}<bpmn:endEvent id="pe"/><bpmn:sequenceFlow id="p1" sourceRef="ps" '
        'targetRef="inside"/><bpmn:sequenceFlow id="p2" sourceRef="inside" targetRef="pe"/></bpmn:subProcess>'
    )
    return row(inside, user_task("u"), ids="u")


def test_bare_t8_an_interrupting_event_subprocess_interrupts_nothing_and_hides_its_wait() -> None:
    workflow = bare.begin(listening(CAUGHT))
    assert workflow.waiting_events() == []
    workflow.send_event(ANSWER)
    workflow.do_engine_steps()
    assert bare.ready(workflow) == ["inside", "u"]


def test_bare_t8_an_event_subprocess_that_waits_for_a_time_holds_the_case_open() -> None:
    workflow = bare.begin(listening(LATER.format('"PT1H"')))
    bare.do(workflow, "u")
    assert not workflow.is_completed()


def test_t8_an_interrupting_event_subprocess_ends_what_runs_beside_it(house: House) -> None:
    house.start(listening(CAUGHT))
    answer(house, "1")
    assert house.waiting() == ["inside"]


def test_t8_an_event_subprocess_that_waits_for_a_time_does_not_hold_the_case_open(house: House) -> None:
    house.start(listening(LATER.format("PT1H")))
    house.do("u")
    assert house.instance().status == "completed"
    assert house.pass_time(timedelta(hours=2)) == 0


# -- T9 --------------------------------------------------------------------------------------------------------------
TWO = parts(
    '<bpmn:parallelGateway id="s"/>', catch("c"), catch("d"), user_task("u"), user_task("v"), '<bpmn:endEvent id="o"/>',
    "start -> s", "s -> c", "s -> d", "c -> u", "d -> v", "u -> end", "v -> o",
)  # fmt: skip
EARLY = row(user_task("u"), catch("c"), user_task("v"), ids="u c v")


def answer(house: House, message_id: str, key: str = "KEY-1") -> bool:
    with house.work() as engine:
        return engine.messages.correlate("Answer", key=key, message_id=message_id)


def test_bare_t9_an_early_message_is_an_error_and_lost() -> None:
    workflow = bare.begin(EARLY)
    with pytest.raises(WorkflowException, match="not waiting"):
        workflow.send_event(ANSWER)
    bare.do(workflow, "u")
    assert bare.ready(workflow) == []


def test_bare_t9_a_message_reaches_everybody_who_waits_for_its_name() -> None:
    workflow: BpmnWorkflow = bare.begin(TWO)
    workflow.send_event(ANSWER)
    workflow.do_engine_steps()
    assert bare.ready(workflow) == ["u", "v"]


def test_t9_an_early_message_is_kept_and_taken_once(house: House) -> None:
    house.start(EARLY)
    assert not answer(house, "1")
    assert not answer(house, "1")
    house.do("u")
    assert house.waiting() == ["v"]


def test_t9_a_message_reaches_the_case_with_its_key_alone(house: House) -> None:
    house.start(row(catch("c"), user_task("v"), ids="c v"))
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-2", by=house.officer)
    assert answer(house, "1", key="KEY-2")
    assert house.waiting() == []
    with house.work() as engine:
        assert [task.element_id for task in engine.user_tasks.open_of("KEY-2")] == ["v"]
