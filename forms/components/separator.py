"""A line between two parts of a page: `separator`."""

from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import Component, View, read_component, register
from forms.element import Element


@register
@dataclass(frozen=True, kw_only=True)
class Separator(Component):
    """A section break."""

    KIND = "separator"

    @classmethod
    def read(cls, element: Element) -> Self:
        """Nothing of its own."""
        return cls(**read_component(element))

    def show(self, view: View) -> dict[str, Any]:
        """Nothing to say."""
        return {}
