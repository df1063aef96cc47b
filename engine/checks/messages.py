"""Messages: what sends or waits for one says which; the library lets it pass in silence otherwise."""

from collections.abc import Iterator

from engine.checks.elements import runs
from engine.checks.sheet import Sheet
from engine.dialect import BPMN
from engine.drawing import Element
from engine.errors import Finding

TASKS = ("sendTask", "receiveTask")
NAME_IT = "Choose a message in the panel, or make a new one."


def missing(sheet: Sheet) -> Iterator[Finding]:
    """Events and tasks that name no message, or one that is not there, or one without a name."""
    for element in sheet.drawing.elements.values():
        if not runs(sheet, element) or not (element.event == "message" or element.kind in TASKS):
            continue
        if element.kind == "sendTask" and element.job_type and not element.message:
            message = "A send task sends a message; its job type is never called."
            yield sheet.finding(element, message, "Make it a service task, or choose a message.")
        elif element.message is None:
            yield sheet.finding(element, _missing(sheet, element), NAME_IT)
        elif not element.message.name.strip():
            yield sheet.finding(element, "Its message has no name.", "Name the message in the panel.")


def _missing(sheet: Sheet, element: Element) -> str:
    node = sheet.nodes[element.id]
    definition = node.find(f"{BPMN}messageEventDefinition")
    reference = (node if definition is None else definition).get("messageRef", "")
    return f"There is no message “{reference}”." if reference else "It names no message."
