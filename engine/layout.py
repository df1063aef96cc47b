"""Where the shapes of a drawing lie: its diagram interchange, in pixels."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
SHAPE, EDGE, LABEL = f"{DI}BPMNShape", f"{DI}BPMNEdge", f"{DI}BPMNLabel"
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything of a file is drawn, by its id."""

    shapes: Mapping[str, Box]
    edges: Mapping[str, Points]
    labels: Mapping[str, Box]  # of shapes and edges
    lanes: Mapping[str, str]  # their names


def layout(root: etree._Element) -> Layout:
    """What is without a place is left out."""
    shapes, edges, labels = dict[str, Box](), dict[str, Points](), dict[str, Box]()
    for node in root.iter(SHAPE, EDGE):
        its_id, own, label = node.get("bpmnElement", ""), node.find(BOUNDS), node.find(f"{LABEL}/{BOUNDS}")
        if own is not None:
            shapes[its_id] = _box(own)
        if label is not None:
            labels[its_id] = _box(label)
        if node.tag == EDGE:
            edges[its_id] = tuple((_number(each, "x"), _number(each, "y")) for each in node.findall(POINT))
    lanes = {node.get("id", ""): node.get("name", "") for node in root.iter("{*}lane")}
    return Layout(shapes=shapes, edges=edges, labels=labels, lanes=lanes)


def _box(bounds: etree._Element) -> Box:
    return Box(*(_number(bounds, name) for name in ("x", "y", "width", "height")))


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
        return float(node.get(name, "0"))
    except ValueError:
        return 0.0
