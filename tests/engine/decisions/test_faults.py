"""What is wrong with a DMN file is told with its table, row and column, and how to mend it."""

import pytest

from engine import Finding, check_decisions
from tests.engine.decisions.models import HEAD, data, decision, dmn, knowledge, table, text

AGE = data("age", "number")


def findings(*parts: str) -> list[Finding]:
    found = check_decisions("a.dmn", dmn(*parts)).errors
    assert all(each.file == "a.dmn" and each.remedy for each in found)
    return list(found)


def of_table(logic: str, needs: str = "age") -> tuple[str, str]:
    """The one finding of a table named Assess: message and remedy."""
    (found,) = findings(AGE, decision("Assess", logic, needs=needs))
    assert found.element == "Assess"
    return found.message, found.remedy


@pytest.mark.parametrize(
    ("row", "message", "remedy"),
    [
        ('< 1x5 y = "a"', "Row 2, column “age”: “< 1x5 y” is not FEEL: Nothing more was expected, but “x5” follows.", "FEEL"),
        ('== 5 = "a"', "Row 2, column “age”: “== 5” is not FEEL: Use a single = to compare, not ==.", "FEEL"),
        ("- = assess", "Row 2, column “result”: “assess”: Nothing gives “assess”.", "in quotes if it is a text"),
        ("- = agee", "Row 2, column “result”: “agee”: Nothing gives “agee”.", "Did you mean “age”?"),
        ("young = 1", "Row 2, column “age”: “young”: Nothing gives “young”.", "in quotes"),
        ("flor(?) = 1", "Row 2, column “age”: “flor(?)” is not FEEL: There is no function “flor”. Did you mean “floor”?", "FEEL"),
        ('- = __import__("os").system("id")', "Row 2, column “result”: “__import__(\"os\").system(\"id\")” is not FEEL: There is no function “__import__”.", "FEEL"),
        ("- | - = 1", "Row 2: It has more or fewer cells than the table has columns.", "Draw the row anew."),
    ],
)  # fmt: skip
def test_a_fault_in_a_cell_names_table_row_and_column(row: str, message: str, remedy: str) -> None:
    found = of_table(table("age = result", '< 5 = "b"', row))
    assert found[0] == message
    assert remedy in found[1]


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("SOMETIMES", "DMN has no hit policy “SOMETIMES”."),
        ("COLLECT+MEAN", "DMN has no hit policy “COLLECT MEAN”."),
        ("PRIORITY", "The hit policy PRIORITY needs the outputs' values in their order."),
        ("OUTPUT ORDER", "The hit policy OUTPUT ORDER needs the outputs' values in their order."),
    ],
)
def test_a_hit_policy_that_cannot_work_is_told(policy: str, message: str) -> None:
    assert of_table(table("age = result", '< 5 = "b"', policy=policy))[0] == message


def test_a_column_that_reads_what_nobody_gives_is_told_with_the_nearest() -> None:
    assert of_table(table("agee = result", '< 5 = "b"')) == (
        "Column “agee”: “agee”: Nothing gives “agee”.",
        "Did you mean “age”?",
    )


def test_allowed_values_and_defaults_are_looked_at() -> None:
    logic = table("age = result", '< 5 = "b"', values=["a, b"], defaults="c")
    told = [found.message for found in findings(AGE, decision("Assess", logic, needs="age"))]
    assert told == [f"Column “result”: “{text}”: Nothing gives “{name}”." for text, name in BARE]


BARE = (("[a, b]", "a"), ("[a, b]", "b"), ("c", "c"))


def test_without_input_data_columns_may_name_any_variable_but_cells_may_not() -> None:
    (found,) = findings(decision("Assess", table("age = result", "< 5 = yes")))
    assert found.message == "Row 1, column “result”: “yes”: Nothing gives “yes”."


@pytest.mark.parametrize(
    ("logic", "message"),
    [
        (text("age + sise"), "“age + sise”: Nothing gives “sise”."),
        (f"<list>{text('age')}{text('sise')}</list>", "“sise”: Nothing gives “sise”."),
        (
            f"<context><contextEntry><variable name='total'/>{text('sise')}</contextEntry></context>",
            "Entry “total”: “sise”: Nothing gives “sise”.",
        ),
    ],
)
def test_other_boxed_expressions_are_read_as_closely(logic: str, message: str) -> None:
    (found,) = findings(AGE, decision("Sum", logic, needs="age"))
    assert (found.element, found.message) == ("Sum", message)


def test_names_that_a_box_introduces_are_known_in_it() -> None:
    loop = f"<for iteratorVariable='i'><in>{text('[age]')}</in><return>{text('i + count(partial)')}</return></for>"
    chosen = f"<filter><in>{text('[{a: 1}]')}</in><match>{text('a = age and item.a = 1')}</match></filter>"
    entries = "<context><contextEntry><variable name='a'/>{}</contextEntry><contextEntry>{}</contextEntry></context>"
    for logic in (loop, chosen, entries.format(text("age"), text("a + age"))):
        assert findings(AGE, decision("Sum", logic, needs="age")) == []
    assert (
        findings(
            knowledge("fee", "n", text("if n < 1 then 0 else fee(n - 1)")), decision("d", text("fee(2)"), needs="~fee")
        )
        == []
    )


def test_a_requirement_that_leads_nowhere_or_back_is_told() -> None:
    parts = (
        AGE,
        decision("a", text("b"), needs="!b"),
        decision("b", text("a"), needs="!a"),
        decision("c", text("1"), needs="agee"),
    )
    told = [(found.element, found.message, found.remedy) for found in findings(*parts)]
    back = "It requires itself, by way of what it requires."
    assert [(element, message) for element, message, _ in told] == [
        ("a", back), ("b", back), ("c", "It requires “agee”, which is not there."),
    ]  # fmt: skip
    assert told[-1][2] == "Did you mean “age”?"


def test_two_elements_of_one_name_are_told() -> None:
    two = decision("b", text("1")).replace('name="b"', 'name="a"')
    (found,) = findings(decision("a", text("1")), two)
    assert (found.element, found.message) == ("a", "2 elements have this name.")


@pytest.mark.parametrize("language", ["javascript", "http://www.w3.org/1999/XPath", "juel"])
def test_a_cell_in_another_language_is_refused(language: str) -> None:
    logic = table("age = result", "< 5 = 1").replace("<outputEntry>", f'<outputEntry expressionLanguage="{language}">')
    (found,) = findings(AGE, decision("Assess", logic, needs="age"))
    assert (found.element, found.message) == ("Assess", f"Its expression is written in {language.rsplit('/', 1)[-1]}.")


def test_a_function_in_java_is_refused() -> None:
    logic = f'<functionDefinition kind="Java">{text("1")}</functionDefinition>'
    (found,) = findings(decision("d", logic))
    assert found.message == "A function is written in Java."


@pytest.mark.parametrize(
    "data_",
    [
        HEAD.format("here", "<decision name='d'>" * 100 + "</decision>" * 100).encode(),
        b'<!DOCTYPE definitions [<!ENTITY a "b">]>' + dmn(decision("d", text("1"))),
        b" " * 4_000_001,
        dmn(*["<decision id='d'/>"] * 100_001),
    ],
    ids=["nested", "document type", "large", "many parts"],
)
def test_a_file_that_means_harm_is_one_finding(data_: bytes) -> None:
    assert len(check_decisions("a.dmn", data_).errors) == 1
