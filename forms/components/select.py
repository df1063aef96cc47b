"""One answer of a long list: `select`."""

from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.choices import Choice, check_one, read_choice
from forms.components.field import properties_of
from forms.components.widths import read_width, width_class
from forms.context import Checked, Context, Entries
from forms.element import Element

NOTHING = {"value": "", "text": "Choose an answer"}


@register
@dataclass(frozen=True, kw_only=True)
class Select(Choice):
    """One of many."""

    KIND = "select"
    PROPERTIES = Choice.PROPERTIES | {"autocomplete", "width"}

    width: str = ""

    @classmethod
    def read(cls, element: Element) -> Self:
        """Values or valuesKey."""
        return cls(**read_choice(cls, element), width=read_width(properties_of(element)))

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The declared value that was chosen."""
        return check_one(self, name, entries, context)

    def show(self, view: View) -> dict[str, Any]:
        """A select that begins with no answer."""
        options = [item | {"selected": item["checked"]} for item in self.items(view.name, view.entries, view.context)]
        known = {"attributes": {"autocomplete": self.autocomplete}} if self.autocomplete else {}
        return self.params(view) | known | {"items": [NOTHING, *options], "classes": width_class(self.width)}
