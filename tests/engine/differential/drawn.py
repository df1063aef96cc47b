"""From blocks to nodes and flows."""

from itertools import count

from tests.engine.differential.blocks import Block, Body, Edge
from tests.engine.differential.net import Flow, Net, Node, Term

Loose = tuple[str, Term | None, bool]  # a flow that still leads nowhere: its source, condition, and whether the default


class Drawn:
    """Draws the nodes and flows of a body."""

    def __init__(self, body: Body) -> None:
        self.net, self.numbers, self.holder = Net(), count(1), ""
        self.merges: dict[str, list[str]] = {}
        self.gotos: list[tuple[str, Loose, int]] = []
        self._whole(body)
        for holder, loose, number in self.gotos:
            self.holder = holder
            ended = any(node.kind == "end" and node.holder == holder for node in self.net.nodes.values())
            targets = self.merges.get(holder, []) if ended else [self.node("end")]
            self.flow([loose], targets[number % len(targets)] if targets else self.node("end"))

    def node(self, kind: str, **more: object) -> str:
        made = Node(id=f"{kind}{next(self.numbers)}", kind=kind, holder=self.holder, **more)  # type: ignore[arg-type]
        self.net.nodes[made.id] = made
        if kind == "xor":
            self.merges.setdefault(self.holder, []).append(made.id)
        return made.id

    def flow(self, loose: list[Loose], target: str) -> None:
        for source, test, default in loose:
            made = Flow(id=f"f{len(self.net.flows)}", source=source, target=target, test=test, default=default)
            self.net.flows.append(made)

    def _whole(self, body: Body, **start: object) -> None:
        loose = self.body(body, [(self.node("start", **start), None, False)])
        if loose:
            self.flow(loose, self.node("end"))

    def body(self, body: Body, loose: list[Loose]) -> list[Loose]:
        """Draws on from the loose flows; gives those that are loose then, none when the way has ended."""
        for block in body:
            if loose:
                loose = getattr(self, f"_{block.kind}", self._plain)(block, loose)
        return loose

    def _plain(self, block: Block, loose: list[Loose]) -> list[Loose]:
        more = {"inputs": block.inputs, "outputs": block.outputs, "script": block.script, "each": block.each}
        more |= {"event": block.event, "code": block.code}
        return self._edges(block, loose, self.node(block.kind, **more))

    def _edges(self, block: Block, loose: list[Loose], node: str) -> list[Loose]:
        self.flow(loose, node)
        behind: list[Loose] = [(node, None, False)]
        for edge in block.edges:
            caught = {"event": edge.event, "code": edge.code, "interrupting": edge.interrupting}
            its_id = self.node("edge", attached=node, **caught)
            after = self.body(edge.body, [(its_id, None, False)])
            if after and edge.rejoins:
                behind += after
            elif after:
                self.flow(after, self.node("end"))
        return self._merged(behind)

    def _merged(self, loose: list[Loose]) -> list[Loose]:
        if len(loose) < 2:
            return loose
        merge = self.node("xor")
        self.flow(loose, merge)
        return [(merge, None, False)]

    def _sub(self, block: Block, loose: list[Loose]) -> list[Loose]:
        node = self.node(block.kind, inputs=block.inputs, outputs=block.outputs, each=block.each)
        outer, self.holder = self.holder, node
        self._whole(block.bodies[0])
        for listener in block.listens:
            self._listen(listener)
        self.holder = outer
        return self._edges(block, loose, node)

    _call = _sub

    def _listen(self, listener: Edge) -> None:
        outer = self.holder
        self.holder = self.node("listener")
        caught = {"event": listener.event, "code": listener.code, "interrupting": listener.interrupting}
        self._whole(listener.body, **caught)
        self.holder = outer

    def _split(self, block: Block, loose: list[Loose], gate: str) -> list[Loose]:
        node = self.node(gate)
        self.flow(loose, node)
        tests = [*block.tests, None] if gate != "and" else [None] * len(block.bodies)
        last = len(block.bodies) - 1
        found: list[Loose] = []
        for number, (body, test) in enumerate(zip(block.bodies, tests, strict=True)):
            found += self.body(body, [(node, test, gate != "and" and number == last)])
        if not found:
            return []
        join = self.node(gate)
        self.flow(found, join)
        return [(join, None, False)]

    def _xor(self, block: Block, loose: list[Loose]) -> list[Loose]:
        return self._split(block, loose, "xor")

    def _or(self, block: Block, loose: list[Loose]) -> list[Loose]:
        return self._split(block, loose, "or")

    def _fork(self, block: Block, loose: list[Loose]) -> list[Loose]:
        return self._split(block, loose, "and")

    def _loop(self, block: Block, loose: list[Loose]) -> list[Loose]:
        merge = self.node("xor")
        self.flow(loose, merge)
        after = self.body(block.bodies[0], [(merge, None, False)])
        if not after:
            return []
        test = self.node("xor")
        self.flow(after, test)
        self.flow([(test, block.tests[0], False)], merge)
        return [(test, None, True)]

    def _race(self, block: Block, loose: list[Loose]) -> list[Loose]:
        node = self.node("events")
        self.flow(loose, node)
        found: list[Loose] = []
        for event, body in zip(block.events, block.bodies, strict=True):
            caught = self.node(event)
            self.flow([(node, None, False)], caught)
            found += self.body(body, [(caught, None, False)])
        return self._merged(found)

    def _end(self, block: Block, loose: list[Loose]) -> list[Loose]:
        self.flow(loose, self.node("end", event=block.event, code=block.code))
        return []

    def _goto(self, block: Block, loose: list[Loose]) -> list[Loose]:
        paused = self.node("user")
        self.flow(loose, paused)
        self.gotos.append((self.holder, (paused, None, False), block.merge))
        return []
