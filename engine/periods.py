"""ISO 8601 dates, durations and cycles of timers as absolute UTC instants."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DURATION = re.compile(
    r"^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$"
)
CYCLE = re.compile(r"^R(\d{1,3})/(.+)$")
SHORTEST_CYCLE = timedelta(hours=1)
MOST_REPEATS = 100


class BadPeriod(ValueError):
    """This is not a date, duration or cycle."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a timer fires first, how often after that, and how far apart."""

    at: datetime
    repeats: int = 0
    every: str | None = None


def due(kind: str, value: object, *, now: datetime) -> Due:
    """Due time of a timer of this kind (date, duration, cycle). Raises BadPeriod with the remedy."""
    text = str(value)
    if kind == "cycle":
        return _cycle(text, now)
    if kind == "duration":
        return Due(at=later(now, text))
    return Due(at=moment(text))


def next_turn(last: Due, *, began_at: datetime, now: datetime) -> Due | None:
    """The next turn of a cycle after `last` and after now; None when it has no more.

    Turns that an outage has missed are left out, so that they do not come at once. Each is counted from the
    beginning, so that a month from 31 January is 28 February and two months are 31 March.
    """
    if not last.every:
        return None
    taken = 0
    for turn in count(1):
        at = later(began_at, last.every, times=turn)
        taken += at > last.at
        if taken > last.repeats or at > max(last.at, now):
            break
    return Due(at=at, repeats=last.repeats - taken, every=last.every) if taken <= last.repeats else None


def later(start: datetime, duration: str, *, times: int = 1) -> datetime:
    """`start` plus an ISO duration, so many times; years, months, weeks and days are counted in London's calendar.

    31 January plus one month is the last day of February. Raises BadPeriod.
    """
    match = DURATION.match(duration)
    if not match:
        raise BadPeriod(f"“{duration[:40]}” is not a duration. Write it like P14D, P6W or PT1H.")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) * times for part in match.groups())
    try:
        local = start.astimezone(LONDON)
        shifted = _add_months(local, years * 12 + months) + timedelta(weeks=weeks, days=days)
        absolute = shifted.astimezone(UTC) + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (OverflowError, ValueError) as fault:
        raise BadPeriod(f"“{duration}” is too long.") from fault
    return absolute


def moment(text: str) -> datetime:
    """A date (its first moment in London) or a date and time (London's, when no zone is named)."""
    try:
        if len(text) == 10:
            found = datetime.combine(date.fromisoformat(text), time())
        else:
            found = datetime.fromisoformat(text.split("@")[0])
    except ValueError as fault:
        raise BadPeriod(f"“{text[:40]}” is not a date. Write it like 2026-03-31 or 2026-03-31T09:00.") from fault
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


def _cycle(text: str, now: datetime) -> Due:
    match = CYCLE.match(text)
    if not match:
        raise BadPeriod(f"“{text[:40]}” is not a cycle. Write it like R3/P7D: three times, a week apart.")
    times, every = int(match[1]), match[2]
    first = later(now, every)
    if first - now < SHORTEST_CYCLE or not 1 <= times <= MOST_REPEATS:
        raise BadPeriod(f"“{text}” repeats too often: an hour or more apart, at most {MOST_REPEATS} times.")
    return Due(at=first, repeats=times - 1, every=every)


def _add_months(start: datetime, months: int) -> datetime:
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
