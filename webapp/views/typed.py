"""What was typed into the fields of a page that is no form of a drawing."""

import re
from dataclasses import dataclass
from datetime import date, time

from flask import request

import forms
from webapp.presenters.fields import FieldError

PARTS = ("day", "month", "year")
LARGEST = 2**31 - 1  # that a row can have: PostgreSQL refuses to compare its INTEGER with more
TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>am|pm)?")
LONGEST = 2_000  # characters of a reason or of a court's words


@dataclass(frozen=True, kw_only=True)
class TypedDay:
    """A day as it was typed in three fields; no day: nothing was typed, or what is none."""

    parts: dict[str, str]
    day: date | None

    @property
    def is_wrong(self) -> bool:
        """Was something typed that is no day?"""
        return self.day is None and any(self.parts.values())


def text(name: str) -> str:
    """What was typed into one field, whole, without blanks around it and without control characters."""
    return forms.clean(request.form.get(name, "")).strip()


def too_long(most: int = LONGEST) -> list[FieldError]:
    """The sentences beside fields with more than anybody reads: nothing is cut, as a court's last words may matter."""
    lengths = {name: len(text(name)) for name in request.form}
    words = f"Write at most {most:,} characters"
    return [FieldError(name, f"{words}: these are {length:,}") for name, length in lengths.items() if length > most]


def row_number(name: str) -> int:
    """From the address: after which row a list goes on; 0 for what no row can have."""
    number = request.args.get(name, 0, type=int)
    return number if 0 < number <= LARGEST else 0


def typed_day(name: str) -> TypedDay:
    """From the fields <name>-day, <name>-month and <name>-year."""
    parts = {part: text(f"{name}-{part}") for part in PARTS}
    try:
        day = date(*(int(parts[part]) for part in reversed(PARTS)))
    except (ValueError, OverflowError):
        day = None
    return TypedDay(parts=parts, day=day)


def typed_time(name: str) -> time | None:
    """A time of day as people write it: “10:30”, “10.30”, “2pm”, “2:30 pm”; none for what is no time."""
    found = TIME.fullmatch(text(name).lower())
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found["minute"] is None:
        return None  # “2” may be night or day
    return time(hour, minute) if hour < 24 and minute < 60 else None


def no_day(name: str, what: str, *, such_as: str = "27 3 2027") -> FieldError:
    """The sentence for what is no day."""
    return FieldError(f"{name}-day", f"{what} must be a real date, such as {such_as}")
