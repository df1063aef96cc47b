"""What every component has in common: how it is read from a form, and what it must be able to do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from markupsafe import Markup

from forms.components.keys import check_key
from forms.context import Checked, Context, Entries
from forms.element import Element
from forms.wording import ask

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")  # an XML NCName of ASCII


@dataclass(frozen=True, kw_only=True)
class View:
    """What a component is shown with."""

    name: str  # its HTML name; in a repeated row "<path>-<row>-<key>"
    alone: bool  # the page's only question: its label is the page's heading
    entries: Entries
    messages: Mapping[str, str]  # input id -> what is wrong there
    context: Context
    show: Callable[["Component", "View"], Markup]  # shows a component inside this one


@dataclass(frozen=True, kw_only=True)
class Component(ABC):
    """Something that stands on a page."""

    KIND: ClassVar[str]  # the "type" in the form
    KEYS: ClassVar[frozenset[str]] = frozenset({"type", "id", "layout", "conditional"})

    id: str
    hide: str = ""  # FEEL; "" is always shown

    @classmethod
    @abstractmethod
    def read(cls, element: Element) -> Self:
        """The component as the form describes it; faults go to the element's findings."""

    @abstractmethod
    def show(self, view: View) -> dict[str, Any]:
        """What the component's template needs."""


def read_component(element: Element) -> dict[str, Any]:
    """What every component reads: its id, and when it is hidden."""
    own = element.text("id")
    if not NAME.fullmatch(own):
        element.fault("The id is missing or is not a name.", "Use letters, digits and _, beginning with a letter.")
    hide = element.within("conditional", ("hide",), "condition").expression("hide")
    return {"id": own, "hide": hide}


@dataclass(frozen=True, kw_only=True)
class Field(Component):
    """A question: a component with an answer."""

    KEYS = Component.KEYS | {"key", "label", "description", "validate", "properties"}
    PROPERTIES: ClassVar[frozenset[str]] = frozenset({"hint", "variable", "private", "summary.hide", "error.required"})
    VALIDATE: ClassVar[frozenset[str]] = frozenset({"required"})
    VERB: ClassVar[str] = "Enter"
    ASKS_ALONE: ClassVar[bool] = True  # its label can be the heading of a page
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

    def inputs(self, name: str) -> tuple[str, ...]:
        """The ids of its inputs, which are also their names; the first is where links lead."""
        return (name,)

    def declares(self, posted: str, name: str) -> bool:
        """Whether a page with this field may post this name."""
        return posted in self.inputs(name)

    def taken(self, name: str, posted: Entries, draft: Entries) -> dict[str, list[str]]:
        """What stays of this field when a page is posted: what was typed there."""
        return {each: list(posted[each]) for each in self.inputs(name) if each in posted}

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


def read_field(cls: type[Field], element: Element) -> dict[str, Any]:
    """What every field reads: key, label, hint, marks and its own error sentences."""
    properties = element.within("properties", cls.PROPERTIES, "property")
    limits = element.within("validate", cls.VALIDATE, "rule")
    hints = (element.words("description", needed=False), properties.words("hint", needed=False))
    return read_component(element) | {
        "key": check_key(element, element.text("key")),
        "label": element.words(cls.LABEL),
        "hint": " ".join(hint for hint in hints if hint),
        "required": limits.flag("required"),
        "private": properties.yes("private"),
        "variable": properties.yes("variable"),
        "in_summary": not properties.yes("summary.hide"),
        "autocomplete": properties.text("autocomplete"),
        "sentences": _sentences(properties, cls.PROPERTIES),
    }


def _sentences(properties: Element, known: Iterable[str]) -> dict[str, str]:
    given = {name: properties.words(name, needed=False) for name in known if name.startswith("error.")}
    return {name.removeprefix("error."): words for name, words in given.items() if words}


def limits_of(cls: type[Field], element: Element) -> Element:
    """The `validate` object; its unknown rules have been found already."""
    return Element(_dict(element.raw.get("validate")), element.name, element.findings)


def properties_of(element: Element) -> Element:
    """The `properties` object; its unknown names have been found already."""
    return Element(_dict(element.raw.get("properties")), element.name, element.findings)


def _dict(found: object) -> dict[str, object]:
    return found if isinstance(found, dict) else {}
