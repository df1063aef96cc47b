"""One answer of a few, all in sight: `radio`."""

from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View
from forms.components.choices import Choice, read_choice
from forms.context import Checked, Context, Entries, chosen, wrong
from forms.element import Element


@dataclass(frozen=True, kw_only=True)
class Radio(Choice):
    """One of several."""

    KIND = "radio"

    @classmethod
    def read(cls, element: Element) -> Self:
        """Values or valuesKey."""
        return cls(**read_choice(cls, element))

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The declared value that was chosen."""
        return check_one(self, name, entries, context)

    def show(self, view: View) -> dict[str, Any]:
        """Radios in a fieldset; nothing unfolds inside them."""
        return self.params(view, "legend") | {"items": self.items(view.name, view.entries, view.context)}


def check_one(choice: Choice, name: str, entries: Entries, context: Context) -> Checked:
    """The one declared value that was chosen; anything else counts as no answer."""
    picked = choice.picked(name, entries, context)
    if len(picked) == 1 and len(chosen(entries, name)) == 1:
        return Checked(picked[0].value)
    if choice.required or chosen(entries, name):
        return wrong(name, choice.missing())
    return Checked()
