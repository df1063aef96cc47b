"""How days of the law are counted: pure functions on Europe/London's calendar days."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from webapp.london import LONDON, london_day, london_moment

WITHIN = re.compile(r"P([1-9]\d{0,2})([DWM])")
AFTER, BEGINNING_WITH = "after", "beginning_with"  # ways of counting
WORKING_DAYS, WORKING_DAYS_WITH = "working_days", "working_days_beginning_with"
COUNTINGS = (AFTER, BEGINNING_WITH, WORKING_DAYS, WORKING_DAYS_WITH)
IN_WORKING_DAYS = (WORKING_DAYS, WORKING_DAYS_WITH)
TRIBUNAL = "tribunal"  # a way of ending
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
WARNED_BEFORE = (2 * WEEK, WEEK)

IsWorking = Callable[[date], bool]


class NotCountable(ValueError):
    """This length of time cannot be counted like that."""


def last_day(start: date, within: str, counting: str, is_working: IsWorking, *, ends: str = "") -> date:
    """The last day of a limit: weeks are seven days, months the calendar's. Raises NotCountable."""
    match = WITHIN.fullmatch(within)
    if not match:
        raise NotCountable(f"“{within}” is no length of a limit. Write it like P6W, P12M or P15D.")
    number, unit = int(match[1]), match[2]
    if counting in IN_WORKING_DAYS and unit != "D":
        raise NotCountable(f"“{within}” cannot be counted in working days. Write it like P15D.")
    if counting in IN_WORKING_DAYS:
        before = start - DAY if counting == WORKING_DAYS_WITH else start
        last = working_days_after(before, number, is_working)
    else:
        last = add_months(start, number) if unit == "M" else start + number * (WEEK if unit == "W" else DAY)
        last -= DAY if counting == BEGINNING_WITH else timedelta()
    return tribunal_day(last, is_working) if ends == TRIBUNAL else last


def working_days_after(start: date, number: int, is_working: IsWorking) -> date:
    """The working day that is so many after this day, which is itself not counted."""
    found = start
    while number:
        found += DAY
        number -= is_working(found)
    return found


def tribunal_day(last: date, is_working: IsWorking) -> date:
    """Where the tribunal's rules move a last day that falls around Christmas or in August."""
    if (last.month, last.day) >= (12, 25) or (last.month, last.day) == (1, 1):
        year = last.year + (last.month == 12)
        return working_days_after(date(year, 1, 1), 1, is_working)
    if last.month == 8:
        return working_days_after(date(last.year, 8, 31), 1, is_working)
    return last


def end_of(day: date) -> datetime:
    """The first moment after this day in England, in UTC: a limit whose last day it is has then passed."""
    return datetime.combine(day + DAY, time(), LONDON).astimezone(UTC)


def has_passed(due_on: date, now: datetime) -> bool:
    """Has the last day ended?"""
    return london_day(now) > due_on


def week_of(counted_from: date, due_on: date, today: date) -> int | None:
    """In which week of a limit of whole weeks a day is, the first being 1; None when its last day has ended."""
    if today > due_on:
        return None
    return max(1, min(weeks_of(counted_from, due_on), (today - counted_from) // WEEK + 1))


def weeks_of(counted_from: date, due_on: date) -> int:
    """How many weeks a limit has."""
    return (due_on - counted_from) // WEEK


def looks(counted_from: date, due_on: date) -> list[date]:
    """The days on which somebody is told: two weeks before, one week before, and when it is late.

    A warning that would come with the beginning of the limit, or before it, is none.
    """
    warnings = (due_on - before for before in WARNED_BEFORE if due_on - before > counted_from)
    return [*warnings, due_on + DAY]


def look_at(days: list[date], today: date) -> date:
    """Of these days the last that has come (those before it are left out), or the first to come."""
    return max((day for day in days if day <= today), default=days[0])


def look_after(days: list[date], today: date) -> date | None:
    """The first of them that is still to come."""
    return next((day for day in days if day > today), None)


def add_months(start: date, months: int) -> date:
    """The same day of another month, or its last; fewer than none go back."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


def years_later(day: date, years: int) -> date:
    """The same day of another year; 1 March where there is no 29 February (Family Law Reform Act 1969, s. 9)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def age(born_on: date, on: date) -> int:
    """In whole years; who is born on 29 February is a year older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def morning(day: date) -> datetime:
    """8 o'clock on this day: a mail in the night is read by nobody."""
    return london_moment(day, 8, 0)
