"""Where the words beside shapes and flows stand, as the modeller sets them: 11 pixels high, centred, in lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checks.flows import SCOPES
from engine.checks.sheet import Sheet
from engine.drawing import Element, Flow
from engine.layout import Box, Layout, Points

ACROSS = 90  # pixels of a line, where the drawing does not say
LETTER = 5.5  # pixels of a letter, measured on the average
LINE = 13.2  # from one line to the next
TITLE = 12  # pixels between the upper edge of a subprocess and the middle of its name
BESIDE, HALF = 15, 10  # pixels from a flow to the middle of its words, and from there to their upper edge


@dataclass(frozen=True)
class Words:
    """The name of a part of the drawing, and the room that it takes."""

    part: Element | Flow
    box: Box


def lettering(sheet: Sheet, page: Layout) -> Iterator[Words]:
    """All names on a page that do not stand in their shape."""
    parts: list[Element | Flow] = [*sheet.drawing.elements.values(), *sheet.drawing.flows.values()]
    for part in parts:
        if part.name.strip() and (box := _box(part, page)):
            yield Words(part, box)


def _box(part: Element | Flow, page: Layout) -> Box | None:
    if isinstance(part, Flow):
        points = page.edges.get(part.id, ())
        return _set(part.name, page.labels.get(part.id) or _beside(points)) if len(points) > 1 else None
    shape = page.shapes.get(part.id)
    if shape is None or not part.kind.endswith(("Event", "Gateway", *SCOPES)):
        return None
    if part.kind in SCOPES:
        return _title(part.name, shape)
    return _set(part.name, page.labels.get(part.id) or Box(shape.x + shape.width / 2, shape.bottom, 0, 0))


def _set(name: str, place: Box) -> Box:
    """The words in the place that the drawing gives; that may be a point, under which they are centred."""
    lines = wrapped(name, place.width or ACROSS)
    return _centred(lines, place.x + place.width / 2, place.y)


def _title(name: str, shape: Box) -> Box:
    return _centred(wrapped(name, shape.width), shape.x + shape.width / 2, shape.y + TITLE - LINE / 2)


def _centred(lines: list[str], x: float, y: float) -> Box:
    width = LETTER * max(map(len, lines))
    return Box(x - width / 2, y, width, LINE * len(lines))


def _beside(points: Points) -> Box:
    """The middle of a flow: over it where it lies, to the right where it stands."""
    first = (len(points) - 2) // 2
    (x1, y1), (x2, y2) = points[first : first + 2]
    x, y, lies = (x1 + x2) / 2, (y1 + y2) / 2 - HALF, abs(y2 - y1) < abs(x2 - x1)
    return Box(x, y - BESIDE, 0, 0) if lies else Box(x + BESIDE, y, 0, 0)


def wrapped(name: str, across: float) -> list[str]:
    """The lines of a name that may be so many pixels wide."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) * LETTER > across:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
