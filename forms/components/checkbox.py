"""One box to tick: `checkbox`. Its answer is true or false."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.field import Field, read_field
from forms.context import Checked, Context, Entries, chosen, wrong
from forms.element import Element
from forms.wording import bare

TICKED = "true"


@register
@dataclass(frozen=True, kw_only=True)
class Checkbox(Field):
    """A statement that a person can agree to."""

    KIND = "checkbox"
    ASKS_ALONE = False

    @classmethod
    def read(cls, element: Element) -> Self:
        """Nothing of its own."""
        return cls(**read_field(cls, element))

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """Whether it is ticked; a required one must be."""
        ticked = chosen(entries, name) == [TICKED]
        if self.required and not ticked:
            return wrong(name, self.missing())
        return Checked(ticked)

    def missing(self) -> str:
        """The label is a statement, so no verb fits before it."""
        return self.sentence("required", f"Tick the box “{bare(self.label)}”")

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """Yes when it is ticked."""
        return ["Yes"] if chosen(entries, name) == [TICKED] else []

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """Ticked or nothing."""
        return {name: [TICKED]} if value is True else {}

    def show(self, view: View) -> dict[str, Any]:
        """A single checkbox; the hint stands under its label."""
        params = self.params(view)
        item = {"value": TICKED, "text": self.label, "checked": chosen(view.entries, view.name) == [TICKED]}
        return params | {"hint": None, "items": [item | ({"hint": {"text": self.hint}} if self.hint else {})]}
