"""What the drawing's expressions and activities ask while the library runs it: FEEL, scopes, and the host outside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from SpiffWorkflow.task import Task

from engine.correlation import correlation_key
from engine.drawing import Drawing, Element, Flow
from engine.errors import BpmnError
from engine.feel import compile_expression, to_variable
from engine.spiff import caps, throwing
from engine.spiff.activities import EventSubprocess, is_iteration
from engine.spiff.scopes import INSTANCE, Scopes


class Host(Protocol):
    """What the instance needs from outside while it runs."""

    now: datetime
    passed_over: frozenset[str]  # tasks that an administrator lets this step pass without doing them

    def perform(self, element: Element, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do the service task; gives the job's result."""

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        """Evaluate a decision."""

    def send(self, element: Element, key: str, payload: Mapping[str, Any]) -> None:
        """Correlate a message after the step."""

    def broadcast(self, element: Element, payload: Mapping[str, Any]) -> None:
        """Send a signal to all who wait for it, after the step."""


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process made ready to run: the drawings by process id and the library's specifications."""

    id: str
    drawing: Drawing
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    specs: dict[str, Any]
    reads: frozenset[str]  # every variable name that some expression of the drawing reads


class Runtime:
    """Stands where the library keeps its script engine: every expression goes through FEEL, nothing else runs."""

    def __init__(self, process: Process, host: Host, scopes: Scopes) -> None:
        self.process, self.host, self.scopes = process, host, scopes
        self.at: Task | None = None  # where the step is, for whatever goes wrong

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> bool:
        """A condition of the drawing: true only when FEEL says true."""
        return self.value(task, expression) is True

    def value(self, task: Task, expression: str, **more: Any) -> Any:
        """Value of a FEEL expression as this task sees it."""
        return self._evaluate(expression, self.scope(task), **more)

    def scope(self, task: Task) -> int:
        """Number of the nearest scope around this task."""
        while True:
            number = task.id
            if number in self.scopes:
                return number
            if is_iteration(task):
                task = task.parent
            elif task.workflow.parent_task_id is None:
                return INSTANCE
            else:
                task = task.workflow.top_workflow.get_task_from_id(task.workflow.parent_task_id)

    def element(self, task: Task) -> Element:
        """The drawing's element of a task."""
        return self.process.elements[task.task_spec.bpmn_id]

    def awaited(self, task: Task) -> Element:
        """The element whose event a waiting token waits for: of an event subprocess, its start event."""
        spec = task.task_spec
        return self.process.elements[spec.starts_at] if isinstance(spec, EventSubprocess) else self.element(task)

    def assigned(self, task: Task) -> Element:
        """The element of a user task; without a group of its own it has that of the lane from which it is called."""
        element, around = self.element(task), task.workflow
        while not element.has_groups and around.parent_task_id is not None:
            caller = around.top_workflow.get_task_from_id(around.parent_task_id)
            element = replace(element, groups=self.element(caller).groups, groups_from=self.element(caller).groups_from)
            around = caller.workflow
        return element

    # -- activities ---------------------------------------------------------------------------------------------
    def open_inputs(self, task: Task, element: Element) -> None:
        """Evaluate the input mapping into a scope of the activity's own."""
        self.at = task
        if element.inputs:
            outer, number = self.scope(task), task.id
            values = {a.target: to_variable(self._evaluate(a.source, outer)) for a in element.inputs}
            if number in self.scopes:
                for name, value in values.items():
                    self.scopes.declare(number, name, value)
            else:
                self.scopes.open(number, values, within=outer)

    def finish(self, task: Task, element: Element, result: Mapping[str, Any]) -> None:
        """Take the result out: by the output mapping, else the names that the drawing reads."""
        inner = self.scope(task)
        outer = self._outside(task, inner)
        if element.outputs:
            for mapping in element.outputs:
                value = self._evaluate(mapping.source, inner, **result)
                self.scopes.assign(outer, mapping.target, to_variable(value))
        else:
            for name in result.keys() & self.process.reads:
                self.scopes.assign(outer, name, result[name])
        if inner == task.id and not is_iteration(task):
            self.scopes.close(inner)

    def perform(self, task: Task) -> None:
        """A service, script or business rule task; a BPMN error goes to whatever catches it."""
        element = self.element(task)
        if element.id in self.host.passed_over:
            return
        try:
            self._perform(task, element)
        except BpmnError as error:
            if not throwing.throw(task, "error", error.code, self):
                raise

    def _perform(self, task: Task, element: Element) -> None:
        self.open_inputs(task, element)
        scope = self.scope(task)
        if assigned := element.script or element.decision:
            result = {assigned.target: to_variable(self._work_out(element, scope))}
            self.scopes.assign(scope, assigned.target, result[assigned.target])
        else:
            view = self.scopes.view(scope)
            inputs = {a.target: to_variable(view[a.target]) for a in element.inputs}
            result = dict(self.host.perform(element, inputs) or {})
        self.finish(task, element, result)

    def _work_out(self, element: Element, scope: int) -> Any:
        """Value of a script or a decision."""
        if element.script:
            return self._evaluate(element.script.source, scope)
        assert element.decision
        return self.host.decide(element.decision.source, self.scopes.view(scope))

    def throw(self, task: Task) -> None:
        """What a throwing event or a send task sets off. Raises ValueError for an error that nobody catches."""
        element = self.element(task)
        if element.event not in ("error", "escalation"):
            self._send(task, element)
        elif not throwing.throw(task, element.event, element.code, self) and element.event == "error":
            raise BpmnError(element.code)

    def _send(self, task: Task, element: Element) -> None:
        scope = self.scope(task)
        if element.id in self.host.passed_over:
            return
        payload = {a.target: to_variable(self._evaluate(a.source, scope)) for a in element.inputs}
        caps.kept("what it sends", payload)
        if element.signal:
            self.host.broadcast(element, payload)
        elif element.message:
            key = to_variable(self._evaluate(element.message.correlation_key, scope))
            self.host.send(element, correlation_key(key, element.message), payload)
        else:
            raise ValueError("it names no message: choose one in the panel")

    # -- subprocesses and multi-instance ------------------------------------------------------------------------
    def enter(self, task: Task) -> None:
        """Open the scope of a subprocess or call activity."""
        caps.depth(getattr(task.workflow, "depth", 0) + 1)
        element = self.element(task)
        if task.id not in self.scopes:
            self.scopes.open(task.id, {}, within=self.scope(task), closed=element.kind == "callActivity")
        self.open_inputs(task, element)

    def leave(self, task: Task) -> None:
        """Close it and take out what is mapped."""
        self.at = task
        self.finish(task, self.element(task), {})

    def collection(self, task: Task) -> list[Any]:
        """Items of a multi-instance. Raises ValueError past the cap."""
        loop = self.element(task).loop
        items = to_variable(self.value(task, loop.collection)) if loop else []
        if not isinstance(items, list):
            raise ValueError(f"the collection “{loop.collection if loop else ''}” is not a list")
        caps.iterations(len(items))
        return caps.kept("the collection", items)

    def iterate(self, child: Task, item: Any, index: int) -> None:
        """Open the scope of one iteration."""
        loop = self.element(child).loop
        local = {"loopCounter": index + 1}
        if loop and loop.element:
            local[loop.element] = item
        self.scopes.open(child.id, local, within=self.scope(child.parent), closed=True)

    def iterated(self, child: Task, completed: int, count: int) -> tuple[Any, bool]:
        """Output of one iteration, and whether the completion condition holds after so many of all."""
        loop = self.element(child).loop
        output = self.value(child, loop.output_element) if loop and loop.output_element else None
        condition = loop.completion_condition if loop else ""
        numbers = {"numberOfInstances": count, "numberOfCompletedInstances": completed}
        enough = bool(condition) and self.value(child, condition, **numbers) is True
        self.scopes.close(child.id)
        return caps.kept("what it gives to the collection", to_variable(output)), enough

    def collected(self, task: Task, outputs: list[Any]) -> None:
        """Set the output collection where the multi-instance stands."""
        loop = self.element(task).loop
        if loop and loop.output_collection:
            self.scopes.assign(self.scope(task), loop.output_collection, outputs)

    def _outside(self, task: Task, inner: int) -> int:
        own = inner == task.id
        return self.scopes.parent(inner) if own and not is_iteration(task) else inner

    def receive(self, task: Task, element: Element, payload: Mapping[str, Any]) -> None:
        """Take in what an event carries: by its output mapping, else the names that the drawing reads.

        What starts an event subprocess is its own, as the next start may bring other values while it still runs.
        """
        scope = self.scope(task)
        put = self.scopes.declare if isinstance(task.task_spec, EventSubprocess) else self.scopes.assign
        for mapping in element.outputs:
            put(scope, mapping.target, to_variable(self._evaluate(mapping.source, scope, **payload)))
        for name in payload.keys() & self.process.reads if not element.outputs else ():
            put(scope, name, payload[name])

    def _evaluate(self, expression: str, scope: int, **more: Any) -> Any:
        return compile_expression(expression).evaluate(self.scopes.view(scope, **more), now=self.host.now)
