"""Errors and escalations: from where one is thrown outward, to the nearest that catches it."""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.drawing import Element
from engine.spiff.activities import activity_of, listens
from engine.spiff.elements import BoundaryEvent


def throw(task: Task, event: str, code: str, runtime: Any) -> bool:
    """Fire the nearest that catches it, first by its code; False when nobody does.

    What the catcher interrupts has ended then, and with it, mostly, the task that throws.
    """
    for catchers in _outward(task):
        waiting = [(runtime.awaited(catcher), catcher) for catcher in catchers]
        for wanted in (code, ""):
            if found := _first(waiting, event, wanted):
                element, catcher = found
                catcher.task_spec.fire(catcher, again=not element.interrupting)
                return True
    return False


def _first(waiting: list[tuple[Element, Task]], event: str, code: str) -> tuple[Element, Task] | None:
    return next((pair for pair in waiting if pair[0].event == event and pair[0].code == code), None)


def _outward(task: Task | None) -> Iterator[list[Task]]:
    """What may catch, level by level: on the edge of the task, beside it, on the edge of what holds it …"""
    while task is not None:
        yield _edge(task)
        workflow = task.workflow
        # An event subprocess does not catch what is thrown inside it.
        yield [t for t in workflow.tasks.values() if listens(t) and t.task_spec is not task.task_spec]
        holder = workflow.parent_task_id
        task = None if holder is None else workflow.top_workflow.get_task_from_id(holder)


def _edge(task: Task) -> list[Task]:
    activity = activity_of(task)
    split = activity.parent
    if split is None or not isinstance(split.task_spec, BoundaryEventSplit):
        return []
    if activity.task_spec not in split.task_spec.outputs:
        return []
    return [e for e in split.children if isinstance(e.task_spec, BoundaryEvent) and e.state == TaskState.WAITING]
