"""What the engine does after the commit, each in a transaction of its own: messages, signals, starts by time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.engine import Engine


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One piece that is due: its kind (message, signal, start) and the id of its row."""

    kind: str
    id: int


class HandOvers:
    """What is due in one session."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def due(self, limit: int = 100) -> list[HandOver]:
        """The next pieces, oldest first within each kind; none is taken yet."""
        found = ((kind, each) for kind, service in self._services().items() for each in service.due(limit))
        return [HandOver(kind=kind, id=each) for kind, each in found]

    def deliver(self, piece: HandOver) -> bool:
        """Do one, unless another worker has it; when it fails an incident is raised and False is given."""
        service = self._services()[piece.kind]
        row = service.taken(piece.id)
        return row is None or bool(service.hand_over(row))

    def _services(self) -> Mapping[str, Any]:
        engine = self._engine
        return {"message": engine.messages, "signal": engine.signals, "start": engine.starts}
