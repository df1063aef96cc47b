"""Activities and what is fastened to them: lists to repeat over, scripts, events on the edge."""

from collections.abc import Iterator

from engine.checks.elements import ACTIVITIES, runs
from engine.checks.sheet import Sheet, label
from engine.dialect import BPMN
from engine.drawing import Element
from engine.errors import Finding


def unfastened(sheet: Sheet) -> Iterator[Finding]:
    """Boundary events that sit on no activity."""
    for element in sheet.drawing.elements.values():
        if element.kind == "boundaryEvent" and (message := _ill_seated(sheet, element)):
            yield sheet.finding(element, message, "Move it onto the edge of a task or subprocess beside it.")


def _ill_seated(sheet: Sheet, element: Element) -> str:
    host = sheet.drawing.elements.get(element.attached_to)
    if host is None or host.kind not in ACTIVITIES:
        return f"It sits on “{element.attached_to}”, which is no task or subprocess."
    if host.within != element.within:
        return f"It sits on “{label(host)}”, which lies in another process or subprocess: nothing would hear it."
    if sheet.is_event_subprocess(host):
        return f"It sits on “{label(host)}”, which is begun by its own event and has no events on its edge."
    return ""


def unlisted(sheet: Sheet) -> Iterator[Finding]:
    """Multi-instances that do not say over which list, or that count instead."""
    for element in sheet.drawing.elements.values():
        if element.loop and not element.loop.collection and runs(sheet, element):
            counts = sheet.nodes[element.id].find(f".//{BPMN}loopCardinality") is not None
            message = "It is repeated by a number." if counts else "It does not say over which list it is repeated."
            yield sheet.finding(element, message, "Give an input collection, such as =professionals.")


def unscripted(sheet: Sheet) -> Iterator[Finding]:
    """Script tasks without a FEEL expression, or without a place for the result."""
    for element in sheet.drawing.elements.values():
        if element.kind != "scriptTask" or element.job_type:
            continue
        if element.script is None or not element.script.source:
            yield sheet.finding(element, "It has no FEEL expression.", "Write one in the panel: implementation FEEL.")
        elif not element.script.target:
            yield sheet.finding(element, "Its result goes nowhere.", "Name a result variable in the panel.")
