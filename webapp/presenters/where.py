"""Where a case is in its drawing, as shapes of SVG and as a list: what waits now, and what is behind it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine import Drawing, Element, Place, ProcessDefinition, read_drawings
from engine.layout import Box, Layout, Points, layout
from engine.xml import parse
from webapp.presenters.words import count, joined

MARGIN = 14  # pixels round the picture: numbers stand on corners
LETTER, LABEL = 6.5, 5.5  # pixels of a letter in a task, and beside a shape or flow, as staff.css sets them
LINE = 13  # pixels from one line to the next
ICONS = {"userTask": "person", "serviceTask": "gear", "scriptTask": "gear", "businessRuleTask": "gear"}
TASKS = frozenset((*ICONS, "callActivity", "sendTask", "receiveTask", "manualTask", "task"))
HELD = frozenset(("userTask", "receiveTask", "intermediateCatchEvent"))  # where a case can wait
WAITS, DONE = "waits", "done"


@dataclass(frozen=True)
class Words:
    """One line of text."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A task, event, gateway or frame."""

    id: str
    kind: str  # task, event, gateway or frame
    icon: str
    thick: bool
    doubled: bool
    several: bool
    box: Box
    lines: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """A flow."""

    id: str
    points: str
    lines: tuple[Words, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What does not change while a version is deployed."""

    name: str
    view: str  # the viewBox
    width: int
    height: int
    lanes: tuple[tuple[Box, str], ...]
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One running process of a case."""

    sheet: Sheet
    version: int
    looks: Mapping[str, str]  # of shapes and arrows by id: waits or done
    numbers: Mapping[str, int]  # how many wait
    rows: tuple[tuple[str, str], ...]  # the same as a list

    @property
    def said(self) -> str:
        """For whoever does not see it."""
        here = joined([f"{name} ({number})" for name, number in self.rows])
        return f"{self.sheet.name}: waiting at {here}" if here else f"{self.sheet.name}: nothing waits"


def picture(place: Place, definition: ProcessDefinition) -> Picture | None:
    """Of an instance on its version; none when that was deployed without a layout."""
    drawing, sheet = definition.drawing, _sheet(definition.resources.get(f"{place.process_id}.bpmn"), place.process_id)
    if sheet is None:
        return None
    numbers = _numbers(place, definition)
    been = {its_id for its_id in place.been if its_id in drawing.elements and its_id not in numbers}
    looks = dict.fromkeys(been, DONE) | dict.fromkeys(numbers, WAITS)
    looks |= dict.fromkeys(_gone(drawing, been, looks), DONE)
    return Picture(
        sheet=sheet,
        version=definition.version,
        looks=looks,
        numbers=numbers,
        rows=tuple((drawing.elements[its_id].name, count(n, "open")) for its_id, n in numbers.items()),
    )


def _numbers(place: Place, definition: ProcessDefinition) -> Counter[str]:
    """How many wait at each element; what waits in a called process waits at the call."""
    drawing, everything = definition.drawing, definition.process.elements
    calls, found = {each.called: each.id for each in drawing.elements.values() if each.called}, Counter[str]()
    for its_id, number in place.waits.items():
        if its_id in everything and everything[its_id].kind in HELD:
            found[its_id if its_id in drawing.elements else calls.get(its_id.partition(".")[0], "")] += number
    found.pop("", None)  # of a process that a called one calls
    return found


def _gone(drawing: Drawing, behind: Collection[str], looks: Mapping[str, str]) -> Iterator[str]:
    """Gateways that must have been passed, and flows: only those of which there is no doubt."""
    for flow in drawing.flows.values():
        source, target = drawing.elements[flow.source], drawing.elements[flow.target]
        if source.id in behind and len(source.outgoing) == 1:
            yield flow.id
        elif _is_gateway(source) and target.id in looks and _only_way(drawing, flow.id, target.id):
            yield flow.id
            yield source.id


def _is_gateway(element: Element) -> bool:
    return element.kind.endswith("Gateway")


def _only_way(drawing: Drawing, flow_id: str, target: str) -> bool:
    return all(each.id == flow_id for each in drawing.flows.values() if each.target == target)


@lru_cache(maxsize=64)
def _sheet(file: bytes | None, process_id: str) -> Sheet | None:
    drawing = next((each for each in read_drawings(file) if each.process_id == process_id), None) if file else None
    if not file or drawing is None:
        return None
    places = layout(parse(file))
    boxes = [places.shapes[each] for each in (*places.lanes, *drawing.elements) if each in places.shapes]
    if not boxes:
        return None
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    width = max(box.x + box.width for box in boxes) - left + 2 * MARGIN
    height = max(box.y + box.height for box in boxes) - top + 2 * MARGIN
    return Sheet(
        name=drawing.name,
        view=f"{left - MARGIN:g} {top - MARGIN:g} {width:g} {height:g}",
        width=round(width),
        height=round(height),
        lanes=tuple((places.shapes[each], name) for each, name in places.lanes.items() if each in places.shapes),
        shapes=tuple(_shapes(drawing, places)),
        arrows=tuple(_arrows(drawing, places)),
    )


def _shapes(drawing: Drawing, places: Layout) -> Iterator[Shape]:
    """Frames first: what lies in them is drawn over them, and what sits on an edge over that."""
    drawn = [each for each in drawing.elements.values() if each.id in places.shapes]
    for element in sorted(drawn, key=lambda each: (_kind(each) != "frame", bool(each.attached_to))):
        kind, box = _kind(element), places.shapes[element.id]
        yield Shape(
            id=element.id,
            kind=kind,
            icon=_icon(element),
            thick=element.kind in ("endEvent", "callActivity"),
            doubled=element.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"),
            several=element.loop is not None,
            box=box,
            lines=_lines(element.name, kind, box, places.labels.get(element.id)),
        )


def _kind(element: Element) -> str:
    if element.kind in TASKS:
        return "task"
    if _is_gateway(element):
        return "gateway"
    return "event" if element.kind.endswith("Event") else "frame"


def _icon(element: Element) -> str:
    if _is_gateway(element):
        return element.kind.removesuffix("Gateway")
    return ICONS.get(element.kind, "") or element.event


def _lines(name: str, kind: str, box: Box, label: Box | None) -> tuple[Words, ...]:
    middle = box.x + box.width / 2
    if kind == "frame":
        return _centred(_wrapped(name, box.width / LETTER), middle, box.y + 14)
    if kind == "task":
        return _centred(_wrapped(name, box.width / LETTER), middle, box.y + box.height / 2 + 6)
    return _hung(name, label or Box(middle - 45, box.bottom + 6, 90, 14))


def _arrows(drawing: Drawing, places: Layout) -> Iterator[Arrow]:
    for flow in drawing.flows.values():
        if points := places.edges.get(flow.id):
            yield Arrow(
                id=flow.id,
                points=" ".join(f"{x:g},{y:g}" for x, y in points),
                lines=_beside(flow.name, points, places.labels.get(flow.id)),
            )


def _beside(name: str, points: Points, label: Box | None) -> tuple[Words, ...]:
    (x, y) = points[0]
    return _hung(name, label or Box(x - 27, y - 18, 90, 14))


def _hung(name: str, place: Box) -> tuple[Words, ...]:
    """From the upper edge of its place, as the modeller sets it: what has room there has room here."""
    x, top, lines = place.x + place.width / 2, place.y + 10, _wrapped(name, place.width / LABEL)
    return tuple(Words(x, top + LINE * number, words) for number, words in enumerate(lines))


def _centred(lines: list[str], x: float, y: float) -> tuple[Words, ...]:
    top = y - LINE * (len(lines) - 1) / 2 + 4
    return tuple(Words(x, top + LINE * number, words) for number, words in enumerate(lines))


def _wrapped(name: str, across: float) -> list[str]:
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > across and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
