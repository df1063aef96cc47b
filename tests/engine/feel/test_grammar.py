"""Expressions: each construct of the grammar, how tightly it binds, and names as people write them."""

import pytest

from engine.feel import FeelSyntaxError, UnknownFunction, compile_expression
from tests.engine.feel.saying import said

VALUES = {
    "arithmetic": [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("2 ** 3 ** 2", "64"),  # from the left (DMN 1.3, 10.3.2.6)
        ("-2 ** 2", "4"),  # a sign binds tighter than a power
        ("2 ** -1", "0.5"),
        ("10 - 2 - 3", "5"),
        ("8 / 4 / 2", "1"),
        ("0.1 + 0.2", "0.3"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666666666667"),
        ("1 / 0", "null"),
        ("0 ** 0", "1"),
        ("--1", "1"),
        (".5 + 1.50", "2"),
        ("1e3 + 1E-1", "1000.1"),
        ("12345678901234567890123456789012345 - 1", "12345678901234567890123456789012340"),  # 34 digits
        ('"a" + "b"', '"ab"'),
        ('"a" + 1', "null"),
        ('"a" - "b"', "null"),
        ("null + 1", "null"),
        ("true + 1", "null"),
        ("[1] + [2]", "null"),
    ],
    "comparison": [
        ("1 < 2", "true"),
        ("2 <= 2", "true"),
        ("3 != 3.0", "false"),
        ('"a" < "b"', "true"),
        ('"10" < 9', "null"),
        ('"1" = 1', "null"),
        ('"1" != 1', "null"),
        ("null = null", "true"),
        ("1 = null", "false"),
        ("null != 1", "true"),
        ("null < 1", "null"),
        ("true < false", "null"),
        ("[1, 2] = [1, 2.0]", "true"),
        ("[1, 2] = [2, 1]", "false"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
        ("[1..5] = [1..5]", "true"),
        ("[1..5] = [1..5)", "false"),
        ("5 between 1 and 5", "true"),
        ("5 between 6 and 1", "false"),
        ("null between 1 and 2", "null"),
        ("1 = 1 and 2 > 1 or false", "true"),
    ],
    "three-valued logic": [
        ("true and null", "null"),
        ("false and null", "false"),
        ("null and false", "false"),
        ("true or null", "true"),
        ("null or true", "true"),
        ("false or null", "null"),
        ("null and null", "null"),
        ("not(null)", "null"),
        ("not(true)", "false"),
        ("not(1)", "null"),
        ('true and "x"', "null"),
        ('false and "x"', "false"),
        ("1 or 2", "null"),
        ("false or true and false", "false"),
        ("missing = null", "true"),
        ("missing and false", "false"),
    ],
    "conditions": [
        ('if age < 18 then "child" else "adult"', '"child"'),
        ("if null then 1 else 2", "2"),
        ('if "x" then 1 else 2', "2"),
        ("if true then if false then 1 else 2 else 3", "2"),
        ("(if true then 1 else 2) + 10", "11"),
        ("if true then 1 else 2 + 10", "1"),
    ],
    "membership": [
        ("5 in (1, 5)", "true"),
        ("5 in [1, 5]", "true"),
        ("5 in [1..5]", "true"),
        ("5 in [1..5)", "false"),
        ("5 in (5..9]", "false"),
        ("5 in ]5..9[", "false"),
        ("6 in ]5..9[", "true"),
        ("5 in > 4", "true"),
        ("5 in (> 9, < 6)", "true"),
        ("5 in (> 9)", "false"),
        ("5 in ([1..2], [5..6])", "true"),
        ("5 in (1..9)", "true"),
        ("null in (null)", "true"),
        ("5 in null", "false"),
        ("5 in (5) and 1 = 1", "true"),
        ('"b" in ["a".."c"]', "true"),
        ("[1, 2] in ([1, 2], 3)", "true"),
        ("null in [1..5]", "null"),
        ("5 in (not(5))", "false"),
    ],
    "ranges": [
        ("[1..5]", "[1..5]"),
        ("(1..5]", "(1..5]"),
        ("]1..5[", "(1..5)"),
        ("(> 5)", "(> 5)"),
        ("(= 5)", "[5..5]"),
        ("[1..marks[1]]", "[1..3]"),
        ("]1..marks[1][", "(1..3)"),
        ("[1..5].start", "1"),
        ("(1..5].start included", "false"),
        ("(< 5).start", "null"),
        ("[1..null]", "null"),
        ('[1.."a"]', "null"),
        ('[date("2026-01-01")..date("2026-02-01")].end', "2026-02-01"),
    ],
    "lists and filters": [
        ("[]", "[]"),
        ("[1, [2, 3], null]", "[1, [2, 3], null]"),
        ("marks[1]", "3"),
        ("marks[-1]", "2"),
        ("marks[0]", "null"),
        ("marks[4]", "null"),
        ("marks[item > 1]", "[3, 2]"),
        ("marks[item > 9]", "[]"),
        ("marks[true]", "[3, 1, 2]"),
        ("5[1]", "5"),
        ("5[item > 9]", "[]"),
        ("null[1]", "null"),
        ("people[years > 18].name", '["Ann"]'),
        ("people[years = null].name", '["Cy"]'),
        ("people[item.years = 12][1].name", '"Bob"'),
        ("people.years", "[40, 12, null]"),
        ('people[name = "Bob" and years = 12].name', '["Bob"]'),
        ("people[years > marks[1]].name", '["Ann", "Bob"]'),
        ("[1, 2, 3][item > 1][1]", "2"),
        ("[[1, 2], [3]][1][2]", "2"),
    ],
    "contexts": [
        ("{}", "{}"),
        ("{a: 1, b: a + 1}", "{a: 1, b: 2}"),
        ('{"a b": 1}', "{a b: 1}"),
        ("{a b: 1, c: a b + 1}.c", "2"),
        ("{a: {b: 1}}.a.b", "1"),
        ("{a: 1}.b", "null"),
        ("{a: 1, a: 2}", "null"),
        ("child.name", '"Jo"'),
        ("child.first name", '"Joanna"'),
        ("nothing.name", "null"),
        ("{list: 1}.list", "1"),
        ("{age: 1, b: age}.b", "1"),
    ],
    "for, some, every": [
        ("for i in [1, 2] return i * 2", "[2, 4]"),
        ("for i in 1..3 return i", "[1, 2, 3]"),
        ("for i in 3..1 return i", "[3, 2, 1]"),
        ("for i in [1..3] return i", "[1, 2, 3]"),
        ("for i in (1..3) return i", "[2]"),
        ("for i in [1, 2], j in [10, 20] return i + j", "[11, 21, 12, 22]"),
        ("for i in [1, 2], j in [i, i] return j", "[1, 1, 2, 2]"),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24]"),
        ("for i in null return i", "null"),
        ("for i in 5 return i", "[5]"),
        ("for p in people return p.name", '["Ann", "Bob", "Cy"]'),
        ('for d in date("2026-01-30")..date("2026-02-01") return d.day', "[30, 31, 1]"),
        ("some i in marks satisfies i > 2", "true"),
        ("some i in marks satisfies i > 5", "false"),
        ("every i in marks satisfies i > 0", "true"),
        ("every i in marks satisfies i > 1", "false"),
        ("some i in [] satisfies true", "false"),
        ("every i in [] satisfies false", "true"),
        ("some i in [null, 1] satisfies i > 5", "null"),
        ("every i in [null, 1] satisfies i > 0", "null"),
        ("some i in [1, 2], j in [3] satisfies i + j = 5", "true"),
        ("every i in null satisfies true", "null"),
        ("some long name in marks satisfies long name = 2", "true"),
    ],
    "functions": [
        ("(function(x) x * 2)(4)", "8"),
        ("(function(x: number, y: number) x - y)(y: 1, x: 5)", "4"),
        ('(function(x: number) x)("a")', "null"),
        ("(function(x) x)(1, 2)", "null"),
        ("{double: function(n) n * 2, r: double(4)}.r", "8"),
        ("{add: function(a, b) a + b, plus five: function(n) add(n, 5), r: plus five(2)}.r", "7"),
        ("(function() 1)()", "1"),
        ('(function(x) external {java: {class: "a"}})(1)', "null"),
        ("sort(marks, function(a, b) a > b)", "[3, 2, 1]"),
        ("5(1)", "null"),
        ("sum(marks)(1)", "null"),
    ],
    "types": [
        ("1 instance of number", "true"),
        ("-1 instance of number", "true"),
        ("1 - 1 instance of number", "null"),  # binds tighter than arithmetic
        ('"a" instance of string', "true"),
        ("null instance of number", "false"),
        ("[1, 2] instance of list<number>", "true"),
        ('[1, "a"] instance of list<number>', "false"),
        ("{a: 1} instance of context<a: number>", "true"),
        ("{b: 1} instance of context<a: number>", "false"),
        ("[1..5] instance of range<number>", "true"),
        ("(function(a) a) instance of function<number> -> number", "true"),
        ('@"2026-01-01" instance of date', "true"),
        ('@"P1D" instance of days and time duration', "true"),
        ('@"P1M" instance of years and months duration', "true"),
        ('@"2026-01-01T00:00:00" instance of date and time', "true"),
        ("1 instance of Any", "true"),
    ],
    "texts": [
        (r'"say \"no\""', r'"say \"no\""'),
        (r'"\u00e9" = "é"', "true"),
        (r'string length("\U01F40E")', "1"),
        (r'string length("\uD83D\uDC0E")', "1"),
        (r'"a\nb" = "a\u000ab"', "true"),
        ('"// no comment"', '"// no comment"'),
        ("1 // a comment\n + 1", "2"),
        ("1 /* a\ncomment */ + 1", "2"),
        ("1\u00a0+\u00a01", "2"),
    ],
    "names": [
        ("age + 1", "13"),
        ("date of birth", '"2015-02-03"'),
        ("date(date of birth).year", "2015"),
        ("date  of\n birth", '"2015-02-03"'),
        ("profit and loss + 1", "8"),
        ("a-b + 1", "6"),
        ("age - 2", "10"),
        ("child.born", '"2015-02-03"'),
        ("{für: 1, öl: für + 1}.öl", "2"),
        ("{in stock: 3, r: in stock + 1}.r", "4"),
        ("string length(name)", "3"),
        ("years and months duration(date(date of birth), date(day)).years", "11"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), [pair for pairs in VALUES.values() for pair in pairs])
def test_each_construct_has_the_value_that_the_standard_gives(text: str, value: str) -> None:
    assert said(text) == value


@pytest.mark.parametrize(
    ("text", "words", "position"),
    [
        ("a == 1", "Use a single = to compare, not ==.", 2),
        ("== 1", "Expected a value", 0),
        ("", "Expected a value but found the end.", 0),
        ("1 +", "Expected a value but found the end.", 3),
        ("(1", "Expected “)” but found the end.", 2),
        ("1 2", "Nothing more was expected, but “2” follows.", 2),
        ('"open', 'its second " is missing', 0),
        ("/* open", "its */ is missing", 0),
        ("if a then b", "Expected “else” but found the end.", 11),
        ("for i in a", "Expected “return” but found the end.", 10),
        ("f(a: 1, 2)", "Name every argument, or none.", 10),
        ("a ; b", "“;” has no meaning here.", 2),
        ("{a 1}", "Expected “:” but found the end.", 5),
        ("x = y = z", "", 0),
        ("@2026", "in quotes after “@”", 1),
        ("a.", "Expected a name but found the end.", 2),
        ("1 instance of", "Expected a type", 13),
        ("(!= 5)", "“!=” makes no range.", 6),
        ("lambda: 0", "follows", 6),
        ("a if b else c", "follows", 2),
        ("x := 1", "follows", 2),
        ("import os", "", 0),
    ],
)
def test_a_fault_of_syntax_says_where_and_what(text: str, words: str, position: int) -> None:
    if not words:  # FEEL, however odd
        compile_expression(text)
        return
    with pytest.raises(FeelSyntaxError) as fault:
        compile_expression(text)
    assert words in str(fault.value)
    assert fault.value.position == position


def test_an_unknown_function_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownFunction, match="There is no function “string lenght”. Did you mean “string length”?"):
        compile_expression('string lenght("a")')


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("for i in list return i + x", {"x"}),
        ("{a: 1, b: a + c}", {"c"}),
        ("sum(marks) + today().year", {"marks"}),
        ("function(a) a + b", {"b"}),
        ("people[age > limit]", {"people"}),
        ("date of birth < day", {"date of birth", "day"}),
        ("1 + 1", set()),
    ],
)
def test_an_expression_knows_which_variables_it_reads(text: str, names: set[str]) -> None:
    known = frozenset({"date of birth", "day"})
    assert compile_expression(text, names=known).names - {"list"} == names


def test_a_name_in_a_filter_may_be_an_entry_or_a_variable() -> None:
    assert compile_expression("people[age > limit]").filter_names == {"age", "limit"}


def test_a_leading_equals_sign_is_the_modellers_and_not_part_of_the_expression() -> None:
    assert [compile_expression(text).evaluate({}) for text in ("=1 + 1", " = 1 + 1", "1 + 1")] == [2, 2, 2]


def test_no_python_object_is_reached_into() -> None:
    class Thing:
        secret = "x"

    scope = {"thing": Thing(), "things": [Thing()], "f": len}
    for text in ("thing", "thing.secret", "thing.__class__", "things[1]", "f([1])", "things.secret[1]"):
        assert compile_expression(text, names=scope).evaluate(scope) is None
