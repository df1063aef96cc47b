"""Errors and escalations: what throws one says which, it has a code by which it is caught, and one event catches it."""

from collections.abc import Iterator

from engine.checks.elements import runs
from engine.checks.sheet import Sheet, label
from engine.dialect import BPMN
from engine.drawing import Element
from engine.errors import Finding

THROWN = ("error", "escalation")
THROWING = ("endEvent", "intermediateThrowEvent")
CHOOSE = "Choose one in the panel, or make a new one with a code."


def uncoded(sheet: Sheet) -> Iterator[Finding]:
    """Events that throw no particular error or escalation, or name one that is not there or has no fixed code."""
    for element in sheet.drawing.elements.values():
        if element.event in THROWN and runs(sheet, element) and (fault := _fault(sheet, element)):
            yield sheet.finding(element, *fault)


def twice(sheet: Sheet) -> Iterator[Finding]:
    """Events of which another one at the same place catches the same: only the first would ever be heard."""
    first: dict[tuple[str, ...], Element] = {}
    for element in sheet.drawing.elements.values():
        if element.event not in THROWN or not (place := _catches_at(sheet, element)):
            continue
        before = first.setdefault((*place, element.event, element.code), element)
        if before is not element:
            what = f"the {element.event} “{element.code}”" if element.code else f"any {element.event}"
            message = f"“{label(before)}” catches {what} there already."
            yield sheet.finding(element, message, "Keep one of them, or give each a code of its own.")


def _catches_at(sheet: Sheet, element: Element) -> tuple[str, str] | None:
    """On the edge of which activity, or inside which scope."""
    if element.kind == "boundaryEvent":
        return "on", element.attached_to
    holder = sheet.drawing.elements.get(element.within)
    begins = element.kind == "startEvent" and holder is not None and sheet.is_event_subprocess(holder)
    return ("in", holder.within) if begins and holder else None


def _fault(sheet: Sheet, element: Element) -> tuple[str, str] | None:
    event = element.event
    if element.code.startswith("="):
        return f"The code of its {event} is an expression.", "Write the code itself, such as NOT_ENTITLED."
    if element.code:
        return None
    definition = sheet.nodes[element.id].find(f"{BPMN}{event}EventDefinition")
    reference = "" if definition is None else definition.get(f"{event}Ref", "")
    if not reference:  # what catches without a code catches all
        return (f"It names no {event}.", CHOOSE) if element.kind in THROWING else None
    if any(node.get("id") == reference for node in sheet.root.iter(f"{BPMN}{event}")):
        return f"Its {event} has no code.", "Give it one, such as NOT_ENTITLED."
    return f"There is no {event} “{reference}”.", CHOOSE
