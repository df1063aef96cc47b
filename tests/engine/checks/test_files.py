"""Whole files: decision tables, scenarios, several processes in one drawing, and files that mean harm."""

import time

import pytest

from engine import DrawingRefused, Known, check_decisions, check_drawing, check_scenario
from engine.deployments import Bundle
from tests.engine.checks.sheets import USER, errors, through, told
from tests.engine.conftest import HEAD, House, drawing, subprocess, user_task

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="n">
<decision id="assess" name="Assess"><decisionTable id="t"><input id="i"><inputExpression id="ie"><text>age</text></inputExpression></input>
<output id="o" name="result"/><rule id="r"><inputEntry id="e"><text>{cell}</text></inputEntry>
<outputEntry id="x"><text>"yes"</text></outputEntry></rule></decisionTable></decision></definitions>"""


def test_a_table_of_feel_is_fine() -> None:
    assert check_decisions("a.dmn", DMN.format(cell="&lt; 25").encode()).errors == ()


def test_a_cell_that_is_no_feel_is_told() -> None:
    (found,) = check_decisions("a.dmn", DMN.format(cell="import os; os.remove").encode()).errors
    assert (found.file, "import os" in found.message, bool(found.remedy)) == ("a.dmn", True, True)
    assert found.element


@pytest.mark.parametrize("data", [b"", b"<a/>", b"\x00\xff", drawing(through(USER, way="u"))])
def test_what_is_no_decision_table_is_told(data: bytes) -> None:
    assert len(check_decisions("a.dmn", data).errors) == 1


def test_a_model_without_a_decision_is_told() -> None:
    empty = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="n"/>'
    assert told(check_decisions("a.dmn", empty).errors) == [("", "There is no decision in it.")]


SCENARIO = """
title = "Somebody asks"
process = "walk"
starts_at = 2026-01-13T09:00:00Z
waiting = ["u"]
[[steps]]
wait = "P1D"
waiting = ["u"]
[[steps]]
complete = "u"
as = "staff"
ended = "end"
"""
TALK = through(
    USER,
    '<bpmn:receiveTask id="r" messageRef="m"/>',
    '<bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="mail"/><zeebe:taskHeaders>'
    '<zeebe:header key="notice" value="asked"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>',
    way="u r t",
)
PROCESSES = {"walk": drawing(TALK, before='<bpmn:message id="m" name="Answered"/>')}


def faults(text: str) -> list[tuple[str, str]]:
    return told(check_scenario("a.toml", text.encode(), PROCESSES).errors)


def test_a_sound_scenario_has_no_errors() -> None:
    assert faults(SCENARIO) == []


@pytest.mark.parametrize(
    ("before", "after", "element", "message"),
    [
        ('title = "Somebody asks"', "", "", "It has no title."),
        ('"walk"', '"wlak"', "", "There is no process “wlak”."),
        ('"walk"', '"walk"\nbesides = ["tlak"]', "", "There is no process “tlak”."),
        ("T09:00:00Z", "T09:00:00", "", "“starts_at” cannot be read."),
        ("waiting = [", "wating = [", "", "Nobody reads “wating”."),
        ('waiting = ["u"]', 'waiting = ["v"]', "the start", "There is no user task “v” in the drawing."),
        ('"P1D"\nwaiting = ["u"]', '"P1D"\nwaiting = "u"', "step 1", "“waiting” cannot be read."),
        ('"P1D"', '"a day"', "step 1", "“a day” is not a duration."),
        ('"P1D"', '"P1D"\ncomplete = "u"', "step 1", "It says 2 things to do."),
        ('wait = "P1D"', 'message = "Answred"', "step 1", "There is no message “Answred” in the drawing."),
        ('wait = "P1D"', 'claim = "t"', "step 1", "There is no user task “t” in the drawing."),
        ('wait = "P1D"', 'wait = "P1D"\nsent = ["askd"]', "step 1", "There is no notice “askd” in the drawing."),
        ('"staff"', '"stuff"', "step 2", "There is no candidate group “stuff” in the drawing."),
        ('ended = "end"', 'ended = "gone"', "step 2", "There is no end event “gone” in the drawing."),
        ('as = "staff"', 'of = "staff"', "step 2", "Nobody reads “of”."),
        ("[[steps]]\nwait", "[results.male]\nx = 1\n[[steps]]\nwait", "results.male", "There is no job type “male” in the drawing."),
    ],
)  # fmt: skip
def test_a_slip_in_a_scenario_is_told_with_its_step(before: str, after: str, element: str, message: str) -> None:
    assert (element, message) in faults(SCENARIO.replace(before, after, 1))


@pytest.mark.parametrize("text", ["title = ", "[" * 2_000, "a = 1\na = 2", "steps = 3", "steps = [3]", "\x00"])
def test_what_is_no_scenario_is_told_and_no_traceback(text: str) -> None:
    assert faults(text)


TWO = (
    HEAD
    + '<bpmn:process id="one" {}><bpmn:startEvent id="a" name="A"/></bpmn:process>'
    + '<bpmn:process id="two" name="Two"><bpmn:startEvent id="b" name="B"/></bpmn:process></bpmn:definitions>'
)


def elements(data: bytes, **given: object) -> set[str]:
    found = check_drawing("walk.bpmn", data, {}, Known(), **given).errors  # type: ignore[arg-type]
    return {finding.element for finding in found}


def test_a_pool_that_is_only_drawn_beside_one_that_runs_is_let_be() -> None:
    assert elements(TWO.format('isExecutable="true"').encode()) == {"A (a)"}


def test_when_no_process_is_marked_executable_all_are_looked_at() -> None:
    assert elements(TWO.format("").encode()) == {"one", "A (a)", "Two (two)", "B (b)"}


def test_a_drawing_to_look_at_need_not_run() -> None:
    assert elements(TWO.format("").encode(), runs=False) == set()


def test_the_process_is_named_like_its_folder() -> None:
    found = check_drawing("else.bpmn", drawing(through(USER, way="u")), {}, Known(), process_id="else").errors
    assert told(found) == [("", "The process is missing.")]


def test_what_only_the_library_refuses_is_told_last_and_at_its_shape() -> None:
    """It wants an end event in every subprocess, even where a way leads round in it."""
    ways = "xs -> xg\nxg -> xu\nxu -> xg"
    inside = subprocess("x", f'<bpmn:startEvent id="xs"/>\n<bpmn:exclusiveGateway id="xg"/>\n{user_task("xu")}\n{ways}')
    ((element, message),) = errors(through(inside, way="x"))
    assert (element, message.split(":")[0]) == ("x", "The library cannot read it")


def test_two_thousand_tasks_in_a_row_are_not_too_many() -> None:
    ids = [f"t{number}" for number in range(2_000)]
    assert errors(through(*map(user_task, ids), way=" ".join(ids))) == []


DOCTYPE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
HOSTILE = {
    "entities": DOCTYPE.encode() + drawing(through(USER, way="u")),
    "laughs": b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
    "nothing": b"",
    "no xml": b"PK\x03\x04",
    "utf-16": f"{DOCTYPE}{drawing(through(USER, way='u')).decode()}".encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>' + f"{DOCTYPE}<a>&x;</a>".encode("utf-7"),
    "deep": b"<a>" * 5_000 + b"</a>" * 5_000,
    "wide": HEAD.encode() + b"<bpmn:process id='walk'>" + b"<bpmn:task/>" * 25_000 + b"</bpmn:process></bpmn:definitions>",
    "xpath": drawing(through(USER, way="u")).replace(b'sourceRef="start"', b'sourceRef="//*[//*[//*]]"'),
    "no process": HEAD.encode() + b"</bpmn:definitions>",
    "many processes": HEAD.encode() + b"".join(b'<bpmn:process id="p%d"/>' % n for n in range(60)) + b"</bpmn:definitions>",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_means_harm_is_refused_in_a_moment(kind: str) -> None:
    started = time.monotonic()
    found = check_drawing("walk.bpmn", HOSTILE[kind], {}, Known())
    assert (len(found.errors), time.monotonic() - started < 5) == (1, True)


def test_a_drawing_as_large_as_may_be_is_checked_in_seconds() -> None:
    gateways = [f'<bpmn:exclusiveGateway id="g{number}"/>' for number in range(3_000)]
    flows = [f"g{number} -> g{number + 1} if {number} = unknown{number}" for number in range(2_999)]
    started = time.monotonic()
    found = check_drawing("walk.bpmn", drawing("\n".join([*gateways, *flows])), {}, Known())
    assert found.errors
    assert len(found.errors) < 2_000
    assert time.monotonic() - started < 20


def test_deployment_refuses_what_check_calls_an_error(house: House) -> None:
    with pytest.raises(DrawingRefused, match="u.*2 flows leave it.*gateway"):
        house.start(drawing(through(USER, '<bpmn:endEvent id="other"/>', way="u") + "\nu -> other"))


def test_deployment_refuses_a_broken_table_and_a_field_for_a_password(house: House) -> None:
    body = drawing(through(user_task("u"), way="u"))
    form = b'{"components": [{"key": "password"}]}'
    bundle = {"walk.bpmn": body, "a.dmn": b"<a/>", "a.form": form}
    with house.work() as engine, pytest.raises(DrawingRefused) as refused:
        engine.deployments.deploy(Bundle(process_id="walk", resources=bundle), by=house.officer)
    assert [finding.file for finding in refused.value.findings] == ["a.dmn", "a.form"]


def test_deployment_refuses_names_that_the_host_does_not_know(house: House) -> None:
    bundle = Bundle(process_id="walk", resources={"walk.bpmn": drawing(through(USER, way="u"))})
    with house.work() as engine, pytest.raises(DrawingRefused, match="no group “staff”"):
        engine.deployments.deploy(bundle, by=house.officer, known=Known(groups=frozenset(["officer"])))
    with house.work() as engine:
        engine.deployments.deploy(bundle, by=house.officer, known=Known(groups=frozenset(["staff"])))
