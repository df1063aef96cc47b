"""The library's workflow with short searches: it walks the task tree where a look at the live tokens is enough."""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.spiff.activities import listens
from engine.spiff.gateways import InclusiveGateway
from engine.spiff.token import LIVE, Token

OnTask = Callable[[Task], None]


class _TokenHolder:
    """Both kinds of workflow keep their live tokens in a dictionary: there are few, as history is left out."""

    tasks: dict[int, Task]
    task_tree: Task
    spec: Any
    completed: bool

    def begin(self, start_event: str | None = None) -> None:
        """A token at the start event, the one without a symbol unless another is named; event subprocesses listen."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.FUTURE)
        self.task_tree._ready()
        self.task_tree._add_child(self.spec.task_specs[start_event or self.spec.begins_at], TaskState.FUTURE)
        for name in self.spec.listeners:
            self.listen(self.spec.task_specs[name])
        self.task_tree.complete()

    def listen(self, event_subprocess: Any) -> Task:
        """A token for an event subprocess that has not begun."""
        token = self.task_tree._add_child(event_subprocess, TaskState.WAITING)
        token.triggered = True
        return token

    def live(self) -> list[Task]:
        """Tokens that have not ended."""
        return [token for token in self.tasks.values() if token.has_state(LIVE)]

    def automatic(self) -> list[Task]:
        """Tokens that are ready and need nobody."""
        return [t for t in self.tasks.values() if t.state == TaskState.READY and not t.task_spec.manual]

    def interrupt(self, *, but: Task | None = None) -> None:
        """End every token in here but one."""
        for token in self.live():
            if token is not but and token.has_state(LIVE):  # one of them may have ended others
                token.cancel()

    def cancel(self, *_: Any) -> None:
        """End everything in here."""
        self.completed = True
        self.interrupt()

    def join(self) -> bool:
        """Let one inclusive gateway fire that has waited long enough. Did one?"""
        specs = {t.task_spec: None for t in self.live() if isinstance(t.task_spec, InclusiveGateway)}
        return any(spec.join(self) for spec in specs)

    def _task_completed_notify(self, task: Task) -> None:
        """Nothing: each waiting token is told itself when it may go on."""


class Subworkflow(_TokenHolder, BpmnSubWorkflow):
    """A subprocess or called process; made empty, to begin or to be restored."""

    def __init__(self, spec: Any, parent: int, top: "Workflow") -> None:
        super().__init__(spec, parent, top, deserializing=True)


class Workflow(_TokenHolder, BpmnWorkflow):
    """A process instance; made empty, to begin or to be restored. `last` is the highest number given to a token."""

    def __init__(self, spec: Any, specs: dict[str, Any], runtime: Any, last: int = 0) -> None:
        self.last = last
        super().__init__(spec, specs, script_engine=runtime, deserializing=True)

    def next_number(self) -> int:
        """A number that no token of this instance has had."""
        self.last += 1
        return self.last

    def all(self) -> list[Any]:
        """The process and all that runs inside it."""
        return [self, *self.subprocesses.values()]

    def create_subprocess(self, my_task: Task, spec_name: str) -> Subworkflow:
        """An empty subprocess for a token."""
        made = self.subprocesses[my_task.id] = Subworkflow(self.subprocess_specs[spec_name], my_task.id, self)
        return made

    def advance(self, begin: OnTask, done: OnTask) -> None:
        """Run everything that needs nobody, innermost first, until nothing is left to run."""
        while self._round(begin, done) or any(workflow.join() for workflow in self.all()):
            pass

    def _round(self, begin: OnTask, done: OnTask) -> bool:
        moved = False
        for workflow in sorted(self.all(), key=lambda each: each.depth, reverse=True):
            while ready := workflow.automatic():
                moved = True
                _run(ready, begin, done)
            moved = self._close(workflow) or moved
        return moved

    def _close(self, workflow: Any) -> bool:
        """Is it over, as no token is left but such as wait for an event subprocess to begin?"""
        if workflow.completed or not all(listens(token) for token in workflow.live()):
            return False
        workflow.cancel()
        if workflow is not self:
            holder = self.get_task_from_id(workflow.parent_task_id)
            del self.subprocesses[holder.id]
            holder.task_spec.over(holder)
        return True


def _run(tokens: list[Task], begin: OnTask, done: OnTask) -> None:
    for token in tokens:
        if token.state == TaskState.READY:  # another one may have ended it in the meantime
            begin(token)
            token.run()
            done(token)
