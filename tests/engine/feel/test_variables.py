"""Between Python and FEEL: what a variable becomes when it is read, and what is kept of a value."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.feel import compile_expression, to_variable
from engine.feel.values.texts import text_of

READ: list[tuple[Any, str]] = [
    (3, "3"),
    (2**70, "1180591620717411303424"),
    (0.1, "0.1"),
    (float("nan"), "null"),
    (float("inf"), "null"),
    (Decimal("1.50"), "1.5"),
    (True, "true"),
    ("text", '"text"'),
    (None, "null"),
    (date(2026, 3, 1), "2026-03-01"),
    (datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "2026-03-01T09:30:00Z"),
    (datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London")), "2026-07-01T09:30:00@Europe/London"),
    (datetime(2026, 3, 1, 9, 30), "2026-03-01T09:30:00"),  # noqa: DTZ001 - a wall clock
    (time(9, 30, tzinfo=timezone(timedelta(hours=1))), "09:30:00+01:00"),
    (timedelta(days=1, hours=2), "P1DT2H"),
    ([1, (2, {"a": 3})], "[1, [2, {a: 3}]]"),
    (b"bytes", "null"),
    ({1, 2}, "null"),
    (object(), "null"),
]


@pytest.mark.parametrize(("variable", "value"), READ)
def test_what_python_holds_is_read_as_feel(variable: object, value: str) -> None:
    assert text_of([compile_expression("x").evaluate({"x": variable})])[1:-1] == value


KEPT: list[tuple[str, Any]] = [
    ("1 + 1", 2),
    ("1 / 4", 0.25),
    ("2 ** 70", 2.0**70),
    ("10 ** 400", None),  # beyond what JSON's readers hold
    ('"a"', "a"),
    ("null", None),
    ("[1, [null, true]]", [1, [None, True]]),
    ('{a: date("2026-03-01")}', {"a": "2026-03-01"}),
    ('time("09:30:00")', "09:30:00"),
    ('@"2026-07-01T09:30:00@Europe/London"', "2026-07-01T09:30:00+01:00"),
    ('duration("P42D")', "P42D"),
    ('duration("P1Y2M")', "P1Y2M"),
    ("[1..5)", "[1..5)"),
    ("function(x) x", None),
    ("sum", None),
]


@pytest.mark.parametrize(("text", "variable"), KEPT)
def test_what_feel_gives_is_kept_as_json(text: str, variable: object) -> None:
    assert to_variable(compile_expression(text).evaluate({})) == variable


def test_what_is_kept_is_read_again_as_it_was() -> None:
    for text in ("[1, 2.5, null]", '{a: "b", c: [true]}', "0.1 + 0.2"):
        kept = to_variable(compile_expression(text).evaluate({}))
        assert compile_expression(f"x = {text}").evaluate({"x": kept}) is True


def test_a_value_is_a_copy_that_changes_no_variable() -> None:
    variables = {"marks": [1, 2]}
    found = compile_expression("{same: marks, more: append(marks, 3)}").evaluate(variables)
    found["same"].append(9)
    assert variables == {"marks": [1, 2]}


def test_now_is_the_moment_that_the_host_gives() -> None:
    for hour, day in ((22, "2026-07-13"), (23, "2026-07-14")):  # London's midnight in summer
        moment = datetime(2026, 7, 13, hour, 30, tzinfo=UTC)
        assert to_variable(compile_expression("today()").evaluate({}, now=moment)) == day
