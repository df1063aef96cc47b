"""Functions that make dates, times and durations, and say where a day lies in its week, month and year."""

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values import calendar
from engine.feel.values.durations import SECOND, DaysDuration, Duration, MonthsDuration, parse_duration
from engine.feel.values.moments import Date, DateTime, Time
from engine.feel.values.reading import clock_time, parse_date, parse_date_time, parse_time
from engine.feel.values.zones import MAX_OFFSET, UTC_ZONE, Offset
from engine.feel.variables import home_date_time

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("date(from: string|date|moment)")
def date(run: Run, source: str | Date | DateTime) -> Date | None:
    """The day that a text or a moment says."""
    return parse_date(source) if isinstance(source, str) else _day(source)


@builtin("date(year: number, month: number, day: number)")
def date_of(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    """The day of those numbers, null when the calendar has none."""
    if abs(year) > calendar.MAX_YEAR or not calendar.exists(int(year), int(month), int(day)):
        return None
    return Date(int(year), int(month), int(day))


@builtin("time(from: string|time|moment|date)")
def time(run: Run, source: str | Time | DateTime | Date) -> Time | None:
    """The time of day that a text or a moment says; of a date, midnight in UTC."""
    if isinstance(source, str):
        return parse_time(source)
    if isinstance(source, Date):
        return Time(0, UTC_ZONE)
    return source.time if isinstance(source, DateTime) else source


@builtin("time(hour: number, minute: number, second: number, offset?: days?)")
def time_of(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Time | None:
    """The time of those numbers, at a distance from UTC or on the wall clock."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    whole = int(second)
    nanoseconds = clock_time(int(hour), int(minute), whole, None)
    if nanoseconds is None or (offset and abs(offset.nanoseconds) > MAX_OFFSET * SECOND):
        return None
    zone = Offset(offset.nanoseconds // SECOND) if offset else None
    return Time(nanoseconds + int((second - whole) * SECOND), zone)


@builtin("date and time(from: string|moment)")
def date_and_time(run: Run, source: str | DateTime) -> DateTime | None:
    """The moment that a text says."""
    return parse_date_time(source) if isinstance(source, str) else source


@builtin("date and time(date: date|moment, time: time)")
def date_and_time_of(run: Run, day: Date | DateTime, clock: Time) -> DateTime:
    """A day at a time, in the time's zone."""
    return DateTime(_day(day), clock)


@builtin("duration(from: string|days|months)")
def duration(run: Run, source: str | Duration) -> Duration | None:
    """The duration that an ISO 8601 text says."""
    return parse_duration(source) if isinstance(source, str) else source


@builtin("years and months duration(from: date|moment, to: date|moment)")
def years_and_months_duration(run: Run, start: Date | DateTime, end: Date | DateTime) -> MonthsDuration:
    """Whole months from one day to another, negative when the other is earlier."""
    first, last = _day(start), _day(end)
    if last < first:
        return MonthsDuration(-_months_between(last, first))
    return MonthsDuration(_months_between(first, last))


def _months_between(first: Date, last: Date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


@builtin("today()")
def today(run: Run) -> Date:
    """The day it is in London."""
    return home_date_time(run.now).date


@builtin("now()")
def now(run: Run) -> DateTime:
    """The moment it is, on London's clock."""
    return home_date_time(run.now)


@builtin("day of year(date: date|moment)")
def day_of_year(run: Run, value: Date | DateTime) -> Decimal:
    """1 for 1 January."""
    day = _day(value)
    return Decimal(day.days - calendar.to_days(day.year, 1, 1) + 1)


@builtin("day of week(date: date|moment)")
def day_of_week(run: Run, value: Date | DateTime) -> str:
    """`Monday` to `Sunday`."""
    return _DAY_NAMES[_day(value).weekday - 1]


@builtin("month of year(date: date|moment)")
def month_of_year(run: Run, value: Date | DateTime) -> str:
    """`January` to `December`."""
    return _MONTH_NAMES[_day(value).month - 1]


@builtin("week of year(date: date|moment)")
def week_of_year(run: Run, value: Date | DateTime) -> Decimal:
    """The ISO 8601 week: a week belongs to the year that has its Thursday."""
    day = _day(value)
    thursday = day.days - day.weekday + 4
    year = calendar.from_days(thursday)[0]
    return Decimal((thursday - calendar.to_days(year, 1, 1)) // 7 + 1)


@builtin("last day of month(date: date|moment)")
def last_day_of_month(run: Run, value: Date | DateTime) -> Date:
    """The last day of the date's month (an addition of the zeebe dialect)."""
    day = _day(value)
    return Date(day.year, day.month, calendar.month_length(day.year, day.month))
