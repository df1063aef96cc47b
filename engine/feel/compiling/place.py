"""Where a node stands while it is compiled, and the registry of how each kind of node is compiled.

At run time local variables lie in *cells*: a chain of pairs, the innermost variable first, so that binding one
is making a pair and functions capture their surroundings by keeping the chain. How far down a variable lies is
known when compiling.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from weakref import WeakSet

from engine.feel import nodes
from engine.feel.run import Run
from engine.feel.types import ANY, NAMED, ContextType, FunctionType, ListType, RangeType, Type

Cells = Any  # (innermost value, further cells), or None at the end
Closure = Callable[[Run, Cells], Any]
FILTERED = "\0item"  # marks the cell that holds a filter's element; no name can be this


@dataclass
class Unit:
    """One expression: what is known about its surroundings, and what is found out about it."""

    known: frozenset[str] = frozenset()
    types: Mapping[str, Type] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    filter_names: set[str] = field(default_factory=set)


class Place(NamedTuple):
    """The unit, and the local variables in sight, innermost first."""

    unit: Unit
    cells: tuple[str, ...] = ()

    def inside(self, *names: str) -> "Place":
        """The place after these variables have been bound, in this order."""
        return Place(self.unit, (*reversed(names), *self.cells))


Compile = Callable[[Any, Place], Closure]
_COMPILERS: dict[type, Compile] = {}


def compiles(kind: type[nodes.Node]) -> Callable[[Compile], Compile]:
    """Register how a kind of node is compiled."""

    def register(function: Compile) -> Compile:
        _COMPILERS[kind] = function
        return function

    return register


def compiled(node: nodes.Node, place: Place) -> Closure:
    """The closure that evaluates a node."""
    return _COMPILERS[type(node)](node, place)


_CONSTANTS: WeakSet[Closure] = WeakSet()


def constant(value: object) -> Closure:
    """The closure of a value that is known when compiling."""

    def closure(run: Run, cells: Cells) -> object:
        return value

    _CONSTANTS.add(closure)
    return closure


def is_constant(closure: Closure | None) -> bool:
    """Whether a closure always gives the same value; one that is not there does."""
    return closure is None or closure in _CONSTANTS


def folded(closure: Closure) -> Closure:
    """A closure that reads nothing and costs nothing, run once for all."""
    return constant(closure(Run({}), None))


def resolve_type(name: nodes.TypeName | None, types: Mapping[str, Type]) -> Type | None:
    """The type that a name means, None for no name or an unknown one."""
    if name is None:
        return None
    arguments = [resolve_type(argument, types) or ANY for argument in name.arguments]
    if name.name == "list" and arguments:
        return ListType(arguments[0])
    if name.name == "range" and arguments:
        return RangeType(arguments[0])
    if name.name == "context":
        return ContextType(dict(zip(name.entries, arguments, strict=True)))
    if name.name == "function" and name.result:
        return FunctionType(len(arguments))
    return types.get(name.name) or NAMED.get(name.name)
