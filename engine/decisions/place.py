"""Where a piece of a model stands while it is built: the names and types in sight, and where faults are noted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engine.decisions.errors import Fault
from engine.feel.errors import FeelError
from engine.feel.expressions import Expression, UnaryTests, compile_expression, compile_unary_tests
from engine.feel.run import Run
from engine.feel.types import NAMED, Type, coerced
from engine.spelling import nearest

Box = Callable[[Run], object]  # evaluates a piece of a model for the variables of a run
Tests = Callable[[object, Run], bool]  # whether a value passes the tests of a cell
C = TypeVar("C", Expression, UnaryTests)
SHOWN = 80  # characters of an expression in a message
REQUIRE_IT = "Draw a requirement that gives it, or write it in quotes if it is a text."


@dataclass(frozen=True)
class Notes:
    """What is found out about one element while it is built."""

    faults: list[Fault]
    needs: set[str] = field(default_factory=set)  # variables that whoever asks must give
    may_read: set[str] = field(default_factory=set)  # variables, or entries of what is filtered


@dataclass(frozen=True)
class Place:
    """Surroundings of an expression in a model."""

    element: str
    notes: Notes
    types: Mapping[str, Type]
    words: frozenset[str] = frozenset()  # more names that are read as one, such as those of a type's entries
    visible: frozenset[str] = frozenset()  # variables that there are
    open: bool = False  # whether any other name is a variable of whoever asks
    filters: bool = False  # whether any other name may be an entry of what is filtered
    where: str = ""

    def inside(self, *names: str) -> "Place":
        """The same place with more variables."""
        return replace(self, visible=self.visible.union(names))

    def at(self, where: str) -> "Place":
        """A place within this one."""
        return replace(self, where=f"{self.where}, {where}" if self.where else where)

    def in_cells(self) -> "Place":
        """The cells of a table: they read what its columns ask, and a bare word there is mostly a forgotten quote."""
        return replace(self, open=False, visible=self.visible | self.notes.needs)

    def in_filter(self) -> "Place":
        """The condition of a filter."""
        return replace(self.inside("item"), filters=True)

    def expression(self, text: str) -> Box:
        """The box of a FEEL expression; null, and a fault, when it cannot be read."""
        found = self._compiled(compile_expression, text)
        return found.run if found else _null

    def tests(self, text: str) -> Tests:
        """The tests of a cell, an empty one being `-`; they never hold, with a fault, when they cannot be read."""
        found = self._compiled(compile_unary_tests, text or "-")
        return found.run if found else _never

    def type(self, name: str | None) -> Type | None:
        """The type that a `typeRef` names; None for none, and for one that nobody has defined."""
        plain = (name or "").removeprefix("feel:")
        return self.types.get(plain) or NAMED.get(plain)

    def typed(self, box: Box, type_name: str | None) -> Box:
        """The box with its value made to fit a declared type, null where it does not."""
        wanted = self.type(type_name)
        return box if wanted is None else lambda run: fitted(box(run), wanted, run)

    def note(self, message: str, remedy: str) -> None:
        """Remember a fault at this place."""
        self.notes.faults.append(Fault(element=self.element, where=self.where, message=message, remedy=remedy))

    def _compiled(self, compile_: Callable[..., C], text: str) -> C | None:
        try:
            found = compile_(text, names=self.words | self.visible, types=self.types)
        except FeelError as fault:
            self.note(f"“{_short(text)}” is not FEEL: {fault}", "Only FEEL is evaluated.")
            return None
        self._note_names(found, text)
        return found

    def _note_names(self, found: Expression | UnaryTests, text: str) -> None:
        unknown = found.names - self.visible
        if self.filters:
            self.notes.may_read.update(unknown)
        elif self.open:
            self.notes.needs.update(unknown)
        else:
            for name in sorted(unknown):
                self.note(f"“{_short(text)}”: Nothing gives “{name}”.", nearest(name, self.visible, REQUIRE_IT))
        self.notes.may_read.update(found.filter_names)


def fitted(value: object, wanted: Type, run: Run) -> object:
    """The value as its declared type has it, null when it does not fit."""
    return coerced(value, wanted, run.allowance)[1]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _null(run: Run) -> None:
    return None


def _never(value: object, run: Run) -> bool:
    return False
