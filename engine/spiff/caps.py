"""Caps on what an instance may do in one step and hold at once; past one the step fails and names it."""

from typing import Any

from engine.sizes import MOST_BYTES, size
from engine.spiff.workflow import Workflow

MOST_STEPS = 1_000  # elements passed without a pause
MOST_TASKS = 2_000  # live tasks of an instance
MOST_ITERATIONS = 100  # of one multi-instance
DEEPEST = 20  # subprocesses and called processes inside each other
BETWEEN_COUNTS = 100  # new tasks after which the live ones are counted again


class TooMuch(ValueError):
    """A cap was passed."""


class Caps:
    """The caps of one step."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow, self._count_at = workflow, MOST_TASKS

    def steps(self, done: int) -> None:
        """Raises TooMuch when another element may not be passed."""
        if done >= MOST_STEPS:
            raise TooMuch(f"more than {MOST_STEPS:,} steps without a pause: is this an endless loop?")

    def tasks(self) -> None:
        """Raises TooMuch when too many tasks are live. They are counted only now and then, as there may be many."""
        workflows = self._workflow.all()
        total = sum(len(workflow.tasks) for workflow in workflows)
        if total <= self._count_at:
            return
        self._count_at = total + BETWEEN_COUNTS
        found = sum(len(workflow.live()) for workflow in workflows)
        if found > MOST_TASKS:
            raise TooMuch(f"more than {MOST_TASKS:,} tasks at once: does it fan out without end?")


def iterations(count: int) -> None:
    """Raises TooMuch when a multi-instance repeats too often."""
    if count > MOST_ITERATIONS:
        raise TooMuch(f"{count:,} iterations; {MOST_ITERATIONS} are the most: split the list")


def kept(what: str, value: Any) -> Any:
    """The value itself. Raises TooMuch when it is too large to be kept in the instance, or in what it sends."""
    if (found := size(value)) > MOST_BYTES:
        raise TooMuch(f"{what} has {found:,} bytes; {MOST_BYTES:,} are the most: keep less of it")
    return value


def depth(count: int) -> None:
    """Raises TooMuch when processes lie too deep inside each other."""
    if count > DEEPEST:
        raise TooMuch(f"processes called more than {DEEPEST} deep: does one call itself without end?")
