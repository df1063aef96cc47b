"""Functions that a model defines: business knowledge, boxed functions, decision services."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.decisions.place import Box, fitted
from engine.feel.run import Run
from engine.feel.types import Type, coerced
from engine.feel.values.functions import Function


@dataclass(frozen=True, slots=True)
class FormalParameter:
    """A parameter's name and declared type."""

    name: str
    type: Type | None


@dataclass(frozen=True, slots=True, eq=False)
class BoxedFunction(Function):
    """A box with parameters; `surroundings` gives the variables that it sees besides them."""

    parameters: tuple[FormalParameter, ...]
    box: Box
    surroundings: Callable[[], Mapping[str, object]]

    def accepts(self, count: int) -> bool:
        """Whether it has so many parameters."""
        return len(self.parameters) == count

    def call(self, run: Run, arguments: Sequence[object]) -> object:
        """The box's value; null when the arguments are not as many or do not fit their types."""
        if len(arguments) != len(self.parameters):
            return None
        variables = dict(self.surroundings())
        for parameter, argument in zip(self.parameters, arguments, strict=True):
            fits, value = coerced(argument, parameter.type, run.allowance) if parameter.type else (True, argument)
            if not fits:
                return None
            variables[parameter.name] = value
        return evaluated(self.box, run.among(variables))

    def call_named(self, run: Run, arguments: Mapping[str, object]) -> object:
        """The same with arguments by name; one that is not given is null."""
        names = [parameter.name for parameter in self.parameters]
        return self.call(run, [arguments.get(name) for name in names]) if arguments.keys() <= set(names) else None


@dataclass(frozen=True, slots=True, eq=False)
class ServiceFunction(Function):
    """A decision service: its input data, then its input decisions, are the parameters."""

    names: tuple[str, ...]
    decide: Callable[[Run, Mapping[str, object]], object]
    output: Type | None

    def accepts(self, count: int) -> bool:
        """Whether it has so many inputs."""
        return len(self.names) == count

    def call(self, run: Run, arguments: Sequence[object]) -> object:
        """The output decision's value, or a context of all of them."""
        if not self.accepts(len(arguments)):
            return None
        return self.call_named(run, dict(zip(self.names, arguments, strict=True)))

    def call_named(self, run: Run, arguments: Mapping[str, object]) -> object:
        """The same with inputs by name; one that is not given is null."""
        if not arguments.keys() <= set(self.names):
            return None
        value = evaluated(lambda inner: self.decide(inner, arguments), run)
        return value if self.output is None else fitted(value, self.output, run)


def evaluated(box: Box, run: Run) -> object:
    """The box's value, counted as one call deeper."""
    run.allowance.spend(5)
    run.allowance.enter()
    value = box(run)
    run.allowance.leave()
    return value
