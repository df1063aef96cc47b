"""Whatever is typed as an expression: a value, a limit or a fault of syntax, soon; never another error."""

import json
import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, compile_expression, compile_unary_tests, to_variable
from engine.feel.builtins.registry import BUILTINS
from engine.feel.compiling import compiler

assert compiler.FAMILIES  # every built-in function is there
SOON = 10.0  # seconds of computing: what runs away is meant, not what a busy machine slows down
EASY = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
TOKENS = (
    *[
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "==",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "?",
        "@",
        "'",
        '"',
        "//",
        "/*",
        "*/",
        "->",
        "\\",
        ";",
        "!",
        "|",
        "&",
        "%",
    ],
    *[
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "not",
        "between",
        "instance",
        "of",
        "function",
        "true",
        "false",
        "null",
    ],
    *[
        "item",
        "partial",
        "external",
        "list<number>",
        "range",
        "context",
        "date",
        "duration",
        "a",
        "b",
        "1",
        "2.5",
        ".5",
        "1e3",
        "10**9",
    ],
    *('"x"', '"\\u00e9"', '@"2026-01-01"', '@"P1D"', "list", "contexts", "day", " ", "\n", "\u00a0", "é", "\x00"),
)
VARIABLES: dict[str, Any] = {
    "a": 3,
    "b": "text",
    "list": [1, 2, None, "x", [3]],
    "contexts": [{"a": 1, "b": {"c": [1]}}, {"a": None}],
    "day": "2026-02-28",
}
LEAVES = st.sampled_from(
    ["1", "0", "-2.5", "1e30", '"a"', '"2026-01-31"', "true", "false", "null", "[]", "{}", "a", "b", "list", "contexts", "day"]
    + ['@"2026-02-28"', '@"10:00:00@Europe/London"', '@"2026-03-29T01:30:00Z"', '@"P1M"', '@"-PT25H"', "[1..5]", "(> 3)"]
)  # fmt: skip
OPERATORS = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"])
NAMES = st.sampled_from(sorted(BUILTINS))


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions of smaller ones."""
    return st.one_of(
        st.builds("({} {} {})".format, inner, OPERATORS, inner),
        st.builds("if {} then {} else {}".format, inner, inner, inner),
        st.builds("for i in {} return {}".format, inner, inner),
        st.builds("some i in {} satisfies {}".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a: {}, c: {}}}".format, inner, inner),
        st.builds("({}).{}".format, inner, st.sampled_from(["a", "year", "days", "start", "time offset"])),
        st.builds("({} between {} and {})".format, inner, inner, inner),
        st.builds("(function(a, c) {})({}, {})".format, inner, inner, inner),
        st.builds(lambda name, values: f"{name}({', '.join(values)})", NAMES, st.lists(inner, max_size=4)),
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=12)
ANYTHING = st.one_of(st.lists(st.sampled_from(TOKENS), max_size=30).map(" ".join), st.text(max_size=60))


def play(text: str) -> None:
    """Compile and evaluate; the value must fit into JSON."""
    start = time.thread_time()
    try:
        value = to_variable(compile_expression(text).evaluate(VARIABLES))
        json.dumps(value, allow_nan=False)
        compile_unary_tests(text).matches(value, VARIABLES)
    except FeelError as fault:
        assert str(fault)
    assert time.thread_time() - start < SOON, text


@settings(EASY, max_examples=1200)
@given(EXPRESSIONS)
def test_any_expression_has_a_value_or_meets_a_limit(text: str) -> None:
    play(text)


@settings(EASY, max_examples=600)
@given(ANYTHING)
def test_any_text_is_an_expression_or_is_told_why_not(text: str) -> None:
    play(text)
