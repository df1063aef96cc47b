"""Where a piece of a model stands while it is built: the names and types in sight, and where faults are noted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from engine.decisions.errors import Fault
from engine.feel.errors import FeelError, UnknownFunction
from engine.feel.expressions import compile_expression, compile_unary_tests
from engine.feel.run import Run
from engine.feel.types import NAMED, Type, coerced

Box = Callable[[Run], object]  # evaluates a piece of a model for the variables of a run
Tests = Callable[[object, Run], bool]  # whether a value passes the tests of a cell


@dataclass(frozen=True)
class Place:
    """Surroundings of an expression in a model."""

    element: str
    names: frozenset[str]
    types: Mapping[str, Type]
    faults: list[Fault]

    def inside(self, *names: str) -> "Place":
        """The same place with more variables."""
        return replace(self, names=self.names.union(names))

    def expression(self, text: str) -> Box:
        """The box of a FEEL expression; null, and a fault, when it cannot be read."""
        try:
            return compile_expression(text, names=self.names, types=self.types).run
        except UnknownFunction as fault:
            self.note(text, str(fault))
            return self.inside(fault.name).expression(text)
        except FeelError as fault:
            self.note(text, str(fault))
            return _null

    def tests(self, text: str) -> Tests:
        """The tests of a cell, an empty one being `-`; they never hold, with a fault, when they cannot be read."""
        try:
            return compile_unary_tests(text or "-", names=self.names, types=self.types).run
        except UnknownFunction as fault:
            self.note(text, str(fault))
            return self.inside(fault.name).tests(text)
        except FeelError as fault:
            self.note(text, str(fault))
            return _never

    def type(self, name: str | None) -> Type | None:
        """The type that a `typeRef` names; None for none, and for one that nobody has defined."""
        plain = (name or "").removeprefix("feel:")
        return self.types.get(plain) or NAMED.get(plain)

    def typed(self, box: Box, type_name: str | None) -> Box:
        """The box with its value made to fit a declared type, null where it does not."""
        wanted = self.type(type_name)
        return box if wanted is None else lambda run: fitted(box(run), wanted, run)

    def note(self, text: str, message: str) -> None:
        """Remember a fault of this element."""
        self.faults.append(Fault(self.element, text, message))


def fitted(value: object, wanted: Type, run: Run) -> object:
    """The value as its declared type has it, null when it does not fit."""
    return coerced(value, wanted, run.allowance)[1]


def _null(run: Run) -> None:
    return None


def _never(value: object, run: Run) -> bool:
    return False
