"""One process instance in memory: run it on, answer its tasks, fire its events, and say what it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.drawing import Element
from engine.errors import EngineError, NotReady, StepFailed
from engine.feel import to_variable
from engine.spiff import elements, state
from engine.spiff.runtime import Host, Process, Runtime
from engine.spiff.scopes import INSTANCE, Scopes
from engine.spiff.workflow import Workflow

MOST_STEPS = 1_000
MOST_TASKS = 2_000


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
    def begin(cls, process: Process, host: Host, variables: Mapping[str, Any], start: str | None) -> "Execution":
        """A new instance at its start event."""
        scopes = Scopes({"0": [dict(variables), None, True]})
        runtime = Runtime(process, host, scopes)
        workflow = Workflow(process.specs[process.id], process.specs, runtime)
        workflow.plant()
        chosen = process.specs[process.id].task_specs[process.drawing.start(start).id]
        workflow.task_tree._sync_children([chosen], TaskState.FUTURE)
        return cls(process, workflow, runtime)

    @classmethod
    def restore(cls, process: Process, host: Host, saved: dict[str, Any]) -> "Execution":
        """An instance from its saved state."""
        runtime = Runtime(process, host, Scopes(saved["scopes"]))
        return cls(process, state.load(saved, process.specs, process.id, runtime), runtime)

    def save(self) -> dict[str, Any]:
        """JSON values for `restore`."""
        return {**state.save(self.workflow), "scopes": self.runtime.scopes.saved()}

    @property
    def ended(self) -> bool:
        """Whether no token is left."""
        return bool(self.workflow.is_completed())

    def run(self) -> None:
        """Everything that needs nobody. Raises StepFailed with the element at which it went wrong."""
        current: list[Task] = []

        def begin(task: Task) -> None:
            current[:] = [task]
            if len(self.trace) >= MOST_STEPS or len(self.workflow.tasks) >= MOST_TASKS:
                raise ValueError(f"more than {MOST_STEPS:,} steps without a pause: is this an endless loop?")

        def done(task: Task) -> None:
            if element := self.process.elements.get(getattr(task.task_spec, "bpmn_id", None) or ""):
                self.trace.append(element)

        try:
            self.workflow.advance(begin, done)
            self._arrive()
        except EngineError:
            raise
        except Exception as fault:  # the library raises many kinds; each becomes an incident that names the element
            element_id = getattr(current[0].task_spec, "bpmn_id", None) or "" if current else ""
            element = self.process.elements.get(element_id)
            raise StepFailed(element_id, element.name if element else "", _sentence(fault)) from fault

    def complete(self, token: int, answers: Mapping[str, Any]) -> Element:
        """A person has done the user task. Raises NotReady unless it waits for exactly that."""
        task = self._task(token)
        if task is None or task.state != TaskState.READY or not task.task_spec.manual:
            raise NotReady
        element = self.runtime.element(task)
        self.runtime.finish(task, element, answers)
        task.run()
        self.done.add(token)
        self.trace.append(element)
        return element

    def fire(self, token: int, element_id: str, payload: Mapping[str, Any], *, again: bool = False) -> None:
        """A time has come or a message has arrived at a waiting event. Raises NotReady when none waits there."""
        task = self._task(token)
        if task is None or task.state != TaskState.WAITING:
            raise NotReady
        element = self.process.elements[element_id]
        self._receive(task, element, payload)
        if again or (element.message and element.kind == "boundaryEvent" and not element.interrupting):
            task.task_spec.fire_again(task)  # BPMN 2.0.2, 13.5.3: it stays armed while its activity lasts
            return
        if isinstance(task.task_spec, elements.EventBasedGateway):
            task.internal_data["chosen"] = element_id
        task.internal_data[elements.FIRED] = True
        task.task_spec._update(task)

    def waiting(self) -> list[Waiting]:
        """All tokens that wait for a person, a time or a message."""
        found: list[Waiting] = []
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            for task in workflow.tasks.values():
                found.extend(self._waits(task))
        return found

    def view(self, token: int, **more: Any) -> Mapping[str, Any]:
        """Variables as the token sees them."""
        task = self._task(token)
        return self.runtime.scopes.view(self.runtime.scope(task) if task else INSTANCE, **more)

    def cancel(self) -> None:
        """End every token."""
        self.workflow.cancel()

    def _arrive(self) -> None:
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            for task in list(workflow.tasks.values()):
                if task.state == TaskState.READY and task.task_spec.manual and "here" not in task.internal_data:
                    task.internal_data["here"] = 1
                    self.runtime.open_inputs(task, self.runtime.element(task))

    def _waits(self, task: Task) -> list[Waiting]:
        spec = task.task_spec
        if task.state == TaskState.READY and spec.manual:
            return [Waiting(token=task.id, element=self.runtime.element(task))]
        if task.state != TaskState.WAITING or not isinstance(spec, CatchingEvent):
            return []
        if isinstance(spec, elements.EventBasedGateway):
            return [Waiting(token=task.id, element=self.process.elements[out.bpmn_id]) for out in spec.outputs]
        return [Waiting(token=task.id, element=self.runtime.element(task))]

    def _receive(self, task: Task, element: Element, payload: Mapping[str, Any]) -> None:
        scope = self.runtime.scope(task)
        for mapping in element.outputs:
            value = self.runtime._evaluate(mapping.source, scope, **payload)
            self.runtime.scopes.assign(scope, mapping.target, to_variable(value))
        if not element.outputs:
            for name in payload.keys() & self.process.reads:
                self.runtime.scopes.assign(scope, name, payload[name])

    def _task(self, token: int) -> Task | None:
        if token in self.workflow.tasks:
            return self.workflow.tasks[token]
        found = (s.tasks[token] for s in self.workflow.subprocesses.values() if token in s.tasks)
        return next(found, None)


def _sentence(fault: BaseException) -> str:
    cause = fault
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return str(cause) or type(cause).__name__
