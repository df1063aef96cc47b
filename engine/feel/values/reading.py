"""Texts read as dates, times and durations; None when the text does not say one."""

import re
from functools import lru_cache

from engine.feel.values import calendar
from engine.feel.values.durations import DAY, HOUR, MINUTE, SECOND, Duration, parse_duration
from engine.feel.values.moments import Date, DateTime, Time, midnight
from engine.feel.values.zones import MAX_OFFSET, Offset, Zone, region

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+-]+)?", re.ASCII)
_MAX_TEXT = 100


def parse_date(text: str) -> Date | None:
    """`2026-01-13`."""
    return _read_date(text) if len(text) <= _MAX_TEXT else None


@lru_cache(maxsize=4096)
def _read_date(text: str) -> Date | None:
    parts = _DATE.fullmatch(text)
    if not parts:
        return None
    year, month, day = map(int, parts.groups())
    return Date(year, month, day) if calendar.exists(year, month, day) else None


def parse_time(text: str) -> Time | None:
    """`09:30:00`, with a fraction, `Z`, an offset or `@Region/City` after it; `24:00:00` is midnight."""
    time = _read_time(text) if len(text) <= _MAX_TEXT else None
    return Time(time.nanoseconds % DAY, time.zone) if time else None


def parse_date_time(text: str) -> DateTime | None:
    """A date, `T`, a time; or a date alone for its midnight. `T24:00:00` is the next day's midnight."""
    return _read_date_time(text) if len(text) <= _MAX_TEXT else None


@lru_cache(maxsize=4096)
def _read_date_time(text: str) -> DateTime | None:
    day, separator, clock = text.partition("T")
    date = parse_date(day)
    if date is None or not separator:
        return midnight(date) if date else None
    time = _read_time(clock)
    if time is None:
        return None
    return DateTime.of_wall_clock(date.days * DAY + time.nanoseconds, time.zone)


def parse_temporal(text: str) -> Date | Time | DateTime | Duration | None:
    """Whatever stands after `@` in FEEL: `@"2026-01-13"`, `@"P42D"`."""
    if "P" in text[:2]:
        return parse_duration(text)
    return parse_date(text) or (parse_date_time(text) if "T" in text[:20] else parse_time(text))


def clock_time(hour: int, minute: int, second: int, fraction: str | None) -> int | None:
    """Nanoseconds since midnight; None when no clock shows it. 24:00:00 is allowed."""
    if not (0 <= hour <= 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    nanoseconds = hour * HOUR + minute * MINUTE + second * SECOND + int((fraction or "").ljust(9, "0"))
    return nanoseconds if nanoseconds <= DAY else None


@lru_cache(maxsize=4096)
def _read_time(text: str) -> Time | None:
    parts = _TIME.fullmatch(text)
    if not parts:
        return None
    hour, minute, second, fraction, where = parts.groups()
    nanoseconds = clock_time(int(hour), int(minute), int(second), fraction)
    zone = _read_zone(where) if where else None
    if nanoseconds is None or (where and zone is None):
        return None
    return Time(nanoseconds, zone)


def _read_zone(text: str) -> Zone | None:
    if text == "Z":
        return Offset(0)
    if text[0] == "@":
        return region(text[1:])
    hours, minutes, seconds = int(text[1:3]), int(text[4:6]), int(text[7:9] or 0)
    distance = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or distance > MAX_OFFSET:
        return None
    return Offset(-distance if text[0] == "-" else distance)
