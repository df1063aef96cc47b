"""The tree of scopes: instance -> call activity or subprocess -> iteration -> activity.

Reading goes outward. Writing goes to the nearest scope that declares the name, else to the instance; inside an
iteration an undeclared name stays there, and leaves only through the output collection. Whatever writes a value that is
too large to be kept fails with caps.TooMuch.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.spiff import caps

INSTANCE = 0  # the outermost scope's number


@dataclass
class Scope:
    """Variables (JSON values by name), the number of the scope around it, and whether writes stop here."""

    variables: dict[str, Any] = field(default_factory=dict)
    parent: int | None = None
    closed: bool = False


class Scopes:
    """All scopes of one process instance, by number (that of the token they belong to)."""

    def __init__(self, saved: Mapping[str, Any] | None = None) -> None:
        self._all = {int(number): Scope(*parts) for number, parts in (saved or {"0": [{}, None, True]}).items()}

    def saved(self, *, only: Container[int]) -> dict[str, list[Any]]:
        """What `Scopes(...)` takes: the instance's and those of tokens that live; an ended token's has ended."""
        kept = {n: s for n, s in self._all.items() if n == INSTANCE or n in only}
        return {str(n): [s.variables, s.parent, s.closed] for n, s in kept.items()}

    def __contains__(self, number: int) -> bool:
        return number in self._all

    def open(self, number: int, variables: Mapping[str, Any], *, within: int, closed: bool = False) -> None:
        """A new scope; `closed` keeps undeclared names inside."""
        kept = {name: _kept(name, value) for name, value in variables.items()}
        self._all[number] = Scope(kept, within, closed)

    def close(self, number: int) -> None:
        """Forget a scope that has ended."""
        self._all.pop(number, None)

    def parent(self, number: int) -> int:
        """The scope around this one."""
        return self._all[number].parent or INSTANCE

    def declare(self, number: int, name: str, value: Any) -> None:
        """Set a name in exactly this scope."""
        self._all[number].variables[name] = _kept(name, value)

    def assign(self, number: int, name: str, value: Any) -> None:
        """Set a name where it is declared, else at the nearest closed scope."""
        for scope in self._outward(number):
            if name in scope.variables or scope.closed:
                scope.variables[name] = _kept(name, value)
                return

    def put_right(self, name: str, *, was: Any, becomes: Any) -> bool:
        """Wherever a name holds this value it holds the other one; gives whether it did anywhere."""
        wrong = [scope for scope in self._all.values() if scope.variables.get(name) == was]
        for scope in wrong:
            scope.variables[name] = _kept(name, becomes)
        return bool(wrong)

    def view(self, number: int, **more: Any) -> "View":
        """What an expression sees from here."""
        return View([dict(more), *(scope.variables for scope in self._outward(number))])

    def _outward(self, number: int | None) -> Iterator[Scope]:
        while number is not None:
            scope = self._all[number]
            yield scope
            number = scope.parent


def _kept(name: str, value: Any) -> Any:
    return caps.kept(f"the variable “{name}”", value)


class View(Mapping[str, Any]):
    """Variables as they are kept, nearest scope first."""

    def __init__(self, layers: list[dict[str, Any]]) -> None:
        self._layers = layers

    def __getitem__(self, name: str) -> Any:
        for layer in self._layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter({name: None for layer in self._layers for name in layer})

    def __len__(self) -> int:
        return len({name for layer in self._layers for name in layer})
