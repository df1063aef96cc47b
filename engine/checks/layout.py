"""How a drawing lies on the page: every shape has its place, none covers another, and one page holds it. Warnings."""

from collections.abc import Iterator

from lxml import etree

from engine.checks.sheet import Sheet, label
from engine.drawing import Element, Flow
from engine.errors import Finding
from engine.layout import EDGE, PLANE, SHAPE, Box, planes

MOST_NODES = 30
WIDEST = 1_600  # pixels
MOST_COMPARED = 1_000  # shapes
MOVE_IT = "Open it in the modeller and draw it there."


def unplaced(sheet: Sheet) -> Iterator[Finding]:
    """Shapes and flows without a place in the picture."""
    if sheet.root.find(f".//{PLANE}") is None:
        yield sheet.finding(sheet.process, "The drawing has no picture.", MOVE_IT)
        return
    drawn = {node.get("bpmnElement") for node in sheet.root.iter(SHAPE, EDGE)}
    parts: list[Element | Flow] = [*sheet.drawing.elements.values(), *sheet.drawing.flows.values()]
    for part in parts:
        if part.id not in drawn:
            yield sheet.finding(part, "It has no place in the picture.", MOVE_IT)


def overlapping(sheet: Sheet) -> Iterator[Finding]:
    """Shapes that cover one another."""
    for boxes in _pages(sheet):
        beside: dict[str, Box] = {}
        for its_id, box in sorted(boxes.items(), key=lambda pair: pair[1].x)[:MOST_COMPARED]:
            beside = {other: one for other, one in beside.items() if one.right > box.x}
            over = (other for other, one in beside.items() if box.covers(one) and not _joined(sheet, its_id, other))
            if other := next(over, None):
                one, two = (sheet.drawing.elements[each] for each in (other, its_id))
                yield sheet.finding(two, f"It lies over “{label(one)}”.", "Move them apart.")
            beside[its_id] = box


def astray(sheet: Sheet) -> Iterator[Finding]:
    """Shapes that do not lie whole in their lane, or in the subprocess that they are part of."""
    for page in planes(sheet.root):
        for element in sheet.drawing.elements.values():
            holder = sheet.drawing.elements.get(element.within, sheet.lanes.get(element.id))
            around, box = page.shapes.get(_id(holder)), page.shapes.get(element.id)
            if holder is not None and around and box and not around.holds(box):
                yield sheet.finding(element, f"It does not lie whole in “{label(holder)}”.", "Move it inside.")


def crowded(sheet: Sheet) -> Iterator[Finding]:
    """More shapes than a reader can hold in mind."""
    count = len(sheet.drawing.elements)
    if count > MOST_NODES:
        message = f"It has {count} shapes; {MOST_NODES} are easily read."
        yield sheet.finding(sheet.process, message, "Make two processes of it, or a subprocess.")


def wide(sheet: Sheet) -> Iterator[Finding]:
    """A drawing that no screen shows whole."""
    for boxes in filter(None, _pages(sheet)):
        width = max(box.right for box in boxes.values()) - min(box.x for box in boxes.values())
        if width > WIDEST:
            message = f"It is {width:.0f} pixels wide; {WIDEST:,} fit on a screen."
            yield sheet.finding(sheet.process, message, "Let the flow turn back, or make two processes of it.")


def _pages(sheet: Sheet) -> Iterator[dict[str, Box]]:
    """The process's own shapes on each page of the drawing."""
    for page in planes(sheet.root):
        yield {its_id: box for its_id, box in page.shapes.items() if its_id in sheet.drawing.elements}


def _id(holder: Element | etree._Element | None) -> str:
    return "" if holder is None else holder.id if isinstance(holder, Element) else holder.get("id", "")


def _joined(sheet: Sheet, one: str, other: str) -> bool:
    """An event on the edge of its activity, or what lies inside a subprocess and the subprocess."""
    hosts = (sheet.drawing.elements[one].attached_to, sheet.drawing.elements[other].attached_to)
    return one in hosts or other in hosts or one in sheet.around(other) or other in sheet.around(one)
