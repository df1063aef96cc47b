"""One process instance in memory: run it on, answer its tasks, fire its events, and say what it waits for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from sqlalchemy.exc import OperationalError

from engine.drawing import Element
from engine.errors import EngineError, NotReady, StepFailed
from engine.spiff import caps, state
from engine.spiff.activities import EventSubprocess
from engine.spiff.elements import EventBasedGateway
from engine.spiff.gateways import ParallelGateway
from engine.spiff.runtime import Host, Process, Runtime
from engine.spiff.scopes import INSTANCE, Scopes
from engine.spiff.workflow import Workflow

FROM_INSIDE = ("error", "escalation")  # thrown by the instance itself: nobody outside is waited for


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A token that waits at an element: for a person, a time or a message."""

    token: int
    element: Element


class Execution:
    """A running instance; made for one step, then saved and dropped (the library is not thread-safe)."""

    def __init__(self, process: Process, workflow: Workflow, runtime: Runtime) -> None:
        self.process, self.workflow, self.runtime = process, workflow, runtime
        self.trace: list[Element] = []  # what was completed in this step, in order
        self.done: set[int] = set()  # tokens whose user task a person has completed in this step

    @classmethod
    def begin(
        cls,
        process: Process,
        host: Host,
        variables: Mapping[str, Any],
        start: str | None,
        payload: Mapping[str, Any] | None = None,
    ) -> "Execution":
        """A new instance at its start event, with what the message or signal that starts it carries."""
        scopes = Scopes({"0": [dict(variables), None, True]})
        runtime = Runtime(process, host, scopes)
        workflow = Workflow(process.specs[process.id], process.specs, runtime)
        element = process.drawing.start(start)
        workflow.begin(element.id)
        if payload is not None:
            runtime.receive(workflow.task_tree, element, payload)
        return cls(process, workflow, runtime)

    @classmethod
    def restore(cls, process: Process, host: Host, saved: dict[str, Any]) -> "Execution":
        """An instance from its saved state."""
        runtime = Runtime(process, host, Scopes(saved["scopes"]))
        return cls(process, state.load(saved, process.specs, process.id, runtime), runtime)

    def save(self) -> dict[str, Any]:
        """JSON values for `restore`."""
        saved = state.save(self.workflow)
        return {**saved, "scopes": self.runtime.scopes.saved(only=state.tokens(saved))}

    @property
    def ended(self) -> bool:
        """Whether no token is left."""
        return bool(self.workflow.completed)

    def run(self) -> None:
        """Everything that needs nobody. Raises StepFailed with the element at which it went wrong."""
        cap = caps.Caps(self.workflow)

        def begin(task: Task) -> None:
            self.runtime.at = task
            cap.steps(len(self.trace))
            cap.tasks()

        def done(task: Task) -> None:
            if element := self.process.elements.get(getattr(task.task_spec, "bpmn_id", None) or ""):
                self.trace.append(element)

        with self._named():
            self.workflow.advance(begin, done)
            cap.tasks()
            self._arrive()

    def complete(self, token: int, answers: Mapping[str, Any]) -> Element:
        """A person has done the user task. Raises NotReady unless it waits for exactly that, and StepFailed."""
        task = self._task(token)
        if task is None or task.state != TaskState.READY or not task.task_spec.manual:
            raise NotReady
        element = self.runtime.element(task)
        with self._named(task):
            self.runtime.finish(task, element, answers)
            task.run()
        self.done.add(token)
        self.trace.append(element)
        return element

    def fire(self, token: int, element_id: str, payload: Mapping[str, Any], *, again: bool = False) -> None:
        """A time has come or a message has arrived at a waiting event.

        Raises NotReady when none waits there, and StepFailed.
        """
        task = self._task(token)
        if task is None or task.state != TaskState.WAITING:
            raise NotReady
        element, spec = self.process.elements[element_id], task.task_spec
        if isinstance(spec, EventBasedGateway):
            spec.choose(task, element_id)
        again = again or _stays_armed(element)
        with self._named(task):
            if isinstance(spec, EventSubprocess):  # what starts it goes into the scope that it opens
                self.runtime.receive(spec.fire(task, again=again), element, payload)
            else:  # what comes next may read it at once
                self.runtime.receive(task, element, payload)
                spec.fire(task, again=again)

    def look_again(self) -> None:
        """Joins that wait for tokens may find them complete: on a version that asks for fewer."""
        for workflow in self.workflow.all():
            for task in workflow.live():
                if isinstance(task.task_spec, ParallelGateway):
                    task.task_spec.look_again(task)

    def waiting(self) -> list[Waiting]:
        """All tokens that wait for a person, a time or a message."""
        return [w for workflow in self.workflow.all() for task in workflow.live() for w in self._waits(task)]

    def view(self, token: int, **more: Any) -> Mapping[str, Any]:
        """Variables as the token sees them."""
        task = self._task(token)
        return self.runtime.scopes.view(self.runtime.scope(task) if task else INSTANCE, **more)

    def put_right(self, name: str, *, was: Any, becomes: Any) -> bool:
        """A variable that holds this value holds the other one; gives whether there was any. Nothing runs on."""
        return self.runtime.scopes.put_right(name, was=was, becomes=becomes)

    def cancel(self) -> None:
        """End every token."""
        self.workflow.cancel()

    def _arrive(self) -> None:
        for workflow in self.workflow.all():
            for task in workflow.live():
                if task.state == TaskState.READY and task.task_spec.manual and "here" not in task.internal_data:
                    task.internal_data["here"] = 1
                    self.runtime.open_inputs(task, self.runtime.element(task))

    def _waits(self, task: Task) -> list[Waiting]:
        spec = task.task_spec
        if task.state == TaskState.READY and spec.manual:
            return [Waiting(token=task.id, element=self.runtime.assigned(task))]
        if task.state != TaskState.WAITING or not isinstance(spec, CatchingEvent | EventSubprocess):
            return []
        if isinstance(spec, EventBasedGateway):
            return [Waiting(token=task.id, element=self.process.elements[out.bpmn_id]) for out in spec.outputs]
        element = self.runtime.awaited(task)
        return [] if element.event in FROM_INSIDE else [Waiting(token=task.id, element=element)]

    @contextmanager
    def _named(self, task: Task | None = None) -> Iterator[None]:
        """Whatever goes wrong inside names the element at which it did; the library raises many kinds."""
        self.runtime.at = task
        try:
            yield
        except (EngineError, OperationalError):  # when the database itself fails, the step does not
            raise
        except Exception as fault:
            element_id = getattr(self.runtime.at and self.runtime.at.task_spec, "bpmn_id", None) or ""
            element = self.process.elements.get(element_id)
            raise StepFailed(element_id, element.name if element else "", _sentence(fault)) from fault

    def _task(self, token: int) -> Task | None:
        found = (workflow.tasks[token] for workflow in self.workflow.all() if token in workflow.tasks)
        return next(found, None)


def _stays_armed(element: Element) -> bool:
    """Whether what it starts runs besides: BPMN 2.0.2, 13.5.3; a timer says itself how often."""
    return element.event != "timer" and not element.interrupting


def _sentence(fault: BaseException) -> str:
    cause = fault
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return str(cause) or type(cause).__name__
