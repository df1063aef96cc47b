"""The way through a drawing: it starts, everything is reached, every flow leads somewhere, and it ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from engine.checks.sheet import Sheet, label
from engine.drawing import Element, Flow
from engine.errors import Finding

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
SCOPES = ("subProcess", "transaction", "adHocSubProcess")
NOT_ENTERED = {"startEvent": "a start event", "boundaryEvent": "an event on the edge of an activity"}


def loose(sheet: Sheet) -> Iterator[Finding]:
    """Flows with an end that is nowhere, or at which no flow may begin or end."""
    for flow in sheet.drawing.flows.values():
        if fault := _fault(sheet, flow):
            yield sheet.finding(flow, *fault)


def _fault(sheet: Sheet, flow: Flow) -> tuple[str, str] | None:
    ends = sheet.drawing.elements.get(flow.source), sheet.drawing.elements.get(flow.target)
    for end, its_id, word in ((ends[0], flow.source, "starts"), (ends[1], flow.target, "ends")):
        if end is None:
            return f"The flow {word} at “{its_id}”, which is no shape of this process.", "Draw it to a shape again."
    source, target = ends
    assert source and target
    if source.within != target.within:
        return "The flow crosses the border of a subprocess.", "End the subprocess inside, and go on from its edge."
    if sheet.is_event_subprocess(source) or sheet.is_event_subprocess(target):
        return "The flow leads into or out of an event subprocess.", "Remove it: its own event begins it."
    if source.kind == "endEvent":
        return "A flow leaves an end event.", "Use an event in the middle, or remove the flow."
    if target.kind in NOT_ENTERED:
        return f"The flow leads into {NOT_ENTERED[target.kind]}.", "Draw it to the shape that comes next."
    return None


def starts(sheet: Sheet) -> Iterator[Finding]:
    """A process or subprocess without a start, or with several between which nothing decides."""
    for holder in _holders(sheet):
        found = [e for e in sheet.drawing.elements.values() if e.kind == "startEvent" and e.within == _id(holder)]
        plain = [e for e in found if not e.event]
        if not found:
            yield sheet.finding(holder, "There is no start event.", "Draw one and connect it to the first task.")
        if isinstance(holder, Element) and sheet.is_event_subprocess(holder):
            yield from _other_starts(sheet, holder, found)
            continue
        for event in plain[1:]:
            message = f"There is another start event, “{plain[0].name or plain[0].id}”."
            yield sheet.finding(event, message, "Keep one start event without a symbol.")


def _other_starts(sheet: Sheet, holder: Element, found: list[Element]) -> Iterator[Finding]:
    for event in found[1:]:
        message = f"The event subprocess “{label(holder)}” has another start event, “{label(found[0])}”."
        yield sheet.finding(event, message, "Draw an event subprocess of its own for each event.")


def ends(sheet: Sheet) -> Iterator[Finding]:
    """Shapes after which nothing comes although they are no end."""
    for element in sheet.drawing.elements.values():
        if element.kind == "endEvent" or sheet.outgoing.get(element.id) or _stands_alone(sheet, element):
            continue
        yield sheet.finding(element, "Nothing comes after it.", "Draw a flow to the next shape or to an end event.")


def unreached(sheet: Sheet) -> Iterator[Finding]:
    """Shapes to which no way leads from a start."""
    reached = _reached(sheet, {sheet.drawing.process_id})
    for element in sheet.drawing.elements.values():
        if element.id not in reached and not _stands_alone(sheet, element):
            yield sheet.finding(element, "No way leads here from a start event.", "Draw a flow to it, or remove it.")


def forks(sheet: Sheet) -> Iterator[Finding]:
    """Several flows, or a conditional one, out of what is no gateway."""
    for element in sheet.drawing.elements.values():
        flows = sheet.outgoing.get(element.id, ())
        if element.kind in GATEWAYS or element.kind == "endEvent":
            continue
        if len(flows) > 1:
            yield sheet.finding(
                element,
                f"{len(flows)} flows leave it.",
                "Put a gateway behind it: exclusive for one way, parallel for all of them.",
            )
        elif flows and flows[0].condition:
            yield sheet.finding(flows[0], "Only a flow out of a gateway may have a condition.", "Put a gateway here.")


def _holders(sheet: Sheet) -> Iterator[Element | str]:
    yield sheet.drawing.process_id
    yield from (element for element in sheet.drawing.elements.values() if element.kind in SCOPES)


def _id(holder: Element | str) -> str:
    return holder if isinstance(holder, str) else holder.id


def from_here(sheet: Sheet, elements: Iterable[Element]) -> set[str]:
    """Ids of elements and of all that a token may reach from them, also when it leaves what is around them."""
    begun = set[str]()
    for element in elements:
        at: Element | None = element
        while at is not None and at.id not in begun:
            begun.add(at.id)
            at = sheet.drawing.elements.get(at.within)
    return _reached(sheet, begun)


def _reached(sheet: Sheet, begun: Iterable[str]) -> set[str]:
    following = _following(sheet)
    waiting, found = list(begun), set[str]()
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += following[current]
    return found


def _following(sheet: Sheet) -> Mapping[str, list[str]]:
    """What a token reaches from each shape: along its flows, from its edge, or where it begins inside."""
    found: dict[str, list[str]] = defaultdict(list)
    for flow in sheet.drawing.flows.values():
        found[flow.source].append(flow.target)
    for element in sheet.drawing.elements.values():
        if element.attached_to:
            found[element.attached_to].append(element.id)
        if element.kind == "startEvent" or sheet.is_event_subprocess(element):
            found[element.within].append(element.id)
    return found


def _stands_alone(sheet: Sheet, element: Element) -> bool:
    """What is entered or left by no flow, rightly: compensation, links, event subprocesses, parts of ad-hoc ones."""
    node = sheet.nodes[element.id]
    holder = sheet.drawing.elements.get(element.within)
    return (
        element.event in ("link", "compensate")
        or node.get("isForCompensation") == "true"
        or sheet.is_event_subprocess(element)
        or (holder is not None and holder.kind == "adHocSubProcess")
    )
