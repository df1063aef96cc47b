"""Scenarios that anybody may have written: every value of every kind is told, and none ends in a traceback."""

import pytest

from engine import check_scenario
from tests.engine.checks.sheets import told
from tests.engine.conftest import drawing, user_task

MAIL = '<bpmn:serviceTask id="m"><bpmn:extensionElements><zeebe:taskDefinition type="mail"/></bpmn:extensionElements></bpmn:serviceTask>'
WALK = f'<bpmn:startEvent id="s"/>\n{user_task("u")}\n{MAIL}\n<bpmn:endEvent id="e"/>\ns -> u\nu -> m\nm -> e'
PROCESS = {"walk": drawing(WALK)}
SOUND = """
title = "Somebody asks"
process = "walk"
waiting = ["u"]
[[steps]]
{step}
"""
ODD = ("1", "1.5", "true", "2026-01-13", "[]", '["u"]', '[["u"]]', "{}", "{ a = 1 }", '""', '"ü"', "[1, 2]")
KEYS = ("complete", "claim", "message", "wait", "as", "answers", "payload", "sent", "waiting", "ended")
AT_TOP = (
    "title",
    "process",
    "starts_at",
    "answers",
    "variables",
    "results",
    "steps",
    "besides",
    "sent",
    "waiting",
    "ended",
)


def faults(text: str) -> list[tuple[str, str]]:
    return told(check_scenario("a.toml", text.encode(), PROCESS).errors)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_in_a_step_ends_in_no_traceback(key: str, value: str) -> None:
    verb = "" if key in ("complete", "claim", "message", "wait") else 'complete = "u"\n'
    faults(SOUND.format(step=f"{verb}{key} = {value}"))


@pytest.mark.parametrize("key", AT_TOP)
@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_at_the_top_ends_in_no_traceback(key: str, value: str) -> None:
    lines = [line for line in SOUND.split("[[steps]]")[0].splitlines() if not line.startswith(key)]
    faults("\n".join([*lines, f"{key} = {value}"]))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("answers = 3", "“answers” cannot be read."),
        ('payload = "x"', "“payload” cannot be read."),
        ('waiting = "u"', "“waiting” cannot be read."),
        ("ended = 1", "“ended” cannot be read."),
    ],
)
def test_what_a_step_must_not_be_is_told(line: str, message: str) -> None:
    assert ("step 1", message) in faults(SOUND.format(step=f'complete = "u"\n{line}'))


def test_a_result_that_is_no_table_is_told() -> None:
    assert ("step 1", "“mail” cannot be read.") in faults(SOUND.format(step='complete = "u"\nresults.mail = 1'))
    assert ("results.mail", "“mail” cannot be read.") in faults(
        SOUND.format(step='complete = "u"') + "[results]\nmail = 1"
    )


def test_tasks_of_a_called_process_may_be_named() -> None:
    called = '<bpmn:extensionElements><zeebe:calledElement processId="other"/></bpmn:extensionElements>'
    call = f'<bpmn:callActivity id="c">{called}</bpmn:callActivity>'
    outer = drawing(f'<bpmn:startEvent id="s"/>\n{call}\n<bpmn:endEvent id="e"/>\ns -> c\nc -> e')
    processes = {"walk": outer, "other": PROCESS["walk"].replace(b'"walk"', b'"other"')}
    text = SOUND.replace('["u"]', '["other.u"]').format(step='complete = "other.u"\nended = "e"')
    assert check_scenario("a.toml", text.encode(), processes).errors == ()
