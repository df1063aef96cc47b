"""Dates, durations, counts and numbers in the words that people read; days are Europe/London's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.london import LONDON, london_day

NBSP = "\N{NO-BREAK SPACE}"
SOON_DAYS = 10  # from here on a tag takes the colour that says “soon”


@dataclass(frozen=True)
class Tag:
    """Words in a coloured box; the tone (late, soon, good, brand, plain or none) only repeats them."""

    words: str
    tone: str = ""


def day(when: date | datetime, *, weekday: bool = True, year: bool = True) -> str:
    """“Friday 10 April 2026”: for what the reader must do."""
    when = _day_of(when)
    words = f"{when.day}{NBSP}{when:%B}"
    if weekday:
        words = f"{when:%A} {words}"
    return f"{words} {when.year}" if year else words


def short_day(when: date | datetime) -> str:
    """“Fri 27 March”: for staff tables."""
    when = _day_of(when)
    return f"{when:%a} {when.day}{NBSP}{when:%B}"


def clock_time(moment: datetime) -> str:
    """“9am”, “4:12pm”, “midday”, “midnight”, by the clock in England."""
    local = moment.astimezone(LONDON)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'pm' if local.hour >= 12 else 'am'}"


def moment(when: datetime, *, now: datetime | None = None) -> str:
    """“4:12pm on Friday 10 April 2026”; with `now`, “4:12pm today” or “… yesterday” where it is so."""
    ago = None if now is None else (london_day(now) - london_day(when)).days
    if ago in (0, 1):
        return f"{clock_time(when)} {'yesterday' if ago else 'today'}"
    return f"{clock_time(when)} on {day(when)}"


def days_until(on: date, *, today: date) -> int:
    """How many days there are after today, to the last one: 0 on it, less when it has ended. Everybody counts so."""
    return (on - today).days


def due(on: date, *, today: date) -> str:
    """“Late by 4 days”, “Due today”, “Tomorrow”, “Due in 8 days”; late begins the day after the last day."""
    left = days_until(on, today=today)
    if left < 0:
        return f"Late by {count(-left, 'day')}"
    if left < 2:
        return "Tomorrow" if left else "Due today"
    return f"Due in {count(left, 'day')}"


def days_left(on: date, *, today: date) -> str:
    """The same under a heading that says “Due” already: “8 days”."""
    return due(on, today=today).removeprefix("Due in ")


def due_tag(on: date, *, today: date) -> Tag:
    """The words of `due`, with the tone that repeats them."""
    left = days_until(on, today=today)
    tone = "late" if left < 0 else "soon" if left <= SOON_DAYS else ""
    return Tag(due(on, today=today), tone)


def duration(length: timedelta) -> str:
    """“2 hours and 30 minutes”, “10 minutes”: whole minutes, at most the two largest units."""
    minutes = round(length.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [count(n, unit) for n, unit in ((days, "day"), (hours, "hour"), (minutes, "minute")) if n]
    return joined(parts[:2]) or "less than a minute"


def count(number: int, noun: str, plural: str = "") -> str:
    """“1 day”, “4 days”, “1,781 characters”; the number never loses its noun at a line's end."""
    return f"{number:,}{NBSP}{noun if number == 1 else plural or noun + 's'}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """“a, b and c”."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def phone(number: str) -> str:
    """A telephone number that does not break at a line's end."""
    return number.replace(" ", NBSP)


def phone_link(number: str) -> str:
    """What a telephone dials: “tel:01632960100”."""
    return "tel:" + "".join(character for character in number if character.isdigit() or character == "+")


def size(octets: int) -> str:
    """“1.2 MB”, “340 KB”: how big a file is, in thousands."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))}{NBSP}KB"
    return f"{octets / 1_000_000:.1f}".removesuffix(".0") + f"{NBSP}MB"


def _day_of(when: date | datetime) -> date:
    return london_day(when) if isinstance(when, datetime) else when


FILTERS: dict[str, Callable[..., object]] = {
    each.__name__: each
    for each in (london_day, day, short_day, clock_time, moment, due, days_left, due_tag, duration, count, joined)
} | {"phone": phone, "phone_link": phone_link, "file_size": size}
