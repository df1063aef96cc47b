"""Arithmetic, comparison, `and`, `or`, `between`, `in` and unary tests."""

from engine.feel import nodes
from engine.feel.grammar.brackets import range_end
from engine.feel.grammar.lexer import NUMBER
from engine.feel.grammar.pratt import (
    AND,
    COMPARISON,
    COMPARISONS,
    OR,
    POWER,
    PRODUCT,
    SIGNED,
    SUM,
    expression,
    infix,
    number_literal,
    prefix,
)
from engine.feel.grammar.reader import Reader
from engine.feel.values.arithmetic import negate

_BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER, "or": OR, "and": AND}


@prefix("-")
def _negation(reader: Reader) -> nodes.Node:
    """The sign of a number belongs to it (DMN 1.5, 10.3.1.2, rule 37); before anything else it is an operation."""
    reader.advance()
    if reader.token.kind == NUMBER:
        return nodes.Literal(negate(number_literal(reader).value))
    return nodes.Negation(expression(reader, SIGNED))


@infix(SUM, "+", "-")
def _sum(reader: Reader, left: nodes.Node) -> nodes.Node:
    return _arithmetic(reader, left)


@infix(PRODUCT, "*", "/")
def _product(reader: Reader, left: nodes.Node) -> nodes.Node:
    return _arithmetic(reader, left)


@infix(POWER, "**")
def _power(reader: Reader, left: nodes.Node) -> nodes.Node:
    return _arithmetic(reader, left)


def _arithmetic(reader: Reader, left: nodes.Node) -> nodes.Node:
    operator = reader.advance().text
    return nodes.Operation(operator, left, expression(reader, _BINDING[operator]))


@infix(OR, "or")
def _or(reader: Reader, left: nodes.Node) -> nodes.Node:
    return _junction(reader, left)


@infix(AND, "and")
def _and(reader: Reader, left: nodes.Node) -> nodes.Node:
    return _junction(reader, left)


def _junction(reader: Reader, left: nodes.Node) -> nodes.Node:
    """All operands of one run of `and` side by side, so that long conditions are not deep ones."""
    operator, operands = reader.token.text, [left]
    while reader.accept(operator):
        operands.append(expression(reader, _BINDING[operator]))
    return nodes.Junction(operator, tuple(operands))


@infix(COMPARISON, *COMPARISONS)
def _comparison(reader: Reader, left: nodes.Node) -> nodes.Node:
    operator = reader.advance().text
    return nodes.Operation(operator, left, expression(reader, COMPARISON))


@infix(COMPARISON, "==")
def _double_equals(reader: Reader, left: nodes.Node) -> nodes.Node:
    raise reader.fault("Use a single = to compare, not ==.")


@infix(COMPARISON, "between")
def _between(reader: Reader, left: nodes.Node) -> nodes.Node:
    reader.advance()
    low = expression(reader, COMPARISON)
    reader.expect("and")
    return nodes.Between(left, low, expression(reader, COMPARISON))


@infix(COMPARISON, "in")
def _in(reader: Reader, left: nodes.Node) -> nodes.Node:
    reader.advance()
    return nodes.In(left, _tests_in_brackets(reader) or (_test(reader, COMPARISON),))


def _tests_in_brackets(reader: Reader) -> tuple[nodes.Test, ...]:
    """`(1, > 5)`, or the one test of a range `(1..5]`; nothing when there is no bracket."""
    if not reader.accept("("):
        return ()
    first = _test(reader, 0)
    if first.operator is None and reader.accept(".."):
        return (nodes.Test(None, range_end(reader, first.operand, start_included=False)),)
    tests = _more_tests(reader, first)
    reader.expect(")")
    return tests


def positive_tests(reader: Reader) -> tuple[nodes.Test, ...]:
    """Unary tests, separated by commas."""
    return _more_tests(reader, _test(reader, 0))


def _more_tests(reader: Reader, first: nodes.Test) -> tuple[nodes.Test, ...]:
    tests = [first]
    while reader.accept(","):
        tests.append(_test(reader, 0))
    return tuple(tests)


def _test(reader: Reader, binding: int) -> nodes.Test:
    if reader.at(*COMPARISONS):
        operator = reader.advance().text
        return nodes.Test(operator, expression(reader, COMPARISON))
    if reader.at("=="):
        raise reader.fault("Use a single = to compare, not ==.")
    return nodes.Test(None, expression(reader, binding))
