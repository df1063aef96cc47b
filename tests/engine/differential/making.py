"""Random drawings, each from its number."""

from dataclasses import replace
from random import Random
from typing import Any

from tests.engine.differential.blocks import Block, Body, Edge
from tests.engine.differential.net import Each, Term

NAMES = ("a", "b", "c", "d", "e", "f", "g", "h")
MORE = ("goto", "edge", "each", "catch", "listen")  # what blocks may have, beside the kinds of blocks
ALL = (
    "user",
    "user",
    "script",
    "pass",
    "message",
    "timer",
    "xor",
    "fork",
    "loop",
    "race",
    "sub",
    "call",
    "edge",
    "each",
)
MIXES: tuple[tuple[str, ...], ...] = (
    ("user", "user", "script", "xor", "fork", "loop"),
    (*ALL, "goto"),
    (*ALL, "or"),
    (
        "user",
        "user",
        "script",
        "job",
        "message",
        "fork",
        "xor",
        "sub",
        "sub",
        "throw",
        "edge",
        "each",
        "catch",
        "listen",
    ),
    (*ALL, "or", "throw", "catch", "listen"),
)
CODES = ("A", "B")


def drawing(seed: int) -> Body:
    """The random drawing of this number."""
    return Maker(seed, MIXES[seed % len(MIXES)]).drawing()


class Maker:
    """Makes bodies. Branches that run side by side decide by, and set, variables of their own: their order is free."""

    def __init__(self, seed: int, kinds: tuple[str, ...]) -> None:
        self.random, self.left, self.kinds = Random(seed), 0, kinds

    def drawing(self) -> Body:
        """A whole process."""
        self.left = self.random.randint(4, 16)
        return self.body(NAMES, 0) or (Block(kind="user"),)

    def body(self, names: tuple[str, ...], depth: int) -> Body:
        """Some blocks in a row."""
        made: list[Block] = []
        for _ in range(self.random.choice((1, 1, 2, 2, 3))):
            if self.left > 0:
                self.left -= 1
                made.append(self.block(names, depth))
        if depth and self.random.random() < 0.12:
            made.append(self.final())
        return tuple(made)

    def final(self) -> Block:
        if "goto" in self.kinds and self.random.random() < 0.4:
            return Block(kind="goto", merge=self.random.randrange(4))
        if "catch" in self.kinds and self.random.random() < 0.6:
            return Block(kind="end", event=self.random.choice(("error", "escalation")), code=self.random.choice(CODES))
        return Block(kind="end", event="terminate" if self.random.random() < 0.4 else "")

    def block(self, names: tuple[str, ...], depth: int) -> Block:
        drawn = [kind for kind in self.kinds if kind not in MORE]
        kind = self.random.choice(drawn if depth < 4 else ("user", "script", "message"))
        make = getattr(self, f"_{kind}", None)
        return make(names, depth + 1) if make else Block(kind=kind)

    def term(self, names: tuple[str, ...], signs: str) -> Term:
        left = self.random.choice(names) if names else self.random.randrange(3)
        return left, self.random.choice(signs), self.random.randrange(1, 4)

    def _throw(self, _: tuple[str, ...], __: int) -> Block:
        return Block(kind="throw", event="escalation", code=self.random.choice(CODES))

    def _script(self, names: tuple[str, ...], _: int) -> Block:
        if not names:
            return Block(kind="pass")
        return Block(kind="script", script=(self.random.choice(names), self.term(names, "+")))

    def _job(self, names: tuple[str, ...], depth: int) -> Block:
        made = self._script(names, depth)
        return replace(made, kind="job") if made.script else made

    def _user(self, names: tuple[str, ...], depth: int) -> Block:
        return Block(kind="user", **self._mapped(names), **self._around(names, depth))

    def _choice(self, names: tuple[str, ...], depth: int) -> Block:
        gate = self.random.choice([kind for kind in ("xor", "or") if kind == "xor" or "or" in self.kinds])
        number = self.random.choice((2, 2, 3))
        tests = tuple(self.term(names, "<=") for _ in range(number - 1))
        parts = [names] * number if gate == "xor" else _shared(names, number)
        return Block(kind=gate, tests=tests, bodies=tuple(self.body(n, depth) for n in parts))

    _xor = _or = _choice

    def _fork(self, names: tuple[str, ...], depth: int) -> Block:
        parts = _shared(names, self.random.choice((2, 2, 3)))
        return Block(kind="fork", bodies=tuple(self.body(part, depth) for part in parts))

    def _loop(self, names: tuple[str, ...], depth: int) -> Block:
        paused = (Block(kind=self.random.choice(("user", "user", "message"))), *self.body(names, depth))
        body = paused if self.random.random() < 0.5 else (*paused[1:], paused[0])
        if body[-1].kind in ("end", "goto") or any(b.kind in ("end", "goto") for b in body):
            body = paused
        return Block(kind="loop", bodies=(body,), tests=(self.term(names, "<="),))

    def _race(self, names: tuple[str, ...], depth: int) -> Block:
        events = tuple(self.random.choice(("message", "timer")) for _ in range(self.random.choice((2, 2, 3))))
        return Block(kind="race", events=events, bodies=tuple(self.body(names, depth) for _ in events))

    def _sub(self, names: tuple[str, ...], depth: int) -> Block:
        body = self.body(names, depth) or (Block(kind="user"),)
        around = self._around(names, depth, ("error", "escalation") if "catch" in self.kinds else ())
        listens = "listen" in self.kinds and self.random.random() < 0.4
        inside = tuple(self._listener(names, depth) for _ in range(self.random.choice((1, 1, 2)) if listens else 0))
        return Block(kind="sub", bodies=(body,), listens=inside, **self._mapped(names), **around)

    def _call(self, names: tuple[str, ...], depth: int) -> Block:
        return replace(self._sub(names, depth), kind="call")

    def _mapped(self, names: tuple[str, ...]) -> dict[str, tuple[tuple[str, Term], ...]]:
        made = {}
        for which in ("inputs", "outputs"):
            if names and self.random.random() < 0.25:
                made[which] = ((self.random.choice(names), self.term(names, "+")),)
        return made

    def _around(self, names: tuple[str, ...], depth: int, thrown: tuple[str, ...] = ()) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if "edge" in self.kinds and self.random.random() < (0.6 if thrown else 0.35):
            found = [self._edge(names, depth, thrown) for _ in range(self.random.choice((1, 1, 2)))]
            made["edges"] = tuple({(e.event, e.code) if e.event in thrown else id(e): e for e in found}.values())
        if "each" in self.kinds and self.random.random() < 0.2:
            made["each"] = self._each(names)
        return made

    def _edge(self, names: tuple[str, ...], depth: int, thrown: tuple[str, ...]) -> Edge:
        return Edge(body=self.body(names, depth), rejoins=self.random.random() < 0.6, **self._caught(thrown))

    def _listener(self, names: tuple[str, ...], depth: int) -> Edge:
        thrown = ("error", "escalation") if "catch" in self.kinds else ()
        return Edge(body=self.body(names, depth) or (Block(kind="user"),), **self._caught(thrown))

    def _caught(self, thrown: tuple[str, ...]) -> dict[str, Any]:
        event = self.random.choice(("message", "timer", "cycle", *thrown, *thrown))
        interrupting = event == "error" or (event != "cycle" and self.random.random() < 0.5)
        code = self.random.choice((*CODES, "")) if event in thrown else ""
        return {"event": event, "interrupting": interrupting, "code": code}

    def _each(self, names: tuple[str, ...]) -> Each:
        names = (*names, "item", "loopCounter")
        return Each(
            items=tuple(self.random.randrange(4) for _ in range(self.random.choice((0, 1, 2, 3)))),
            sequential=self.random.random() < 0.5,
            into="found" if self.random.random() < 0.7 else "",
            output=self.term(names, "+"),
            until=self.term(names, "<=") if self.random.random() < 0.4 else None,
        )


def _shared(names: tuple[str, ...], number: int) -> list[tuple[str, ...]]:
    return [names[start::number] for start in range(number)]
