"""Answers chosen from a list: the form's own, or a named one that the host holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.components.field import Field, properties_of, read_field
from forms.context import Checked, Context, Entries, Option, chosen, wrong
from forms.element import Element
from forms.errors import UnknownList


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """A question whose answers are declared."""

    KEYS = Field.KEYS | {"values", "valuesKey"}
    VERB: ClassVar[str] = "Select"

    values: tuple[Option, ...] = ()
    values_key: str = ""

    def options(self, context: Context) -> Sequence[Option]:
        """What can be chosen. Raises UnknownList when the host does not hold the named list."""
        if not self.values_key:
            return self.values
        if self.values_key not in context.value_lists:
            raise UnknownList(self.id, self.values_key)
        return context.value_lists[self.values_key]

    def picked(self, name: str, entries: Entries, context: Context) -> list[Option]:
        """The declared options that were ticked, in their own order."""
        given = chosen(entries, name)
        return [option for option in self.options(context) if option.value in given]

    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """The labels of what was chosen."""
        return [option.label for option in self.picked(name, entries, context)]

    def items(self, name: str, entries: Entries, context: Context) -> list[dict[str, Any]]:
        """The options as GOV.UK Frontend's macros take them."""
        given = chosen(entries, name)
        items: list[dict[str, Any]] = []
        for option in self.options(context):
            item: dict[str, Any] = {"value": option.value, "text": option.label, "checked": option.value in given}
            items.append(item | ({"hint": {"text": option.hint}} if option.hint else {}))
        return items


def check_one(choice: Choice, name: str, entries: Entries, context: Context) -> Checked:
    """The one declared value that was chosen; anything else counts as no answer."""
    picked = choice.picked(name, entries, context)
    if len(picked) == 1 and len(chosen(entries, name)) == 1:
        return Checked(picked[0].value)
    if choice.required or chosen(entries, name):
        return wrong(name, choice.missing())
    return Checked()


def read_choice(cls: type[Choice], element: Element) -> dict[str, Any]:
    """A field with `values` of its own or the `valuesKey` of a named list."""
    hints = properties_of(element)
    values = [_option(each, hints) for each in element.children("values")]
    named = element.text("valuesKey")
    if bool(values) == bool(named):
        element.fault("The answers to choose from are missing or given twice.", "Give either “values” or “valuesKey”.")
    if len({value.value for value in values}) < len(values):
        element.fault("Two answers have the same value.", "Give each a value of its own.")
    also = [f"hint.{value.value}" for value in values]
    return read_field(cls, element, also) | {"values": tuple(values), "values_key": named}


def _option(element: Element, hints: Element) -> Option:
    element.only(("label", "value"), "part of an answer")
    value = element.text("value")
    if not value.strip() or len(value) > 100:
        element.fault("An answer has no value, or one longer than 100 characters.", "Give it a short one.")
    return Option(value, element.words("label"), hints.words(f"hint.{value}", needed=False))
