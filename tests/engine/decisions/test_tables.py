"""Decision tables: which rules apply, and what each hit policy makes of them."""

from typing import Any

import pytest

from tests.engine.decisions.models import data, decision, table, value

AGE, KIND = data("age", "number"), data("kind")
ROWS = ('< 18 | - = "child" | 10', '>= 16 | - = "adult" | 30', '[16..17] | "x" = "young" | 20')


def asked(policy: str, age: object, kind: object = None, *, columns: int = 1, **more: Any) -> object:
    """What a table of overlapping rules says; with one column of outputs, its value alone."""
    heads = "age | kind = group" if columns == 1 else "age | kind = group | fee"
    rows = [row if columns == 2 else row.rpartition(" | ")[0] for row in ROWS]
    logic = table(heads, *rows, policy=policy, **more)
    return value("d", AGE, KIND, decision("d", logic, needs="age kind"), age=age, kind=kind)


ORDER = ['"adult", "young", "child"']


@pytest.mark.parametrize(
    ("policy", "age", "kind", "expected"),
    [
        ("UNIQUE", 3, None, "child"),
        ("UNIQUE", 17, None, None),  # two rules apply: the table is wrong there, and says nothing
        ("ANY", 3, None, "child"),
        ("ANY", 17, None, None),
        ("FIRST", 17, "x", "child"),
        ("PRIORITY", 17, "x", "adult"),
        ("RULE ORDER", 17, "x", ["child", "adult", "young"]),
        ("OUTPUT ORDER", 17, "x", ["adult", "young", "child"]),
        ("COLLECT", 17, "x", ["child", "adult", "young"]),
        ("COLLECT+COUNT", 17, "x", 3),
        ("COLLECT+MIN", 17, "x", "adult"),
        ("COLLECT+MAX", 17, "x", "young"),
        ("RULE ORDER", 40, "x", ["adult"]),
    ],
)
def test_each_hit_policy_chooses_as_the_standard_says(policy: str, age: int, kind: str, expected: object) -> None:
    assert asked(policy, age, kind, values=ORDER) == expected


FEES = ("< 18 = 10", ">= 16 = 30", "[16..17] = 20")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("COLLECT", [10, 30, 20]),
        ("COLLECT+SUM", 60),
        ("COLLECT+MIN", 10),
        ("COLLECT+MAX", 30),
        ("COLLECT+COUNT", 3),
        ("PRIORITY", 20),
        ("OUTPUT ORDER", [20, 10, 30]),
    ],
)
def test_numbers_are_collected_summed_and_ranked(policy: str, expected: object) -> None:
    logic = table("age = fee", *FEES, policy=policy, values=["20, 10, 30"])
    assert value("d", AGE, decision("d", logic, needs="age"), age=17) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", {"group": "child", "fee": 10}),
        ("PRIORITY", {"group": "adult", "fee": 30}),
        ("RULE ORDER", [{"group": "child", "fee": 10}, {"group": "adult", "fee": 30}]),
        ("OUTPUT ORDER", [{"group": "adult", "fee": 30}, {"group": "child", "fee": 10}]),
        ("COLLECT+SUM", {"group": None, "fee": 40}),
        ("COLLECT+COUNT", 2),
    ],
)
def test_several_outputs_make_a_context(policy: str, expected: object) -> None:
    assert asked(policy, 17, columns=2, values=[*ORDER, "10, 20, 30"]) == expected


def test_rules_that_agree_satisfy_any() -> None:
    logic = table("age = fee", "< 18 = 5", "> 10 = 5", policy="ANY")
    assert value("d", AGE, decision("d", logic, needs="age"), age=17) == 5


@pytest.mark.parametrize(
    ("policy", "defaults", "expected"),
    [
        ("UNIQUE", "", None),
        ("UNIQUE", '"nobody"', "nobody"),
        ("FIRST", '"nobody"', "nobody"),
        ("COLLECT", "", None),
        ("COLLECT+COUNT", "", 0),
        ("RULE ORDER", '["nobody"]', ["nobody"]),
    ],
)
def test_when_no_rule_applies_the_defaults_answer(policy: str, defaults: str, expected: object) -> None:
    logic = table("age = group", '< 18 = "child"', policy=policy, defaults=defaults)
    assert value("d", AGE, decision("d", logic, needs="age"), age=50) == expected


@pytest.mark.parametrize(
    ("cell", "holding", "failing"),
    [
        ("-", [1, "a", None], []),
        ("", [1, None], []),
        ("5", [5, 5.0], [4, "5", None]),
        ('"a", "b"', ["a", "b"], ["c", None]),
        ('not("a", "b")', ["c"], ["a", "b"]),
        ("< 5", [4.9], [5, "x", None]),
        ("[1..5), > 9", [1, 4.5, 10], [5, 9]),
        ("null", [None], [0, ""]),
        ("? * 2 = 6 or ? = 10", [3, 10], [5]),
        ("kind", ["k"], ["l"]),  # another input is read by its name
        ("[kind, 3]", ["k", 3], [4]),
        ("not(null)", [1], [None]),
        ('starts with(?, "a")', ["abc"], ["b", None]),
        ('date("2026-01-01"), [date("2026-03-01")..date("2026-03-31")]', [], ["2026-01-01"]),
    ],
)
def test_what_a_cell_lets_pass(cell: str, holding: list[object], failing: list[object]) -> None:
    logic = table("thing | kind = hit", f"{cell} | - = true", defaults="false")
    parts = (data("thing"), KIND, decision("d", logic, needs="thing kind"))
    found = {str(each): value("d", *parts, thing=each, kind="k") for each in [*holding, *failing]}
    assert found == {str(each): each in holding for each in [*holding, *failing]}


def test_an_input_outside_its_allowed_values_gives_null() -> None:
    allowed = '<inputValues><text>"a", "b"</text></inputValues>'
    logic = table("kind = hit", "- = true").replace("</input>", f"{allowed}</input>", 1)
    parts = (KIND, decision("d", logic, needs="kind"))
    assert [value("d", *parts, kind=kind) for kind in ("a", "c")] == [True, None]


def test_outputs_are_ranked_by_their_type_when_the_column_lists_none() -> None:
    grade = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
        '<allowedValues><text>"high", "low"</text></allowedValues></itemDefinition>'
    )
    logic = table("age = grade", '> 1 = "low"', '> 2 = "high"', policy="PRIORITY")
    logic = logic.replace('<output name="grade">', '<output name="grade" typeRef="tGrade">')
    assert value("d", grade, AGE, decision("d", logic, needs="age"), age=9) == "high"


def test_a_result_is_read_with_the_inputs_of_the_table() -> None:
    logic = table("age = fee", "< 18 = age * 2", ">= 18 = if age > 60 then 0 else 100")
    parts = (AGE, decision("d", logic, needs="age"))
    assert [value("d", *parts, age=age) for age in (4, 30, 70)] == [8, 100, 0]
