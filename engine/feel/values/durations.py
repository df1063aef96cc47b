"""The two durations of FEEL: days and time (a length), years and months (a count on the calendar)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.feel.values.calendar import MAX_YEAR

SECOND = 1_000_000_000  # nanoseconds
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_MAX_TEXT = 100
_MAX_DAYS = MAX_YEAR * 366 * 2
_MAX_MONTHS = MAX_YEAR * 12 * 2
_DAYS_AND_TIME = re.compile(
    r"(-?)P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,9})\d*)?S)?)?", re.ASCII
)
_YEARS_AND_MONTHS = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A `days and time duration`: a length of time in nanoseconds."""

    nanoseconds: int

    def __str__(self) -> str:
        """ISO 8601, such as `P1DT2H`; nothing is `PT0S`."""
        days, rest = divmod(abs(self.nanoseconds), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, nanoseconds = divmod(rest, MINUTE)
        time = _part(hours, "H") + _part(minutes, "M") + _seconds(nanoseconds)
        text = _part(days, "D") + ("T" + time if time else "")
        return ("-" if self.nanoseconds < 0 else "") + "P" + (text or "T0S")


@dataclass(frozen=True, slots=True, order=True)
class MonthsDuration:
    """A `years and months duration`, counted in months."""

    months: int

    def __str__(self) -> str:
        """ISO 8601, such as `P1Y2M`; nothing is `P0M`."""
        years, months = divmod(abs(self.months), 12)
        return ("-" if self.months < 0 else "") + "P" + ((_part(years, "Y") + _part(months, "M")) or "0M")


Duration = DaysDuration | MonthsDuration


def days_duration(nanoseconds: int) -> DaysDuration | None:
    """A length of time, None when it is longer than the calendar."""
    return DaysDuration(nanoseconds) if abs(nanoseconds) <= _MAX_DAYS * DAY else None


def months_duration(months: int) -> MonthsDuration | None:
    """A count of months, None when it is longer than the calendar."""
    return MonthsDuration(months) if abs(months) <= _MAX_MONTHS else None


def parse_duration(text: str) -> Duration | None:
    """The duration that an ISO 8601 text says, None when it says none or mixes months with days."""
    return _read_duration(text) if len(text) <= _MAX_TEXT and text[-1:] not in ("P", "T", "-", "") else None


@lru_cache(maxsize=4096)
def _read_duration(text: str) -> Duration | None:
    months = _YEARS_AND_MONTHS.fullmatch(text)
    if months:
        sign, years, count = months.groups(default="0")
        return months_duration(_signed(sign, int(years) * 12 + int(count)))
    parts = _DAYS_AND_TIME.fullmatch(text)
    if not parts:
        return None
    sign, days, hours, minutes, seconds, fraction = parts.groups(default="0")
    length = int(days) * DAY + int(hours) * HOUR + int(minutes) * MINUTE + int(seconds) * SECOND
    return days_duration(_signed(sign, length + int(fraction.ljust(9, "0"))))


def _signed(sign: str, amount: int) -> int:
    return -amount if sign == "-" else amount


def _part(amount: int, unit: str) -> str:
    return f"{amount}{unit}" if amount else ""


def _seconds(nanoseconds: int) -> str:
    seconds, fraction = divmod(nanoseconds, SECOND)
    if not fraction:
        return _part(seconds, "S")
    return f"{seconds}.{fraction:09d}".rstrip("0") + "S"
