"""Where the shapes of a drawing lie: its diagram interchange, in pixels."""

from lxml import etree

BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"


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
