"""What every component has in common: how it is read from a form, and what it must be able to do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from markupsafe import Markup

from forms.context import Context, Entries
from forms.element import Element
from forms.findings import nearest

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
    REPEATS: ClassVar[bool] = True  # may stand in a repeated row

    id: str
    hide: str = ""  # FEEL; "" is always shown

    @classmethod
    @abstractmethod
    def read(cls, element: Element) -> Self:
        """The component as the form describes it; faults go to the element's findings."""

    @abstractmethod
    def show(self, view: View) -> dict[str, Any]:
        """What the component's template needs."""

    @property
    def inner(self) -> "tuple[Component, ...]":
        """The components inside this one."""
        return ()


Kind = TypeVar("Kind", bound=type[Component])
KINDS: dict[str, type[Component]] = {}  # what the form calls "type" -> the class that reads, checks and shows it


def register(kind: Kind) -> Kind:
    """Make a kind of component known under its name."""
    KINDS[kind.KIND] = kind
    return kind


def read_any(element: Element) -> Component | None:
    """A component of whatever kind it says it is; None and a finding when there is no such kind."""
    named = element.text("type")
    kind = KINDS.get(named)
    if kind is None:
        element.fault(f"There is no component “{named[:80]}”.", nearest(named[:80], KINDS))
        return None
    element.only(kind.KEYS, f"part of a {kind.KIND}")
    return kind.read(element)


def read_component(element: Element) -> dict[str, Any]:
    """What every component reads: its id, and when it is hidden."""
    own = element.text("id")
    if not NAME.fullmatch(own):
        element.fault("The id is missing or is not a name.", "Use letters, digits and _, beginning with a letter.")
    hide = element.within("conditional", ("hide",), "condition").expression("hide")
    return {"id": own, "hide": hide}
