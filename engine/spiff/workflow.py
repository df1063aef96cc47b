"""The library's workflow with short searches: it walks the task tree where a look at the live tasks is enough."""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

OnTask = Callable[[Task], None]


class _Short:
    """Both kinds of workflow keep their live tasks in a dictionary: there are few, as history is left out."""

    tasks: dict[Any, Task]
    completed: bool

    def update_waiting_tasks(self) -> None:
        """Let every waiting task look again whether it may go on."""
        for task in list(self.tasks.values()):
            if task.state == TaskState.WAITING:
                task.task_spec._update(task)

    def is_completed(self) -> bool:
        """Whether no token is left."""
        if not self.completed:
            self.completed = not any(task.has_state(TaskState.NOT_FINISHED_MASK) for task in self.tasks.values())
        return self.completed

    def automatic(self) -> list[Task]:
        """Tasks that are ready and need nobody."""
        return [t for t in self.tasks.values() if t.state == TaskState.READY and not t.task_spec.manual]


class Subworkflow(_Short, BpmnSubWorkflow):
    """A subprocess or called process."""


class Workflow(_Short, BpmnWorkflow):
    """A process instance."""

    def create_subprocess(self, my_task: Task, spec_name: str) -> Subworkflow:
        """Start a subprocess for a task."""
        made = Subworkflow(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = made
        return made

    def advance(self, begin: OnTask, done: OnTask) -> None:
        """Run everything that needs nobody, innermost first, until nothing is left to run."""
        while self._round(begin, done):
            pass

    def _round(self, begin: OnTask, done: OnTask) -> bool:
        active = sorted(self.get_active_subprocesses(), key=lambda each: each.depth, reverse=True)
        for subprocess in active:
            while _run(subprocess.automatic(), begin, done):
                pass
            parent = self.get_task_from_id(subprocess.parent_task_id)
            parent.task_spec._update(parent)
        ran = _run(self.automatic(), begin, done)
        return ran or len(self.get_active_subprocesses()) > len(active)


def _run(tasks: list[Task], begin: OnTask, done: OnTask) -> bool:
    for task in tasks:
        if task.state == TaskState.READY:  # another one may have ended it in the meantime
            begin(task)
            task.run()
            done(task)
    return bool(tasks)
