"""How a drawing lies on the page: every shape has its place, none covers another, and one page holds it. Warnings."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.checks.sheet import Sheet, label
from engine.drawing import Element, Flow
from engine.errors import Finding

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
MOST_NODES = 30
WIDEST = 1_600  # pixels
MOST_COMPARED = 1_000  # shapes
MOVE_IT = "Open it in the modeller and draw it there."


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where a shape lies, in pixels."""

    element: str
    plane: int
    x: float
    y: float
    width: float
    height: float

    def covers(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        side_by_side = self.x + self.width <= other.x or other.x + other.width <= self.x
        above = self.y + self.height <= other.y or other.y + other.height <= self.y
        return self.plane == other.plane and not side_by_side and not above


def unplaced(sheet: Sheet) -> Iterator[Finding]:
    """Shapes and flows without a place in the picture."""
    if sheet.root.find(f".//{DI}BPMNPlane") is None:
        yield sheet.finding(sheet.process, "The drawing has no picture.", MOVE_IT)
        return
    drawn = {node.get("bpmnElement") for node in sheet.root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
    parts: list[Element | Flow] = [*sheet.drawing.elements.values(), *sheet.drawing.flows.values()]
    for part in parts:
        if part.id not in drawn:
            yield sheet.finding(part, "It has no place in the picture.", MOVE_IT)


def overlapping(sheet: Sheet) -> Iterator[Finding]:
    """Shapes that cover one another."""
    boxes = sorted((b for b in _boxes(sheet) if b.element in sheet.drawing.elements), key=lambda box: box.x)
    beside: list[Box] = []
    for box in boxes[:MOST_COMPARED]:
        beside = [one for one in beside if one.x + one.width > box.x]
        over = (one for one in beside if box.covers(one) and not _belong_together(sheet, box.element, one.element))
        if other := next(over, None):
            one, two = (sheet.drawing.elements[each.element] for each in (other, box))
            yield sheet.finding(two, f"It lies over “{label(one)}”.", "Move them apart.")
        beside.append(box)


def crowded(sheet: Sheet) -> Iterator[Finding]:
    """More shapes than a reader can hold in mind."""
    count = len(sheet.drawing.elements)
    if count > MOST_NODES:
        message = f"It has {count} shapes; {MOST_NODES} are easily read."
        yield sheet.finding(sheet.process, message, "Make two processes of it, or a subprocess.")


def wide(sheet: Sheet) -> Iterator[Finding]:
    """A drawing that no screen shows whole."""
    own = [box for box in _boxes(sheet) if box.element in sheet.drawing.elements]
    if not own:
        return
    width = max(box.x + box.width for box in own) - min(box.x for box in own)
    if width > WIDEST:
        message = f"It is {width:.0f} pixels wide; {WIDEST:,} fit on a screen."
        yield sheet.finding(sheet.process, message, "Let the flow turn back, or make two processes of it.")


def _boxes(sheet: Sheet) -> Iterator[Box]:
    for number, plane in enumerate(sheet.root.iter(f"{DI}BPMNPlane")):
        for shape in plane.iter(f"{DI}BPMNShape"):
            bounds = shape.find(f"{DC}Bounds")
            if bounds is not None and (box := _box(shape.get("bpmnElement", ""), number, bounds)):
                yield box


def _box(element: str, plane: int, bounds: etree._Element) -> Box | None:
    try:
        x, y, width, height = (float(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
    except ValueError:
        return None
    return Box(element=element, plane=plane, x=x, y=y, width=width, height=height)


def _belong_together(sheet: Sheet, one: str, other: str) -> bool:
    """An event on the edge of its activity, or what lies inside a subprocess and the subprocess."""
    hosts = (sheet.drawing.elements[one].attached_to, sheet.drawing.elements[other].attached_to)
    return one in hosts or other in hosts or one in _around(sheet, other) or other in _around(sheet, one)


def _around(sheet: Sheet, element_id: str) -> set[str]:
    """The subprocesses that hold an element."""
    found: set[str] = set()
    holder = sheet.drawing.elements[element_id].within
    while holder in sheet.drawing.elements and holder not in found:
        found.add(holder)
        holder = sheet.drawing.elements[holder].within
    return found
