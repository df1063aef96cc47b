"""A text of several lines: `textarea`, with a character count when it has a limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.field import Field, read_field
from forms.components.lengths import length_problem, read_lengths
from forms.context import Checked, Context, Entries, typed, wrong
from forms.element import Element

LONGEST = 50_000  # characters without a limit of the form's own


@register
@dataclass(frozen=True, kw_only=True)
class TextArea(Field):
    """Several lines."""

    KIND = "textarea"
    PROPERTIES = Field.PROPERTIES | {"autocomplete", "error.minLength", "error.maxLength"}
    VALIDATE = Field.VALIDATE | {"minLength", "maxLength"}

    min_length: int = 0
    max_length: int | None = None

    @classmethod
    def read(cls, element: Element) -> Self:
        """From `validate`: lengths."""
        return cls(**read_field(cls, element), **read_lengths(element, longest=LONGEST))

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The text without the white space round it."""
        raw = typed(entries, name)
        if not raw.strip():
            return wrong(name, self.missing()) if self.required else Checked()
        problem = length_problem(self, raw, least=self.min_length, most=self.max_length or LONGEST)
        return wrong(name, problem) if problem else Checked(raw.strip())

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """Each line of the text."""
        return typed(entries, name).strip().splitlines()

    def show(self, view: View) -> dict[str, Any]:
        """A textarea, counted when there is a limit."""
        # A textarea swallows the first line end of its content.
        value = typed(view.entries, view.name)
        value = "\n" + value if value.startswith("\n") else value
        if not self.max_length:
            return self.params(view) | {"value": value}
        count = f"You can enter up to {self.max_length:,} characters"
        return self.params(view) | {"value": value, "maxlength": self.max_length, "textareaDescriptionText": count}
