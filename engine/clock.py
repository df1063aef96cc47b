"""Time as an argument."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands until it is moved: for rehearsals and tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Set the clock."""
        self._at = at

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._at += by
