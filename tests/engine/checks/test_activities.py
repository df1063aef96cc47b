"""What activities and events say about themselves: messages, times, lists, scripts."""

from collections.abc import Callable

import pytest

from engine import Known
from tests.engine.checks.sheets import START, USER, Told, errors, remedies, through
from tests.engine.conftest import event, subprocess, user_task

MESSAGE = '<bpmn:message id="m" name="Answer"/>'


def catch(definition: str, its_id: str = "c") -> str:
    shape = f'<bpmn:intermediateCatchEvent id="{its_id}" name="Wait">{definition}</bpmn:intermediateCatchEvent>'
    return through(shape, way=its_id)


def edge(definition: str, attributes: str = "") -> str:
    shape = f'<bpmn:boundaryEvent id="b" name="Wait" attachedToRef="u" {attributes}>{definition}</bpmn:boundaryEvent>'
    return through(USER, shape, '<bpmn:endEvent id="other"/>', way="u") + "\nb -> other"


def timer(kind: str, text: str) -> str:
    return f'<bpmn:timerEventDefinition id="td"><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>'


@pytest.mark.parametrize("kind", ["sendTask", "receiveTask"])
def test_a_send_or_receive_task_without_a_message_is_told(kind: str) -> None:
    assert errors(through(f'<bpmn:{kind} id="t" name="Talk"/>', way="t")) == [("Talk (t)", "It names no message.")]


def test_a_message_event_without_a_message_or_with_one_that_is_not_there_is_told() -> None:
    assert errors(catch('<bpmn:messageEventDefinition id="md"/>')) == [("Wait (c)", "It names no message.")]
    found = errors(catch('<bpmn:messageEventDefinition id="md" messageRef="gone"/>'))
    assert found == [("Wait (c)", "There is no message “gone”.")]


def test_a_message_without_a_name_is_told() -> None:
    found = errors(catch('<bpmn:messageEventDefinition id="md" messageRef="m"/>'), before='<bpmn:message id="m"/>')
    assert found == [("Wait (c)", "Its message has no name.")]


def test_a_signal_event_without_a_signal_that_is_there_and_has_a_name_is_told() -> None:
    assert errors(catch('<bpmn:signalEventDefinition id="sd"/>')) == [("Wait (c)", "It names no signal.")]
    lost = catch('<bpmn:signalEventDefinition id="sd" signalRef="s"/>')
    assert errors(lost) == [("Wait (c)", "There is no signal “s”.")]
    assert errors(lost, before='<bpmn:signal id="s"/>') == [("Wait (c)", "Its signal has no name.")]
    assert errors(lost, before='<bpmn:signal id="s" name="Storm"/>') == []


def told(event: str, known: Known | None = None, **properties: str) -> list[tuple[str, str]]:
    """Errors of a drawing in which the event, around `{}`, has these properties."""
    pairs = "".join(f'<zeebe:property name="{name}" value="{value}"/>' for name, value in properties.items())
    extensions = f"<bpmn:extensionElements><zeebe:properties>{pairs}</zeebe:properties></bpmn:extensionElements>"
    return errors(event.replace("{}", extensions), before=MESSAGE, known=known or Known())


WAIT = catch('{}<bpmn:messageEventDefinition id="md" messageRef="m"/>')
THROW = WAIT.replace("intermediateCatchEvent", "intermediateThrowEvent")


def test_an_action_that_nobody_is_offered_is_told() -> None:
    assert told(WAIT, action_label="Ask", group="staff") == []
    assert told(WAIT, action_label="Ask") == [("Wait (c)", "The action “Ask” is offered to nobody.")]
    expected = [("Wait (c)", "The action “Ask” is never offered: no message is waited for here.")]
    assert told(THROW, action_label="Ask", group="staff") == expected


def test_a_condition_of_an_action_is_feel_about_what_the_host_knows() -> None:
    known = Known(facts=frozenset(("limits",)))
    assert told(WAIT, known=known, offered_if="=list contains(limits, 3)") == []
    assert told(WAIT, known=known, offered_if="=limit") == [("Wait (c)", "Nobody knows “limit” of a case.")]
    ((where, fault),) = told(WAIT, known=known, offered_if="=some of")
    assert (where, fault.startswith("Its condition “=some of” is not FEEL")) == ("Wait (c)", True)


def test_a_time_to_live_that_cannot_be_read_is_told() -> None:
    assert told(THROW, time_to_live="P7D") == []
    expected = [("Wait (c)", "Its time to live cannot be read: “a week” is not a duration.")]
    assert told(THROW, time_to_live="a week") == expected


def test_a_send_task_with_a_job_type_sends_nothing_and_is_told() -> None:
    job = '<bpmn:extensionElements><zeebe:taskDefinition type="mail"/></bpmn:extensionElements>'
    found = errors(through(f'<bpmn:sendTask id="t" name="Talk">{job}</bpmn:sendTask>', way="t"))
    assert found == [("Talk (t)", "A send task sends a message; its job type is never called.")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timeDuration", "P14D"),
        ("timeDuration", "=duration(&quot;P3D&quot;)"),
        ("timeDuration", "=more"),
        ("timeDate", "2026-03-31"),
    ],
)
def test_a_time_that_can_be_read_is_fine(kind: str, text: str) -> None:
    assert errors(catch(timer(kind, text))) == []


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("timeDuration", "14 days", "14 days"),
        ("timeDuration", "P", "P"),
        ("timeDuration", "1D", "1D"),
        ("timeDuration", "=duration(&quot;P14&quot;)", "None"),
        ("timeDuration", "=&quot;soon&quot;", "soon"),
        ("timeDate", "31.3.2026", "31.3.2026"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_with_the_way_to_write_it(kind: str, text: str, shown: str) -> None:
    ((element, message),) = errors(catch(timer(kind, text)))
    assert (element, f"“{shown}”" in message) == ("Wait (c)", True)
    assert remedies(catch(timer(kind, text)))[0].startswith("Write it like")


def test_a_timer_without_a_time_is_told() -> None:
    assert errors(catch('<bpmn:timerEventDefinition id="td"/>')) == [("Wait (c)", "No time is set.")]


def test_a_cycle_on_the_edge_that_does_not_interrupt_is_fine() -> None:
    assert errors(edge(timer("timeCycle", "R3/P7D"), 'cancelActivity="false"')) == []


@pytest.mark.parametrize("text", ["R/PT0S", "R5/PT1M", "R500/P1D", "R/P1D", "0 0 9 * * ?"])
def test_a_cycle_that_comes_too_often_or_for_ever_is_told(text: str) -> None:
    assert len(errors(edge(timer("timeCycle", text), 'cancelActivity="false"'))) == 1


def test_a_cycle_where_one_time_can_come_is_told() -> None:
    expected = [("Wait (b)", "Only a timer that does not interrupt may repeat.")]
    assert errors(edge(timer("timeCycle", "R3/P7D"))) == expected
    assert errors(catch(timer("timeCycle", "R3/P7D"), "b")) == expected


@pytest.mark.parametrize("text", ["PT0S", "P0D", "P0Y0M0W", '=duration("PT0S")'])
def test_a_duration_that_is_over_at_once_is_told(text: str) -> None:
    drawn = timer("timeDuration", text.replace('"', "&quot;"))
    expected = [("Wait (b)", "Its time is over as soon as it begins.")]
    assert errors(edge(drawn)) == errors(catch(drawn, "b")) == expected
    assert errors(begun(drawn))[0][1] == expected[0][1]
    assert "PT1H" in remedies(edge(drawn))[0]


def begun(definition: str) -> str:
    """A process that the event starts."""
    return through(USER, way="u").replace(
        START, f'<bpmn:startEvent id="start" name="Begin">{definition}</bpmn:startEvent>'
    )


def test_a_cycle_may_start_a_process() -> None:
    assert errors(begun(timer("timeCycle", "R3/P7D"))) == []
    assert len(errors(begun(timer("timeCycle", "R/P7D")))) == 1


def test_a_start_that_reads_a_variable_before_there_is_one_is_told() -> None:
    expected = [("Begin (start)", "Its time reads a variable, and there is none before the process has begun.")]
    assert errors(begun(timer("timeDate", "=decision"))) == expected
    assert errors(begun(timer("timeDate", "=date(&quot;2026-09-01&quot;)"))) == []


def test_a_due_date_that_says_no_date_is_told() -> None:
    task = USER.replace("<zeebe:assignment", "<zeebe:taskSchedule dueDate='=\"soon\"'/><zeebe:assignment")
    ((element, message),) = errors(through(task, way="u"))
    assert (element, "“soon”" in message) == ("u", True)


def test_a_due_date_in_days_is_fine() -> None:
    task = USER.replace("<zeebe:assignment", "<zeebe:taskSchedule dueDate='=duration(\"P7D\")'/><zeebe:assignment")
    assert errors(through(task, way="u")) == []


def test_an_event_on_the_edge_of_nothing_is_told() -> None:
    loose = edge(timer("timeDuration", "P1D")).replace('attachedToRef="u"', 'attachedToRef="end"')
    assert ("Wait (b)", "It sits on “end”, which is no task or subprocess.") in errors(loose)


def test_a_repetition_without_a_list_is_told() -> None:
    many = user_task("u").replace("</bpmn:userTask>", "<bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>")
    assert errors(through(many, way="u")) == [("u", "It does not say over which list it is repeated.")]


def test_a_million_repetitions_by_number_are_told() -> None:
    number = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>1000000</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    many = user_task("u").replace("</bpmn:userTask>", f"{number}</bpmn:userTask>")
    assert ("u", "It is repeated by a number.") in errors(through(many, way="u"))


def script(inner: str) -> str:
    return through(f'<bpmn:scriptTask id="t" name="Work out">{inner}</bpmn:scriptTask>', way="t")


def test_a_script_task_without_feel_or_without_a_result_is_told() -> None:
    assert errors(script("")) == [("Work out (t)", "It has no FEEL expression.")]
    nowhere = '<bpmn:extensionElements><zeebe:script expression="=1"/></bpmn:extensionElements>'
    assert errors(script(nowhere)) == [("Work out (t)", "Its result goes nowhere.")]


def test_a_process_that_is_not_marked_executable_says_just_that() -> None:
    from engine import Known, check_drawing
    from tests.engine.conftest import drawing

    data = drawing(f"{START}\n<bpmn:endEvent id='end'/>\nstart -> end").replace(b'isExecutable="true"', b"")
    found = check_drawing("walk.bpmn", data, {}, Known())
    assert [finding.message for finding in found.errors] == ["The process is not marked executable."]


SOME = '<bpmn:error id="e" name="Refused" errorCode="REFUSED"/><bpmn:error id="n" name="No code"/>'


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("", "It names no error."),
        ('errorRef="gone"', "There is no error “gone”."),
        ('errorRef="n"', "Its error has no code."),
        ('errorRef="x"', "The code of its error is an expression."),
    ],
)
def test_an_error_that_nobody_could_catch_is_told(reference: str, message: str) -> None:
    thrown = f'<bpmn:endEvent id="end" name="Refused"><bpmn:errorEventDefinition id="d1" {reference}/></bpmn:endEvent>'
    body = through(USER, way="u").replace('<bpmn:endEvent id="end"/>', thrown)
    before = f'{SOME}<bpmn:error id="x" name="Worked out" errorCode="=code"/>'
    assert errors(body, before=before) == [("Refused (end)", message)]


ALIKE = (
    '<bpmn:error id="e2" name="Refused, too" errorCode="REFUSED"/><bpmn:error id="e3" name="Late" errorCode="LATE"/>'
)
ESCALATION = '<bpmn:escalation id="s" name="Slow" escalationCode="SLOW"/>'


def caught(its_id: str, kind: str, reference: str = "") -> str:
    """What an event says that catches an error or escalation."""
    named = f'{kind}Ref="{reference}"' if reference else ""
    return f'<bpmn:{kind}EventDefinition id="d_{its_id}" {named}/>'


def on_the_edge(*events: tuple[str, str], host: str = "u") -> str:
    """A task with these events on its edge: of a kind, with what each refers to."""
    ids = [f"b{number}" for number in range(len(events))]
    edges = [
        event("boundaryEvent", its_id, caught(its_id, *said), f'attachedToRef="{host}"')
        for its_id, said in zip(ids, events, strict=True)
    ]
    return "\n".join([through(USER, *edges, '<bpmn:endEvent id="o"/>', way="u"), *(f"{its_id} -> o" for its_id in ids)])


def listening(*events: tuple[str, str]) -> str:
    """A process with an event subprocess for each of these."""
    made = [
        subprocess(
            f"p{number}",
            f"{event('startEvent', f'b{number}', caught(f'b{number}', *said))}\n<bpmn:endEvent id='o{number}'/>\nb{number} -> o{number}",
            'triggeredByEvent="true"',
        )
        for number, said in enumerate(events)
    ]
    return through(USER, *made, way="u")


@pytest.mark.parametrize("drawn", [on_the_edge, listening])
def test_of_two_events_that_catch_the_same_the_second_is_told(drawn: Callable[..., str]) -> None:
    def said(*events: tuple[str, str]) -> Told:
        return errors(drawn(*events), before=SOME + ALIKE + ESCALATION)

    assert said(("error", "e"), ("error", "e2")) == [("b1", "“b0” catches the error “REFUSED” there already.")]
    assert said(("error", ""), ("error", "")) == [("b1", "“b0” catches any error there already.")]
    assert said(("escalation", "s"), ("escalation", "s")) == [
        ("b1", "“b0” catches the escalation “SLOW” there already.")
    ]
    assert said(("error", "e"), ("error", "e3"), ("error", ""), ("escalation", ""), ("escalation", "s")) == []


def test_what_catches_any_error_names_none() -> None:
    assert errors(edge('<bpmn:errorEventDefinition id="d1"/>')) == []


def mapped(source: str) -> str:
    mapping = f'<zeebe:ioMapping><zeebe:input {source} target="to"/></zeebe:ioMapping><zeebe:taskDefinition type="j"/>'
    inner = f"<bpmn:extensionElements>{mapping}</bpmn:extensionElements>"
    return through(f'<bpmn:serviceTask id="t" name="Send">{inner}</bpmn:serviceTask>', way="t")


def test_a_mapping_without_an_equals_sign_is_a_text() -> None:
    assert errors(mapped('source="Jo &quot;Bear&quot; &lt;jo@example.org&gt; \\ x"')) == []
    assert errors(mapped('source="=unheard_of"')) == [("Send (t)", "Nothing gives “unheard_of”.")]


@pytest.mark.parametrize("source", ["", 'source=""', 'source="="'])
def test_a_mapping_without_a_value_is_told(source: str) -> None:
    assert errors(mapped(source)) == [("Send (t)", "Its mapping to “to” has no value.")]
