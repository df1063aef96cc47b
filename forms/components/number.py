"""A number: `number`. Its answer is a JSON number, whole unless the form asks for decimals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from forms.components.base import View, register
from forms.components.field import Field, limits_of, properties_of, read_field
from forms.components.widths import read_width, width_class
from forms.context import Checked, Context, Entries, typed, wrong
from forms.element import Element
from forms.wording import subject

WRITTEN = re.compile(r"[-\u2212]?[0-9]{1,15}(\.[0-9]{1,6})?")  # what JSON keeps without losing a digit
THOUSANDS = re.compile(r"(?<=[0-9])[, \u00a0](?=[0-9]{3}(?![0-9]))")


@register
@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number with its range."""

    KIND = "number"
    KEYS = Field.KEYS | {"decimalDigits"}
    PROPERTIES = Field.PROPERTIES | {"width", "autocomplete", "error.min", "error.max", "error.type"}
    VALIDATE = Field.VALIDATE | {"min", "max"}

    least: int | float | None = None
    most: int | float | None = None
    decimals: int = 0
    width: str = ""

    @classmethod
    def read(cls, element: Element) -> Self:
        """From `validate`: min and max; decimalDigits up to 6."""
        limits = limits_of(element)
        least, most = limits.number("min"), limits.number("max")
        if least is not None and most is not None and least > most:
            element.fault("“min” is above “max”.", "Exchange them.")
        decimals = element.whole("decimalDigits") or 0
        if decimals > 6:
            element.fault("“decimalDigits” is more than 6.", "Choose 0 to 6.")
        width = read_width(properties_of(element))
        return cls(**read_field(cls, element), least=least, most=most, decimals=decimals, width=width)

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The number; commas and spaces between thousands are no matter."""
        text = THOUSANDS.sub("", typed(entries, name).strip())
        if not text:
            return wrong(name, self.missing()) if self.required else Checked()
        if not WRITTEN.fullmatch(text) or len(text.partition(".")[2]) > self.decimals:
            return wrong(name, self._no_number(text))
        number = Decimal(text.replace("\u2212", "-"))
        problem = self._outside(number)
        if problem:
            return wrong(name, problem)
        return Checked(int(number) if number == int(number) else float(number))

    def _no_number(self, text: str) -> str:
        about = subject(self.label)
        if not WRITTEN.fullmatch(text):
            return self.sentence("type", f"{about} must be a number, like {'1.5' if self.decimals else '15'}")
        if self.decimals:
            places = "place" if self.decimals == 1 else "places"
            return self.sentence("type", f"{about} must have {self.decimals} decimal {places} or fewer")
        return self.sentence("type", f"{about} must be a whole number, like 15")

    def _outside(self, number: Decimal) -> str:
        about = subject(self.label)
        if self.least is not None and number < Decimal(str(self.least)):
            return self.sentence("min", f"{about} must be {self.least:,} or more")
        if self.most is not None and number > Decimal(str(self.most)):
            return self.sentence("max", f"{about} must be {self.most:,} or fewer")
        return ""

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """The number as it was typed."""
        text = typed(entries, name).strip()
        return [text] if text else []

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """The number in digits, never with an exponent."""
        known = isinstance(value, (int, float)) and not isinstance(value, bool)
        return {name: [f"{Decimal(str(value)):f}"]} if known else {}

    def show(self, view: View) -> dict[str, Any]:
        """An input for digits; where a sign or a point may be typed, the whole keyboard."""
        digits_only = not self.decimals and (self.least is None or self.least >= 0)
        return self.params(view) | {
            "value": typed(view.entries, view.name),
            "classes": width_class(self.width),
            "spellcheck": False,
            **({"inputmode": "numeric"} if digits_only else {}),
        }
