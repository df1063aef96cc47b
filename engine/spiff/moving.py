"""A saved state on another version of its process: tokens keep their numbers, places follow the new drawing.

The library's names follow the element: `id`, `id [child]` of a multi-instance's iterations, and
`id.BoundaryEventSplit` around an activity with boundary events.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff.activities import EventSubprocess
from engine.spiff.gateways import VIA
from engine.spiff.runtime import Process
from engine.spiff.token import LIVE

SPLIT = ".BoundaryEventSplit"

Row = list[Any]  # as `engine.spiff.state` saves a task


class Route(Protocol):
    """Where an element of the old drawing stands in the new one; None when nowhere."""

    def element(self, element_id: str) -> str | None:
        """The element that takes its tokens."""

    def arrival(self, join: str, via: str) -> str | None:
        """The element from which a token that waits at a join is to have come."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a token rests."""

    token: int
    run: int  # 0, or the token of the subprocess, call or iteration in which it rests
    element_id: str
    via: str = ""


def places(state: Mapping[str, Any], process: Process) -> list[Place]:
    """Every live token of a saved state but those that only listen: at a boundary event, for an event subprocess."""
    found = []
    for run, spec, rows in _levels(state, process):
        for token, _, name, its_state, internal, _ in rows:
            task_spec = spec.task_specs[name]
            if its_state & LIVE and task_spec.bpmn_id == name and not _listens(task_spec, its_state):
                found.append(Place(token=token, run=run, element_id=name, via=internal.get(VIA, "")))
    return found


def move(state: Mapping[str, Any], source: Process, target: Process, route: Route) -> dict[str, Any]:
    """The state for the new version; every place must have its route."""
    move = _Move(state["last"], source, target, route)
    specs = {0: target.id}
    moved: dict[int, list[Row]] = {}
    for run, old, rows in _levels(state, source):
        level = _Level(move, old, target.specs[specs[run]])
        moved[run] = level.rows(rows)
        for token, _, name, *_ in moved[run]:
            specs[token] = getattr(level.new.task_specs[name], "spec", "")
    subprocesses = {token: [specs[int(token)], moved[int(token)]] for token in state["subprocesses"]}
    return {**state, "tasks": moved[0], "subprocesses": subprocesses, "last": move.last}


def _listens(spec: Any, its_state: int) -> bool:
    begun = isinstance(spec, EventSubprocess) and its_state != TaskState.WAITING
    return isinstance(spec, BoundaryEvent | EventSubprocess) and not begun


def _levels(state: Mapping[str, Any], process: Process) -> Iterator[tuple[int, Any, list[Row]]]:
    """The process itself and all its open subprocesses, outer ones first, as they were begun."""
    yield 0, process.specs[process.id], state["tasks"]
    for token, (spec_name, rows) in state["subprocesses"].items():
        yield int(token), process.specs[spec_name], rows


@dataclass
class _Move:
    """What all levels share."""

    last: int  # highest token that was given
    source: Process
    target: Process
    route: Route

    def token(self) -> int:
        self.last += 1
        return self.last


class _Level:
    """The tasks of one process or subprocess on their way to the new specification."""

    def __init__(self, move: _Move, old: Any, new: Any) -> None:
        self._move, self.old, self.new = move, old, new
        self._done: list[Row] = []
        self._place: dict[int, Row] = {}  # moved rows by token
        self._over: set[tuple[int, str]] = set()  # split and boundary event that has fired and is drawn otherwise now

    def rows(self, rows: list[Row]) -> list[Row]:
        for row in rows:
            name = self._name(row)
            if name is not None:
                self._keep(row, name)
        for split in [row for row in self._done if isinstance(self.new.task_specs[row[2]], BoundaryEventSplit)]:
            self._begin_boundary_events(split)
        self._begin_listening()
        return self._done

    def _keep(self, row: Row, name: str) -> None:
        token, parent, _, state, internal, triggered = row
        if self._has_boundary_events(name) and state & LIVE and self._name_of(parent) != name + SPLIT:
            parent, triggered = self._wrap(name, parent, triggered), False
        if parent and parent not in self._place:
            parent, triggered = self._done[0][0], True  # what it hung at is gone: the path goes on by itself
        self._append([token, parent, name, state, self._internal(row), triggered])

    def _append(self, row: Row) -> None:
        self._done.append(row)
        self._place[row[0]] = row

    def _wrap(self, name: str, parent: int, triggered: bool) -> int:
        """Put the split of its boundary events above an activity that had none."""
        token = self._move.token()
        parent = parent if parent in self._place else self._done[0][0]
        self._append([token, parent, name + SPLIT, TaskState.COMPLETED, {}, triggered])
        return token

    def _begin_boundary_events(self, split: Row) -> None:
        there = {(row[1], row[2]) for row in self._done} | self._over
        for event in self.new.task_specs[split[2]].outputs:
            if isinstance(event, BoundaryEvent) and (split[0], event.name) not in there:
                self._append([self._move.token(), split[0], event.name, TaskState.WAITING, {}, False])

    def _begin_listening(self) -> None:
        """For the event subprocesses that were not there; one that was listens still, or has begun."""
        there = {self._move.route.element(name) for name in self.old.listeners}
        for name in self.new.listeners:
            if name not in there:
                self._append([self._move.token(), self._done[0][0], name, TaskState.WAITING, {}, True])

    def _name(self, row: Row) -> str | None:
        """The row's name in the new specification; None when it ends."""
        name, spec = row[2], self.old.task_specs[row[2]]
        if isinstance(spec, BoundaryEventSplit):
            return self._known(f"{self._move.route.element(name.removesuffix(SPLIT))}{SPLIT}")
        if spec.bpmn_id is None:
            return name  # the root, which stands for the start of the level
        element = self._move.route.element(spec.bpmn_id)
        if element is None or (isinstance(spec, BoundaryEvent) and self._is_over(row, spec, element)):
            return None
        return self._known(element + name.removeprefix(spec.bpmn_id))

    def _known(self, name: str) -> str | None:
        return name if name in self.new.task_specs else None

    def _is_over(self, row: Row, spec: BoundaryEvent, element: str) -> bool:
        """Whether it has fired as one that interrupts, or does not, and is now drawn the other way."""
        over = row[3] == TaskState.COMPLETED and self.new.task_specs[element].cancel_activity != spec.cancel_activity
        if over:
            self._over.add((row[1], element))
        return over

    def _has_boundary_events(self, name: str) -> bool:
        return f"{name}{SPLIT}" in self.new.task_specs

    def _name_of(self, token: int) -> str:
        return self._place[token][2] if token in self._place else ""

    def _internal(self, row: Row) -> dict[str, Any]:
        _, _, name, _, internal, _ = row
        internal = dict(internal)
        if VIA in internal:
            internal[VIA] = self._move.route.arrival(name, internal[VIA]) or internal[VIA]
        if "here" in internal and self._inputs_differ(name):
            del internal["here"]  # its inputs are evaluated as if it had just been reached
        return internal

    def _inputs_differ(self, name: str) -> bool:
        old = self._move.source.elements[self.old.task_specs[name].bpmn_id]
        new = self._move.target.elements[self._move.route.element(old.id) or ""]
        return old.inputs != new.inputs
