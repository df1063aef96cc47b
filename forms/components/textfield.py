"""A text on one line: `textfield`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.field import Field, limits_of, properties_of, read_field
from forms.components.lengths import length_problem, read_lengths
from forms.components.widths import one_of, read_width, width_class
from forms.context import Checked, Context, Entries, typed, wrong
from forms.element import Element
from forms.wording import subject

LONGEST = 1_000  # characters without a limit of the form's own
MATCHES = "matches(text, pattern)"  # FEEL's own patterns end in bounded time whatever is typed
EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\s@.<>()\[\],;:\\\"]+\.)+[^\s@.<>()\[\],;:\\\"]{2,63}")
PHONE_SIGNS = re.compile(r"[\s().\-\u2010-\u2015]|(?<=.)\bext\.?")


def is_email(text: str) -> bool:
    """Whether a mail could be sent there."""
    return len(text) <= 254 and ".." not in text and EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether it can be rung: 7 to 20 digits, with or without the country."""
    return re.fullmatch(r"\+?[0-9]{7,20}", PHONE_SIGNS.sub("", text)) is not None


@dataclass(frozen=True)
class Format:
    """A kind of text that a browser knows."""

    holds: Callable[[str], bool]
    autocomplete: str
    input_type: str
    sentence: str


FORMATS = {
    "email": Format(is_email, "email", "email", "Enter an email address in the correct format, like name@example.com"),
    "phone": Format(is_phone, "tel", "tel", "Enter a phone number, like 01632 960 001 or +44 7700 900 982"),
}


@register
@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """One line, perhaps an email address, a phone number or what fits a pattern."""

    KIND = "textfield"
    PROPERTIES = Field.PROPERTIES | {
        "width", "autocomplete", "error.pattern", "error.minLength", "error.maxLength", "error.type",
    }  # fmt: skip
    VALIDATE = Field.VALIDATE | {"minLength", "maxLength", "pattern", "validationType"}

    width: str = ""
    min_length: int = 0
    max_length: int | None = None
    pattern: str = ""
    format: str = ""  # "email", "phone" or none

    @classmethod
    def read(cls, element: Element) -> Self:
        """From `validate`: lengths, pattern, validationType; from `properties`: width."""
        limits = limits_of(element)
        return cls(
            **read_field(cls, element),
            **read_lengths(element, longest=LONGEST),
            width=read_width(properties_of(element)),
            pattern=_pattern(limits),
            format=one_of(limits, "validationType", (*FORMATS, "custom")),
        )

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The text without the spaces round it."""
        raw = typed(entries, name).replace("\n", " ")
        text = raw.strip()
        if not text:
            return wrong(name, self.missing()) if self.required else Checked()
        problem = length_problem(self, raw, least=self.min_length, most=self.max_length or LONGEST)
        problem = problem or self._shape_problem(text, context)
        return wrong(name, problem) if problem else Checked(text)

    def _shape_problem(self, text: str, context: Context) -> str:
        known = FORMATS.get(self.format)
        if known and not known.holds(text):
            return self.sentence("type", known.sentence)
        if self.pattern and context.evaluate(MATCHES, {"text": text, "pattern": self.pattern}) is not True:
            return self.sentence("pattern", f"{subject(self.label)} must be in the right format")
        return ""

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """The text."""
        text = typed(entries, name).strip()
        return [text] if text else []

    def show(self, view: View) -> dict[str, Any]:
        """An input whose type and autocomplete follow the format."""
        known = FORMATS.get(self.format)
        params = self.params(view) | {"value": typed(view.entries, view.name), "classes": width_class(self.width)}
        if known:
            params |= {"type": known.input_type, "spellcheck": False}
            params.setdefault("autocomplete", known.autocomplete)
        return params


def _pattern(limits: Element) -> str:
    pattern = limits.text("pattern")
    try:
        re.compile(pattern)
        odd = len(pattern) > 500 or re.search(r"\(\?(?!:)|(?<!\\)\\[1-9bB]", pattern)
    except (re.error, OverflowError, RecursionError):
        odd = True
    if odd:
        limits.fault("The pattern cannot be used.", "Write a shorter one, without look-around and back references.")
        return ""
    return pattern
