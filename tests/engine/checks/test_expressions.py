"""Expressions and code: only FEEL, only known names, in every place of a drawing; no credentials in variables."""

import pytest

from engine.checks.credentials import in_form, is_credential
from tests.engine.checks.sheets import USER, errors, lines, remedies, said, through

CODE = "__import__(&quot;os&quot;).system(&quot;id&quot;)"
MULTI = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="{collection}" outputCollection="outs" outputElement="{output}"/>'
    "</bpmn:extensionElements>{condition}</bpmn:multiInstanceLoopCharacteristics>"
)
EDGE = '<bpmn:boundaryEvent id="b" attachedToRef="u">{}</bpmn:boundaryEvent>\n<bpmn:endEvent id="e2"/>\nb -> e2'
SERVICE = '<bpmn:serviceTask id="u"><bpmn:extensionElements><zeebe:taskDefinition type="x"/>{}</bpmn:extensionElements></bpmn:serviceTask>'


def many(collection: str = "=[1]", output: str = "=1", condition: str = "") -> str:
    inner = condition and f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>"
    loop = MULTI.format(collection=collection, output=output, condition=inner)
    return USER.replace("</bpmn:userTask>", f"{loop}</bpmn:userTask>")


def timed(kind: str) -> str:
    time = f'<bpmn:timerEventDefinition id="td"><bpmn:{kind}>={CODE}</bpmn:{kind}></bpmn:timerEventDefinition>'
    return USER + "\n" + EDGE.format(time)


PLACES = {
    "due date": said("taskSchedule", "", dueDate=f"={CODE}"),
    "priority": said("priorityDefinition", "", priority=f"={CODE}"),
    "input": SERVICE.format(f'<zeebe:ioMapping><zeebe:input source="={CODE}" target="a"/></zeebe:ioMapping>'),
    "output": SERVICE.format(f'<zeebe:ioMapping><zeebe:output source="={CODE}" target="a"/></zeebe:ioMapping>'),
    "script": f'<bpmn:scriptTask id="u"><bpmn:extensionElements><zeebe:script expression="={CODE}" resultVariable="r"/></bpmn:extensionElements></bpmn:scriptTask>',
    "collection": many(collection=f"={CODE}"),
    "output element": many(output=f"={CODE}"),
    "completion condition": many(condition=f"={CODE}"),
    "duration": timed("timeDuration"),
    "date": timed("timeDate"),
    "python script": f'<bpmn:scriptTask id="u" scriptFormat="python"><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="r"/></bpmn:extensionElements><bpmn:script>{CODE}</bpmn:script></bpmn:scriptTask>',
    "assignment": f'<bpmn:serviceTask id="u"><bpmn:extensionElements><zeebe:taskDefinition type="x"/></bpmn:extensionElements><bpmn:dataInputAssociation><bpmn:assignment><bpmn:from>{CODE}</bpmn:from></bpmn:assignment></bpmn:dataInputAssociation></bpmn:serviceTask>',
    "transformation": f'<bpmn:serviceTask id="u"><bpmn:extensionElements><zeebe:taskDefinition type="x"/></bpmn:extensionElements><bpmn:dataOutputAssociation><bpmn:transformation>{CODE}</bpmn:transformation></bpmn:dataOutputAssociation></bpmn:serviceTask>',
    "potential owner": USER.replace("</bpmn:userTask>", f"<bpmn:potentialOwner><bpmn:resourceAssignmentExpression><bpmn:expression>{CODE}</bpmn:expression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner></bpmn:userTask>"),
    "cardinality": USER.replace("</bpmn:userTask>", f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>{CODE}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"),
    "execution listener": said("executionListeners", '<zeebe:executionListener eventType="start" type="x"/>'),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_code_in_any_place_is_refused_with_the_element_named(place: str) -> None:
    found = errors(through(PLACES[place], way="u"))
    assert {element for element, _ in found} & {"u", "b"}, found


def test_code_in_a_condition_is_refused_at_the_flow() -> None:
    body = lines('<bpmn:exclusiveGateway id="g" default="no"/>', '<bpmn:endEvent id="other"/>')
    flows = '<bpmn:sequenceFlow id="no" sourceRef="g" targetRef="other"/>'
    code = CODE.replace("&quot;", '"')
    ((element, message),) = errors(f"{body}\nstart -> g\n{flows}\ng -> end if {code}")
    assert element.startswith("f")
    assert "is not FEEL" in message


def test_code_in_a_correlation_key_is_refused_at_the_event() -> None:
    key = f'<bpmn:extensionElements><zeebe:subscription correlationKey="={CODE}"/></bpmn:extensionElements>'
    wait = '<bpmn:receiveTask id="t" name="Wait" messageRef="m"/>'
    found = errors(through(wait, way="t"), before=f'<bpmn:message id="m" name="M">{key}</bpmn:message>')
    assert [element for element, _ in found] == ["Wait (t)"]


def test_code_outside_every_process_is_refused() -> None:
    path = f'<bpmn:correlationProperty id="cp"><bpmn:correlationPropertyRetrievalExpression><bpmn:messagePath>{CODE}</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>'
    assert errors(through(USER, way="u"), before=path) == [
        ("Walk (walk)", "Its messagePath is code that nobody runs here.")
    ]


@pytest.mark.parametrize("name", ["class", "expression", "delegateExpression"])
def test_code_for_another_engine_is_refused(name: str) -> None:
    foreign = f'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:{name}="x"'
    found = errors(through(SERVICE.format("").replace('id="u"', f'id="u" {foreign}'), way="u"))
    assert found == [("u", f"“{name}” is code for Camunda 7; nobody runs it here.")]


def test_a_script_before_a_task_for_spiffworkflow_is_refused() -> None:
    script = '<s:preScript xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">x = 1</s:preScript>'
    assert errors(through(SERVICE.format(script), way="u")) == [
        ("u", "“preScript” is code for SpiffWorkflow; nobody runs it here.")
    ]


def test_an_expression_that_says_it_is_another_language_is_refused() -> None:
    time = '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration language="http://www.w3.org/1999/XPath">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    found = errors(through(f"{USER}\n{EDGE.format(time)}", way="u"))
    assert found == [("b", "Its expression is written in XPath.")]


def test_an_assignee_is_worked_out_from_what_the_drawing_gives() -> None:
    task = USER.replace("candidateGroups=", 'assignee="=jo" candidateGroups=')
    assert errors(through(task, way="u")) == [("u", "Nothing gives “jo”.")]


def test_a_double_equals_is_answered_with_a_single_one() -> None:
    body = lines('<bpmn:exclusiveGateway id="g"/>')
    found = errors(f"{body}\nstart -> g\ng -> end if more == true")
    assert "single =" in found[0][1]


FORM = '{{"components": [{{"key": "outcome", "properties": {{{}}}}}]}}'


def asks(name: str) -> str:
    body = lines('<bpmn:exclusiveGateway id="g" default="no"/>', '<bpmn:endEvent id="other"/>')
    return f'{body}\n<bpmn:sequenceFlow id="no" sourceRef="g" targetRef="other"/>\nstart -> g\ng -> end if {name} = "x"'


def test_a_name_that_nothing_gives_is_told_with_the_nearest() -> None:
    ((_, message),) = errors(asks("decison"))
    assert message == "Nothing gives “decison”."
    assert remedies(asks("decison")) == ["Did you mean “decision”?"]


def test_an_answer_that_leaves_its_form_may_be_read() -> None:
    assert errors(asks("outcome"), beside={"a.form": FORM.format('"variable": "true"')}) == []


def test_an_answer_that_stays_in_its_form_may_not_be_read() -> None:
    ((_, message),) = errors(asks("outcome"), beside={"a.form": FORM.format("")})
    assert message == "The answer “outcome” stays in its form."


@pytest.mark.parametrize("target", ["from.email", "two words", "1st", ""])
def test_a_variable_under_a_name_that_nobody_could_read_is_told(target: str) -> None:
    mapping = f'<zeebe:ioMapping><zeebe:output source="=1" target="{target}"/></zeebe:ioMapping>'
    found = errors(through(SERVICE.format(mapping), way="u"))
    assert [element for element, _ in found] == ["u"]


def test_a_variable_that_holds_a_credential_is_refused() -> None:
    mapping = '<zeebe:ioMapping><zeebe:input source="=email" target="newPassword"/></zeebe:ioMapping>'
    found = errors(through(SERVICE.format(mapping), way="u"))
    assert found == [("u", "The variable “newPassword” looks like a credential.")]


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "newPassword",
        "confirm_password",
        "PIN",
        "otp",
        "security_code",
        "sign-in-code",
        "memorable.password2",
    ]
    + ["secret", "secret_question", "access_token"],
)
def test_a_key_like_a_credential_is_known(name: str) -> None:
    assert is_credential(name)


@pytest.mark.parametrize("name", ["keep_address_secret", "postcode", "opinion", "code", "shipping", "contact_email"])
def test_an_ordinary_key_is_no_credential(name: str) -> None:
    assert not is_credential(name)


def test_a_field_for_a_password_is_refused_wherever_it_stands_in_the_form() -> None:
    form = b'{"components": [{"type": "group", "components": [{"key": "password", "type": "textfield"}]}]}'
    (found,) = in_form("a.form", form)
    assert (found.file, found.element) == ("a.form", "password")
