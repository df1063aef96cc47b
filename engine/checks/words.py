"""A drawing reads like a text: whatever is done, happens or is asked has a name. Warnings."""

from collections.abc import Iterator

from engine.checks.gateways import DECIDING
from engine.checks.sheet import Sheet
from engine.errors import Finding

ASKING = (*DECIDING, "complexGateway")


def unnamed(sheet: Sheet) -> Iterator[Finding]:
    """Tasks, events and the process itself without a name."""
    if not sheet.drawing.name and sheet.drawing.elements:
        yield sheet.finding(sheet.process, "The process has no name.", "Name it as people speak of it.")
    for element in sheet.drawing.elements.values():
        if not element.name and not element.kind.endswith("Gateway"):
            yield sheet.finding(element, "It has no name.", "Say in a few words what is done or what has happened.")


def undone(sheet: Sheet) -> Iterator[Finding]:
    """Tasks of no kind: nobody does them."""
    for element in sheet.drawing.elements.values():
        if element.kind in ("task", "manualTask"):
            remedy = "Make it a user task for a person, or a service task for the portal."
            yield sheet.finding(element, "Nobody does this task: it passes at once.", remedy)


def unasked(sheet: Sheet) -> Iterator[Finding]:
    """Gateways that decide without a question, and exits of them without an answer."""
    for element in sheet.drawing.elements.values():
        flows = sheet.outgoing.get(element.id, ())
        if element.kind not in ASKING or len(flows) < 2:
            continue
        if not element.name:
            yield sheet.finding(element, "It has no name.", "Write the question that it decides.")
        for flow in flows:
            if not flow.name.strip():
                yield sheet.finding(flow, "This exit has no name.", "Write the answer that leads this way.")
