"""How far messages, signals and times have led to one another, so that none of them runs in a ring for ever."""

from collections.abc import Iterator
from contextlib import contextmanager

MOST = 100  # messages, signals and short times that lead to one another without a pause


class Hops:
    """Hops of what is being delivered or fired."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> int:
        """Hops of what is thrown or timed now. Raises ValueError when they lead to one another without end."""
        if self._count >= MOST:
            raise ValueError(f"{MOST} messages or times led to one another without a pause: is it an endless loop?")
        return self._count + 1

    @contextmanager
    def at(self, count: int) -> Iterator[None]:
        """What is thrown inside comes after so many."""
        before, self._count = self._count, count
        try:
            yield
        finally:
            self._count = before
