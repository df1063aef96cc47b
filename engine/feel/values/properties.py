"""What can be read after a point: `date.year`, `duration.days`, `range.start`."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.values.durations import DAY, HOUR, MINUTE, SECOND, DaysDuration, MonthsDuration
from engine.feel.values.moments import Date, DateTime, Time
from engine.feel.values.ranges import Range
from engine.feel.values.zones import Region

Property = Callable[..., object]


def property_of(value: object, name: str) -> object:
    """The property of that name, null when the value has none."""
    read = _PROPERTIES.get((type(value), name))
    found = read(value) if read else None
    return Decimal(found) if type(found) is int else found


def _part(unit: int, above: int) -> Property:
    """Whole units of a duration beyond the larger unit above, with the duration's sign."""

    def read(duration: DaysDuration) -> int:
        amount = abs(duration.nanoseconds) % above // unit
        return -amount if duration.nanoseconds < 0 else amount

    return read


def _days(duration: DaysDuration) -> int:
    days = abs(duration.nanoseconds) // DAY
    return -days if duration.nanoseconds < 0 else days


def _years(duration: MonthsDuration) -> int:
    return (abs(duration.months) // 12) * (-1 if duration.months < 0 else 1)


def _months(duration: MonthsDuration) -> int:
    return (abs(duration.months) % 12) * (-1 if duration.months < 0 else 1)


def _offset(moment: Time | DateTime) -> DaysDuration | None:
    return None if moment.offset is None else DaysDuration(moment.offset * SECOND)


def _timezone(time: Time) -> str | None:
    return time.zone.name if isinstance(time.zone, Region) else None


_PROPERTIES: dict[tuple[type, str], Property] = {
    (Date, "year"): lambda date: date.year,
    (Date, "month"): lambda date: date.month,
    (Date, "day"): lambda date: date.day,
    (Date, "weekday"): lambda date: date.weekday,
    (Time, "hour"): lambda time: time.hour,
    (Time, "minute"): lambda time: time.minute,
    (Time, "second"): lambda time: time.second,
    (Time, "time offset"): _offset,
    (Time, "timezone"): _timezone,
    (DateTime, "time offset"): _offset,
    (DateTime, "timezone"): lambda moment: _timezone(moment.time),
    (DaysDuration, "days"): _days,
    (DaysDuration, "hours"): _part(HOUR, DAY),
    (DaysDuration, "minutes"): _part(MINUTE, HOUR),
    (DaysDuration, "seconds"): _part(SECOND, MINUTE),
    (MonthsDuration, "years"): _years,
    (MonthsDuration, "months"): _months,
    (Range, "start"): lambda range_: range_.start,
    (Range, "end"): lambda range_: range_.end,
    (Range, "start included"): lambda range_: range_.start_included,
    (Range, "end included"): lambda range_: range_.end_included,
}
for _name in ("year", "month", "day", "weekday"):
    _PROPERTIES[DateTime, _name] = lambda moment, name=_name: property_of(moment.date, name)
for _name in ("hour", "minute", "second"):
    _PROPERTIES[DateTime, _name] = lambda moment, name=_name: property_of(moment.time, name)
