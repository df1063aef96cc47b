"""Expressions and unary tests as what a host compiles once and evaluates often."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from engine.feel.builtins.registry import BUILTINS
from engine.feel.compiling.compiler import compile_node
from engine.feel.compiling.place import Closure, Unit
from engine.feel.errors import FeelLimitExceeded
from engine.feel.grammar.parser import parse_expression, parse_unary_tests
from engine.feel.run import Run
from engine.feel.types import Type
from engine.feel.variables import from_variable

_LEADING_EQUALS = re.compile(r"^(\s*)=(?!=)")
NO_TYPES: Mapping[str, Type] = {}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text that has been parsed, and what it reads."""

    text: str
    closure: Closure
    names: frozenset[str]  # free variables, by their first part; no built-in functions
    filter_names: frozenset[str]  # read inside a filter: a variable, or an entry of the filtered elements


class Expression(Compiled):
    """A FEEL expression, ready to be evaluated any number of times."""

    __slots__ = ()

    def evaluate(self, scope: Mapping[str, object], *, now: datetime | None = None) -> Any:
        """Its value for these variables, null (None) for what fails.

        Raises FeelLimitExceeded when it asks for too much work.
        """
        return self.run(Run(scope, now))

    def run(self, run: Run) -> Any:
        """Its value in an evaluation that is already under way."""
        try:
            return self.closure(run, None)
        except RecursionError:
            raise FeelLimitExceeded("The expression is nested too deeply to evaluate.") from None


class UnaryTests(Compiled):
    """The tests of a decision table's cell."""

    __slots__ = ()

    def matches(self, value: object, scope: Mapping[str, object], *, now: datetime | None = None) -> bool:
        """Whether a value passes. Raises FeelLimitExceeded when the tests ask for too much work."""
        return self.run(from_variable(value), Run(scope, now))

    def run(self, value: object, run: Run) -> bool:
        """Whether a FEEL value passes, in an evaluation that is already under way."""
        try:
            return self.closure(run, (value, None)) is True
        except RecursionError:
            raise FeelLimitExceeded("The tests are nested too deeply to evaluate.") from None


def compile_expression(text: str, *, names: Iterable[str] = (), types: Mapping[str, Type] = NO_TYPES) -> Expression:
    """The expression of a text with or without its leading `=`.

    `names` are the variables known to exist: those of several words or with signs in them are read as one name,
    and one that shares its name with a built-in function hides it. `types` are more types than the built-in
    ones. Raises FeelSyntaxError with the position of the fault, UnknownFunction for a call of a function that is
    neither built in nor among `names`.
    """
    known = names if isinstance(names, frozenset) else frozenset(names)
    if types:
        return _expression(text, known, types)
    return _cached_expression(text, known)


def compile_unary_tests(text: str, *, names: Iterable[str] = (), types: Mapping[str, Type] = NO_TYPES) -> UnaryTests:
    """The unary tests of a text such as `< 5, [10..20]`, `not("a")` or `-`. Raises FeelSyntaxError."""
    known = names if isinstance(names, frozenset) else frozenset(names)
    if types:
        return _unary_tests(text, known, types)
    return _cached_unary_tests(text, known)


C = TypeVar("C", bound=Compiled)


@lru_cache(maxsize=8192)
def _cached_expression(text: str, names: frozenset[str]) -> Expression:
    return _expression(text, names, NO_TYPES)


@lru_cache(maxsize=8192)
def _cached_unary_tests(text: str, names: frozenset[str]) -> UnaryTests:
    return _unary_tests(text, names, NO_TYPES)


def _expression(text: str, names: frozenset[str], types: Mapping[str, Type]) -> Expression:
    unit = Unit(names, types)
    node = parse_expression(_LEADING_EQUALS.sub(r"\1 ", text, count=1), names.union(BUILTINS))
    return _result(Expression, text, compile_node(node, unit), unit)


def _unary_tests(text: str, names: frozenset[str], types: Mapping[str, Type]) -> UnaryTests:
    unit = Unit(names, types)
    node = parse_unary_tests(text, names.union(BUILTINS))
    return _result(UnaryTests, text, compile_node(node, unit, "?"), unit)


def _result(kind: type[C], text: str, closure: Closure, unit: Unit) -> C:
    return kind(text, closure, frozenset(unit.names), frozenset(unit.filter_names))
