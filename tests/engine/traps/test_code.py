"""Trap 17: a drawing is code to the library, in every place that it evaluates. Here it is refused, with the element."""

import time

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser

from engine import DrawingRefused, Known
from engine.deployments import prepare
from tests.engine.conftest import House, user_task
from tests.engine.traps import bare, proof
from tests.engine.traps.shapes import CAUGHT, catch, parts, row, timer

SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
HOUR, TRUE, TWO = proof.code("PT1H"), proof.code(True), proof.code(2)
FUTURE, CYCLE = proof.code("2199-01-01T00:00:00"), proof.code("R2/PT1H")
USER = user_task("u")


def task(kind: str, inside: str, its_id: str = "x") -> str:
    return f'<bpmn:{kind} id="{its_id}" name="{its_id}">{inside}</bpmn:{kind}>'


def extended(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def edge(definition: str) -> bytes:
    on_edge = f'<bpmn:boundaryEvent id="x" attachedToRef="u" cancelActivity="false">{definition}</bpmn:boundaryEvent>'
    return parts(USER, on_edge, user_task("v"), '<bpmn:endEvent id="o"/>', "start -> u", "u -> end", "x -> v", "v -> o")


def timed(kind: str, text: str) -> str:
    return f'<bpmn:timerEventDefinition id="td"><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>'


def chosen(gate: str) -> bytes:
    return parts(f'<bpmn:{gate} id="x"/>', USER, "start -> x", f"x -> u if {TRUE}", "x -> end if 1 > 2", "u -> end")


def started(definition: str) -> bytes:
    return row(USER, ids="u").replace(
        b'<bpmn:startEvent id="start"/>',
        f'<bpmn:startEvent id="start" name="x">{definition}</bpmn:startEvent>'.encode(),
    )


def listening(definition: str) -> bytes:
    inside = (
        f'<bpmn:startEvent id="x">{definition}</bpmn:startEvent><bpmn:endEvent id="pe"/>'
        '<bpmn:sequenceFlow id="p1" sourceRef="x" targetRef="pe"/>'
    )
    return row(f'<bpmn:subProcess id="p" triggeredByEvent="true">{inside}</bpmn:subProcess>', USER, ids="u")


def each(inside: str, sequential: str = "false") -> str:
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">{inside}</bpmn:multiInstanceLoopCharacteristics>'


CARDINALITY = "<bpmn:loopCardinality>{}</bpmn:loopCardinality>"
UNTIL = CARDINALITY.format(2) + f"<bpmn:completionCondition>{TRUE}</bpmn:completionCondition>"
LOOP = f'<bpmn:standardLoopCharacteristics loopMaximum="1"><bpmn:loopCondition>{TRUE}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
CONVERSATION = (  # the library correlates with a message by Python
    '<bpmn:collaboration id="c"><bpmn:participant id="pa" processRef="walk"/><bpmn:correlationKey id="k" name="k">'
    "<bpmn:correlationPropertyRef>property</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>"
    '<bpmn:correlationProperty id="property" name="x"><bpmn:correlationPropertyRetrievalExpression messageRef="answer">'
    f"<bpmn:messagePath>{TWO}</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
)
CONVERSED = row(catch("c"), USER, ids="c u").replace(b"<bpmn:process", CONVERSATION.encode() + b"<bpmn:process", 1)

PLACES: dict[str, bytes] = {  # evaluated by the library as it comes; the shape at fault is x where it can be
    "script": row(task("scriptTask", f"<bpmn:script>y = {TWO}</bpmn:script>"), USER, ids="x u"),
    "condition of an exclusive gateway": chosen("exclusiveGateway"),
    "condition of an inclusive gateway": chosen("inclusiveGateway"),
    "duration in the middle": row(timer("x", HOUR), USER, ids="x u"),
    "date in the middle": row(timer("x", FUTURE, "timeDate"), USER, ids="x u"),
    "cycle in the middle": row(timer("x", CYCLE, "timeCycle"), USER, ids="x u"),
    "duration on an edge": edge(timed("timeDuration", HOUR)),
    "date on an edge": edge(timed("timeDate", FUTURE)),
    "cycle on an edge": edge(timed("timeCycle", CYCLE)),
    "duration at the start": started(timed("timeDuration", HOUR)),
    "date at the start": started(timed("timeDate", FUTURE)),
    "duration of an event subprocess": listening(timed("timeDuration", HOUR)),
    "date of an event subprocess": listening(timed("timeDate", FUTURE)),
    "number of iterations at once": row(task("userTask", each(CARDINALITY.format(TWO))), ids="x"),
    "number of iterations in turn": row(task("userTask", each(CARDINALITY.format(TWO), "true")), ids="x"),
    "condition that ends a multi-instance": row(task("task", each(UNTIL)), ids="x"),
    "condition of a loop": row(task("userTask", LOOP), ids="x"),
    "correlation": CONVERSED,
}
MORE_PLACES: dict[str, str] = {  # evaluated by the library with its own extensions
    "script before": f"<spiffworkflow:preScript>y = {TWO}</spiffworkflow:preScript>",
    "script after": f"<spiffworkflow:postScript>y = {TWO}</spiffworkflow:postScript>",
}


def played(workflow: BpmnWorkflow) -> None:
    """Start, answer what waits, and send the message."""
    workflow.do_engine_steps()
    for _ in range(3):
        for name in bare.ready(workflow):
            for found in workflow.get_tasks(spec_name=name):
                if found.state == bare.TaskState.READY:
                    found.run()
        workflow.do_engine_steps()
    if workflow.waiting_events():
        workflow.catch(BpmnEvent(MessageEventDefinition("Answer", []), {}))


@pytest.mark.parametrize("place", PLACES)
def test_bare_t17_code_in_a_drawing_is_run(place: str) -> None:
    proof.forget()
    workflow = BpmnWorkflow(*bare.parse(PLACES[place]))
    played(workflow)
    if not proof.was_run() and place == "correlation":
        event = MessageEventDefinition(
            "Answer", workflow.get_tasks(spec_name="c")[0].task_spec.event_definition.correlation_properties
        )
        workflow.send_event(BpmnEvent(event, {"n": 1}))
    assert proof.was_run()


@pytest.mark.parametrize("place", MORE_PLACES)
def test_bare_t17_code_in_the_librarys_own_extensions_is_run(place: str) -> None:
    proof.forget()
    parser = SpiffBpmnParser()
    parser.add_bpmn_xml(etree.fromstring(with_extension(MORE_PLACES[place])))
    played(BpmnWorkflow(parser.get_spec("walk"), parser.get_subprocess_specs("walk")))
    assert proof.was_run()


def with_extension(inside: str) -> bytes:
    return row(task("manualTask", extended(inside)), USER, ids="x u").replace(
        b"<bpmn:definitions", f"<bpmn:definitions {SPIFF}".encode(), 1
    )


def assigned(inside: str) -> bytes:
    both = f'<zeebe:assignmentDefinition candidateGroups="staff"/>{inside}'
    return row(task("userTask", extended(both)), ids="x")


LIST = '<zeebe:loopCharacteristics inputCollection="={0}" inputElement="item" outputCollection="out" outputElement="={1}"/>'
OURS: dict[str, bytes] = {  # places of the dialect that only this engine evaluates
    "FEEL script": row(task("scriptTask", extended(f'<zeebe:script expression="={TWO}" resultVariable="y"/>')), ids="x"),
    "input": assigned(f'<zeebe:ioMapping><zeebe:input source="={TWO}" target="y"/></zeebe:ioMapping>'),
    "output": assigned(f'<zeebe:ioMapping><zeebe:output source="={TWO}" target="y"/></zeebe:ioMapping>'),
    "due date": assigned(f'<zeebe:taskSchedule dueDate="={HOUR}"/>'),
    "priority": assigned(f'<zeebe:priorityDefinition priority="={TWO}"/>'),
    "collection": row(user_task("x").replace("</bpmn:userTask>", each(extended(LIST.format(TWO, "item"))) + "</bpmn:userTask>"), ids="x"),
    "output of an iteration": row(user_task("x").replace("</bpmn:userTask>", each(extended(LIST.format("[1]", TWO))) + "</bpmn:userTask>"), ids="x"),
    "correlation key": row(catch("x", CAUGHT), USER, ids="x u").replace(
        b'name="Answer"/>', f'name="Answer">{extended(f"<zeebe:subscription correlationKey={chr(34)}={TWO}{chr(34)}/>")}</bpmn:message>'.encode()
    ),
    "computed duration": row(timer("x", f"={HOUR}"), USER, ids="x u"),
    "computed date": row(timer("x", f"={FUTURE}", "timeDate"), USER, ids="x u"),
    "computed cycle": edge(timed("timeCycle", f"={CYCLE}")),
}  # fmt: skip
ALL = PLACES | OURS | {name: with_extension(inside) for name, inside in MORE_PLACES.items()}


ELSEWHERE = {  # where the code stands at no shape of its own
    "condition of an exclusive gateway": "f4",
    "condition of an inclusive gateway": "f4",
    "duration at the start": "x (start)",
    "date at the start": "x (start)",
    "correlation": "Walk (walk)",
}


@pytest.mark.parametrize("place", ALL)
def test_t17_code_in_a_drawing_is_refused_with_its_element_and_never_run(place: str) -> None:
    proof.forget()
    with pytest.raises(DrawingRefused) as refused:
        prepare("walk", {"walk.bpmn": ALL[place]}, Known())
    assert ELSEWHERE.get(place, "x") in {finding.element for finding in refused.value.findings}
    assert not proof.was_run()


ANSWERS = [proof.code(), f"={proof.code()}", "${7*7}", "{{7*7}}", "=now()", "__import__('os')", "x\ny", "=decision"]


@pytest.mark.parametrize("answer", ANSWERS)
def test_t17_code_in_an_answer_stays_text(house: House, answer: str) -> None:
    proof.forget()
    copied = extended('<zeebe:script expression="=[decision, string(decision), email]" resultVariable="more"/>')
    house.start(
        row(user_task("a"), task("scriptTask", copied), user_task("b"), ids="a x b"), variables={"email": answer}
    )
    house.do("a", decision=answer)
    assert house.variables()["more"] == [answer, answer, answer]
    assert not proof.was_run()


def test_t17_an_expression_that_runs_away_is_stopped(house: House) -> None:
    endless = extended(
        '<zeebe:script expression="=count(for a in 1..9999, b in 1..9999, c in 1..9999 return a)" resultVariable="more"/>'
    )
    started_at = time.process_time()
    try:
        house.start(row(task("scriptTask", endless), USER, ids="x u"))
    except Exception as stopped:
        assert "x" in str(stopped)
    assert time.process_time() - started_at < 10
