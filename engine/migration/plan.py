"""Which element of one version takes the tokens of which element of the other, and why some have none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.deployments import ProcessDefinition
from engine.drawing import Element
from engine.errors import MappingRefused

RESTING = frozenset(
    (
        "userTask",
        "manualTask",
        "receiveTask",
        "intermediateCatchEvent",
        "boundaryEvent",
        "subProcess",
        "callActivity",
        "eventBasedGateway",
        "parallelGateway",
        "inclusiveGateway",
    )
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How instances of `source` go on as instances of `target`; made by `engine.migrations.plan`.

    `elements` holds every element of the source that has its like in the target; `reasons` says of each other one at
    which a token can rest why it has none, and what helps. `mapping` is what the analyst has added: elements, and
    sequence flows into a join. With `move_due_dates` the due dates of what waits follow the target's drawing, counted
    from when the wait began; without it none is moved.
    """

    source: ProcessDefinition
    target: ProcessDefinition
    mapping: Mapping[str, str]
    elements: Mapping[str, str]
    reasons: Mapping[str, str]
    move_due_dates: bool

    def element(self, element_id: str) -> str | None:
        """The element of the target that takes the tokens of this one."""
        return self.elements.get(element_id)

    def arrival(self, join: str, via: str) -> str | None:
        """From which element a token that waits at a join counts as having come; None when no flow leads from there.

        The flow that the mapping names, else one from the same element, else the flow that kept its id.
        """
        here, old, new = self.elements.get(join), self.source.process.flows, self.target.process.flows
        come_by = [flow.id for flow in old.values() if (flow.source, flow.target) == (via, join)]
        same = self.mapping.get(via, via)
        into = {flow.id: flow.source for flow in new.values() if flow.target == here}
        named = [into[self.mapping[flow]] for flow in come_by if self.mapping.get(flow) in into]
        kept = [into[flow] for flow in come_by if flow in into]
        candidates = [*named, *([same] if same in into.values() else []), *kept]
        return candidates[0] if candidates else None


def make(
    source: ProcessDefinition, target: ProcessDefinition, mapping: Mapping[str, str], *, move_due_dates: bool
) -> Plan:
    """The plan between two versions of one process. Raises MappingRefused with a sentence for each fault."""
    if source.drawing.process_id != target.drawing.process_id:
        raise MappingRefused([f"“{source.drawing.process_id}” and “{target.drawing.process_id}” are two processes."])
    matching = _Matching(source, target, mapping)
    if faults := matching.faults():
        raise MappingRefused(faults)
    return Plan(
        source=source,
        target=target,
        mapping=mapping,
        elements=matching.elements,
        reasons=matching.reasons,
        move_due_dates=move_due_dates,
    )


class _Matching:
    def __init__(self, source: ProcessDefinition, target: ProcessDefinition, mapping: Mapping[str, str]) -> None:
        self.old, self.new, self.mapping = source.process.elements, target.process.elements, mapping
        self.version = source.version
        self.flows = source.process.flows.keys(), target.process.flows.keys()
        self.levels = {source.drawing.process_id: target.drawing.process_id}
        self.elements: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        for element in self.old.values():
            self._match(element)

    def _match(self, element: Element) -> None:
        new = self.new.get(self.mapping.get(element.id, element.id))
        if why := self._differs(element, new):
            if element.kind in RESTING or element.loop:
                self.reasons[element.id] = f"“{element.name or element.id}” ({element.id}) {why}"
            return
        assert new is not None
        self.elements[element.id] = new.id
        self.levels[element.id] = new.id
        if element.called:
            self.levels[element.called] = new.called

    def _differs(self, element: Element, new: Element | None) -> str:
        """Why no token may go on there; empty when one may."""
        help_ = f"Map it to another {words(element)}, or let these instances finish on version {self.version}."
        if new is None:
            return f"is no longer drawn. {help_}"
        if nature(element, self.old) != nature(new, self.new):
            return f"is now another kind of element: {words(new)} instead of {words(element)}. {help_}"
        if self.levels.get(element.within) != new.within:
            return f"now stands in another subprocess. Let these instances finish on version {self.version}."
        if element.attached_to and self.elements.get(element.attached_to) != new.attached_to:
            return "now stands at another activity: it ends, and the new one begins."
        return ""

    def faults(self) -> list[str]:
        """What is wrong with the mapping itself."""
        return [fault for pair in self.mapping.items() if (fault := self._fault(*pair))]

    def _fault(self, old: str, new: str) -> str:
        for given, its_id, known, flows in (
            ("from", old, self.old, self.flows[0]),
            ("to", new, self.new, self.flows[1]),
        ):
            if its_id not in known and its_id not in flows:
                return f"The mapping {given} “{its_id}”: there is no such element in that version."
        if (old in self.flows[0]) != (new in self.flows[1]):
            return f"The mapping “{old}” to “{new}”: a sequence flow is no element."
        return (
            "" if old in self.flows[0] or old in self.elements else f"The mapping “{old}” to “{new}”: {self._why(old)}"
        )

    def _why(self, old: str) -> str:
        return self._differs(self.old[old], self.new[self.mapping[old]])


def nature(element: Element, elements: Mapping[str, Element]) -> tuple[Any, ...]:
    """What must be alike: BPMN's kind and event, how an activity is repeated, what begins a subprocess."""
    loop = element.loop and (element.loop.sequential, element.loop.element)
    started = any(e.within == element.id and e.kind == "startEvent" and e.event for e in elements.values())
    return element.kind, element.event, loop, started


def words(element: Element) -> str:
    """“timer boundary event”, “user task, repeated for each of a list”."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", element.kind).lower().replace("sub process", "subprocess")
    said = " ".join(filter(None, (element.event, kind)))
    if not element.loop:
        return said
    order = ", one after the other" if element.loop.sequential else ""
    return f"{said}, repeated for each “{element.loop.element}” of a list{order}"
