"""A token: the library's task without what a step never uses (random ids, thread ids, copies of data, log records)."""

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class Token(Task):
    """A task whose id is a small number that outlives the step; its data stays empty, as variables are not task data.

    The library's own costs a random UUID, two clock readings and a dictionary of log words for each change of state.
    """

    def __init__(
        self, workflow: Any, task_spec: Any, parent: Task | None = None, state: int = TaskState.MAYBE, number: int = 0
    ) -> None:
        self.id = number or workflow.top_workflow.next_number()
        workflow.tasks[self.id] = self
        self.workflow, self.task_spec = workflow, task_spec
        self._parent = None if parent is None else parent.id
        self._children: list[int] = []
        self._state, self.triggered = state, False
        self.thread_id, self.last_state_change = 0, 0.0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        if parent is not None:
            parent._child_added_notify(self)

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> Task:
        child = Token(self.workflow, task_spec, self, state)
        if state == TaskState.READY:
            child._ready()
        return child

    def _set_state(self, value: int) -> None:
        self._state = value

    def _inherit_data(self) -> None:
        """Nothing: variables are not task data."""

    def run(self) -> None:
        """Run it; a token of a loaded state has not been told yet what may follow it."""
        if all(child.triggered for child in self.children):
            self.task_spec._predict(self, mask=TaskState.NOT_FINISHED_MASK)
        self.task_spec._run(self)
        if not self.has_state(TaskState.FINISHED_MASK):  # an error that it threw may have ended it
            self.complete()

    def cancel(self) -> None:
        """End it, and first what runs below it: the library forgets the iterations of a multi-instance."""
        for child in self.children:
            if child.has_state(LIVE):
                child.cancel()
        super().cancel()
