"""A question: a component with a key, a label and an answer."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from forms.components.autocomplete import read_autocomplete
from forms.components.base import Component, View, read_component
from forms.components.keys import check_key
from forms.context import Checked, Context, Entries
from forms.element import Element
from forms.wording import ask, bare


@dataclass(frozen=True, kw_only=True)
class Field(Component):
    """A question."""

    KEYS = Component.KEYS | {"key", "label", "description", "validate", "properties"}
    PROPERTIES: ClassVar[frozenset[str]] = frozenset({"hint", "variable", "private", "summary.hide", "error.required"})
    VALIDATE: ClassVar[frozenset[str]] = frozenset({"required"})
    VERB: ClassVar[str] = "Enter"
    ASKS_ALONE: ClassVar[bool] = True  # its label can be the heading of a page
    KEY: ClassVar[str] = "key"  # where the form writes the key
    LABEL: ClassVar[str] = "label"

    key: str
    label: str
    hint: str = ""
    required: bool = False
    private: bool = False  # never shown to other members of the family
    variable: bool = False  # its answer becomes a process variable
    in_summary: bool = True
    autocomplete: str = ""
    sentences: Mapping[str, str] = field(default_factory=dict)  # "required", "min" …: the form's own words

    @property
    def type(self) -> str:
        """The kind of field, as the form calls it."""
        return self.KIND

    @abstractmethod
    def check(self, name: str, entries: Entries, context: Context) -> Checked:
        """The answer typed under an HTML name, or what is wrong with it."""

    @abstractmethod
    def lines(self, name: str, entries: Entries, context: Context) -> Sequence[str]:
        """The answer as people read it, none when there is no answer."""

    def summarised(self, name: str, entries: Entries, context: Context) -> list[tuple[str, str, Sequence[str]]]:
        """Its rows of the summary: the words, the id that a Change link leads to, the answer's lines."""
        return [(bare(self.label), self.lands(name), self.lines(name, entries, context))]

    @property
    def hides_something(self) -> bool:
        """Whether other members of the family never see it, or a part of it."""
        return self.private or any(each.private for each in self.inner if isinstance(each, Field))

    def inputs(self, name: str) -> tuple[str, ...]:
        """The ids of its inputs, which are also their names; the first is where links lead."""
        return (name,)

    def lands(self, name: str) -> str:
        """The id of the input at which a reader goes on."""
        return self.inputs(name)[0]

    def declares(self, posted: str, name: str) -> bool:
        """Whether a page with this field may post this name."""
        return posted in self.inputs(name)

    def keeps(self, stored: str, name: str) -> bool:
        """Whether a draft holds something of this field under this name."""
        return stored in self.inputs(name)

    def taken(self, name: str, posted: Entries, draft: Entries, uploads: Entries) -> dict[str, list[str]]:
        """What the draft holds of this field once its page is posted."""
        return {each: list(posted[each]) for each in self.inputs(name) if each in posted}

    def entered(self, name: str, value: object) -> dict[str, list[str]]:
        """The entries that bind to an answer; none for what is no answer of this kind."""
        return {name: [value]} if isinstance(value, str) else {}

    def pressed(self, name: str, posted: Entries) -> str:
        """The id to show again when one of the field's own buttons was pressed, "" when none was."""
        return ""

    def sentence(self, rule: str, otherwise: str) -> str:
        """The form's own words for a broken rule, or ours."""
        return self.sentences.get(rule, otherwise)

    def missing(self) -> str:
        """What is said when a required answer is not there."""
        return self.sentence("required", ask(self.VERB, self.label))

    def message(self, view: View) -> str:
        """What is wrong with this field, "" when nothing is."""
        return next((view.messages[each] for each in self.inputs(view.name) if each in view.messages), "")

    def params(self, view: View, heading: str = "label") -> dict[str, Any]:
        """What the macros of GOV.UK Frontend need for any field. `heading`: label, or legend of a fieldset."""
        params: dict[str, Any] = {"id": view.name, "name": view.name, "idPrefix": view.name}
        words = {
            "text": self.label,
            "classes": f"govuk-{'label' if heading == 'label' else 'fieldset__legend'}--{'l' if view.alone else 's'}",
            "isPageHeading": view.alone,
        }
        params |= {"label": words} if heading == "label" else {"fieldset": {"legend": words}}
        if self.hint:
            params["hint"] = {"text": self.hint}
        if message := self.message(view):
            params["errorMessage"] = {"text": message}
        if self.autocomplete:
            params["autocomplete"] = self.autocomplete
        return params


def read_field(cls: type[Field], element: Element, also: Iterable[str] = ()) -> dict[str, Any]:
    """What every field reads: key, label, hint, marks and its own error sentences. `also`: more properties."""
    properties = element.within("properties", cls.PROPERTIES.union(also), "property")
    limits = element.within("validate", cls.VALIDATE, "rule")
    hints = (element.words("description", needed=False), properties.words("hint", needed=False))
    return read_component(element) | {
        "key": check_key(element, element.text(cls.KEY)),
        "label": element.words(cls.LABEL),
        "hint": " ".join(hint for hint in hints if hint),
        "required": limits.flag("required"),
        "private": properties.yes("private"),
        "variable": properties.yes("variable"),
        "in_summary": not properties.yes("summary.hide"),
        "autocomplete": read_autocomplete(properties),
        "sentences": _sentences(properties, cls.PROPERTIES),
    }


def _sentences(properties: Element, known: Iterable[str]) -> dict[str, str]:
    given = {name: properties.words(name, needed=False) for name in known if name.startswith("error.")}
    return {name.removeprefix("error."): words for name, words in given.items() if words}


def limits_of(element: Element) -> Element:
    """The `validate` object of a field that read_field has read: its unknown rules have been found."""
    return element.part("validate")


def properties_of(element: Element) -> Element:
    """The `properties` object of a field that read_field has read: its unknown names have been found."""
    return element.part("properties")
