"""Requirement graphs, boxed expressions, types and services."""

import pytest

from engine.decisions import DecisionNotFound, read_decisions
from engine.feel import FeelLimitExceeded, to_variable
from tests.engine.decisions.models import data, decision, dmn, knowledge, model, table, text, value

AGE = data("age", "number")


def test_a_decision_asks_those_that_it_requires() -> None:
    risk = decision("risk", table("age = r", '< 25 = "high"', '>= 25 = "low"'), needs="age")
    premium = decision("premium", text('if risk = "high" then 2 * base else base'), needs="!risk base")
    parts = (AGE, data("base"), risk, premium)
    assert [value("premium", *parts, age=age, base=100) for age in (20, 40)] == [200, 100]


def test_what_is_not_required_is_not_seen() -> None:
    made = read_decisions(dmn(AGE, data("base"), decision("d", text("base"), needs="age")))
    assert made.evaluate("d", {"age": 1, "base": 2}) is None
    assert [(fault.element, fault.message) for fault in made.faults] == [("d", "“base”: Nothing gives “base”.")]


def test_a_model_without_input_data_reads_the_variables_that_its_columns_name() -> None:
    made = model(decision("d", table("age | kind = fee", "< 18 | - = 1", "- | age = 2")))
    assert made.needs("d") == {"age", "kind"}
    assert to_variable(made.evaluate("d", {"age": 40, "kind": 40})) == 2


def test_only_what_stands_behind_a_decision_must_be_given() -> None:
    parts = (
        AGE,
        data("base"),
        decision("a", text("age"), needs="age"),
        decision("b", text("a + base"), needs="!a base"),
    )
    assert (model(*parts).needs("a"), model(*parts).needs("b")) == ({"age"}, {"age", "base"})


def test_a_decision_is_asked_by_id_or_name_and_another_is_told() -> None:
    made = model(decision("d", text("1 + 1")).replace('name="d"', 'name="Two of them"'))
    assert [to_variable(made.evaluate(name, {})) for name in ("d", "Two of them")] == [2, 2]
    with pytest.raises(DecisionNotFound, match="There is no decision “e” in “Model”"):
        made.evaluate("e", {})


def test_business_knowledge_is_a_function_that_may_call_others_and_itself() -> None:
    parts = (
        knowledge("twice", "n:number", text("n * 2")),
        knowledge("four times", "n", text("twice(twice(n))"), needs="~twice"),
        knowledge("factorial", "n", text("if n <= 1 then 1 else n * factorial(n - 1)")),
        decision("d", text("[four times(3), factorial(5)]"), needs="~four_times ~factorial"),
    )
    parts = tuple(part.replace('id="four times"', 'id="four_times"') for part in parts)
    assert value("d", *parts) == [12, 120]


def test_knowledge_that_calls_itself_for_ever_ends_at_a_limit() -> None:
    made = model(knowledge("f", "n", text("f(n)")), decision("d", text("f(1)"), needs="~f"))
    with pytest.raises(FeelLimitExceeded):
        made.evaluate("d", {})


def test_a_chain_of_thousands_of_decisions_ends_at_a_limit_or_a_value() -> None:
    chain = [decision(f"d{n}", text(f"d{n - 1} + 1"), needs=f"!d{n - 1}") for n in range(1, 3000)]
    made = model(decision("d0", text("1")), *chain)
    assert to_variable(made.evaluate("d100", {})) == 101
    with pytest.raises(FeelLimitExceeded):
        made.evaluate("d2999", {})


BOXED = {
    "context": (
        f"<context><contextEntry><variable name='a'/>{text('age + 1')}</contextEntry>"
        f"<contextEntry><variable name='b'/>{text('a * 2')}</contextEntry></context>",
        {"a": 4, "b": 8},
    ),
    "context with a result": (
        f"<context><contextEntry><variable name='a'/>{text('age + 1')}</contextEntry>"
        f"<contextEntry>{text('a * 10')}</contextEntry></context>",
        40,
    ),
    "list": (f"<list>{text('age')}{text('age * 2')}</list>", [3, 6]),
    "relation": (
        "<relation><column name='n'/><column name='w'/>"
        f"<row>{text('1')}{text('age')}</row><row>{text('2')}{text('null')}</row></relation>",
        [{"n": 1, "w": 3}, {"n": 2, "w": None}],
    ),
    "conditional": (
        f"<conditional><if>{text('age > 2')}</if><then>{text('1')}</then><else>{text('2')}</else></conditional>",
        1,
    ),
    "for": (
        f"<for iteratorVariable='i'><in>{text('1..age')}</in><return>{text('i * i')}</return></for>".replace(
            "1..age", "[1..3]"
        ),
        [1, 4, 9],
    ),
    "some": (
        f"<some iteratorVariable='i'><in>{text('[1, age]')}</in><satisfies>{text('i = 3')}</satisfies></some>",
        True,
    ),
    "every": (
        f"<every iteratorVariable='i'><in>{text('[1, age]')}</in><satisfies>{text('i = 3')}</satisfies></every>",
        False,
    ),
    "filter": (f"<filter><in>{text('[1, 5, age]')}</in><match>{text('item > 2')}</match></filter>", [5, 3]),
    "filter of contexts": (
        f"<filter><in>{text('[{a: 1}, {a: 5}]')}</in><match>{text('a > 2')}</match></filter>",
        [{"a": 5}],
    ),
    "invocation": (
        f"<invocation>{text('function(x, y) x - y')}<binding><parameter name='y'/>{text('1')}</binding>"
        f"<binding><parameter name='x'/>{text('age')}</binding></invocation>",
        2,
    ),
}


@pytest.mark.parametrize("kind", BOXED)
def test_each_boxed_expression_gives_its_value(kind: str) -> None:
    logic, expected = BOXED[kind]
    assert value("d", AGE, decision("d", logic, needs="age"), age=3) == expected


TYPES = (
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tPerson"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="marks" isCollection="true"><typeRef>number</typeRef></itemComponent></itemDefinition>'
)


@pytest.mark.parametrize(
    ("type_", "given", "expected"),
    [
        ("number", 3, 3),
        ("number", "3", None),
        ("string", [("a")], "a"),  # a list of one stands for its element
        ("tGrade", "A", "A"),
        ("tGrade", "C", None),
        ("tPerson", {"first name": "Jo", "marks": [1]}, {"first name": "Jo", "marks": [1]}),
        ("tPerson", {"first name": "Jo", "marks": ["x"]}, None),
        ("tPerson", {"first name": "Jo"}, None),
    ],
)
def test_input_that_does_not_fit_its_type_is_null(type_: str, given: object, expected: object) -> None:
    assert value("d", TYPES, data("x", type_), decision("d", text("x"), needs="x"), x=given) == expected


def test_an_entry_of_several_words_is_read_as_one_name() -> None:
    parts = (TYPES, data("p", "tPerson"), decision("d", text("p.first name"), needs="p"))
    assert value("d", *parts, p={"first name": "Jo", "marks": []}) == "Jo"


def test_a_decision_of_another_type_than_declared_is_null() -> None:
    assert value("d", decision("d", text('"x"'), type_="number")) is None


SERVICE = (
    '<decisionService id="s" name="s"><outputDecision href="#sum"/><encapsulatedDecision href="#twice"/>'
    '<inputData href="#age"/></decisionService>'
)


def test_a_service_is_asked_with_its_inputs_and_called_as_a_function() -> None:
    parts = (
        AGE,
        decision("twice", text("age * 2"), needs="age"),
        decision("sum", text("twice + 1"), needs="!twice"),
        SERVICE,
        decision("d", text("s(age: 20) + s(1)"), needs="~s"),
    )
    assert value("s", *parts, age=5) == 11
    assert value("d", *parts) == 44


IMPORTED = dmn(
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>',
    data("age", "number"),
    decision("older", text("age + 1"), needs="age"),
    knowledge("twice", "n:number", text("n * 2")),
    namespace="there",
)


@pytest.mark.parametrize(("name", "prefix"), [("lib", "lib."), ("", "")])
def test_an_import_is_seen_under_its_name_or_without_one_as_own(name: str, prefix: str) -> None:
    importing = dmn(
        f'<import namespace="there" name="{name}" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        decision("sum", text(f"{prefix}twice({prefix}older)"), needs="!there#older ~there#twice").replace(
            "#there", "there"
        ),
        decision("grade", text('if true then "C" else "A"'), type_=f"{prefix}tGrade"),
    )
    made = read_decisions(importing, others=[IMPORTED, dmn(decision("stranger", text("1")), namespace="elsewhere")])
    assert made.faults == ()
    assert (made.decisions.keys(), made.needs("sum")) == ({"sum", "grade"}, {"age"})
    assert (to_variable(made.evaluate("sum", {"age": 4})), made.evaluate("grade", {})) == (10, None)


def test_files_that_share_a_namespace_do_not_mix() -> None:
    made = read_decisions(dmn(decision("a", text("1"))), others=[dmn(decision("b", text("2")))])
    assert made.decisions == {"a": "a"}
