"""A token interpreter in plain Python: what a drawing should do, written without the engine and its library."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.engine.differential.net import Flow, Net, Node, value
from tests.engine.differential.places import Place

Values = Mapping[str, Any]
Wait = tuple[str, Place]  # the element that waits and where
THROWN = ("error", "escalation")
AWAITED = ("user", "message", "timer", "events", "and", "or")


class Uncaught(Exception):
    """An error that nobody catches: the step is undone."""


class Reference:
    """A run of one drawing. `pick` chooses what moves next among so many."""

    def __init__(self, net: Net, variables: Values) -> None:
        self.net, self.reads = net, net.reads()
        self.root = Place(None, None, dict(variables))
        self.root.closed = True
        self.root.listening = net.listeners("")
        self.coming: list[tuple[Place, Node, str]] = [(self.root, net.start(), "")]

    def run(self, pick: Callable[[int], int]) -> None:
        """Everything that needs nobody."""
        while True:
            moving = {frame for frame, _, _ in self.coming}
            over = [p for p in self.root.inside() if _frame(p) and p.parent and not p.children and p not in moving]
            if self.coming or over:
                chosen = pick(len(self.coming) + len(over))
                if chosen < len(self.coming):
                    self._arrive(*self.coming.pop(chosen))
                else:
                    self._complete(over[chosen - len(self.coming)], {})
            elif not any(self._inclusive(place) for place in self.root.inside()):
                return

    @property
    def ended(self) -> bool:
        return not self.root.children

    def waits(self) -> Iterator[Wait]:
        """What waits for a person, a time or a message."""
        for place in self.root.inside():
            caught = [self.net.start(each.id) for each in place.listening]
            yield from ((edge.id, place) for edge in (*place.armed, *caught) if edge.event not in THROWN)
            if place.node and place.node.kind == "events":
                yield from ((flow.target, place) for flow in self.net.out(place.node.id))
            elif place.node and place.node.kind in ("user", "message", "timer") and not _several(place):
                yield place.node.id, place

    def seen(self, wait: Wait) -> dict[str, Any]:
        """Variables as the waiting element sees them."""
        place, element = wait[1], self.net.nodes[wait[0]]
        own = element.kind == "start" or (element.kind == "user" and element is place.node)
        return place.view() if own else _around(place)

    def act(self, wait: Wait, given: Values, *, again: bool = False) -> None:
        """A task is done, a time has come, or a message has arrived."""
        element, place = self.net.nodes[wait[0]], wait[1]
        if element.kind == "user":
            return self._complete(place, given)
        if element.kind == "start":
            return self._start(place, element, given, again=again)
        frame = place.parent
        assert frame and place.node
        for name in sorted(given.keys() & self.reads):
            frame.assign(name, given[name])
        if element.kind == "edge" and not element.interrupting:
            if element.event == "timer" or (element.event == "cycle" and not again):
                place.armed.remove(element)
        else:
            place.leave()
        return self._onward(frame, element)

    def _start(self, frame: Place, element: Node, given: Values, *, again: bool = False) -> None:
        """An event subprocess begins; what an event brings is its own."""
        listener = self.net.nodes[element.holder]
        if element.interrupting:
            self._interrupt(frame)
        elif element.event == "timer" or (element.event == "cycle" and not again):
            frame.listening.remove(listener)
        place = Place(listener, frame)
        self._enter(place, {})
        assert place.variables is not None
        place.variables |= {name: given[name] for name in given.keys() & self.reads}

    def _interrupt(self, frame: Place) -> None:
        """End everything in here."""
        frame.listening = []
        for place in list(frame.children):
            place.leave()
        self.coming = [each for each in self.coming if each[0] is not frame]

    def _throw(self, frame: Place, node: Node) -> bool:
        """To the nearest that catches it, first by its code. Gives whether the one that throws goes on."""
        at: Place | None = frame
        while at:
            beside = [self.net.start(each.id) for each in at.listening]
            for code in (node.code, ""):
                if found := next((c for c in beside if (c.event, c.code) == (node.event, code)), None):
                    self._start(at, found, {})
                    return not found.interrupting
            activity = at.parent if at.index >= 0 else at
            if activity is None or activity.parent is None:
                break
            for code in (node.code, ""):
                if found := next((c for c in activity.armed if (c.event, c.code) == (node.event, code)), None):
                    self.act((found.id, activity), {})
                    return not found.interrupting
            at = activity.parent
        if node.event == "error":
            raise Uncaught(node.code)
        return True

    def _arrive(self, frame: Place, node: Node, via: str) -> None:
        if frame.top() is not self.root:
            return None  # it has ended in the meantime
        if node.kind in ("user", "sub", "call"):
            return self._begin(frame, node)
        if node.kind in AWAITED:
            Place(node, frame).via = via
            return self._join(frame, node) if node.kind == "and" else None
        if node.script:
            target, term = node.script
            if node.kind == "script" or target in self.reads:  # of a job's result, only what the drawing reads
                frame.assign(target, value(term, frame.view()))
        if node.event == "terminate":
            self._interrupt(frame)
        if node.event in THROWN and node.kind in ("end", "throw") and not self._throw(frame, node):
            return None
        return self._onward(frame, node)

    def _onward(self, frame: Place, node: Node) -> None:
        flows = self.net.out(node.id)
        if node.kind in ("xor", "or"):
            flows = _chosen(flows, frame.view())[: 1 if node.kind == "xor" else None]
        self.coming += [(frame, self.net.nodes[flow.target], flow.id) for flow in flows]

    def _begin(self, frame: Place, node: Node) -> None:
        place = Place(node, frame)
        place.armed = self.net.edges(node.id)
        if node.each is None:
            self._enter(place, {})
        elif not node.each.items:
            self._finish(place)
        for index in range(0 if not node.each else 1 if node.each.sequential else len(node.each.items)):
            self._iterate(place, index)

    def _iterate(self, place: Place, index: int) -> None:
        if place.node and place.node.each and index < len(place.node.each.items):
            iteration = Place(place.node, place)
            iteration.index, iteration.closed = index, True
            self._enter(iteration, {"item": place.node.each.items[index], "loopCounter": index + 1})

    def _enter(self, place: Place, own: dict[str, Any]) -> None:
        node = place.node
        assert node
        place.variables, place.closed = own, place.closed or node.kind == "call"
        own |= {name: value(term, place.view()) for name, term in node.inputs}
        if node.kind != "user":
            place.listening = self.net.listeners(node.id)
            self.coming.append((place, self.net.start(node.id), ""))

    def _complete(self, place: Place, given: Values) -> None:
        node, container = place.node, place.parent
        assert node and container
        to = place if place.index >= 0 else container
        written = {name: value(term, {**place.view(), **given}) for name, term in node.outputs}
        for name, new in (written or {name: given[name] for name in given.keys() & self.reads}).items():
            to.assign(name, new)
        if place.index < 0:
            return self._finish(place)
        assert node.each
        container.outputs[place.index] = value(node.each.output, place.view())
        enough = node.each.until is not None and value(node.each.until, place.view())
        place.leave()
        if enough or len(container.outputs) == len(node.each.items):
            return self._finish(container)
        return self._iterate(container, len(container.outputs)) if node.each.sequential else None

    def _finish(self, place: Place) -> None:
        frame, node = place.parent, place.node
        assert frame and node
        place.leave()
        if node.each and node.each.into:
            frame.assign(node.each.into, [place.outputs[index] for index in sorted(place.outputs)])
        self._onward(frame, node)

    def _join(self, frame: Place, node: Node) -> None:
        """A parallel gateway takes one token from each of its flows."""
        here = {place.via: place for place in frame.children if place.node is node}
        if len(here) == len(self.net.into(node.id)):
            for place in here.values():
                place.leave()
            self._onward(frame, node)

    def _inclusive(self, place: Place) -> bool:
        """BPMN 2.0.2, table 13.3: it fires when no token can reach an empty flow that cannot reach a filled one."""
        frame, node = place.parent, place.node
        if frame is None or node is None or node.kind != "or":
            return False
        filled = {p.via: p for p in frame.children if p.node is node}
        empty = {flow.id for flow in self.net.into(node.id)} - filled.keys()
        for other in frame.children:
            assert other.node
            if other.node is not node:
                reached = self._reached(other, node)
                if reached & empty and not reached & filled.keys():
                    return False
        for one in filled.values():
            one.leave()
        self._onward(frame, node)
        return True

    def _reached(self, place: Place, without: Node) -> set[str]:
        """Flows that a token may still take without passing the gateway."""
        assert place.node
        ways = [flow for node in (place.node, *place.armed) for flow in self.net.out(node.id)]
        found: dict[str, Flow] = {}
        while ways:
            flow = ways.pop()
            if flow.id not in found:
                found[flow.id] = flow
                after = [flow.target, *(edge.id for edge in self.net.edges(flow.target))]
                ways += [out for node in after if node != without.id for out in self.net.out(node)]
        return set(found)


def _chosen(flows: list[Flow], view: Values) -> list[Flow]:
    """All flows whose condition holds, else the default; one without condition is always taken."""
    true = [flow for flow in flows if not flow.default and (flow.test is None or value(flow.test, view))]
    return true or [flow for flow in flows if flow.default]


def _several(place: Place) -> bool:
    return place.node is not None and place.node.each is not None and place.index < 0


def _frame(place: Place) -> bool:
    return place.node is not None and place.node.kind in ("sub", "call", "listener") and not _several(place)


def _around(place: Place) -> dict[str, Any]:
    assert place.parent
    return place.parent.view()
