"""Messages and signals: what sends or waits for one says which; the library lets it pass in silence otherwise."""

from collections.abc import Iterator

from engine import periods
from engine.checks.elements import runs
from engine.checks.sheet import Sheet
from engine.checks.timers import A_DAY
from engine.dialect import BPMN
from engine.drawing import Element
from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression
from engine.spelling import nearest

TASKS = ("sendTask", "receiveTask")
WAITS = ("intermediateCatchEvent", "boundaryEvent", "receiveTask", "startEvent")
NAME_IT = "Choose a {} in the panel, or make a new one."


def missing(sheet: Sheet) -> Iterator[Finding]:
    """Events and tasks that name no message or signal, or one that is not there, or one without a name."""
    for element in sheet.drawing.elements.values():
        if not runs(sheet, element):
            continue
        if element.kind == "sendTask" and element.job_type and not element.message:
            message = "A send task sends a message; its job type is never called."
            yield sheet.finding(element, message, "Make it a service task, or choose a message.")
        elif element.event == "message" or element.kind in TASKS:
            yield from _unnamed(sheet, element, "message")
        elif element.event == "signal":
            yield from _unnamed(sheet, element, "signal")


def unkept(sheet: Sheet) -> Iterator[Finding]:
    """Times to live of thrown messages that cannot be read."""
    for element in sheet.drawing.elements.values():
        try:
            if lives := element.properties.get("time_to_live"):
                periods.later(A_DAY, lives)
        except periods.BadPeriod as fault:
            message, _, remedy = str(fault).partition(". ")
            yield sheet.finding(element, f"Its time to live cannot be read: {message.rstrip('.')}.", remedy)


def unoffered(sheet: Sheet) -> Iterator[Finding]:
    """Actions that nobody is offered: without a group, or where no message is waited for."""
    for element in sheet.drawing.elements.values():
        label = element.properties.get("action_label")
        if label and not (element.message and element.kind in WAITS):
            message = f"The action “{label}” is never offered: no message is waited for here."
            yield sheet.finding(element, message, "Put it on an event that catches a message or starts the process.")
        elif label and not element.groups:
            message = f"The action “{label}” is offered to nobody."
            yield sheet.finding(element, message, "Name its groups in the property “group”.")


def unasked(sheet: Sheet) -> Iterator[Finding]:
    """Conditions of actions that are no FEEL, or ask what the host cannot say."""
    known = sheet.known.facts
    for element in sheet.drawing.elements.values():
        condition = element.properties.get("offered_if", "")
        try:
            names = compile_expression(condition).names if condition else frozenset()
        except FeelSyntaxError as fault:
            yield sheet.finding(element, f"Its condition “{condition}” is not FEEL: {fault}", "Only FEEL is evaluated.")
            continue
        for name in sorted(names - known) if known is not None else ():
            yield sheet.finding(element, f"Nobody knows “{name}” of a case.", nearest(name, known or ()))


def _unnamed(sheet: Sheet, element: Element, what: str) -> Iterator[Finding]:
    node = sheet.nodes[element.id]
    definition = node.find(f"{BPMN}{what}EventDefinition")
    reference = (node if definition is None else definition).get(f"{what}Ref", "")
    found = next((each for each in sheet.root.iter(f"{BPMN}{what}") if each.get("id") == reference), None)
    if not reference:
        yield sheet.finding(element, f"It names no {what}.", NAME_IT.format(what))
    elif found is None:
        yield sheet.finding(element, f"There is no {what} “{reference}”.", NAME_IT.format(what))
    elif not found.get("name", "").strip():
        yield sheet.finding(element, f"Its {what} has no name.", f"Name the {what} in the panel.")
