"""Built-in functions and their signatures: `@builtin("substring(string: string, start position: number)")`.

A parameter is `name: kinds`; the kinds are separated by `|`, a `?` after them lets null through, a `?` after the
name makes the argument optional, and `...` after the name collects all that follow. Arguments are fitted as the
standard says (a list of one for its element, a value for a list of it); what does not fit gives null, so the
functions themselves see only values of the kinds that they declare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.run import Run
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.functions import Function
from engine.feel.values.moments import Date, DateTime, Time
from engine.feel.values.ranges import Range

_PARAMETER = re.compile(r"\s*([^:?.]+)(\?|\.\.\.)?:\s*([^?]+)(\?)?\s*")
_KINDS: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "moment": DateTime,
    "days": DaysDuration,
    "months": MonthsDuration,
    "list": list,
    "context": dict,
    "range": Range,
    "function": Function,
}
_MISFIT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter and what fits it; `types` is None when everything does."""

    name: str
    types: frozenset[type] | None
    optional: bool
    collects: bool
    nullable: bool

    def fit(self, value: object) -> object:
        """The value as the function will see it, or the mark of a misfit."""
        types = self.types
        if types is None or type(value) in types:
            return value
        if value is None:
            return None if self.nullable else _MISFIT
        if isinstance(value, Function) and Function in types:
            return value
        if list in types:
            return [value]
        return self.fit(value[0]) if type(value) is list and len(value) == 1 else _MISFIT


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    function: Callable[..., Any]

    def accepts(self, count: int) -> bool:
        """Whether it takes so many arguments."""
        least = sum(not parameter.optional for parameter in self.parameters)
        collects = bool(self.parameters) and self.parameters[-1].collects
        return count >= least and (collects or count <= len(self.parameters))

    def fit(self, values: Sequence[object]) -> list[object] | None:
        """The arguments as the function will see them, None when they do not fit."""
        if self.parameters and self.parameters[-1].collects:
            return self._fit_collecting(values)
        fitted: list[object] = []
        for parameter, value in zip(self.parameters, values, strict=False):
            if parameter.types is not None and type(value) not in parameter.types:
                value = parameter.fit(value)
                if value is _MISFIT:
                    return None
            fitted.append(value)
        return fitted

    def by_position(self, arguments: Mapping[str, object]) -> list[object] | None:
        """Named arguments in their order, null for an optional one that is missing; None when they do not fit."""
        names = {parameter.name for parameter in self.parameters}
        if not arguments.keys() <= names:
            return None
        values: list[object] = []
        for parameter in self.parameters:
            if parameter.name not in arguments and not parameter.optional:
                return None
            values.append(arguments.get(parameter.name))
        while self.parameters[len(values) - 1 :] and self.parameters[len(values) - 1].name not in arguments:
            values.pop()
        return values

    def _fit_collecting(self, values: Sequence[object]) -> list[object] | None:
        *first, last = self.parameters
        fitted = [parameter.fit(value) for parameter, value in zip(first, values, strict=False)]
        rest = [last.fit(value) for value in values[len(first) :]]
        return None if any(value is _MISFIT for value in (*fitted, *rest)) else [*fitted, rest]


class Builtin(Function):
    """A built-in function with its overloads."""

    __slots__ = ("name", "overloads")

    def __init__(self, name: str) -> None:
        self.name = name
        self.overloads: list[Overload] = []

    def accepts(self, count: int) -> bool:
        """Whether an overload takes so many arguments."""
        return any(overload.accepts(count) for overload in self.overloads)

    def call(self, run: Run, arguments: Sequence[object]) -> object:
        """The result of the first overload that the arguments fit, else null."""
        return _call(run, [o for o in self.overloads if o.accepts(len(arguments))], arguments)

    def call_named(self, run: Run, arguments: Mapping[str, object]) -> object:
        """The result of the first overload with these names that the arguments fit, else null."""
        for overload in self.overloads:
            values = overload.by_position(arguments)
            fitted = None if values is None else overload.fit(values)
            if fitted is not None:
                return overload.function(run, *fitted)
        return None

    def caller(self, arguments: tuple[Callable[[Run, Any], object], ...]) -> Callable[[Run, Any], object]:
        """A closure that evaluates the arguments and calls; the overloads are chosen here, once."""
        overloads = [overload for overload in self.overloads if overload.accepts(len(arguments))]
        if not overloads:
            return lambda run, cells: None
        return lambda run, cells: _call(run, overloads, [argument(run, cells) for argument in arguments])


def _call(run: Run, overloads: Sequence[Overload], values: Sequence[object]) -> object:
    for overload in overloads:
        fitted = overload.fit(values)
        if fitted is not None:
            return overload.function(run, *fitted)
    return None


BUILTINS: dict[str, Builtin] = {}


def builtin(*signatures: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a Python function `f(run, *arguments)` under these signatures."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        for signature in signatures:
            name, _, rest = signature.partition("(")
            parameters = tuple(_parameter(part) for part in rest.removesuffix(")").split(",") if part)
            BUILTINS.setdefault(name, Builtin(name)).overloads.append(Overload(parameters, function))
        return function

    return register


def _parameter(text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    assert match, text
    name, mark, kinds, nullable = match.groups()
    types = None if kinds.strip() == "any" else frozenset(_KINDS[kind.strip()] for kind in kinds.split("|"))
    return Parameter(name.strip(), types, mark == "?", mark == "...", bool(nullable))
