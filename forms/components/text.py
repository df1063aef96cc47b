"""Words between the questions, in Markdown: `text`."""

from dataclasses import dataclass
from typing import Any, Self

from forms.components.base import Component, View, read_component, register
from forms.element import Element
from forms.markdown import odd_parts, to_html


@register
@dataclass(frozen=True, kw_only=True)
class Text(Component):
    """Paragraphs, headings, lists, links and inset text."""

    KIND = "text"
    KEYS = Component.KEYS | {"text"}

    text: str

    @classmethod
    def read(cls, element: Element) -> Self:
        """Markdown without raw HTML."""
        text = element.words("text")
        for part in odd_parts(text):
            element.fault(f"The text contains {part}.", "Use paragraphs, headings, lists, bold, links and quotes only.")
        return cls(**read_component(element), text=text)

    def show(self, view: View) -> dict[str, Any]:
        """Safe HTML."""
        return {"html": to_html(self.text)}
