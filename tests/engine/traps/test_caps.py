"""Trap 19 and abuse case 21: nothing in a drawing or an answer lets a case grow or run without end; others are unharmed."""

import time
from datetime import timedelta

import pytest

from engine import DrawingRefused, Known, StepFailed
from engine.deployments import prepare
from tests.engine.conftest import House, user_task
from tests.engine.traps import bare
from tests.engine.traps.shapes import parts, row, timer

CARDINALITY = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>n</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
SECONDS = 20  # of the processor: the machine may be busy with other things


def each(collection: str, inside: str = "") -> str:
    over = f'<zeebe:loopCharacteristics inputCollection="={collection}" inputElement="item"/>'
    return f"{inside}<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>{over}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"


def repeated(collection: str) -> str:
    return user_task("x").replace("</bpmn:userTask>", f"{each(collection)}</bpmn:userTask>")


def script(its_id: str, feel: str, target: str = "more") -> str:
    inside = f'<zeebe:script expression="={feel}" resultVariable="{target}"/>'
    return f'<bpmn:scriptTask id="{its_id}" name="{its_id}"><bpmn:extensionElements>{inside}</bpmn:extensionElements></bpmn:scriptTask>'


# -- a repetition over very many ---------------------------------------------------------------------------------------
def test_bare_t19_an_answer_makes_as_many_tasks_as_it_says() -> None:
    workflow = bare.begin(row(user_task("a"), f'<bpmn:userTask id="x">{CARDINALITY}</bpmn:userTask>', ids="a x"))
    bare.do(workflow, "a", n=2_000)
    assert len(bare.ready(workflow)) == 2_000


def test_t19_a_repetition_over_very_many_fails_its_step_and_other_cases_go_on(house: House) -> None:
    house.start(row(user_task("a"), repeated("decision"), user_task("b"), ids="a x b"))
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-2", by=house.officer)
    with pytest.raises(StepFailed, match="x"):
        house.do("a", decision=list(range(101)))
    assert house.waiting() == ["a"]
    house.do("a", decision=[1, 2])
    assert house.waiting() == ["x", "x"]
    with house.work() as engine:
        assert [task.element_id for task in engine.user_tasks.open_of("KEY-2")] == ["a"]


@pytest.mark.parametrize("collection", ["for i in 1..1000000 return i", "for i in 1..1000, j in 1..1000 return 1"])
def test_t19_a_million_items_are_not_even_counted_out(house: House, collection: str) -> None:
    begun = time.process_time()
    with pytest.raises((StepFailed, DrawingRefused), match="x"):
        house.start(row(repeated(collection), ids="x"))
    assert time.process_time() - begun < SECONDS


def test_t19_repetitions_inside_repetitions_are_counted_together(house: House) -> None:
    inner = (
        f'<bpmn:startEvent id="ps"/>{repeated("for i in 1..100 return i")}<bpmn:endEvent id="pe"/>'
        '<bpmn:sequenceFlow id="p1" sourceRef="ps" targetRef="x"/><bpmn:sequenceFlow id="p2" sourceRef="x" targetRef="pe"/>'
    )
    outer = f'<bpmn:subProcess id="p" name="p">{each("for i in 1..100 return i", inner)}</bpmn:subProcess>'
    begun = time.process_time()
    with pytest.raises(StepFailed):
        house.start(row(outer, ids="p"))
    assert time.process_time() - begun < SECONDS
    with house.work() as engine:
        assert engine.instances.of("KEY-1") == []


# -- rounds without end -------------------------------------------------------------------------------------------------
ROUND = (
    '<bpmn:exclusiveGateway id="m"/>', script("x", "if more = null then 1 else more + 1"), '<bpmn:exclusiveGateway id="g"/>',
    "m -> x", "x -> g", "g -> m if more != 0", "g -> end if more = 0",
)  # fmt: skip
PASSING = (
    '<bpmn:exclusiveGateway id="m"/>',
    '<bpmn:exclusiveGateway id="g"/>',
    "m -> g",
    "g -> m if 1 > 0",
    "g -> end if 1 > 2",
)


def test_bare_t19_a_round_that_nobody_leaves_is_never_stopped() -> None:
    steps = []

    def count(task: object) -> None:
        steps.append(task)
        if len(steps) > 300:
            raise TimeoutError

    workflow = bare.begin(parts(user_task("u"), *PASSING, "start -> u", "u -> m"))
    bare.find(workflow, "u").run()
    with pytest.raises(TimeoutError):
        workflow.do_engine_steps(count)


def test_t19_a_round_in_which_nothing_is_done_is_refused() -> None:
    with pytest.raises(DrawingRefused, match="leads back without a task"):
        prepare("walk", {"walk.bpmn": parts(*PASSING, "start -> m")}, Known())


def test_t19_a_round_that_nobody_leaves_fails_its_step(house: House) -> None:
    house.start(parts(user_task("u"), *ROUND, "start -> u", "u -> m"))
    with pytest.raises(StepFailed, match="endless loop"):
        house.do("u")
    assert house.waiting() == ["u"]


def test_t19_a_round_behind_a_timer_becomes_an_incident_and_other_cases_go_on(house: House) -> None:
    house.start(
        parts(
            '<bpmn:exclusiveGateway id="w"/>', timer("later", "PT1H"), user_task("good"), *ROUND,
            "start -> later", "later -> w", "w -> good if decision = 1", "w -> m if decision = 2", "good -> end",
        ),
        variables={"decision": 2},
    )  # fmt: skip
    with house.work() as engine:
        for number in range(5):
            engine.instances.start("walk", business_key=f"GOOD-{number}", by=house.officer, variables={"decision": 1})
    house.pass_time(timedelta(hours=1))
    with house.work() as engine:
        assert [incident.business_key for incident in engine.incidents.open()] == ["KEY-1"]
        found = [engine.user_tasks.open_of(f"GOOD-{number}") for number in range(5)]
    assert [[task.element_id for task in tasks] for tasks in found] == [["good"]] * 5


# -- times that come too often ---------------------------------------------------------------------------------------------
def on_edge(cycle: str) -> bytes:
    definition = (
        f'<bpmn:timerEventDefinition id="td"><bpmn:timeCycle>{cycle}</bpmn:timeCycle></bpmn:timerEventDefinition>'
    )
    edge = f'<bpmn:boundaryEvent id="x" attachedToRef="u" cancelActivity="false">{definition}</bpmn:boundaryEvent>'
    return parts(
        user_task("u"), edge, user_task("v"), '<bpmn:endEvent id="o"/>', "start -> u", "u -> end", "x -> v", "v -> o"
    )


def test_bare_t19_a_time_that_comes_at_once_and_for_ever_is_taken() -> None:
    workflow = bare.begin(on_edge('"R/PT0S"'))
    for _ in range(5):
        time.sleep(0.001)
        workflow.refresh_timers()
        workflow.do_engine_steps()
    assert bare.ready(workflow).count("v") >= 5


@pytest.mark.parametrize("cycle", ["R/PT0S", "R5/PT0S", "R/P1D", "R101/P1D", "R5/PT59M", "R0/P1D", "R5/P", "R-1/P1D"])
def test_t19_a_time_that_comes_too_often_is_refused_at_its_event(cycle: str) -> None:
    with pytest.raises(DrawingRefused) as refused:
        prepare("walk", {"walk.bpmn": on_edge(cycle)}, Known())
    assert {finding.element for finding in refused.value.findings} == {"x"}


def test_t19_a_computed_time_that_comes_too_often_fails_its_step(house: House) -> None:
    with pytest.raises(StepFailed, match="x"):
        house.start(on_edge("=decision"), variables={"decision": "R/PT0S"})


# -- a process that calls itself -----------------------------------------------------------------------------------------
def test_t19_a_process_that_calls_itself_is_refused_or_fails_its_step(house: House) -> None:
    itself = '<bpmn:callActivity id="x"><bpmn:extensionElements><zeebe:calledElement processId="walk"/></bpmn:extensionElements></bpmn:callActivity>'
    begun = time.process_time()
    with pytest.raises((DrawingRefused, StepFailed)):
        house.start(row(itself, ids="x"))
    assert time.process_time() - begun < SECONDS


def test_t19_very_many_branches_are_refused_or_fail_their_step(house: House) -> None:
    tasks = [user_task(f"t{number}") for number in range(3_000)]
    ways = [f"s -> t{number}\nt{number} -> end" for number in range(3_000)]
    begun = time.process_time()
    with pytest.raises((DrawingRefused, StepFailed)):
        house.start(parts('<bpmn:parallelGateway id="s"/>', *tasks, "start -> s", *"\n".join(ways).split("\n")))
    assert time.process_time() - begun < SECONDS
