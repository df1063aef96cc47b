"""Subprocesses, called processes, event subprocesses and multi-instances: each keeps its variables in an own scope."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

from engine.spiff.elements import FIRED


class Subprocess(defaults.SubWorkflowTask):
    """An embedded subprocess: begins when a token comes, and is over when none is left inside."""

    def _update_hook(self, my_task: SpiffTask) -> bool:
        my_task._set_state(TaskState.STARTED)
        my_task.workflow.script_engine.enter(my_task)
        my_task.workflow.top_workflow.create_subprocess(my_task, self.spec).begin()
        return False

    def over(self, my_task: SpiffTask) -> None:
        """No token is left inside."""
        my_task.workflow.script_engine.leave(my_task)
        my_task._set_state(TaskState.READY)

    def _on_cancel(self, my_task: SpiffTask) -> None:
        if inside := my_task.workflow.top_workflow.subprocesses.pop(my_task.id, None):
            inside.cancel()


class CallActivity(defaults.CallActivity):
    """A called process; what it sets stays inside unless it is mapped out."""

    _update_hook = Subprocess._update_hook
    over = Subprocess.over
    _on_cancel = Subprocess._on_cancel


class EventSubprocess(Subprocess):
    """Waits for its start event while the scope around it lives; `starts_at` and `interrupting` say for which and how.

    The library never reads `isInterrupting`, hides the wait, and lets a waiting timer hold the case open.
    """

    starts_at = ""
    interrupting = True

    def test(self) -> None:
        """Nothing leads to it, rightly."""

    def _update_hook(self, my_task: SpiffTask) -> bool:
        if my_task.internal_data.pop(FIRED, False):
            return super()._update_hook(my_task)
        my_task._set_state(TaskState.WAITING)
        return False

    def fire(self, my_task: SpiffTask, *, again: bool = False) -> SpiffTask:
        """Begin, and end all else in the scope when it interrupts; with `again` it goes on waiting besides."""
        if self.interrupting:
            my_task.workflow.interrupt(but=my_task)
        running = my_task.workflow.listen(self) if again else my_task
        running.internal_data[FIRED] = True
        self._update(running)
        return running


def listens(token: SpiffTask) -> bool:
    """Whether this is an event subprocess that has not begun: it does not keep its scope alive."""
    return token.state == TaskState.WAITING and isinstance(token.task_spec, EventSubprocess)


class MultiInstance(BpmnSpecMixin):
    """One child for each item of a collection, all at once or one after the other."""

    def __init__(self, wf_spec: Any, bpmn_id: str, *, sequential: bool, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.sequential, self.task_spec = sequential, ""

    def _update_hook(self, my_task: SpiffTask) -> bool:
        items = my_task.workflow.script_engine.collection(my_task)
        if not items:
            my_task.workflow.script_engine.collected(my_task, [])
            return True
        my_task._set_state(TaskState.STARTED)
        my_task.internal_data.update(count=len(items), outputs={})
        if self.sequential:
            my_task.internal_data["items"] = items
        for index in range(1 if self.sequential else len(items)):
            self._iterate(my_task, index, items[index])
        return False

    def _iterate(self, my_task: SpiffTask, index: int, item: Any) -> None:
        child = my_task._add_child(self._wf_spec.task_specs[self.task_spec], TaskState.WAITING)
        child.triggered = True
        child.internal_data["index"] = index
        my_task.workflow.script_engine.iterate(child, item, index)
        child.task_spec._update(child)

    def merge_child(self, workflow: Any, child: SpiffTask) -> None:
        """Called when one child has completed: keep its output; start the next, or finish."""
        my_task = child.parent
        done, count = my_task.internal_data["outputs"], my_task.internal_data["count"]
        done[str(child.internal_data["index"])], enough = workflow.script_engine.iterated(child, len(done) + 1, count)
        if enough or len(done) == count:
            self._finish(my_task)
        elif self.sequential:
            self._iterate(my_task, len(done), my_task.internal_data["items"][len(done)])

    def _finish(self, my_task: SpiffTask) -> None:
        for child in my_task.children:
            if child.triggered and not child.has_state(TaskState.FINISHED_MASK):
                child.cancel()
        outputs = my_task.internal_data["outputs"]
        ordered = [outputs[key] for key in sorted(outputs, key=int)]
        my_task.workflow.script_engine.collected(my_task, ordered)
        my_task._set_state(TaskState.READY)


def activity_of(token: SpiffTask) -> SpiffTask:
    """The activity as it is drawn: of one iteration, the whole multi-instance."""
    return token.parent if is_iteration(token) else token


def is_iteration(token: SpiffTask) -> bool:
    """Whether this is one of a multi-instance; what follows one hangs at it as well, until it is saved."""
    return "index" in token.internal_data
