"""Where things stand while a drawing is run: a tree of places, some of which hold variables."""

from collections.abc import Iterator
from typing import Any

from tests.engine.differential.net import Node


class Place:
    """The process, an activity, an iteration, or a token that waits; places inside stand in `children`."""

    def __init__(self, node: Node | None, parent: "Place | None", variables: dict[str, Any] | None = None) -> None:
        self.node, self.parent, self.variables, self.closed = node, parent, variables, False
        self.children: list[Place] = []
        self.armed: list[Node] = []  # events on the edge
        self.listening: list[Node] = []  # event subprocesses inside that have not begun
        self.via = ""  # the flow by which the token came
        self.index, self.outputs = -1, dict[int, Any]()  # of an iteration; of a multi-instance
        if parent:
            parent.children.append(self)

    def leave(self) -> None:
        """Take this place and all inside away."""
        if self.parent:
            self.parent.children.remove(self)
            self.parent = None

    def inside(self) -> Iterator["Place"]:
        yield self
        for child in self.children:
            yield from child.inside()

    def top(self) -> "Place":
        return self.parent.top() if self.parent else self

    def scopes(self) -> Iterator["Place"]:
        at: Place | None = self
        while at:
            if at.variables is not None:
                yield at
            at = at.parent

    def view(self) -> dict[str, Any]:
        """All variables that are seen from here, the nearest first."""
        layers = [scope.variables or {} for scope in self.scopes()]
        return {name: layer[name] for layer in reversed(layers) for name in layer}

    def fingerprint(self) -> tuple[Any, ...]:
        """The same for places that are the same."""
        inside = sorted((child.fingerprint() for child in self.children), key=repr)
        armed = tuple(edge.id for edge in (*self.armed, *self.listening))
        own = (self.node and self.node.id, self.via, self.index, str(self.variables), str(self.outputs))
        return (*own, armed, tuple(inside))

    def assign(self, name: str, new: Any) -> None:
        """To the nearest scope that has the name or keeps all names inside."""
        scope = next(s for s in self.scopes() if name in (s.variables or {}) or s.closed)
        assert scope.variables is not None
        scope.variables[name] = new
