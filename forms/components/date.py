"""A date typed as day, month and year: `datetime` with the subtype `date`. Its answer is an ISO date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from forms.components.base import View, register
from forms.components.field import Field, properties_of, read_field
from forms.context import Checked, Context, Entries, Problem, typed, wrong
from forms.element import Element
from forms.wording import subject

PARTS = ("day", "month", "year")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
TODAY = "today"


@register
@dataclass(frozen=True, kw_only=True)
class DateField(Field):
    """A day of the calendar."""

    KIND = "datetime"
    KEYS = (Field.KEYS - {"label"}) | {"subtype", "dateLabel"}
    PROPERTIES = Field.PROPERTIES | {"autocomplete", "date.min", "date.max", "error.min", "error.max", "error.type"}
    LABEL = "dateLabel"

    earliest: str = ""  # "today", an ISO date, or no limit
    latest: str = ""

    @classmethod
    def read(cls, element: Element) -> Self:
        """From `properties`: date.min and date.max."""
        if element.text("subtype") != "date":
            element.fault("Only dates can be asked, without a time of day.", "Set the subtype to “date”.")
        return cls(
            **read_field(cls, element),
            earliest=_limit(element, "date.min"),
            latest=_limit(element, "date.max"),
        )

    def inputs(self, name: str) -> tuple[str, ...]:
        """Three inputs."""
        return tuple(f"{name}-{part}" for part in PARTS)

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The day as YYYY-MM-DD."""
        given = {part: typed(entries, f"{name}-{part}").strip() for part in PARTS}
        if not any(given.values()):
            return wrong(f"{name}-day", self.missing()) if self.required else Checked()
        found = self._day(name, given)
        if isinstance(found, Problem):
            return Checked(None, (found,))
        problem = self._outside(found, context.today)
        return wrong(f"{name}-day", problem) if problem else Checked(found.isoformat())

    def _day(self, name: str, given: dict[str, str]) -> date | Problem:
        missing = [part for part in PARTS if not given[part]]
        about = subject(self.label, "The date")
        if missing:
            return Problem(f"{name}-{missing[0]}", f"{about} must include a {' and '.join(missing)}")
        if not re.fullmatch(r"[0-9]{4}", given["year"]):
            return Problem(f"{name}-year", f"{about} must have a year with 4 numbers")
        try:
            return date(int(given["year"]), _month(given["month"]), _number(given["day"]))
        except ValueError:
            return Problem(f"{name}-day", self.sentence("type", f"{about} must be a real date"))

    def _outside(self, day: date, today: date) -> str:
        about = subject(self.label, "The date")
        if self.latest and day > _bound(self.latest, today):
            return self.sentence("max", f"{about} must be {_limit_in_words(self.latest, 'in the past', 'before')}")
        if self.earliest and day < _bound(self.earliest, today):
            return self.sentence("min", f"{about} must be {_limit_in_words(self.earliest, 'in the future', 'after')}")
        return ""

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """The date in words; what is no date as it was typed."""
        given = {part: typed(entries, f"{name}-{part}").strip() for part in PARTS}
        found = self._day(name, given)
        if isinstance(found, date):
            return [in_words(found)]
        as_typed = " ".join(part for part in given.values() if part)
        return [as_typed] if as_typed else []

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """Day, month and year without leading zeros."""
        if not isinstance(value, str):
            return {}
        day = date.fromisoformat(value)
        return {f"{name}-{part}": [str(getattr(day, part)).zfill(4 if part == "year" else 1)] for part in PARTS}

    def show(self, view: View) -> dict[str, Any]:
        """Three inputs in a fieldset."""
        red = " govuk-input--error" if self.message(view) else ""
        birthday = self.autocomplete == "bday"
        items = [
            {
                "name": part,
                "value": typed(view.entries, f"{view.name}-{part}"),
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{red}",
                **({"autocomplete": f"bday-{part}"} if birthday else {}),
            }
            for part in PARTS
        ]
        return self.params(view, "legend") | {"namePrefix": view.name, "items": items}


def in_words(day: date) -> str:
    """ "27 March 2015", with no-break spaces so that a line never ends inside it."""
    return f"{day.day}\u00a0{MONTHS[day.month - 1].capitalize()}\u00a0{day.year}"


def _limit(element: Element, key: str) -> str:
    given = properties_of(element).text(key)
    if given in ("", TODAY):
        return given
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        element.fault(f"“{key}” must be “today” or a date.", "Write it as 2026-03-31.")
        return ""


def _bound(limit: str, today: date) -> date:
    return today if limit == TODAY else date.fromisoformat(limit)


def _limit_in_words(limit: str, today: str, day: str) -> str:
    return f"today or {today}" if limit == TODAY else f"on or {day} {in_words(date.fromisoformat(limit))}"


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError(text)
    return int(text)


def _month(text: str) -> int:
    """A month as a number, a name or its first letters."""
    if len(text) >= 3 and text.isalpha():
        return 1 + [month.startswith(text.lower()) for month in MONTHS].index(True)
    return _number(text)
