"""A process and all that it calls: one set of drawings in which no two ids are alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree

from engine import dialect, xml
from engine.drawing import Drawing


@dataclass(frozen=True)
class Drawn:
    """One process as it stands in a file."""

    file: str
    node: etree._Element
    drawing: Drawing


@dataclass(frozen=True)
class Family:
    """A process, first, and every process that it calls, directly or by another, each once."""

    members: tuple[Drawn, ...]

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        """With ids that differ: those of a called process have its own id before them, as in “hearing.review”."""
        first, *called = (member.drawing for member in self.members)
        return (first, *(drawing.qualified() for drawing in called))

    def plain(self) -> etree._Element:
        """Control flow only, with the same ids as the drawings."""
        first, *called = self.members
        nodes = [dialect.plain(first.node), *(dialect.plain(member.node, qualified=True) for member in called)]
        return dialect.document(nodes)


def family(process_id: str, resources: Mapping[str, bytes]) -> Family:
    """What the process is made of; what it calls and is not there is left out. Raises StopIteration without it."""
    known, found, waiting = drawn(process_id, resources), dict[str, Drawn](), [process_id]
    while waiting:
        called = waiting.pop(0)
        if called in known and called not in found:
            found[called] = known[called]
            waiting += calls(known[called].drawing)
    return Family(tuple(found.values()))


def drawn(process_id: str, resources: Mapping[str, bytes]) -> dict[str, Drawn]:
    """Every process of the resources by its id; the file that is named like the process comes first."""
    found: dict[str, Drawn] = {}
    own = f"{process_id}.bpmn"
    for file in sorted((name for name in resources if name.endswith(".bpmn")), key=lambda name: (name != own, name)):
        for one in _in(file, resources):
            found.setdefault(one.drawing.process_id, one)
    return found


def calls(drawing: Drawing) -> list[str]:
    """Ids of the processes that a drawing calls."""
    return [element.called for element in drawing.elements.values() if element.kind == "callActivity"]


@lru_cache(maxsize=256)
def called_in(data: bytes) -> tuple[str, ...]:
    """Ids of the processes that a file's drawings call; none when it cannot be read."""
    return tuple(called for one in _in("", {"": data}) for called in calls(one.drawing))


def _in(file: str, resources: Mapping[str, bytes]) -> list[Drawn]:
    try:
        read = _read(resources[file], frozenset(resources))
    except xml.UnsafeXml:
        return []  # told when that file is checked
    return [Drawn(file, node, drawing) for node, drawing in read]


@lru_cache(maxsize=512)  # a drawing is read for itself, for whatever calls it, and for each of its scenarios
def _read(data: bytes, files: frozenset[str]) -> tuple[tuple[etree._Element, Drawing], ...]:
    root = xml.parse(data)
    processes = root.iter(f"{dialect.BPMN}process")
    return tuple(zip(processes, dialect.read(root, files), strict=True))
