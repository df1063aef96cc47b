"""One answer of a few, all in sight: `radio`."""

from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.choices import Choice, check_one, read_choice
from forms.context import Checked, Context, Entries
from forms.element import Element


@register
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
