"""Errors, escalations and terminate ends: who catches them, what they end, and what goes on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine import BpmnError, Job, StepFailed
from engine.models import message_subscription, timer
from tests.engine.conftest import House, drawing, event, subprocess, user_task

BEFORE = (
    '<bpmn:error id="e1" name="Refused" errorCode="REFUSED"/><bpmn:error id="e2" name="Lost" errorCode="LOST"/>'
    '<bpmn:escalation id="s1" name="Late" escalationCode="LATE"/><bpmn:message id="m" name="Answer"/>'
)
START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
DAY = '<bpmn:timerEventDefinition id="{}"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
JOB = '<bpmn:serviceTask id="{0}"><bpmn:extensionElements><zeebe:taskDefinition type="{0}"/></bpmn:extensionElements></bpmn:serviceTask>'
TWICE = (
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2]" '
    'inputElement="item"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>'
)


def error(its_id: str, reference: str = "") -> str:
    named = f'errorRef="{reference}"' if reference else ""
    return f'<bpmn:errorEventDefinition id="{its_id}_d" {named}/>'


def edge(its_id: str, on: str, definition: str, attributes: str = "") -> str:
    return event("boundaryEvent", its_id, definition, f'attachedToRef="{on}" {attributes}')


def nested(inner: str, outer: str, thrown: str) -> bytes:
    """An error end in a subprocess in a subprocess; each has an event on its edge that leads to a task."""
    core = [
        '<bpmn:startEvent id="is"/>',
        user_task("x"),
        event("endEvent", "thrown", error("t", thrown)),
        "is -> x",
        "x -> thrown",
    ]
    middle = ['<bpmn:startEvent id="os"/>', subprocess("inner", "\n".join(core)), edge("i", "inner", error("i", inner))]
    middle += [user_task("inside"), '<bpmn:endEvent id="oe"/>', "os -> inner", "i -> inside", "inside -> oe"]
    middle += ['<bpmn:endEvent id="never"/>', "inner -> never"]
    body = [START, subprocess("outer", "\n".join(middle)), edge("o", "outer", error("o", outer)), user_task("outside")]
    body += [END, '<bpmn:endEvent id="all_well"/>', "start -> outer", "outer -> all_well"]
    body += ["o -> outside", "outside -> end"]
    return drawing("\n".join(body), before=BEFORE)


@pytest.mark.parametrize(
    ("inner", "outer", "thrown", "caught"),
    [
        ("e1", "e1", "e1", "inside"),  # the nearest
        ("", "e1", "e1", "inside"),  # the nearest, though the other names it
        ("e2", "e1", "e1", "outside"),  # the nearest that catches this code
        ("e2", "", "e1", "outside"),
    ],
)
def test_the_nearest_that_catches_the_code_goes_on(
    house: House, inner: str, outer: str, thrown: str, caught: str
) -> None:
    house.start(nested(inner, outer, thrown))
    house.do("x")
    assert house.waiting() == [caught]
    house.do(caught)
    assert house.instance().ended_in == ("all_well" if caught == "inside" else "end")


def test_an_error_that_nobody_catches_fails_the_step_and_names_the_code(house: House) -> None:
    house.start(nested("e2", "e2", "e1"))
    with pytest.raises(StepFailed, match="nobody catches the error “REFUSED”"):
        house.do("x")
    assert house.waiting() == ["x"]


def test_an_error_that_nobody_catches_when_a_time_has_come_is_an_incident(house: House) -> None:
    wait = event("intermediateCatchEvent", "later", DAY.format("td"))
    thrown = event("endEvent", "end", error("t", "e1"))
    house.start(drawing(f"{START}\n{wait}\n{thrown}\nstart -> later\nlater -> end", before=BEFORE))
    assert house.pass_time(timedelta(days=1)) == 0
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.element_id, "REFUSED" in incident.cause) == ("end", True)


def with_a_job(*catching: str, ways: str) -> bytes:
    body = [START, JOB.format("check"), *catching, user_task("v"), END, '<bpmn:endEvent id="well"/>']
    return drawing("\n".join([*body, "start -> check", "check -> well", *ways.split("\n"), "v -> end"]), before=BEFORE)


def test_a_job_s_error_is_caught_on_the_edge_of_its_task_first_by_its_code(house: House) -> None:
    @house.registry.register("check")
    def check(job: Job) -> None:
        raise BpmnError("REFUSED", "too young")

    any_error, this_one = edge("any", "check", error("a")), edge("this", "check", error("b", "e1"))
    other_end = '<bpmn:endEvent id="other"/>'
    house.start(with_a_job(any_error, this_one, other_end, ways="any -> other\nthis -> v"))
    assert house.waiting() == ["v"]
    house.do("v")
    assert house.instance().ended_in == "end"


def test_a_job_s_error_that_nobody_catches_fails_the_step_with_its_words(house: House) -> None:
    @house.registry.register("check")
    def check(job: Job) -> None:
        raise BpmnError("LOST", "no such child")

    with pytest.raises(StepFailed, match="check.*“LOST”: no such child"):
        house.start(with_a_job(edge("this", "check", error("b", "e1")), ways="this -> v"))


def test_a_job_s_error_goes_from_a_repeated_subprocess_to_the_edge_of_the_whole(house: House) -> None:
    @house.registry.register("check")
    def check(job: Job) -> None:
        if job.inputs["number"] == 2:
            raise BpmnError("REFUSED")

    io = '<zeebe:ioMapping><zeebe:input source="=item" target="number"/></zeebe:ioMapping></bpmn:extensionElements>'
    job = JOB.format("check").replace("</bpmn:extensionElements>", io)
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), job, user_task("y"), '<bpmn:endEvent id="ie"/>']
    inside += [TWICE, "is -> x", "x -> check", "check -> y", "y -> ie"]
    body = [START, subprocess("each", "\n".join(inside)), edge("b", "each", error("b", "e1")), user_task("v"), END]
    body += ['<bpmn:endEvent id="well"/>', "start -> each", "each -> well", "b -> v", "v -> end"]
    house.start(drawing("\n".join(body), before=BEFORE))
    house.do("x")
    assert house.waiting() == ["x", "y"]
    house.do("x")
    assert house.waiting() == ["v"]
    assert nothing_lingers(house)
    house.do("v")
    assert house.instance().ended_in == "end"


def nothing_lingers(house: House) -> bool:
    state = house.instance().state
    return not state["subprocesses"] and list(state["scopes"]) == ["0"]


SCOPE = [
    '<bpmn:startEvent id="is"/>',
    '<bpmn:parallelGateway id="all"/>',
    user_task("x"),
    user_task("y"),
    event("intermediateCatchEvent", "later", DAY.format("td")),
    event("intermediateCatchEvent", "told", '<bpmn:messageEventDefinition id="md" messageRef="m"/>'),
    "is -> all\nall -> x\nall -> y\nall -> later\nall -> told\ny -> n1\nlater -> n2\ntold -> n3",
    '<bpmn:endEvent id="n1"/>\n<bpmn:endEvent id="n2"/>\n<bpmn:endEvent id="n3"/>',
    "x -> over",
]


def around(ending: str, *more: str) -> bytes:
    """A subprocess in which two tasks, a timer and a message are open; after `x` comes the ending `over`."""
    body = [START, subprocess("t", "\n".join([*SCOPE, ending])), *more, user_task("v"), END]
    return drawing("\n".join([*body, "start -> t", "t -> v", "v -> end"]), before=BEFORE)


def rows_open(house: House) -> tuple[int, int]:
    with house.work() as engine:
        timers = engine.connection.execute(select(timer).where(timer.c.state == "waiting")).all()
        return len(timers), len(engine.connection.execute(select(message_subscription)).all())


@pytest.mark.parametrize("ending", ["terminate", "error"])
def test_what_is_ended_is_closed_wherever_somebody_looks(house: House, ending: str) -> None:
    symbol = error("t", "e1") if ending == "error" else '<bpmn:terminateEventDefinition id="term"/>'
    caught = edge("b", "t", error("b")) + "\n" + '<bpmn:endEvent id="other"/>'
    way = "b -> w\nw -> other\n" + user_task("w")
    house.start(around(event("endEvent", "over", symbol), caught, way))
    assert rows_open(house) == (1, 1)
    house.do("x")
    assert rows_open(house) == (0, 0)
    assert house.waiting() == (["w"] if ending == "error" else ["v"])
    assert nothing_lingers(house)


def test_a_terminate_end_in_one_iteration_leaves_the_others_alone(house: House) -> None:
    inside = ['<bpmn:startEvent id="is"/>', '<bpmn:parallelGateway id="both"/>', user_task("x"), user_task("y")]
    inside += [event("endEvent", "over", '<bpmn:terminateEventDefinition id="term"/>'), '<bpmn:endEvent id="ie"/>']
    inside += [TWICE, "is -> both", "both -> x", "both -> y", "x -> over", "y -> ie"]
    body = [START, subprocess("each", "\n".join(inside)), user_task("v"), END]
    house.start(drawing("\n".join([*body, "start -> each", "each -> v", "v -> end"])))
    assert sorted(house.waiting()) == ["x", "x", "y", "y"]
    house.do("x")
    assert sorted(house.waiting()) == ["x", "y"]
    house.do("y")
    house.do("x")
    assert house.waiting() == ["v"]


def test_nothing_is_done_any_more_in_a_subprocess_that_an_error_has_ended(house: House) -> None:
    calls: list[Any] = []
    house.registry.register("pay")(lambda job: calls.append(job.element_id))
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), '<bpmn:parallelGateway id="both"/>', JOB.format("pay")]
    inside += [event("endEvent", "over", error("t", "e1")), '<bpmn:endEvent id="ie"/>']
    inside += ["is -> x", "x -> both", "both -> over", "both -> pay", "pay -> ie"]
    body = [START, subprocess("t", "\n".join(inside)), edge("b", "t", error("b")), user_task("v"), END]
    body += ['<bpmn:endEvent id="well"/>', "start -> t", "t -> well", "b -> v", "v -> end"]
    house.start(drawing("\n".join(body), before=BEFORE))
    house.do("x")
    assert (house.waiting(), calls) == (["v"], [])


def test_an_escalation_is_caught_each_time_while_its_activity_goes_on(house: House) -> None:
    late = '<bpmn:escalationEventDefinition id="{}" escalationRef="s1"/>'
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), event("intermediateThrowEvent", "e", late.format("d1"))]
    inside += [user_task("y"), '<bpmn:endEvent id="ie"/>', TWICE, "is -> x", "x -> e", "e -> y", "y -> ie"]
    body = [START, subprocess("each", "\n".join(inside)), user_task("v"), END, '<bpmn:endEvent id="told"/>']
    body += [edge("b", "each", late.format("d2"), 'cancelActivity="false"'), user_task("tell")]
    body += ["start -> each", "each -> v", "v -> end", "b -> tell", "tell -> told"]
    house.start(drawing("\n".join(body), before=BEFORE))
    house.do("x")
    house.do("x")
    assert sorted(house.waiting()) == ["tell", "tell", "y", "y"]
    for task in ("y", "y", "tell", "v", "tell"):
        house.do(task)
    assert house.instance().status == "completed"


def test_an_escalation_of_another_code_passes_on(house: House) -> None:
    other = BEFORE.replace(
        "<bpmn:message", '<bpmn:escalation id="s2" name="Early" escalationCode="EARLY"/><bpmn:message'
    )
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), "is -> x", "x -> e"]
    inside += [event("endEvent", "e", '<bpmn:escalationEventDefinition id="d1" escalationRef="s1"/>')]
    body = [START, subprocess("t", "\n".join(inside)), user_task("v"), END, '<bpmn:endEvent id="other"/>']
    body += [edge("b", "t", '<bpmn:escalationEventDefinition id="d2" escalationRef="s2"/>')]
    body += ["start -> t", "t -> v", "v -> end", "b -> other"]
    house.start(drawing("\n".join(body), before=other))
    house.do("x")
    assert house.waiting() == ["v"]


def test_an_event_that_fires_again_and_again_is_told_in_the_history_each_time(house: House) -> None:
    told = '<bpmn:messageEventDefinition id="md" messageRef="m"/>'
    note = edge("b", "u", told, 'cancelActivity="false"')
    body = [START, user_task("u"), note, END, '<bpmn:endEvent id="noted"/>', "start -> u", "u -> end", "b -> noted"]
    house.start(drawing("\n".join(body), before=BEFORE))
    for number in range(3):
        with house.work() as engine:
            engine.messages.correlate("Answer", key="KEY-1", message_id=str(number), keep=False)
    with house.work() as engine:
        passed = [each.element_id for each in engine.history.of("KEY-1") if each.kind == "passed"]
    assert passed.count("b") == passed.count("noted") == 3


def test_the_state_of_an_activity_with_events_on_its_edge_is_small(house: House) -> None:
    remind = edge("r", "u", DAY.format("d1"), 'cancelActivity="false"')
    body = [START, user_task("u"), remind, edge("o", "u", error("o"))]
    body += [END, '<bpmn:endEvent id="noted"/>', "start -> u", "u -> end", "r -> noted", "o -> noted"]
    house.start(drawing("\n".join(body), before=BEFORE))
    house.pass_time(timedelta(days=1))
    assert [row[2] for row in house.instance().state["tasks"]] == ["(start)", "u.BoundaryEventSplit", "u", "r", "o"]


def test_a_repeated_job_that_an_error_has_ended_does_not_go_on(house: House) -> None:
    @house.registry.register("check")
    def check(job: Job) -> None:
        raise BpmnError("REFUSED")

    repeated = JOB.format("check").replace(
        "</bpmn:serviceTask>", f"{TWICE.replace('[1, 2]', '[1]')}</bpmn:serviceTask>"
    )
    caught = [event("startEvent", "es", error("c")), user_task("v"), '<bpmn:endEvent id="ee"/>', "es -> v", "v -> ee"]
    catcher = subprocess("catcher", "\n".join(caught), 'triggeredByEvent="true"')
    body = [START, repeated, user_task("w"), END, catcher, "start -> check", "check -> w", "w -> end"]
    house.start(drawing("\n".join(body), before=BEFORE))
    assert house.waiting() == ["v"]
