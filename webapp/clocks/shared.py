"""What stands in `workflows/shared` about time: limits, bank holidays and grounds of exemption, read once."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from webapp.clocks import arithmetic
from webapp.clocks.errors import NoLimitThen, UnknownGround, UnknownLimit
from webapp.config import HOME

SHARED = HOME / "workflows" / "shared"
REQUEST_RECEIVED, NOTICE_SERVED, MEETING_HELD = "request_received", "notice_served", "meeting_held"  # kinds of events
KINDS = (REQUEST_RECEIVED, NOTICE_SERVED, MEETING_HELD)
COUNCIL, ADVISER, SCHOOL, FAMILY = "council", "adviser", "school", "family"  # who owes what a limit asks for
OWED_BY = (COUNCIL, ADVISER, SCHOOL, FAMILY)
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One rule about time, as long as it is the law."""

    name: str
    title: str
    within: str  # ISO duration
    counting: str  # after, beginning_with, working_days or working_days_beginning_with
    counted_from: str  # words that follow “6 weeks from”
    owed_by: str  # council, adviser, school or family
    law: str  # “Reg 5(1)”
    source: str  # the same in full
    effective_from: date
    effective_to: date | None = None  # its last day
    starts_with: str = ""  # kind of the event that starts it
    ends: str = ""  # tribunal: its last day may move
    late_text: str = ""  # what the family reads when it has passed
    family_title: str = ""  # the title to the family, where it differs
    part_of: str = ""  # name of a limit that this one is a step of: while both are late, this one is told
    quiet_while: str = ""  # id of a process: while it runs this is not our next step, though the time runs

    def last_day(self, counted_from: date) -> date:
        """When it ends, counted from this day."""
        working = holidays().is_working
        return arithmetic.last_day(counted_from, self.within, self.counting, working, ends=self.ends)


@dataclass(frozen=True, kw_only=True)
class Holidays:
    """Bank holidays of England and Wales."""

    days: Mapping[date, str]  # titles
    complete_until: date

    def is_working(self, day: date) -> bool:
        """No Saturday, Sunday or bank holiday; where the list has ended, no Saturday or Sunday."""
        return day.weekday() < SATURDAY and day not in self.days


@dataclass(frozen=True, kw_only=True)
class ClosureRule:
    """Around which closures advice must have been asked for."""

    at_least: timedelta
    before_closing: timedelta
    before_opening: timedelta

    def covers(self, asked_on: date, closed_on: date, opens_on: date) -> bool:
        """Was advice asked for in the time that counts, around a closure that is long enough?"""
        long_enough = opens_on - closed_on >= self.at_least
        return long_enough and closed_on - self.before_closing <= asked_on <= opens_on - self.before_opening


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A reason in law for which a limit need not be met."""

    value: str
    label: str
    hint: str
    family_text: str  # to the family: it tells nobody about another
    sources: Mapping[str, str]  # the law, by the name of the limit
    effective_from: date
    effective_to: date | None = None
    closure: ClosureRule | None = None


Dated = TypeVar("Dated", Limit, Ground)


def limit(name: str, on: date) -> Limit:
    """The rule of this name for what happened on this day. Raises UnknownLimit, NoLimitThen."""
    found = next(_in_force(_named(name), on), None)
    if found is None:
        raise NoLimitThen(name, on)
    return found


def starts_with(name: str) -> str:
    """The kind of event from which this limit counts by its newest rule; empty for none. Raises UnknownLimit."""
    return max(_named(name), key=lambda each: each.effective_from).starts_with


def grounds_for(limit_name: str, on: date) -> list[Ground]:
    """For which reasons this limit may be switched off."""
    return [each for each in _in_force(grounds(), on) if limit_name in each.sources]


def ground(value: str, limit_name: str, on: date) -> Ground:
    """One of them. Raises UnknownGround."""
    found = next((each for each in grounds_for(limit_name, on) if each.value == value), None)
    if found is None:
        raise UnknownGround
    return found


@cache
def limits() -> tuple[Limit, ...]:
    """Every rule, those that are over or to come too."""
    return tuple(Limit(**row) for row in _read("limits.toml")["limits"])


@cache
def holidays() -> Holidays:
    """The list of bank holidays."""
    table = _read("bank_holidays.toml")
    days = {date.fromisoformat(day): title for day, title in table["days"].items()}
    return Holidays(days=days, complete_until=table["complete_until"])


@cache
def grounds() -> tuple[Ground, ...]:
    """Every ground of exemption."""
    return tuple(_ground(row) for row in _read("exemptions.toml")["grounds"])


def _named(name: str) -> list[Limit]:
    found = [each for each in limits() if each.name == name]
    if not found:
        raise UnknownLimit(name, {each.name for each in limits()})
    return found


def _ground(row: dict[str, Any]) -> Ground:
    rule = {name: _length(text) for name, text in row.pop("closure", {}).items()}
    return Ground(**row, closure=ClosureRule(**rule) if rule else None)


def _length(text: str) -> timedelta:
    start = date(2000, 1, 1)
    return arithmetic.last_day(start, text, arithmetic.AFTER, lambda day: True) - start


def _in_force(rules: Iterable[Dated], on: date) -> Iterator[Dated]:
    return (each for each in rules if each.effective_from <= on <= (each.effective_to or date.max))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SHARED / name).read_text("utf-8"))
