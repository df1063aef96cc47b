"""Every place of a drawing that is evaluated holds FEEL; anything else is refused with the element named."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checks.sheet import Sheet
from engine.decisions import DecisionLibrary
from engine.drawing import Drawing, Element, Flow
from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression

SHOWN = 80  # characters of an expression in a message


@dataclass(frozen=True, kw_only=True)
class Place:
    """A FEEL text and the element or flow that carries it."""

    where: Element | Flow
    text: str


def places(drawing: Drawing) -> Iterator[Place]:
    """Every text that is evaluated when the drawing runs."""
    for element in drawing.elements.values():
        for text in element.expressions():
            if not _bare_time(element, text):
                yield Place(where=element, text=text)
    for flow in drawing.flows.values():
        if flow.condition:
            yield Place(where=flow, text=flow.condition)


def reads(drawing: Drawing, decisions: DecisionLibrary) -> frozenset[str]:
    """Names that the drawing and the decisions that it asks read. Raises FeelSyntaxError for what `not_feel` finds."""
    asked = {element.decision.source for element in drawing.elements.values() if element.decision}
    by_decisions = (decisions.reads(decision) for decision in asked & decisions.ids)
    return frozenset().union(*(compile_expression(place.text).names for place in places(drawing)), *by_decisions)


def not_feel(sheet: Sheet) -> Iterator[Finding]:
    """Texts that are no FEEL."""
    for place in places(sheet.drawing):
        try:
            compile_expression(place.text)
        except FeelSyntaxError as fault:
            shown = place.text if len(place.text) <= SHOWN else place.text[:SHOWN] + "…"
            yield sheet.finding(place.where, f"“{shown}” is not FEEL: {fault}", "Only FEEL is evaluated.")


def _bare_time(element: Element, text: str) -> bool:
    return element.timer is not None and text == element.timer.expression and not text.startswith("=")
