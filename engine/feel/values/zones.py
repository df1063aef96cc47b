"""Time zones: a fixed distance from UTC, or a region whose distance changes with its summer time."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.values.calendar import from_days, to_days

MAX_OFFSET = 18 * 3600
_REGION = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}", re.ASCII)
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Offset:
    """A fixed distance from UTC in seconds, positive to the east."""

    seconds: int

    def __str__(self) -> str:
        """`Z`, `+01:00`, `-03:30`."""
        if not self.seconds:
            return "Z"
        minutes, seconds = divmod(abs(self.seconds), 60)
        sign = "-" if self.seconds < 0 else "+"
        return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")

    def at_local(self, seconds: int) -> int:
        """Distance from UTC when the wall clock shows this many seconds since 1970."""
        return self.seconds

    def at_instant(self, seconds: int) -> int:
        """Distance from UTC this many seconds after 1970 began in UTC."""
        return self.seconds


@dataclass(frozen=True, slots=True)
class Region:
    """A named time zone such as `Europe/London`."""

    name: str

    def __str__(self) -> str:
        """`@Europe/London`."""
        return "@" + self.name

    def at_local(self, seconds: int) -> int:
        """Distance from UTC in seconds when the wall clock shows this many seconds since 1970."""
        return _distance(_known_year(seconds).replace(tzinfo=_zone_info(self.name)))

    def at_instant(self, seconds: int) -> int:
        """Distance from UTC in seconds, this many seconds after 1970 began in UTC."""
        return _distance(_known_year(seconds).replace(tzinfo=UTC).astimezone(_zone_info(self.name)))


Zone = Offset | Region
UTC_ZONE = Offset(0)


def region(name: str) -> Region | None:
    """The zone of this name, None when the zone database has none."""
    if len(name) > 60 or not _REGION.fullmatch(name):
        return None
    return Region(name) if _zone_info(name) else None


@lru_cache(maxsize=600)
def _zone_info(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None


def _distance(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    return offset.days * _DAY_SECONDS + offset.seconds


def _known_year(seconds: int) -> datetime:
    """Python's clock ends with the years 1 and 9999; beyond, the same day of another 400-year cycle will do."""
    days, second = divmod(seconds, _DAY_SECONDS)
    year, month, day = from_days(days)
    if not 2 <= year <= 9998:
        year = year % 400 + (400 if year < 2 else 9200)
        days = to_days(year, month, day)
    return datetime(1970, 1, 1) + timedelta(days=days, seconds=second)  # noqa: DTZ001 - a wall clock
