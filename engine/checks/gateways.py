"""Gateways: every exit is decided, and no drawing goes round for ever."""

from collections.abc import Iterator

from engine.checks.sheet import Sheet, label
from engine.drawing import Element, Flow
from engine.errors import Finding

DECIDING = ("exclusiveGateway", "inclusiveGateway")
UNASKED = ("parallelGateway", "eventBasedGateway")
PASSED = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "task", "manualTask", "intermediateThrowEvent")
WAITED_FOR = ("message", "timer")
GIVE = 'Give it one, such as =decision = "refuse",'


def undecided(sheet: Sheet) -> Iterator[Finding]:
    """Exits of a deciding gateway that have no condition and are not the default."""
    for gateway, flows in _gateways(sheet, DECIDING):
        default = sheet.nodes[gateway.id].get("default", "")
        if default and default not in {flow.id for flow in flows}:
            message = f"Its default flow “{default}” does not leave it."
            yield sheet.finding(gateway, message, "Choose one of its own exits as the default flow.")
        if len(flows) > 1:
            yield from _conditions(sheet, gateway, flows, default)


def _conditions(sheet: Sheet, gateway: Element, flows: tuple[Flow, ...], default: str) -> Iterator[Finding]:
    for flow in flows:
        if flow.id == default and flow.condition:
            yield sheet.finding(flow, "Nobody asks the condition of a default flow.", "Remove one of the two.")
    bare = [f"“{label(flow)}”" for flow in flows if flow.id != default and not flow.condition]
    if len(bare) == 1:
        yield sheet.finding(gateway, f"Its exit {bare[0]} has no condition.", f"{GIVE} or make it the default flow.")
    elif bare:
        message = f"Its exits {', '.join(bare[:-1])} and {bare[-1]} have no condition."
        yield sheet.finding(gateway, message, f"{GIVE} and make one the default flow.")


def unasked(sheet: Sheet) -> Iterator[Finding]:
    """Conditions where all exits are taken, or where the event decides."""
    for gateway, flows in _gateways(sheet, UNASKED):
        for flow in flows:
            if flow.condition:
                message = f"The condition of its exit “{label(flow)}” is never asked."
                yield sheet.finding(gateway, message, "Remove it, or use an exclusive gateway.")


def unwaited(sheet: Sheet) -> Iterator[Finding]:
    """Exits of an event-based gateway that lead to something that is not waited for."""
    for gateway, flows in _gateways(sheet, ("eventBasedGateway",)):
        for flow in flows:
            target = sheet.drawing.elements.get(flow.target)
            if target and not _awaited(target):
                message = f"Its exit leads to “{label(target)}”, which waits for neither a message nor a time."
                yield sheet.finding(gateway, message, "Draw a message or timer event behind the gateway.")
            elif target and (target.loop or _has_edge(sheet, target)):
                message = "Behind an event-based gateway it is not repeated, and nothing on its edge is heard."
                yield sheet.finding(target, message, "Draw a message event here, and the rest behind it.")
            elif target and len(sheet.incoming[target.id]) > 1:
                message = "It belongs to an event-based gateway, and another flow leads to it."
                yield sheet.finding(target, message, "Draw an event of its own for the other flow.")


def endless(sheet: Sheet) -> Iterator[Finding]:
    """Rounds in which nobody works and nothing waits: no condition in them ever changes."""
    rounds = _rounds(sheet)
    for element in sheet.drawing.elements.values():
        if element.id in rounds:
            message = "From here the way leads back without a task or a pause."
            yield sheet.finding(element, message, "Put a task, a message or a timer into the round.")
            return  # the others lie in the same round, or are told when it is mended


def _gateways(sheet: Sheet, kinds: tuple[str, ...]) -> Iterator[tuple[Element, tuple[Flow, ...]]]:
    for element in sheet.drawing.elements.values():
        if element.kind in kinds:
            yield element, sheet.outgoing.get(element.id, ())


def _has_edge(sheet: Sheet, element: Element) -> bool:
    return any(other.attached_to == element.id for other in sheet.drawing.elements.values())


def _awaited(element: Element) -> bool:
    event = element.kind == "intermediateCatchEvent" and element.event in WAITED_FOR
    return event or element.kind == "receiveTask"


def _rounds(sheet: Sheet) -> set[str]:
    """What passes at once and is left when all is taken away that leads to, or comes from, nothing of the kind."""
    left = {element.id for element in sheet.drawing.elements.values() if element.kind in PASSED}
    size = -1
    while size != len(left):
        size = len(left)
        left &= {flow.source for flow in sheet.drawing.flows.values() if flow.target in left}
        left &= {flow.target for flow in sheet.drawing.flows.values() if flow.source in left}
    return left
