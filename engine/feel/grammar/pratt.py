"""The heart of the grammar: an operand by its first token, then operators for as long as they bind tightly enough.

The families register themselves: PREFIXES by the sign or word that begins an operand, INFIXES by the sign or
word that follows one. What binds tighter has the higher number.
"""

from collections.abc import Callable
from decimal import Decimal

from engine.feel import nodes
from engine.feel.grammar.lexer import NUMBER, STRING, WORD
from engine.feel.grammar.naming import KEYWORDS
from engine.feel.grammar.reader import Reader
from engine.feel.values.numbers import number

Prefix = Callable[[Reader], nodes.Node]
Infix = Callable[[Reader, nodes.Node], nodes.Node]

OR, AND, COMPARISON, SUM, PRODUCT, POWER, SIGNED, INSTANCE, POSTFIX = range(10, 100, 10)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
PREFIXES: dict[str, Prefix] = {}
INFIXES: dict[str, tuple[int, Infix]] = {}


def prefix(*texts: str) -> Callable[[Prefix], Prefix]:
    """Register what an operand beginning so is."""

    def register(function: Prefix) -> Prefix:
        PREFIXES.update(dict.fromkeys(texts, function))
        return function

    return register


def infix(binding: int, *texts: str) -> Callable[[Infix], Infix]:
    """Register what follows an operand, and how tightly it binds."""

    def register(function: Infix) -> Infix:
        INFIXES.update(dict.fromkeys(texts, (binding, function)))
        return function

    return register


def expression(reader: Reader, binding: int = 0) -> nodes.Node:
    """An expression of operators that bind tighter than `binding`."""
    reader.deeper()
    node = _operand(reader)
    while True:
        token = reader.token
        operator = INFIXES.get(token.text) if token.kind != STRING else None
        if operator is None or operator[0] <= binding or _closes_range(reader):
            break
        node = operator[1](reader, node)
    reader.shallower()
    return node


def _closes_range(reader: Reader) -> bool:
    """Whether a `[` ends a range such as `]1..5[`: nothing follows that a filter could begin with."""
    token, after = reader.token, reader.following
    if token.text != "[" or after.kind in (NUMBER, STRING):
        return False
    is_name = after.kind == WORD and after.text not in KEYWORDS
    return not is_name and after.text not in PREFIXES


def _operand(reader: Reader) -> nodes.Node:
    token = reader.token
    if token.kind == NUMBER:
        return number_literal(reader)
    if token.kind == STRING:
        return nodes.Literal(reader.advance().text)
    begin = PREFIXES.get(token.text)
    if begin and not _is_part_of_name(reader):
        return begin(reader)
    if token.kind != WORD or (token.text in KEYWORDS and not _is_part_of_name(reader)):
        raise reader.fault(f"Expected a value but found {reader.found()}.")
    return nodes.Name(reader.take_name())


def number_literal(reader: Reader) -> nodes.Literal:
    """A number that is written out."""
    token = reader.advance()
    value = number(token.text)
    if not isinstance(value, Decimal):
        raise reader.fault(f"The number {token.text[:40]} is too large.")
    return nodes.Literal(value)


def _is_part_of_name(reader: Reader) -> bool:
    """A word such as `for` also begins known names such as `for sale`."""
    if reader.token.kind != WORD:
        return False
    known = reader.known_name()
    return known is not None and known[1] > reader.position + 1
