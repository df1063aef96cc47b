"""Who moves in which year: a table with its law says it, from the date of birth and the name of the school."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from engine import DecisionLibrary, read_library
from webapp.clocks import arithmetic
from webapp.config import HOME

FILE = HOME / "workflows" / "shared" / "decisions" / "phase_transfer.dmn"
CLASS, TRANSFER = "class_moved_into", "transfer"
BETWEEN, POST_16 = "post_16_to_post_16", "post_16"  # no age says when: an officer does
FIRST_MONTH = 5  # from May on we look at those who move in the September of the next year
OLDEST = 26  # years
BEFORE = timedelta(weeks=12)  # 4 from the meeting to the notice of changes, 8 from that to the plan: regulations 20, 22


@dataclass(frozen=True, kw_only=True)
class Move:
    """What one child of a cohort does."""

    kind: str  # a value of the list `phase_transfers`
    moves_in: int
    due_on: date
    limit: str  # a name of limits.toml

    @property
    def review_by(self) -> date:
        """The last day of a review after which the law leaves time for everything."""
        return self.due_on - BEFORE

    @property
    def counted_from(self) -> date:
        """From which day the limit counts: its twelve months, or the one day between two places after 16."""
        if self.kind == BETWEEN:
            return self.due_on - timedelta(days=1)
        return arithmetic.years_later(self.due_on, -1)


def year_looked_at(today: date) -> int:
    """The year of the moves that are prepared on this day."""
    return today.year + (today.month >= FIRST_MONTH)


def births(moves_in: int) -> list[tuple[date, date]]:
    """First and last dates of birth of everybody who may move in that September."""
    years = (year for year in range(moves_in - OLDEST, moves_in) if _class(date(year, 1, 1), moves_in))
    return [(date(year - 1, 9, 1), date(year, 8, 31)) for year in years]


def move(born_on: date, school: str, moves_in: int) -> Move | None:
    """Which move they make in the September of this year; none for most."""
    into = _class(born_on, moves_in)
    return _move(into, school, moves_in) if into else None


def between(moves_on: date) -> Move:
    """The move from one post-16 institution to another on this day."""
    decided = _decide(TRANSFER, **{"class": POST_16, "school": "", "moves_in": moves_on.year, "moves_on": moves_on})
    return _read(decided, moves_on.year)


def of_kind(kind: str, moves_in: int) -> Move:
    """The move of this kind: for whoever is taught with others than those of their age. Raises StopIteration."""
    schools = ("", "infant", "first school", "middle")
    found = (_move(into, school, moves_in) for into in _classes() for school in schools)
    return next(each for each in found if each and each.kind == kind)


def _class(born_on: date, moves_in: int) -> str:
    return str(_decide(CLASS, born_on=born_on, moves_in=moves_in) or "")


@lru_cache(maxsize=4096)
def _move(into: str, school: str, moves_in: int) -> Move | None:
    decided = _decide(TRANSFER, **{"class": into, "school": school, "moves_in": moves_in, "moves_on": None})
    return _read(decided, moves_in) if isinstance(decided, dict) else None


def _read(decided: Any, moves_in: int) -> Move:
    due_on = date.fromisoformat(str(decided["last_day"]))
    return Move(kind=str(decided["kind"]), moves_in=moves_in, due_on=due_on, limit=str(decided["limit"]))


@cache
def _classes() -> tuple[str, ...]:
    """Every class into which somebody moves."""
    return tuple(filter(None, (_class(date(2000 - years, 1, 1), 2000) for years in range(OLDEST))))


def _decide(decision: str, **variables: object) -> object:
    now = datetime.combine(date(2000, 1, 1), time(), UTC)  # the tables do not ask what day it is
    return _table().decide(decision, variables, now=now)


@cache
def _table() -> DecisionLibrary:
    return read_library({FILE.name: FILE.read_bytes()})
