"""Joins of the new version that the tokens of an instance could reach but never complete.

Such an instance would stand still for ever without an error: a branch that was added to a split which it has already
passed, a flow that now leads into the join from where no token is left.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from engine.drawing import Element, Flow
from engine.spiff.moving import Place
from engine.spiff.runtime import Process


def never_complete(process: Process, places: Iterable[Place]) -> Iterator[tuple[Element, Flow]]:
    """Each parallel join that has or gets some but not all of its tokens, with the flow by which none can come."""
    graph = _Graph(process)
    for _, run in groupby(sorted(places, key=lambda place: place.run), key=lambda place: place.run):
        tokens = list(run)
        level = process.elements[tokens[0].element_id].within
        for join in process.elements.values():
            if join.kind == "parallelGateway" and join.within == level:
                yield from ((join, flow) for flow in graph.missing(join, tokens))


class _Graph:
    def __init__(self, process: Process) -> None:
        self._flows, self._next = process.flows, _ways_on(process)

    def missing(self, join: Element, tokens: list[Place]) -> list[Flow]:
        into = [flow for flow in self._flows.values() if flow.target == join.id]
        held = {place.via for place in tokens if place.element_id == join.id}
        start = [place.element_id for place in tokens if place.element_id != join.id]
        reached = self._reached(start, without=join.id)
        supplied = [flow for flow in into if flow.source in held or flow.source in reached]
        return [flow for flow in into if flow not in supplied] if supplied else []

    def _reached(self, start: list[str], without: str) -> set[str]:
        found, ahead = set(start), list(start)
        while ahead:
            for element in self._next.get(ahead.pop(), ()):
                if element != without and element not in found:
                    found.add(element)
                    ahead.append(element)
        return found


def _ways_on(process: Process) -> Mapping[str, list[str]]:
    """Where a token may be next: along a flow, or out of a boundary event."""
    ways: dict[str, list[str]] = {}
    for flow in process.flows.values():
        ways.setdefault(flow.source, []).append(flow.target)
    for element in process.elements.values():
        if element.attached_to:
            ways.setdefault(element.attached_to, []).append(element.id)
    return ways
