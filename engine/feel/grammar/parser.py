"""The door of the grammar: a whole expression, or the unary tests of a decision table's cell, as nodes."""

from typing import TypeVar

from engine.feel import nodes
from engine.feel.errors import FeelSyntaxError
from engine.feel.grammar import brackets, constructs, operators, pratt
from engine.feel.grammar.lexer import END
from engine.feel.grammar.reader import Reader
from engine.feel.limits import MAX_DEPTH

N = TypeVar("N", bound=nodes.Node)
FAMILIES = (brackets, constructs, operators)  # imported so that they register


def parse_expression(text: str, names: frozenset[str]) -> nodes.Node:
    """The node of an expression. Raises FeelSyntaxError."""
    reader = Reader(text, names)
    return _finished(reader, pratt.expression(reader))


def parse_unary_tests(text: str, names: frozenset[str]) -> nodes.UnaryTests:
    """`-`, `tests` or `not(tests)`. Raises FeelSyntaxError."""
    reader = Reader(text, names)
    if reader.at("-") and reader.following.kind == END:
        reader.advance()
        return nodes.UnaryTests((), negated=True)
    return _finished(reader, _negated(reader) or nodes.UnaryTests(operators.positive_tests(reader)))


def _negated(reader: Reader) -> nodes.UnaryTests | None:
    """`not(...)` around all tests; None when the `not` is only part of one."""
    if not (reader.at("not") and reader.following.text == "("):
        return None
    mark = reader.mark()
    reader.advance()
    reader.advance()
    try:
        tests = operators.positive_tests(reader)
        reader.expect(")")
    except FeelSyntaxError:
        reader.return_to(mark)
        return None
    if reader.token.kind == END:
        return nodes.UnaryTests(tests, negated=True)
    reader.return_to(mark)
    return None


def _finished(reader: Reader, node: N) -> N:
    if reader.at("=="):
        raise reader.fault("Use a single = to compare, not ==.")
    if reader.token.kind != END:
        raise reader.fault(f"Nothing more was expected, but {reader.found()} follows.")
    if nodes.height(node) > MAX_DEPTH:
        raise FeelSyntaxError(f"More than {MAX_DEPTH} operations lie within each other. Split the expression.")
    return node
