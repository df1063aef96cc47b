"""What the engine does after the commit, each in a transaction of its own: messages, signals, starts by time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.models import Record

if TYPE_CHECKING:
    from engine.engine import Engine


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One piece that is due: its kind and its row, taken by this transaction."""

    kind: str  # message, signal, start
    row: Record


class HandOvers:
    """What is due in one session."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def due(self, limit: int = 20) -> list[HandOver]:
        """The next pieces, oldest first within each kind; what another worker has taken is left out."""
        engine = self._engine
        found = [HandOver(kind="message", row=row) for row in engine.messages.due(limit)]
        found += [HandOver(kind="signal", row=row) for row in engine.signals.due(limit - len(found))]
        return found + [HandOver(kind="start", row=row) for row in engine.starts.due(limit - len(found))]

    def deliver(self, piece: HandOver) -> bool:
        """Do one; when it fails an incident is raised, and False is given."""
        engine = self._engine
        do = {"message": engine.messages.hand_over, "signal": engine.signals.hand_over, "start": engine.starts.fire}
        return do[piece.kind](piece.row)
