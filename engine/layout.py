"""Where the shapes of a drawing lie: its diagram interchange, in pixels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from lxml import etree

BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
SHAPE, EDGE, LABEL = f"{DI}BPMNShape", f"{DI}BPMNEdge", f"{DI}BPMNLabel"
PLANE = f"{DI}BPMNPlane"
Point = tuple[float, float]
Points = tuple[Point, ...]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def covers(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        beside = self.right <= other.x or other.right <= self.x
        return not beside and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether the other lies in it, edge upon edge at most."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom

    def crossed(self, one: Point, other: Point) -> bool:
        """Whether the line from one point to another runs through it, and not only along its edge."""
        (x1, y1), (x2, y2) = one, other
        if max(x1, x2) <= self.x or min(x1, x2) >= self.right or max(y1, y2) <= self.y or min(y1, y2) >= self.bottom:
            return False
        corners = [(x, y) for x in (self.x, self.right) for y in (self.y, self.bottom)]
        sides = [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x, y in corners]
        return min(sides) < 0 < max(sides)

    def within(self, edge: float) -> "Box":
        """What is left of it without an edge of so many pixels."""
        return Box(self.x + edge, self.y + edge, self.width - 2 * edge, self.height - 2 * edge)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything of a file is drawn, by its id."""

    shapes: Mapping[str, Box]
    edges: Mapping[str, Points]
    labels: Mapping[str, Box]  # of shapes and edges
    lanes: Mapping[str, str]  # their names


def planes(root: etree._Element) -> Iterator[Layout]:
    """Each page of the drawing, without its lanes: what is inside a collapsed subprocess has one of its own."""
    return map(layout, root.iter(PLANE))


def layout(root: etree._Element) -> Layout:
    """What is without a place is left out."""
    shapes, edges, labels = dict[str, Box](), dict[str, Points](), dict[str, Box]()
    for node in root.iter(SHAPE, EDGE):
        its_id, own, label = node.get("bpmnElement", ""), node.find(BOUNDS), node.find(f"{LABEL}/{BOUNDS}")
        if own is not None and (box := _box(own)):
            shapes[its_id] = box
        if label is not None and (box := _box(label)):
            labels[its_id] = box
        if node.tag == EDGE:
            edges[its_id] = tuple((_number(each, "x"), _number(each, "y")) for each in node.findall(POINT))
    lanes = {node.get("id", ""): node.get("name", "") for node in root.iter("{*}lane")}
    return Layout(shapes=shapes, edges=edges, labels=labels, lanes=lanes)


def _box(bounds: etree._Element) -> Box | None:
    try:
        numbers = [float(bounds.get(name, "")) for name in ("x", "y", "width", "height")]
    except ValueError:
        return None
    return Box(*numbers) if all(map(isfinite, numbers)) else None


def extent(root: etree._Element) -> tuple[int, int]:
    """Width and height in pixels of all that is drawn; (0, 0) when no shape has a place."""
    lefts, rights, tops, bottoms = [], [], [], []
    for bounds in root.iter(BOUNDS):
        x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
        lefts.append(x)
        tops.append(y)
        rights.append(x + width)
        bottoms.append(y + height)
    for point in root.iter(POINT):
        lefts.append(_number(point, "x"))
        rights.append(_number(point, "x"))
        tops.append(_number(point, "y"))
        bottoms.append(_number(point, "y"))
    if not lefts:
        return 0, 0
    return round(max(rights) - min(lefts)), round(max(bottoms) - min(tops))


def _number(node: etree._Element, name: str) -> float:
    try:
        number = float(node.get(name, "0"))
    except ValueError:
        return 0.0
    return number if isfinite(number) else 0.0
