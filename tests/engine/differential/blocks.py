"""Drawings made of blocks, as values that can be written into a test; and smaller ones that are nearly the same."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from tests.engine.differential.net import Each, Term


@dataclass(frozen=True, kw_only=True, repr=False)
class Block:
    """user, script, pass, throw, message, timer · xor, or, fork, loop, race · sub, call · end, goto."""

    kind: str
    bodies: tuple["Body", ...] = ()
    tests: tuple[Term, ...] = ()  # of all bodies but the last
    events: tuple[str, ...] = ()  # of a race
    edges: tuple["Edge", ...] = ()
    each: Each | None = None
    inputs: tuple[tuple[str, Term], ...] = ()
    outputs: tuple[tuple[str, Term], ...] = ()
    script: tuple[str, Term] | None = None
    event: str = ""  # of an end: terminate, error, escalation; of a throw: escalation
    code: str = ""
    listens: tuple["Edge", ...] = ()  # event subprocesses inside
    merge: int = 0  # of those around it, where a goto leads

    def __repr__(self) -> str:
        return _short(self)


@dataclass(frozen=True, kw_only=True, repr=False)
class Edge:
    """An event on the edge of a block: what follows it, and whether that leads back to the way behind the block."""

    event: str
    body: "Body" = ()
    code: str = ""
    interrupting: bool = True
    rejoins: bool = False

    def __repr__(self) -> str:
        return _short(self)


Body = tuple[Block, ...]


def _short(made: Block | Edge) -> str:
    given = ((f.name, getattr(made, f.name)) for f in fields(made) if getattr(made, f.name) != f.default)
    return f"{type(made).__name__}({', '.join(f'{name}={part!r}' for name, part in given)})"


def smaller(body: Body) -> Iterator[Body]:
    """Bodies with one thing less."""
    for at, block in enumerate(body):
        before, after = body[:at], body[at + 1 :]
        yield before + after
        inside = (*block.bodies, *(edge.body for edge in (*block.edges, *block.listens)))
        yield from (before + inner + after for inner in inside)
        for simpler in _simpler(block):
            yield (*before, simpler, *after)


def _simpler(block: Block) -> Iterator[Block]:
    for which in ("edges", "listens"):
        edges: tuple[Edge, ...] = getattr(block, which)
        for at, edge in enumerate(edges):
            yield replace(block, **{which: edges[:at] + edges[at + 1 :]})  # type: ignore[arg-type]
            for body in smaller(edge.body):
                less = replace(edge, body=body)
                yield replace(block, **{which: (*edges[:at], less, *edges[at + 1 :])})  # type: ignore[arg-type]
    for name in ("each", "inputs", "outputs"):
        if getattr(block, name):
            yield replace(block, **{name: None if name == "each" else ()})  # type: ignore[arg-type]
    for at, body in enumerate(block.bodies):
        if len(block.bodies) > 2:
            fewer = block.bodies[:at] + block.bodies[at + 1 :]
            yield replace(block, bodies=fewer, tests=block.tests[: len(fewer) - 1], events=block.events[: len(fewer)])
        for less in smaller(body):
            yield replace(block, bodies=(*block.bodies[:at], less, *block.bodies[at + 1 :]))
