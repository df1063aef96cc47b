"""What the engine does after the commit, each in a transaction of its own: messages, signals, starts by time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.models import Record


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One piece that is due: its kind (message, signal, start) and the id of its row."""

    kind: str
    id: int


class HandsOver(Protocol):
    """A service with pieces to be handed over, each a row."""

    def due(self, limit: int) -> list[int]:
        """Ids of the next ones, oldest first."""

    def taken(self, row_id: int, /) -> Record | None:
        """One of them, taken until the transaction ends; None when another worker has it or had it."""

    def hand_over(self, found: Record) -> bool:
        """Do it; when it fails an incident is raised and False is given."""


class HandOvers:
    """What is due in one session."""

    def __init__(self, services: Mapping[str, HandsOver]) -> None:
        self._services = services

    def due(self, limit: int = 100) -> list[HandOver]:
        """The next pieces, oldest first within each kind; none is taken yet."""
        found = ((kind, each) for kind, service in self._services.items() for each in service.due(limit))
        return [HandOver(kind=kind, id=each) for kind, each in found]

    def deliver(self, piece: HandOver) -> bool:
        """Do one, unless another worker has it; when it fails an incident is raised and False is given."""
        service = self._services[piece.kind]
        row = service.taken(piece.id)
        return row is None or bool(service.hand_over(row))
