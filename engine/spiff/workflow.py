"""The library's workflow with short searches: it walks the task tree where a look at the live tasks is enough."""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.spiff.token import Token

OnTask = Callable[[Task], None]


class _Short:
    """Both kinds of workflow keep their live tasks in a dictionary: there are few, as history is left out."""

    tasks: dict[int, Task]
    task_tree: Task
    spec: Any
    completed: bool

    def plant(self) -> None:
        """Begin at the start of the specification."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree.task_spec._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
        self.task_tree._ready()

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
    """A subprocess or called process; made empty, to be planted or restored."""

    def __init__(self, spec: Any, parent: int, top: "Workflow") -> None:
        super().__init__(spec, parent, top, deserializing=True)


class Workflow(_Short, BpmnWorkflow):
    """A process instance; made empty, to be planted or restored. `last` is the highest number given to a token."""

    def __init__(self, spec: Any, specs: dict[str, Any], runtime: Any, last: int = 0) -> None:
        self.last = last
        super().__init__(spec, specs, script_engine=runtime, deserializing=True)

    def next_number(self) -> int:
        """A number that no token of this instance has had."""
        self.last += 1
        return self.last

    def create_subprocess(self, my_task: Task, spec_name: str) -> Subworkflow:
        """Start a subprocess for a task."""
        made = self.subprocesses[my_task.id] = Subworkflow(self.subprocess_specs[spec_name], my_task.id, self)
        made.plant()
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
