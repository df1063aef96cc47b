"""Dates, times, and dates with times, for any year and to the nanosecond."""

from dataclasses import dataclass
from typing import Self

from engine.feel.values import calendar
from engine.feel.values.durations import DAY, HOUR, MINUTE, SECOND
from engine.feel.values.zones import Zone


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the calendar."""

    year: int
    month: int
    day: int

    @classmethod
    def of_days(cls, days: int) -> Self | None:
        """The day that many days after 1970-01-01, None beyond the calendar."""
        year, month, day = calendar.from_days(days)
        return cls(year, month, day) if abs(year) <= calendar.MAX_YEAR else None

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        return calendar.to_days(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.days + 3) % 7 + 1

    def plus_months(self, months: int) -> "Date | None":
        """The same day of another month, or that month's last day; None beyond the calendar."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if abs(year) > calendar.MAX_YEAR:
            return None
        return Date(year, month + 1, min(self.day, calendar.month_length(year, month + 1)))

    def __str__(self) -> str:
        """ISO 8601."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, on the wall clock or in a zone."""

    nanoseconds: int  # since midnight
    zone: Zone | None = None

    @property
    def hour(self) -> int:
        """0 to 23."""
        return self.nanoseconds // HOUR

    @property
    def minute(self) -> int:
        """0 to 59."""
        return self.nanoseconds % HOUR // MINUTE

    @property
    def second(self) -> int:
        """0 to 59, whole seconds."""
        return self.nanoseconds % MINUTE // SECOND

    @property
    def offset(self) -> int | None:
        """Seconds from UTC, None on the wall clock; of a region, its distance in the winter of 1970."""
        return self.zone.at_local(self.nanoseconds // SECOND) if self.zone else None

    @property
    def utc_nanoseconds(self) -> int:
        """Nanoseconds since midnight in UTC, for comparing times of different zones."""
        return self.nanoseconds - (self.offset or 0) * SECOND

    def __str__(self) -> str:
        """ISO 8601, a region written after `@`."""
        text = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}"
        fraction = self.nanoseconds % SECOND
        return text + (f".{fraction:09d}".rstrip("0") if fraction else "") + str(self.zone or "")


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of day, on the wall clock or in a zone."""

    date: Date
    time: Time

    @classmethod
    def of_wall_clock(cls, nanoseconds: int, zone: Zone | None) -> Self | None:
        """What the clock of a zone shows, as nanoseconds since 1970 began there."""
        days, rest = divmod(nanoseconds, DAY)
        date = Date.of_days(days)
        return cls(date, Time(rest, zone)) if date else None

    @classmethod
    def of_instant(cls, nanoseconds: int, zone: Zone | None) -> Self | None:
        """The moment that many nanoseconds after 1970 began in UTC, as the zone's clock shows it."""
        offset = zone.at_instant(nanoseconds // SECOND) if zone else 0
        return cls.of_wall_clock(nanoseconds + offset * SECOND, zone)

    @property
    def wall_clock(self) -> int:
        """Nanoseconds since 1970 began on this clock."""
        return self.date.days * DAY + self.time.nanoseconds

    @property
    def offset(self) -> int | None:
        """Seconds from UTC on that day, None on the wall clock."""
        return self.time.zone.at_local(self.wall_clock // SECOND) if self.time.zone else None

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970 began in UTC (a wall clock counts as UTC)."""
        return self.wall_clock - (self.offset or 0) * SECOND

    def __str__(self) -> str:
        """ISO 8601, a region written after `@`."""
        return f"{self.date}T{self.time}"


def midnight(date: Date, zone: Zone | None = None) -> DateTime:
    """The beginning of a day."""
    return DateTime(date, Time(0, zone))
