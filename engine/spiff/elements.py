"""BPMN elements with the library's faults corrected; each class says which trap it mends."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

FIRED = "event_fired"


class Awaited(EventDefinition):
    """An event that only the engine fires, by the task's own token: no clock and no broadcast in the library.

    The library reads its own clock, shares one due time between two timers and matches messages too widely.
    """

    def has_fired(self, my_task: SpiffTask) -> bool:
        return bool(my_task.internal_data.get(FIRED))

    def catches(self, my_task: SpiffTask, event: Any) -> bool:
        return False

    def reset(self, my_task: SpiffTask) -> None:
        my_task.internal_data.pop(FIRED, None)


class Thrown(EventDefinition):
    """A message on its way out: the engine correlates it after the step."""

    def throw(self, my_task: SpiffTask) -> None:
        my_task.workflow.script_engine.send(my_task)


class UserTask(defaults.UserTask):
    """Waits for a person."""


class Task(defaults.NoneTask):
    """A task of no kind: passes at once. The library waits there for a person whom nobody names."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = False


class ServiceTask(defaults.ServiceTask):
    """Calls the function that the host registered for the job type."""

    def _execute(self, task: SpiffTask) -> bool:
        task.workflow.script_engine.perform(task)
        return True


class ParallelGateway(defaults.ParallelGateway):
    """Takes exactly one token from each incoming flow, in every round.

    The library counts cancelled joins of earlier rounds, so that a join in a loop fires early.
    """

    def _update_hook(self, my_task: SpiffTask) -> bool:
        my_task.internal_data.setdefault("via", my_task.parent.task_spec.name)
        waiting = [
            t
            for t in my_task.workflow.tasks.values()
            if t.task_spec is self and t.state == TaskState.WAITING and t is not my_task
        ]
        missing = set(self._inputs) - {my_task.internal_data["via"]}
        partners = []
        for token in waiting:
            if token.internal_data["via"] in missing:
                missing.discard(token.internal_data["via"])
                partners.append(token)
        if missing:
            my_task._set_state(TaskState.WAITING)
            return False
        for token in partners:
            token.cancel()
        return True

    def _run_hook(self, my_task: SpiffTask) -> bool:
        return True


class EventBasedGateway(defaults.EventBasedGateway):
    """Each waiting event keeps its own due time; the first that the engine fires is followed."""

    def connect(self, child: Any) -> None:
        BpmnSpecMixin.connect(self, child)
        child.event_definition = NoneEventDefinition()

    def _run_hook(self, my_task: SpiffTask) -> bool:
        chosen = self._wf_spec.task_specs[my_task.internal_data["chosen"]]
        my_task._sync_children([chosen], TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class BoundaryEvent(defaults.BoundaryEvent):
    """Fires once, or, when its timer is a cycle, again and again while the activity lasts."""

    def fire_again(self, my_task: SpiffTask) -> None:
        """Start the outgoing path once more and go on waiting.

        The path hangs at the root: at the waiting event it would end with it, when the activity is done.
        """
        root = my_task.workflow.task_tree
        for output in self.outputs:
            if isinstance(output, BoundaryEventJoin):
                continue  # it only tells the activity's end to the events
            child = root._add_child(output, TaskState.FUTURE)
            child.triggered = True
            child.internal_data["via"] = self.name
            child.task_spec._predict(child, mask=TaskState.NOT_FINISHED_MASK)
            child.task_spec._update(child)


class Subprocess(defaults.SubWorkflowTask):
    """An embedded subprocess; its variables live in a scope of its own."""

    def start_workflow(self, my_task: SpiffTask) -> None:
        my_task.workflow.script_engine.enter(my_task)
        super().start_workflow(my_task)

    def copy_data(self, my_task: SpiffTask, subworkflow: Any) -> None:
        """Nothing: variables are not task data."""

    def update_data(self, my_task: SpiffTask, subworkflow: Any) -> None:
        my_task.workflow.script_engine.leave(my_task)


class CallActivity(defaults.CallActivity):
    """A called process; what it sets stays inside unless it is mapped out."""

    start_workflow = Subprocess.start_workflow
    copy_data = Subprocess.copy_data
    update_data = Subprocess.update_data


class MultiInstance(BpmnSpecMixin):
    """One child for each item of a collection, all at once or one after the other."""

    def __init__(self, wf_spec: Any, bpmn_id: str, *, sequential: bool, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.sequential, self.task_spec = sequential, ""

    def _update_hook(self, my_task: SpiffTask) -> bool:
        super()._update_hook(my_task)
        items = my_task.workflow.script_engine.collection(my_task)
        my_task.internal_data.update(items=items, outputs={})
        if not items:
            my_task.workflow.script_engine.collected(my_task, [])
            return True
        my_task._set_state(TaskState.STARTED)
        for index in range(1 if self.sequential else len(items)):
            self._iterate(my_task, index)
        return False

    def _iterate(self, my_task: SpiffTask, index: int) -> None:
        child = my_task._add_child(self._wf_spec.task_specs[self.task_spec], TaskState.WAITING)
        child.triggered = True
        child.internal_data["index"] = index
        my_task.workflow.script_engine.iterate(child, my_task.internal_data["items"][index], index)
        child.task_spec._update(child)

    def merge_child(self, workflow: Any, child: SpiffTask) -> None:
        """Called when one child has completed: keep its output; start the next, or finish."""
        my_task, engine = child.parent, workflow.script_engine
        outputs, items = my_task.internal_data["outputs"], my_task.internal_data["items"]
        outputs[str(child.internal_data["index"])], enough = engine.iterated(child)
        if enough or len(outputs) == len(items):
            self._finish(my_task)
        elif self.sequential:
            self._iterate(my_task, len(outputs))

    def _finish(self, my_task: SpiffTask) -> None:
        for child in my_task.children:
            if child.triggered and not child.has_state(TaskState.FINISHED_MASK):
                child.cancel()
        outputs = my_task.internal_data["outputs"]
        ordered = [outputs[key] for key in sorted(outputs, key=int)]
        my_task.workflow.script_engine.collected(my_task, ordered)
        my_task._set_state(TaskState.READY)
