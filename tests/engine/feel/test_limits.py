"""No expression runs away: each ends soon, with a value, a limit or a fault of syntax."""

import contextlib
import time
from functools import reduce

import pytest

from engine.feel import FeelError, FeelLimitExceeded, FeelSyntaxError, compile_expression, to_variable

SOON = 0.5  # seconds of computing: each takes less than 0.2, also on a busy machine
LONG = "x" * 1000
SELF = "{f: function(g, n) if n < 2 then n else g(g, n - 1) + g(g, n - 2), r: f(f, 60)}.r"
DOUBLED = "(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])[-1]"
NESTED = "(for i in 1..300 return if i = 1 then [] else [partial[-1]])[-1]"

EXCEEDING = {
    "a huge range": "for i in 1..10**9 return i",
    "a huge range of days": 'for d in date("0001-01-01")..date("9999-12-31") return d',
    "a range in brackets": "count(for i in [1..10**30] return i)",
    "a product of loops": "for a in 1..300, b in 1..300, c in 1..300 return 1",
    "loops within loops": "for a in 1..1000 return for b in 1..1000 return b",
    "tests within tests": "some a in 1..1000 satisfies some b in 1..1000 satisfies some c in 1..1000 satisfies false",
    "what was found so far, again and again": "for i in 1..20000 return count(partial)",
    "a list that doubles": "for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    "a text that doubles": f'for i in 1..60 return if i = 1 then "{LONG}" else partial[-1] + partial[-1]',
    "a text repeated": f'string join(for i in 1..10000 return "{LONG}", "")',
    "a text replaced by a long one": f'replace("{LONG}", "x", "{LONG}")',
    "long parts of a text": f'for i in 1..20000 return substring("{LONG * 4}", 2)',
    "a long text turned about": f'for i in 1..20000 return upper case("{LONG * 4}")',
    "a function that calls itself": SELF,
    "a function that calls itself for ever": "{f: function(g) g(g), r: f(f)}.r",
    "sorting by a function": "sort(for i in 1..20000 return -i, function(a, b) a < b)",
    "lists compared with lists": "distinct values(for i in 1..2000 return [i])",
    "lists searched": "for j in 1..2000 return list contains(for i in 1..2000 return i, -1)",
    "contexts merged": "context merge(for i in 1..2000 return context(for j in 1..100 return {key: string(j), value: j}))",
    "a long path": 'context put({}, for i in 1..10000 return "a", 1)',
    "a value that holds itself twice": DOUBLED,
    "its text": f"string({DOUBLED})",
    "its equal": f"{DOUBLED} = {DOUBLED}",
    "its elements": f"flatten({DOUBLED})",
    "a value nested deeply": NESTED,
    "a pattern that repeats repeats": 'matches("a", "((a{1000}){1000}){1000}")',
    "a pattern of a thousand perhaps": f'matches("{"a" * 480}", "(a?){{500}}a{{500}}")',
    "a pattern that starts over": f'matches("{"a" * 9000}", "(.*)(.*)(.*)(.*)(.*)x")',
    "a pattern that goes back": rf'matches("{"a" * 3000}", "(a*)(a*)(a*)\\1\\2\\3b")',
}


def spent(text: str, **variables: object) -> float:
    """Seconds of computing that an expression took, whatever came of it."""
    start = time.thread_time()
    with contextlib.suppress(FeelError):
        to_variable(compile_expression(text).evaluate(variables))
    return time.thread_time() - start


@pytest.mark.parametrize("what", EXCEEDING)
def test_what_would_run_away_ends_at_a_limit(what: str) -> None:
    with pytest.raises(FeelLimitExceeded):
        to_variable(compile_expression(EXCEEDING[what]).evaluate({}))
    assert spent(EXCEEDING[what]) < SOON


UNREADABLE = {
    "brackets": "(" * 4000 + "1" + ")" * 4000,
    "many brackets": "(" * 100_000,
    "lists": "[" * 9999,
    "ranges": "[1.." * 2000,
    "open ranges": "]1.." * 2000,
    "tests": "1 in (" * 1600 + "1",
    "tests beside tests": "1 in (1) in (1)" + " in (1)" * 1000,
    "signs": "-" * 9998 + "1",
    "conditions": "if true then " * 700 + "1",
    "contexts": "{a:" * 3000 + "1",
    "calls": "not(" * 2000 + "true",
    "a sum": "1" + "+1" * 4999,
    "a path": "a" + ".b" * 4999,
    "filters": "a" + "[1]" * 3000,
    "powers": "2" + "**2" * 3000,
    "functions": "function(a) " * 800 + "a",
    "types": "1 instance of " + "list<" * 1900,
    "a text that is not closed": '"' * 9999,
    "a comment that is not closed": "/*" * 4999,
    "a number of ten thousand digits": "9" * 9999,
    "a number beyond all": "1e999999999",
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_nested_too_deeply_or_too_long_is_no_expression(what: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression(UNREADABLE[what])
    assert spent(UNREADABLE[what]) < SOON


QUICK = {
    "a tower of powers": "10**10**10",
    "a power of a fraction": "123.456789 ** 6000.123",
    "a root of the largest number": "sqrt(9.999e6144)",
    "digits of the largest number": "string length(string(decimal(9.9e6144, 6000)))",
    "a remainder of the largest number": "modulo(9.9e6144, 1e-6000)",
    "e to the millionth": "exp(1000000)",
    "a number of many digits": f'number("{"9" * 9000}")',
    "a number with an exponent": 'number("1e999999")',
    "a position beyond all lists": "[1, 2][10**30]",
    "a day beyond the calendar": 'date("2026-01-01") + duration("P999999999999D")',
    "a length beyond the calendar": 'duration("P99999999999999999999Y")',
    "a pattern that is doubtful": f'matches("{"a" * 500}b", "(a+)+$")',
    "a pattern with alternatives": f'matches("{"a" * 500}b", "(a|aa)+$")',
    "a thousand names": "{" + ", ".join(f"a{i}: a{i - 1}" for i in range(1, 700)) + "}",
    "names of several words": "{" + ", ".join(f"a b c{i}: a b c{i - 1}" for i in range(1, 120)) + "}",
    "many alternatives": " or ".join(["a = 1"] * 1000),
    "one name of many words": " ".join(["a"] * 4900),
    "a thousand tests": "1 in (" + ", ".join(["> 2"] * 1500) + ")",
}


@pytest.mark.parametrize("what", QUICK)
def test_what_looks_endless_and_is_not_has_its_value_soon(what: str) -> None:
    to_variable(compile_expression(QUICK[what]).evaluate({}))
    assert spent(QUICK[what] + " ") < SOON


@pytest.mark.parametrize(
    "variable",
    [
        reduce(lambda inside, _: [inside], range(5000), 1),
        reduce(lambda inside, _: {"a": inside}, range(5000), 1),
        list(range(1_000_000)),
        [list(range(1000))] * 1000,
        {str(n): n for n in range(200_000)},
    ],
    ids=["nested lists", "nested contexts", "a million numbers", "a thousand lists", "many entries"],
)
def test_a_variable_without_measure_is_refused_when_it_is_read(variable: object) -> None:
    with pytest.raises(FeelLimitExceeded):
        compile_expression("x").evaluate({"x": variable})
    assert compile_expression("1 + 1").evaluate({"x": variable}) == 2
    assert spent("x", x=variable) < SOON


def test_a_text_of_a_form_is_read_at_its_whole_length() -> None:
    story = "word " * 20_000
    assert to_variable(compile_expression("string length(story)").evaluate({"story": story})) == 100_000


@pytest.mark.parametrize(
    "text", ["for i in 1..3000 return i * 2", "sum(for i in 1..3000 return i)", "sort(numbers)[1]"]
)
def test_a_few_thousand_of_anything_are_no_trouble(text: str) -> None:
    assert compile_expression(text).evaluate({"numbers": list(range(3000, 0, -1))}) is not None
