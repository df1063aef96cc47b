"""The tests of a table's cell: what each lets pass."""

from typing import Any

import pytest

from engine.feel import FeelSyntaxError, compile_unary_tests

TESTS: dict[str, tuple[list[Any], list[Any]]] = {
    "-": ([1, "a", None], []),
    "5": ([5, 5.0], [6, "5", None]),
    '"a", "b"': (["a", "b"], ["c", None]),
    "< 5": ([4, -1], [5, None, "a"]),
    ">= 5, < 1": ([5, 9, 0], [3]),
    "!= 5": ([4, None], [5]),
    "= 5": ([5], [4]),
    "[1..5]": ([1, 5], [0, 6, None]),
    "(1..5)": ([2, 4.9], [1, 5]),
    "]1..5]": ([2, 5], [1]),
    "not(5)": ([4, None], [5]),
    "not(< 5, 9)": ([5, 8], [4, 9]),
    'not("a")': (["b"], ["a"]),
    "null": ([None], [1]),
    "not(null)": ([1, "a"], [None]),
    "true": ([True], [False, None]),
    "not(true)": ([False, None], [True]),
    "? > limit": ([11], [10, 9]),
    "> limit": ([11], [10]),
    "limit": ([10], [9]),
    "limits": ([1, 2, [1, 2]], [3]),
    "? in limits and ? > 1": ([2], [1]),
    "? = null or ? > 5": ([None, 6], [5]),
    'string length(?) = 2, "x"': (["ab", "x"], ["abc"]),
    "list contains(?, 3)": ([[1, 3]], [[1]]),
    "some i in ? satisfies i > 2": ([[1, 3]], [[1]]),
    "limit + 1": ([11], [10]),
    "-5": ([-5], [5]),
    "-limit": ([-10], [10]),
    "limit > 5": ([True, 3], [False]),  # a condition that does not look at the value holds for any but the opposite
    'date("2026-03-01")': ([], ["2026-03-01"]),
}


@pytest.mark.parametrize("text", TESTS)
def test_a_cell_lets_exactly_these_values_pass(text: str) -> None:
    passing, failing = TESTS[text]
    tests, scope = compile_unary_tests(text, names=("limit", "limits")), {"limit": 10, "limits": [1, 2]}
    assert [value for value in passing if not tests.matches(value, scope)] == []
    assert [value for value in failing if tests.matches(value, scope)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("== 5", "Use a single = to compare"),
        ("< ", "Expected a value but found the end."),
        ("1,", "Expected a value but found the end."),
        ("5 6", "Nothing more was expected"),
        ("[1..", "Expected a value"),
        ("not(", "Expected"),
        ("-,1", "Expected a value"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(text: str, words: str) -> None:
    with pytest.raises(FeelSyntaxError, match=words):
        compile_unary_tests(text)


def test_the_tests_know_which_variables_they_read() -> None:
    assert compile_unary_tests("> limit, ? = other").names == {"limit", "other"}
