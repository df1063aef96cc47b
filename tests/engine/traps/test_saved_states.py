"""Traps 13 and 16: a saved case is the same case when it is loaded, whatever is in it."""

import json
from typing import Any

import pytest
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.migration.version_1_2 import convert_timer_expressions
from SpiffWorkflow.util.task import TaskState

from engine import Cache
from tests.engine.conftest import House, user_task
from tests.engine.traps import bare, proof
from tests.engine.traps.shapes import IN_A_ROW, row

MANY = 40
ODD: dict[str, Any] = {
    "typename": "datetime", "a.b": {"typename": "x"}, "__class__": 1, "deep": [[[{"": None}]]], "now": "=now()",
    "emoji": "\U0001f600", "zero": 0, "none": None, "long": "x" * 10_000,
}  # fmt: skip


# -- T13 -------------------------------------------------------------------------------------------------------------
def test_bare_t13_a_state_whose_keys_are_sorted_is_another_state() -> None:
    """As PostgreSQL's JSONB does. The order of keys decides, and ids are random: so it is tried several times."""
    assert any(lost_when_sorted() for _ in range(MANY))


def lost_when_sorted() -> bool:
    workflow = bare.begin(IN_A_ROW)
    bare.do(workflow, "a", first=1)
    bare.find(workflow, "b").data["second"] = 2
    serializer = BpmnWorkflowSerializer()
    sorted_ = json.dumps(json.loads(serializer.serialize_json(workflow)), sort_keys=True)
    try:
        loaded = serializer.deserialize_json(sorted_)
        return bool(bare.find(loaded, "b").data != {"first": 1, "second": 2})
    except Exception:
        return True


def test_bare_t13_an_answer_named_typename_makes_a_case_that_cannot_be_loaded() -> None:
    workflow = bare.begin(IN_A_ROW)
    bare.do(workflow, "a", typename="x")
    with pytest.raises(TypeError):
        bare.save_and_load(workflow)


def test_bare_t13_a_variable_named_like_a_function_stops_every_script() -> None:
    script = '<bpmn:scriptTask id="x"><bpmn:script>y = 1</bpmn:script></bpmn:scriptTask>'
    workflow = bare.begin(row(user_task("a"), script, user_task("b"), ids="a x b"))
    workflow.script_engine = PythonScriptEngine(TaskDataEnvironment({"today": proof.shown}))
    with pytest.raises(Exception, match="today"):
        bare.do(workflow, "a", today="Monday")


def test_bare_t13_what_no_database_takes_passes() -> None:
    workflow = bare.begin(IN_A_ROW)
    bare.do(workflow, "a", nul="\0", lone="\ud800", number=float("nan"))
    assert bare.find(bare.save_and_load(workflow), "b").data.keys() == {"nul", "lone", "number"}


def test_bare_t13_a_state_of_an_old_version_is_code_that_runs() -> None:
    proof.forget()
    event = {"typename": "TimerEventDefinition", "dateTime": proof.code(), "label": "t"}
    task_spec = {"name": "t", "typename": "IntermediateCatchEvent", "event_definition": event}
    state = {"spec": {"task_specs": {"t": task_spec}}, "subprocess_specs": {}, "tasks": {}, "subprocesses": {}}
    convert_timer_expressions(state)
    assert proof.was_run()


READS = row(
    user_task("a"), user_task("b"),
    '<bpmn:scriptTask id="x"><bpmn:extensionElements><zeebe:script expression="=[decision, more, email]" '
    'resultVariable="all"/></bpmn:extensionElements></bpmn:scriptTask>', ids="a b x",
)  # fmt: skip


def test_t13_odd_answers_are_the_same_after_every_step(house: House) -> None:
    house.start(READS)
    house.do("a", decision=ODD, more=list(ODD), email="business_key", **ODD)
    assert house.variables()["decision"] == ODD
    with house.work() as engine:
        (said,) = engine.submissions.of("KEY-1")
        assert said.answers == {"decision": ODD, "more": list(ODD), "email": "business_key", **ODD}
    house.do("b")
    assert house.instance().status == "completed"


def test_t13_a_state_is_tokens_and_variables_and_no_code_or_class() -> None:
    from engine import Known
    from engine.deployments import prepare
    from tests.engine.differential.engines import Straight

    engine = Straight(prepare("walk", {"walk.bpmn": IN_A_ROW}, Known()))
    text = json.dumps(engine.execution.save())
    assert len(text) < 500
    assert not any(word in text for word in ("typename", "Spiff", "module", "class", "expression"))


# -- T16 -------------------------------------------------------------------------------------------------------------
BARE_EACH = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"


def test_bare_t16_a_multi_instance_on_a_freshly_read_drawing_never_ends() -> None:
    data = row(f'<bpmn:userTask id="u">{BARE_EACH}</bpmn:userTask>', user_task("v"), ids="u v")
    workflow = bare.save_and_load(bare.begin(data))
    workflow.spec, workflow.subprocess_specs = bare.parse(data)
    for task in workflow.get_tasks():
        task.task_spec = workflow.spec.task_specs[task.task_spec.name]
    for _ in range(2):
        workflow.get_tasks(state=TaskState.READY)[0].run()
        workflow.do_engine_steps()
    assert (bare.ready(workflow), workflow.is_completed()) == ([], False)


OVER = '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="item"/>'
EACH = f"<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>{OVER}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"


def test_t16_a_multi_instance_ends_although_the_drawing_is_read_afresh_at_every_step(house: House) -> None:
    house.start(row(user_task("u").replace("</bpmn:userTask>", f"{EACH}</bpmn:userTask>"), user_task("v"), ids="u v"))
    for left in (["u"], ["v"]):
        house.cache = Cache()
        house.do("u")
        assert house.waiting() == left
