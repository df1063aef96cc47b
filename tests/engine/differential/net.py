"""A drawing as plain data: nodes, flows, and the few sums and comparisons that its expressions are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Term = tuple[str | int, str, int]  # ("a", "<", 2); with a number in front it reads no variable
OPERATIONS: Mapping[str, Callable[[int, int], Any]] = {
    "+": lambda left, right: left + right,
    "<": lambda left, right: left < right,
    "=": lambda left, right: left == right,
}


def text(term: Term) -> str:
    """The term as FEEL."""
    return "{} {} {}".format(*term)


def value(term: Term, view: Mapping[str, Any]) -> Any:
    """What it gives with these variables."""
    left, sign, right = term
    return OPERATIONS[sign](view[left] if isinstance(left, str) else left, right)


@dataclass(frozen=True, kw_only=True)
class Each:
    """A multi-instance: over `items`, each as `item`; `output` of each is collected in the variable `into`."""

    items: tuple[int, ...]
    sequential: bool = False
    into: str = ""
    output: Term = ("item", "+", 0)
    until: Term | None = None

    def terms(self) -> list[Term]:
        """What is evaluated for each item."""
        return [*([self.output] if self.into else []), *([self.until] if self.until else [])]


@dataclass(frozen=True, kw_only=True)
class Node:
    """One shape. Kinds: start, end, user, script, pass, throw, message, timer, xor, and, or, events, sub, call, edge,
    and listener: an event subprocess, whose start event says for what.
    """

    id: str
    kind: str
    holder: str = ""  # the subprocess around it
    event: str = ""  # message, timer, cycle, error, escalation; terminate of an end
    code: str = ""  # of an error or escalation; "" catches any
    inputs: tuple[tuple[str, Term], ...] = ()
    outputs: tuple[tuple[str, Term], ...] = ()
    script: tuple[str, Term] | None = None
    each: Each | None = None
    attached: str = ""
    interrupting: bool = True

    def __deepcopy__(self, memo: object) -> "Node":
        return self


@dataclass(frozen=True, kw_only=True)
class Flow:
    """From node to node, with a condition or as the default."""

    id: str
    source: str
    target: str
    test: Term | None = None
    default: bool = False


def called(call: str) -> str:
    """Id of the process that a call activity calls."""
    return f"p_{call}"


@dataclass
class Net:
    """Nodes by id and flows in the order in which they were drawn."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def __deepcopy__(self, memo: object) -> "Net":
        return self

    def start(self, holder: str = "") -> Node:
        """The start event of the process or of a subprocess."""
        return next(node for node in self.nodes.values() if node.kind == "start" and node.holder == holder)

    def out(self, node: str) -> list[Flow]:
        """Flows that leave a node."""
        return [flow for flow in self.flows if flow.source == node]

    def into(self, node: str) -> list[Flow]:
        """Flows that lead to a node."""
        return [flow for flow in self.flows if flow.target == node]

    def edges(self, node: str) -> list[Node]:
        """Events on the edge of an activity."""
        return [edge for edge in self.nodes.values() if edge.attached == node]

    def listeners(self, holder: str) -> list[Node]:
        """Event subprocesses of the process or a subprocess."""
        return [node for node in self.nodes.values() if node.kind == "listener" and node.holder == holder]

    def shown_id(self, node: str) -> str:
        """How the engine names it: the id of a called process stands before the ids of its shapes."""
        holder = self.nodes[node].holder
        while holder and self.nodes[holder].kind != "call":
            holder = self.nodes[holder].holder
        return f"{called(holder)}.{node}" if holder else node

    def reads(self) -> set[str]:
        """Every name that some expression reads."""
        terms = [flow.test for flow in self.flows if flow.test]
        for node in self.nodes.values():
            terms += [term for _, term in (*node.inputs, *node.outputs, *([node.script] if node.script else []))]
            terms += node.each.terms() if node.each else []
        return {name for name, _, _ in terms if isinstance(name, str)}
