"""What people type is never evaluated: an answer that looks like an expression stays the text that it is."""

import pytest

from engine import PORTAL, Bundle
from tests.engine.conftest import House, drawing, user_task
from tests.engine.decisions.models import data, decision, dmn, table

TYPED = ('="approve"', "approve", "=1 + 1", '__import__("os").system("id")', "{{ 7 * 7 }}", "decision", '"approve"')
ROUTE = "\n".join(
    [
        '<bpmn:startEvent id="start"/>',
        user_task("ask"),
        '<bpmn:scriptTask id="copy"><bpmn:extensionElements><zeebe:script expression="=decision" resultVariable="copied"/>'
        "</bpmn:extensionElements></bpmn:scriptTask>",
        '<bpmn:businessRuleTask id="rule"><bpmn:extensionElements>'
        '<zeebe:calledDecision decisionId="echo" resultVariable="echoed"/></bpmn:extensionElements></bpmn:businessRuleTask>',
        '<bpmn:exclusiveGateway id="g" default="no"/>',
        user_task("granted"),
        user_task("other"),
        '<bpmn:endEvent id="end"/>',
        '<bpmn:sequenceFlow id="no" sourceRef="g" targetRef="other"/>',
        "start -> ask",
        "ask -> copy",
        "copy -> rule",
        "rule -> g",
        'g -> granted if decision = "approve"',
        "granted -> end",
        "other -> end",
    ]
)
ECHO = dmn(data("decision"), decision("echo", table("decision = said", "- = decision"), needs="decision"))


@pytest.mark.parametrize("typed", TYPED)
def test_an_answer_that_looks_like_an_expression_stays_text(house: House, typed: str) -> None:
    with house.work() as engine:
        resources = {"walk.bpmn": drawing(ROUTE), "echo.dmn": ECHO}
        engine.deployments.deploy(Bundle(process_id="walk", resources=resources), by=PORTAL)
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    house.do("ask", decision=typed)
    kept = house.variables()
    assert [kept[name] for name in ("decision", "copied", "echoed")] == [typed] * 3
    assert house.waiting() == ["granted" if typed == "approve" else "other"]
