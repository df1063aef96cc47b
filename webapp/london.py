"""England's clock: the law and the people here count days of Europe/London."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """The day in England at this moment (which must know its time zone)."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: give an aware datetime")
    return moment.astimezone(LONDON).date()


def london_moment(day: date, hour: int, minute: int) -> datetime:
    """The moment of this time by the clock in England; of the hour that comes twice in October, the first.

    Raises ValueError for a time that there is not: an hour of one day in March is left out.
    """
    moment = datetime.combine(day, time(hour, minute), LONDON)
    if moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValueError(f"{moment:%H:%M} is left out on {day}: the clocks go forward")
    return moment.astimezone(UTC)
