"""Events and tasks with the library's faults corrected; each class says which trap it mends."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

from engine.spiff.token import LIVE

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
    """A message on its way out, or an error or escalation on its way to the nearest that catches it."""

    def throw(self, my_task: SpiffTask) -> None:
        my_task.workflow.script_engine.throw(my_task)


class Terminate(EventDefinition):
    """Ends its own process or subprocess and nothing around it."""

    def throw(self, my_task: SpiffTask) -> None:
        my_task.workflow.interrupt(but=my_task)


class UserTask(defaults.UserTask):
    """Waits for a person."""


class Task(defaults.NoneTask):
    """A task of no kind, or done by hand: passes at once. The library waits there for a person whom nobody names."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = False


class ServiceTask(defaults.ServiceTask):
    """Calls the function that the host registered for the job type."""

    def _execute(self, task: SpiffTask) -> bool:
        task.workflow.script_engine.perform(task)
        return True


class _Fired:
    """Waits until the engine fires it."""

    _update: Any

    def fire(self, my_task: SpiffTask, *, again: bool = False) -> SpiffTask:
        """Go on from here; with `again` it stays armed besides. Gives the token that goes on."""
        my_task.internal_data[FIRED] = True
        self._update(my_task)
        return my_task


class IntermediateCatchEvent(_Fired, defaults.IntermediateCatchEvent):
    """A message or a time in the middle of the way."""


class ReceiveTask(_Fired, defaults.ReceiveTask):
    """Waits for its message."""


class BoundaryEvent(_Fired, defaults.BoundaryEvent):
    """Ends its activity and all else on the edge at once, or starts a path besides: once, or again and again."""

    def connect(self, child: Any) -> None:
        """To what follows; the library also tells the activity's end about it, which then waits for that."""
        if not isinstance(child, BoundaryEventJoin):
            super().connect(child)

    def fire(self, my_task: SpiffTask, *, again: bool = False) -> SpiffTask:
        if again:
            # A twin goes on from the root: below the one that waits it would end with the activity.
            my_task = my_task.workflow.task_tree._add_child(self, TaskState.FUTURE)
            my_task.triggered = True
        elif self.cancel_activity:
            for other in my_task.parent.children:
                if other is not my_task and other.has_state(LIVE):
                    other.cancel()
        return super().fire(my_task)


class EventBasedGateway(_Fired, defaults.EventBasedGateway):
    """Each waiting event keeps its own due time; the first that the engine fires is followed."""

    def connect(self, child: Any) -> None:
        BpmnSpecMixin.connect(self, child)
        child.event_definition = NoneEventDefinition()

    def choose(self, my_task: SpiffTask, element_id: str) -> None:
        """Follow this event and no other."""
        my_task.internal_data["chosen"] = element_id

    def _run_hook(self, my_task: SpiffTask) -> bool:
        chosen = self._wf_spec.task_specs[my_task.internal_data["chosen"]]
        my_task._sync_children([chosen], TaskState.FUTURE)
        return True
