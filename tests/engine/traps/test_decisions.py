"""Trap 12: the library's decision tables know few hit policies, no FEEL, and are Python inside."""

from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from engine.decisions import read_decisions
from tests.engine.decisions.models import data, decision, dmn, table, value

SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
TABLE = (
    f'<definitions xmlns="{SPACE}" id="d" name="D" namespace="n"><decision id="x" name="X"><decisionTable id="t" '
    'hitPolicy="{}"><input id="i"><inputExpression id="ie"><text>{}</text></inputExpression></input>'
    '<output id="o" name="result"/>{}</decisionTable></decision></definitions>'
)
RULE = (
    '<rule id="r{0}"><inputEntry id="e{0}"><text>{1}</text></inputEntry><outputEntry id="x{0}"><text>"{2}"</text>'
    "</outputEntry></rule>"
)
TWO = (("&gt; 1", "low"), ("&gt; 10", "high"))


class Asking:
    """As much of a task as the library's decision engine looks at."""

    task_spec = None

    def __init__(self) -> None:
        self.data = {"age": 20}
        self.workflow = self
        self.script_engine = PythonScriptEngine()
        self.data_objects: dict[str, Any] = {}


def bare_result(policy: str, *rules: tuple[str, str], reads: str = "age") -> dict[str, Any]:
    """What the library's table says for the age of twenty."""
    written = "".join(RULE.format(number, *rule) for number, rule in enumerate(rules))
    parser = DMNParser(None, etree.fromstring(TABLE.format(policy, reads, written)), {"dmn": SPACE})
    parser.parse()
    return dict(DMNEngine(parser.decision.decisionTables[0]).result(Asking()))


def ours(policy: str, *rules: str) -> Any:
    """What our table says for the age of twenty."""
    return value(
        "d", data("age", "number"), decision("d", table("age = result", *rules, policy=policy), needs="age"), age=20
    )


def test_bare_t12_several_rules_of_a_unique_table_apply_and_the_first_wins() -> None:
    assert bare_result("UNIQUE", *TWO) == {"result": "low"}


def test_t12_several_rules_of_a_unique_table_give_nothing() -> None:
    assert ours("UNIQUE", '> 1 = "low"', '> 10 = "high"') is None


def test_bare_t12_a_table_in_rule_order_gives_one_value() -> None:
    assert bare_result("RULE ORDER", *TWO) == {"result": "low"}


def test_t12_a_table_in_rule_order_gives_all_values() -> None:
    assert ours("RULE ORDER", '> 1 = "low"', '> 10 = "high"') == ["low", "high"]


def test_bare_t12_when_no_rule_applies_the_result_has_no_name() -> None:
    assert bare_result("UNIQUE", ("&gt; 100", "old")) == {}


def test_t12_when_no_rule_applies_the_result_is_null() -> None:
    assert ours("UNIQUE", '> 100 = "old"') is None


def test_bare_t12_a_range_is_an_error() -> None:
    with pytest.raises(Exception):  # noqa: B017  (it raises an error of its own while it makes one)
        bare_result("UNIQUE", ("[1..30]", "young"))


def test_bare_t12_what_is_not_something_never_applies() -> None:
    assert bare_result("UNIQUE", ("not(1)", "other")) == {}


def test_t12_ranges_and_not_apply() -> None:
    assert ours("UNIQUE", '[1..30] = "young"') == "young"
    assert ours("UNIQUE", 'not(1) = "other"') == "other"


def test_bare_t12_an_input_is_python() -> None:
    assert bare_result("UNIQUE", ("True", "run"), reads='__import__("os").getpid() &gt; 0') == {"result": "run"}


def test_t12_an_input_is_feel() -> None:
    logic = table('__import__("os").getpid() = result', 'true = "run"')
    faults = read_decisions(dmn(decision("d", logic))).faults
    assert any("__import__" in fault.message for fault in faults)
