"""The parts of an expression, as the parser hands them to the compiler."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression."""

    def children(self) -> Iterator["Node"]:
        """The parts directly below."""
        for field in fields(self):
            yield from _nodes_in(getattr(self, field.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for element in value:
            yield from _nodes_in(element)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, parameter or function, its words joined by single spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Input(Node):
    """`?`, the value that unary tests look at."""


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """`left operator right` for arithmetic and comparison."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """`and` or `or` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One unary test: a comparison with the value looked at, or (operator None) an expression."""

    operator: str | None
    operand: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in (tests)`."""

    value: Node
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: "TypeName"


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type: its name, the types between its angle brackets, a function's result."""

    name: str
    arguments: tuple["TypeName", ...] = ()
    entries: tuple[str, ...] = ()
    result: "TypeName | None" = None


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[start..end]`; a side without a bound is None."""

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    elements: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{key: value}`; later entries see earlier ones."""

    keys: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`value.name`."""

    value: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`value[condition]`."""

    value: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then chosen else other`."""

    condition: Node
    chosen: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """`name in domain`, or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterations return body`."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some|every iterations satisfies body`."""

    every: bool
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(parameters) body`; an external body is None and always gives null."""

    parameters: tuple[str, ...]
    types: tuple[TypeName | None, ...]
    body: Node | None


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`, by position, or by name when `names` has them."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """Tests of which one must hold, or, negated, none; `-` is the negation of no tests."""

    tests: tuple[Test, ...]
    negated: bool = False


def height(node: Node) -> int:
    """How many parts lie within each other, counted without recursion."""
    tallest, stack = 0, [(node, 1)]
    while stack:
        current, level = stack.pop()
        tallest = max(tallest, level)
        stack.extend((child, level + 1) for child in current.children())
    return tallest


def size(node: Node) -> int:
    """How many parts there are."""
    return 1 + sum(map(size, node.children()))
