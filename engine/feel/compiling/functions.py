"""Function definitions and calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from engine.feel import nodes
from engine.feel.builtins.registry import BUILTINS, Builtin
from engine.feel.compiling.place import (
    Cells,
    Closure,
    Place,
    compiled,
    compiles,
    constant,
    folded,
    is_constant,
    resolve_type,
)
from engine.feel.errors import UnknownFunction
from engine.feel.run import Run
from engine.feel.types import Type, coerced
from engine.feel.values.functions import Function

CALLING = 4  # steps that a call costs besides its body
TEMPORAL = ("date", "time", "date and time", "duration")  # as conditions write them out


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """The part of a function that is the same each time it is made."""

    parameters: tuple[str, ...]
    types: tuple[Type | None, ...]
    body: Closure
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Lambda(Function):
    """A function together with the variables around its definition."""

    definition: Definition
    run: Run
    cells: Cells

    def accepts(self, count: int) -> bool:
        """Whether it has so many parameters."""
        return len(self.definition.parameters) == count

    def call(self, run: Run, arguments: Sequence[object]) -> object:
        """The body's value; null when the arguments do not fit."""
        definition, cells = self.definition, self.cells
        if len(arguments) != len(definition.parameters):
            return None
        for argument, wanted in zip(arguments, definition.types, strict=True):
            fits, value = coerced(argument, wanted, run.allowance) if wanted else (True, argument)
            if not fits:
                return None
            cells = value, cells
        run.allowance.spend(definition.cost)
        run.allowance.enter()
        result = definition.body(run.within(self.run), cells)
        run.allowance.leave()
        return result

    def call_named(self, run: Run, arguments: Mapping[str, object]) -> object:
        """The same with the arguments by name; one that is not named is null."""
        if not arguments.keys() <= set(self.definition.parameters):
            return None
        return self.call(run, [arguments.get(name) for name in self.definition.parameters])


@compiles(nodes.FunctionOf)
def _function(node: nodes.FunctionOf, place: Place) -> Closure:
    types = tuple(resolve_type(name, place.unit.types) for name in node.types)
    if node.body is None:
        definition = Definition(node.parameters, types, lambda run, cells: None, 1)
    else:
        body = compiled(node.body, place.inside(*node.parameters))
        definition = Definition(node.parameters, types, body, nodes.size(node.body) + CALLING)
    return lambda run, cells: Lambda(definition, run, cells)


@compiles(nodes.Call)
def _call(node: nodes.Call, place: Place) -> Closure:
    arguments = tuple(compiled(argument, place) for argument in node.arguments)
    builtin = _builtin(node.function, place)
    if builtin and not node.names:
        call = builtin.caller(arguments)
        return folded(call) if builtin.name in TEMPORAL and all(map(is_constant, arguments)) else call
    function = constant(builtin) if builtin else _called(node.function, place)
    return _named_call(function, node.names, arguments) if node.names else _call_of(function, arguments)


def _builtin(node: nodes.Node, place: Place) -> Builtin | None:
    if not isinstance(node, nodes.Name) or node.text in place.cells or node.text in place.unit.known:
        return None
    return BUILTINS.get(node.text)


def _called(node: nodes.Node, place: Place) -> Closure:
    """A function by name may also be a built-in one whose name a variable shares."""
    function = compiled(node, place)
    if not isinstance(node, nodes.Name):
        return function
    builtin = BUILTINS.get(node.text)
    if builtin is None:
        if node.text not in place.cells and node.text not in place.unit.known:
            raise UnknownFunction(node.text, _nearest(node.text, place))
        return function
    return lambda run, cells: found if isinstance(found := function(run, cells), Function) else builtin


def _nearest(name: str, place: Place) -> str | None:
    return next(iter(get_close_matches(name, [*BUILTINS, *place.cells, *place.unit.known], 1)), None)


def _call_of(function: Closure, arguments: tuple[Closure, ...]) -> Closure:
    def call(run: Run, cells: Cells) -> object:
        found = function(run, cells)
        values = [argument(run, cells) for argument in arguments]
        return found.call(run, values) if isinstance(found, Function) else None

    return call


def _named_call(function: Closure, names: tuple[str, ...], arguments: tuple[Closure, ...]) -> Closure:
    if len(set(names)) < len(names):
        return lambda run, cells: None

    def call(run: Run, cells: Cells) -> object:
        found = function(run, cells)
        values = {name: argument(run, cells) for name, argument in zip(names, arguments, strict=True)}
        return found.call_named(run, values) if isinstance(found, Function) else None

    return call
