"""What a check looks at: one process of a drawing, what lies beside it, and the names that the host stands for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from engine import dialect
from engine.calling import drawn
from engine.decisions import DecisionLibrary, read_library
from engine.dialect import BPMN, ZEEBE
from engine.drawing import Drawing, Element, Flow
from engine.errors import Finding

FLOW_NODE_PARENTS = (f"{BPMN}process", f"{BPMN}subProcess", f"{BPMN}transaction", f"{BPMN}adHocSubProcess")


@dataclass(frozen=True, kw_only=True)
class Text:
    """What the header `notice` of a job names: Markdown of this folder, and what that wants of the service task."""

    folder: str = "notices"
    asked: Callable[[str], frozenset[str]] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """Names that the host stands for; None where the host does not say: nothing is held against them then."""

    groups: frozenset[str] | None = None
    job_types: Mapping[str, frozenset[str]] | None = None  # what each needs, as headers or inputs
    pages: frozenset[str] | None = None
    guards: frozenset[str] | None = None
    facts: frozenset[str] | None = None  # what the condition of an action may ask
    limits: frozenset[str] | None = None
    properties: frozenset[str] | None = None
    asked_by_notice: Callable[[str], frozenset[str]] | None = None  # names that a notice wants of its service task
    texts: Mapping[str, Text] | None = None  # job types whose `notice` is another text than a notice


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One process as drawn; `resources` are the files that would be deployed with it; `called` by one of them."""

    file: str
    root: etree._Element
    process: etree._Element
    drawing: Drawing
    resources: Mapping[str, bytes] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    called: bool = False

    def finding(self, where: Element | Flow | etree._Element | str, message: str, remedy: str) -> Finding:
        """A finding of this file at an element, a flow, an XML node, or an id."""
        return Finding(file=self.file, element=label(where), message=message, remedy=remedy)

    @cached_property
    def nodes(self) -> Mapping[str, etree._Element]:
        """XML of everything in the process that has an id."""
        return {node.get("id"): node for node in self.process.iter() if isinstance(node.tag, str) and node.get("id")}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows into each element."""
        return _grouped((flow.target, flow) for flow in self.drawing.flows.values())

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows out of each element."""
        return _grouped((flow.source, flow) for flow in self.drawing.flows.values())

    @cached_property
    def lanes(self) -> Mapping[str, etree._Element]:
        """The lane in which each element lies, the innermost."""
        return {(ref.text or "").strip(): ref.getparent() for ref in self.process.iter(f"{BPMN}flowNodeRef")}

    @cached_property
    def processes(self) -> Mapping[str, Drawing]:
        """Processes that this one could call, by id: those of its file and of the files deployed with it."""
        beside = {its_id: one.drawing for its_id, one in drawn(self.drawing.process_id, self.resources).items()}
        return beside | {drawing.process_id: drawing for drawing in dialect.read(self.root, self.resources)}

    @cached_property
    def decisions(self) -> DecisionLibrary:
        """Decisions of the files that would be deployed with it."""
        return read_library(self.resources)

    def is_event_subprocess(self, element: Element) -> bool:
        """Whether it is begun by its own event instead of a flow."""
        return self.nodes[element.id].get("triggeredByEvent") == "true"

    def around(self, element_id: str) -> frozenset[str]:
        """The subprocesses that hold an element; none when there is no such element."""
        found: set[str] = set()
        element = self.drawing.elements.get(element_id)
        while element and (element := self.drawing.elements.get(element.within)) and element.id not in found:
            found.add(element.id)
        return frozenset(found)

    def extension(self, element: Element, name: str) -> etree._Element | None:
        """A zeebe extension of an element."""
        return self.nodes[element.id].find(f"{BPMN}extensionElements/{ZEEBE}{name}")


def named(sheet: Sheet, part: Element | Flow) -> str:
    """How a sentence speaks of a shape or flow: the task “Decide”, the flow from “Decide” to “Write”."""
    if isinstance(part, Element):
        return f"the {_word(part.kind)} “{_short(part)}”"
    source, target = (_short(sheet.drawing.elements.get(each)) for each in (part.source, part.target))
    return f"the flow from “{source}” to “{target}”"


def _word(kind: str) -> str:
    return next((word for word in ("task", "event", "gateway") if kind.lower().endswith(word)), "activity")


def _short(part: Element | None) -> str:
    return (" ".join(part.name.split()) or part.id) if part else "nowhere"


def label(where: Element | Flow | etree._Element | str) -> str:
    """How a finding names a thing: its name with its id behind, or the id alone."""
    if isinstance(where, str):
        return where
    if isinstance(where, etree._Element):
        name, its_id = where.get("name") or "", where.get("id") or ""
    else:
        name, its_id = where.name, where.id
    name = " ".join(name.split())
    return f"{name} ({its_id})" if name and its_id and name != its_id else name or its_id


def _grouped(pairs: Iterable[tuple[str, Flow]]) -> dict[str, tuple[Flow, ...]]:
    found: dict[str, tuple[Flow, ...]] = {}
    for key, flow in pairs:
        found[key] = (*found.get(key, ()), flow)
    return found
