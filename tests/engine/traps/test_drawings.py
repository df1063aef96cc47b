"""Traps 6 and 15: what the library passes over in silence is refused at the shape, with the remedy; a way may be long."""

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import WorkflowException

from engine import DrawingRefused, Known, StepFailed
from engine.deployments import prepare
from tests.engine.conftest import House, drawing, user_task
from tests.engine.traps import bare
from tests.engine.traps.bare import END, START
from tests.engine.traps.shapes import parts, row

USER = user_task("u")
COMPENSATE = (
    '<bpmn:intermediateThrowEvent id="x"><bpmn:compensateEventDefinition id="c"/></bpmn:intermediateThrowEvent>'
)
LINK = '<bpmn:{0} id="{1}"><bpmn:linkEventDefinition id="d{1}" name="on"/></bpmn:{0}>'
LANES = "".join(
    f'<bpmn:lane id="{name}" name="{name}"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane>'
    for name in ("one", "two")
)
TWO_LANES = f'<bpmn:laneSet id="l">{LANES}</bpmn:laneSet>'
UNREACHED = drawing("\n".join([START, USER, user_task("x"), END, "start -> u", "u -> end", "x -> end"]))
DOUBLED = row(USER.replace('"u"', '"x"'), '<bpmn:task id="x"/>', ids="x")
LINKED = drawing(
    "\n".join(
        [START, LINK.format("intermediateThrowEvent", "x"), LINK.format("intermediateCatchEvent", "y"), USER, END]
        + ["start -> x", "y -> u", "u -> end"]
    )
)
PASSED_OVER = {  # drawing, and the element that ours names
    "a receive task without a message": (row('<bpmn:receiveTask id="x"/>', USER, ids="x u"), "x"),
    "a send task without a message": (row('<bpmn:sendTask id="x"/>', USER, ids="x u"), "x"),
    "a compensation": (row(COMPENSATE, USER, ids="x u"), "x"),
}


@pytest.mark.parametrize("kind", PASSED_OVER)
def test_bare_t6_what_cannot_be_done_is_passed_over(kind: str) -> None:
    assert bare.ready(bare.begin(PASSED_OVER[kind][0])) == ["u"]


def test_bare_t6_what_nothing_leads_to_is_dropped() -> None:
    spec, _ = bare.parse(UNREACHED)
    assert "x" not in spec.task_specs


def test_bare_t6_of_two_shapes_with_one_id_the_last_wins() -> None:
    assert type(bare.find(bare.begin(DOUBLED), "x").task_spec).__name__ == "NoneTask"


def test_bare_t6_of_two_lanes_the_last_wins() -> None:
    assert bare.find(bare.begin(row(TWO_LANES, USER, ids="u")), "u").task_spec.lane == "two"


def test_bare_t6_a_link_leads_nowhere() -> None:
    workflow = bare.begin(LINKED)
    assert (bare.ready(workflow), len(workflow.get_tasks(spec_name="y"))) == ([], 0)


REFUSED = PASSED_OVER | {
    "a shape that nothing leads to": (UNREACHED, "x"),
    "two shapes with one id": (DOUBLED, "x"),
    "a task in two lanes": (row(TWO_LANES, USER, ids="u"), "u"),
    "a link": (LINKED, "x"),
    "two flows out of a task": (parts(USER.replace('"u"', '"x"'), '<bpmn:endEvent id="o"/>', "start -> x", "x -> end", "x -> o"), "x"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_t6_what_cannot_be_done_is_refused_at_its_shape_with_the_remedy(house: House, kind: str) -> None:
    drawn, element = REFUSED[kind]
    with pytest.raises(DrawingRefused) as refused:
        house.start(drawn)
    assert any(element in finding.element and finding.remedy for finding in refused.value.findings)


# -- T15 -------------------------------------------------------------------------------------------------------------
def test_bare_t15_two_flows_out_of_a_task_are_refused_without_a_name_or_remedy() -> None:
    with pytest.raises(ValidationException, match="tasks of type. "):
        bare.parse(REFUSED["two flows out of a task"][0])


MAYBE = '<bpmn:sequenceFlow id="x" name="Maybe" sourceRef="u" targetRef="end"><bpmn:conditionExpression>={}</bpmn:conditionExpression></bpmn:sequenceFlow>'


def test_bare_t15_a_condition_on_a_flow_out_of_a_task_is_never_asked() -> None:
    workflow = bare.begin(parts(USER, "start -> u", MAYBE.format("1 > 2")))
    bare.do(workflow, "u")
    assert workflow.completed


def test_t15_a_condition_on_a_flow_out_of_a_task_is_refused_at_the_flow() -> None:
    with pytest.raises(DrawingRefused, match="Maybe .x.*Only a flow out of a gateway may have a condition.*Put a gate"):
        prepare("walk", {"walk.bpmn": parts(USER, "start -> u", MAYBE.format("1 &gt; 2"))}, Known())


NOWHERE = parts(
    '<bpmn:exclusiveGateway id="g" name="Which"/>',
    USER,
    "start -> g",
    "g -> u if 1 > 2",
    "g -> end if 2 > 3",
    "u -> end",
)


def test_bare_t15_a_gateway_without_a_true_branch_is_an_error() -> None:
    with pytest.raises(WorkflowException):
        bare.begin(NOWHERE)


def test_t15_a_gateway_without_a_true_branch_fails_the_step_by_name_and_nothing_is_kept(house: House) -> None:
    with pytest.raises(StepFailed, match="Which.*no condition of its exits is true"):
        house.start(NOWHERE)
    with house.work() as engine:
        assert engine.instances.of("KEY-1") == []


LANE = '<bpmn:laneSet id="l"><bpmn:lane id="one" name="staff"><bpmn:flowNodeRef>p</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
INSIDE = (
    '<bpmn:startEvent id="ps"/><bpmn:userTask id="u"/><bpmn:endEvent id="pe"/>'
    '<bpmn:sequenceFlow id="p1" sourceRef="ps" targetRef="u"/><bpmn:sequenceFlow id="p2" sourceRef="u" targetRef="pe"/>'
)
CALLING = row(LANE, '<bpmn:callActivity id="p" calledElement="other"/>', ids="p")
CALLED = f'<bpmn:process id="other" isExecutable="true">{INSIDE}</bpmn:process></bpmn:definitions>'.encode()


def test_bare_t15_a_lane_does_not_reach_into_a_called_process() -> None:
    workflow = bare.begin(CALLING.replace(b"</bpmn:definitions>", CALLED))
    (task,) = [task for task in workflow.get_tasks() if task.task_spec.name == "u"]
    assert task.task_spec.lane is None


def test_t15_a_lane_reaches_into_a_called_process(house: House) -> None:
    house.start(CALLING.replace(b"</bpmn:definitions>", CALLED))
    with house.work() as engine:
        assert [task.element_id for task in engine.user_tasks.inbox(house.officer)] == ["other.u"]


def test_t15_a_lane_reaches_into_a_subprocess(house: House) -> None:
    house.start(row(LANE, f'<bpmn:subProcess id="p">{INSIDE}</bpmn:subProcess>', ids="p"))
    with house.work() as engine:
        assert [task.element_id for task in engine.user_tasks.inbox(house.officer)] == ["u"]


# -- long ways ---------------------------------------------------------------------------------------------------------
LONG = row(*(f'<bpmn:manualTask id="t{n}"/>' for n in range(600)), ids=" ".join(f"t{n}" for n in range(600)))


def test_bare_a_long_way_is_too_deep() -> None:
    with pytest.raises(ValidationException, match="recursion"):
        bare.parse(LONG)


def test_a_long_way_is_walked_to_its_end(house: House) -> None:
    assert house.start(LONG).status == "completed"


# -- ids that are one among what is called ---------------------------------------------------------------------------------
def test_two_shapes_that_would_be_one_among_what_is_called_are_refused() -> None:
    call = '<bpmn:callActivity id="c" calledElement="other"/>'
    other = row(USER, ids="u").replace(b'id="walk"', b'id="other"')
    with pytest.raises(DrawingRefused, match="other.bpmn, “u”: What runs with it has the id “other.u”, too"):
        beside = USER.replace('id="u"', 'id="other.u"')
        prepare("walk", {"walk.bpmn": row(call, beside, ids="c other.u"), "other.bpmn": other}, Known())
    inside = f'<bpmn:subProcess id="other">{INSIDE}</bpmn:subProcess>'.replace("userTask", "manualTask")
    with pytest.raises(DrawingRefused, match="walk.bpmn, “other”: What runs with it has the id “other”, too"):
        prepare("walk", {"walk.bpmn": row(call, inside, ids="c other"), "other.bpmn": other}, Known())
