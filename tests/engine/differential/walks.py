"""Walks: the engine and the reference do the same, and after every step the same must be open, visible and over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from engine import DrawingRefused, Known, StepFailed
from engine.deployments import prepare
from engine.spiff.runtime import Process
from tests.engine.differential.blocks import Body, smaller
from tests.engine.differential.drawn import Drawn
from tests.engine.differential.engines import GIVEN, Engine, Open, Seen, Straight, shown
from tests.engine.differential.making import NAMES
from tests.engine.differential.net import Net
from tests.engine.differential.reference import Reference, Uncaught, Values, Wait
from tests.engine.differential.writing import write

MOST_OPEN = 30  # a walk ends when more is open: nothing new is learnt


class Differs(AssertionError):
    """The engine and the reference disagree."""


class Undone(Exception):
    """Both undo the step: the walk is over."""


class Walk:
    """One walk; `orders` is how many orders of simultaneous tokens the reference tries at each step.

    Which token moves first is free in BPMN, and so is which of two tokens that look the same is taken. So the
    reference is a set of runs, and the engine is right while it agrees with one of them.
    """

    def __init__(self, net: Net, seed: int, *, orders: int = 1) -> None:
        self.net, self.random, self.orders = net, Random(seed), orders
        self.steps: list[str] = []

    def go(self, make: Callable[[], Engine], most: int) -> int:
        """Up to `most` steps; gives how many. Raises Differs."""
        with suppress(Undone):
            with self._undone([Reference(self.net, GIVEN)]):
                self.engine = make()
            self._agree([Reference(self.net, GIVEN)])
            return self._walk(most)
        return len(self.steps)

    def _walk(self, most: int) -> int:
        for number in range(most):
            open_now = sorted(self.engine.waits(), key=lambda wait: wait.seen)
            choices = [wait for wait in open_now if wait.kind != "nobody's"]
            if not choices or len(open_now) > MOST_OPEN:
                return number
            self._step(self.random.choice(choices))
        return most

    def _step(self, chosen: Open) -> None:
        for _ in range(loads := self.random.choice((1, 1, 2))):
            self.engine.save_and_load()
        given = {} if chosen.kind == "timer" else self._answers()
        again = self.random.choice(chosen.again)
        said = (chosen.seen[0], given or "", again and "again", loads > 1 and "loaded twice")
        self.steps.append(" ".join(str(word) for word in said if word))
        runs = [run for before in self.runs for run in moved(before, chosen.seen, given, again)]
        with self._undone(runs):
            self.engine.act(chosen, given, again=again)
        self._agree(runs)

    @contextmanager
    def _undone(self, runs: list[Reference]) -> Iterator[None]:
        """When the engine undoes the step, as nobody catches an error, so must the reference: the walk is over."""
        try:
            yield
        except StepFailed as failed:
            if "nobody catches" in failed.cause and any(one is None for one in self._ways(runs)):
                raise Undone from failed
            raise

    def _answers(self) -> dict[str, int]:
        names = self.random.sample((*NAMES, "unread"), self.random.randrange(4))
        return {name: self.random.randrange(4) for name in names}

    def _agree(self, runs: list[Reference]) -> None:
        seen = Observed(sorted(o.seen for o in self.engine.waits()), self.engine.variables(), self.engine.ended())
        found = {one.root.fingerprint(): one for one in self._ways(runs) if one}
        self.runs = [run for run in found.values() if expected(run).like(seen)]
        if not self.runs:
            steps = "\n".join(self.steps)
            said = [expected(run) for run in found.values()][:1] or "an error that nobody catches"
            raise Differs(f"{steps}\nengine:    {seen}\nreference: {said}")

    def _ways(self, runs: list[Reference]) -> Iterator[Reference | None]:
        """Each run on, in each order; None where an error is caught by nobody."""
        for run in runs:
            for order in range(self.orders):
                one = run if self.orders == 1 else deepcopy(run)
                try:
                    one.run(Random(order).randrange if order else first)
                    yield one
                except Uncaught:
                    yield None


@dataclass(frozen=True)
class Observed:
    """What is compared after each step."""

    waits: list[Seen]
    variables: str | None
    ended: bool

    def like(self, other: "Observed") -> bool:
        """The same; what has ended may keep no variables."""
        variables = self.variables if other.variables is None else other.variables
        return (self.waits, self.ended, self.variables) == (other.waits, other.ended, variables)


def expected(run: Reference) -> Observed:
    """What the engine should show."""
    waits = sorted(seen_at(run, wait) for wait in run.waits())
    return Observed(waits, shown(run.root.view()), run.ended)


def seen_at(run: Reference, wait: Wait) -> Seen:
    """A wait as the engine shows it."""
    return run.net.shown_id(wait[0]), shown(run.seen(wait))


def moved(run: Reference, seen: Seen, given: Values, again: bool) -> list[Reference]:
    """Runs after this wait has been answered: one for each wait that looks like it."""
    alike = [at for at, wait in enumerate(run.waits()) if seen_at(run, wait) == seen]
    runs = [run] if len(alike) == 1 else [deepcopy(run) for _ in alike]
    for one, at in zip(runs, alike, strict=True):
        one.act(list(one.waits())[at], given, again=again)
    return runs


def first(_: int) -> int:
    """The order of a queue."""
    return 0


def process(net: Net) -> Process:
    """The drawing as the engine runs it, through all checks of a deployment."""
    return prepare("walk", {"walk.bpmn": write(net)}, Known())


def walk(make: Callable[[], Engine], net: Net, seed: int, most: int = 25) -> int:
    """One walk over a drawing; gives its steps. Raises Differs when no order of the tokens explains the engine."""
    try:
        return Walk(net, seed).go(make, most)
    except (Differs, StepFailed):
        return Walk(net, seed, orders=60).go(make, most)


def walks(body: Body, number: int) -> int:
    """So many walks over a drawing; gives their steps. Raises what goes wrong."""
    net = Drawn(body).net
    made = process(net)
    return sum(walk(lambda: Straight(made), net, seed) for seed in range(number))


def shrunk(body: Body, number: int = 40) -> Body:
    """The smallest drawing that still goes wrong."""
    return next((shrunk(less, number) for less in smaller(body) if less and fault(less, number)), body)


def fault(body: Body, number: int) -> Exception | None:
    """What goes wrong in a drawing."""
    try:
        walks(body, number)
    except DrawingRefused:
        return None
    except Exception as found:  # of whatever kind
        return found
    return None
