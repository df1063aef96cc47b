"""Several answers of a list: `checklist`. Its answer is a list of values, in the order of the form."""

from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import View, register
from forms.components.choices import Choice, read_choice
from forms.context import Checked, Context, Entries, chosen, wrong
from forms.element import Element


@register
@dataclass(frozen=True, kw_only=True)
class Checklist(Choice):
    """Any of several."""

    KIND = "checklist"

    @classmethod
    def read(cls, element: Element) -> Self:
        """Values or valuesKey."""
        return cls(**read_choice(cls, element))

    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The declared values that were ticked, none as an empty list."""
        values: list[object] = [option.value for option in self.picked(name, entries, context)]
        undeclared = len(values) < len(chosen(entries, name))
        if undeclared or (self.required and not values):
            return wrong(name, self.missing())
        return Checked(values)

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """One entry of several texts."""
        return {name: [str(each) for each in value]} if isinstance(value, list) else {}

    def show(self, view: View) -> dict[str, Any]:
        """Checkboxes in a fieldset."""
        return self.params(view, "legend") | {"items": self.items(view.name, view.entries, view.context)}
