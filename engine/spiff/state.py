"""Save and load the live part of a workflow: completed history is left out, predicted tasks are predicted anew.

Shape (JSON, key order kept): {"codec": its version, "tasks": rows, "subprocesses": {token: [specification, rows]},
"last": highest token} with rows of [token, parent token or 0, specification name, state, internal data, triggered].
A state is only ever read from our own table: never accept one from outside.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import EngineError
from engine.spiff.token import LIVE, Token
from engine.spiff.workflow import Subworkflow, Workflow

CODEC = 1  # of the shape above: whoever changes it gives `load` a way from the one before


class UnknownCodec(EngineError):
    """This case was saved by a newer portal: start that one again, or restore the backup that goes with this one."""


def save(workflow: Workflow) -> dict[str, Any]:
    """The state as JSON values."""
    subprocesses = {str(holder): [inside.spec.name, _rows(inside)] for holder, inside in workflow.subprocesses.items()}
    return {"codec": CODEC, "tasks": _rows(workflow), "subprocesses": subprocesses, "last": workflow.last}


def tokens(saved: dict[str, Any]) -> set[int]:
    """Numbers of all tokens in a saved state."""
    return {row[0] for rows in (saved["tasks"], *(rows for _, rows in saved["subprocesses"].values())) for row in rows}


def load(state: dict[str, Any], specs: dict[str, Any], process_id: str, runtime: Any) -> Workflow:
    """The workflow as it was saved, on the given specifications. Raises UnknownCodec."""
    if state.get("codec", CODEC) != CODEC:
        raise UnknownCodec
    workflow = Workflow(specs[process_id], specs, runtime, last=state["last"])
    _restore(workflow, state["tasks"])
    for parent_token, (spec_name, rows) in state["subprocesses"].items():
        token = int(parent_token)
        subprocess = Subworkflow(specs[spec_name], token, workflow)
        workflow.subprocesses[token] = subprocess
        _restore(subprocess, rows)
    return workflow


def _rows(workflow: Any) -> list[list[Any]]:
    kept = _live_splits(workflow)
    saved: set[int] = set()
    rows: list[list[Any]] = []
    for task, parent in _walk(workflow.task_tree):
        root = task is workflow.task_tree
        if root or task.has_state(LIVE) or task in kept or task.parent in kept:
            # Hung to a further ancestor, as its parent is left out: not one of that ancestor's own outputs.
            moved = not root and task.parent.id not in saved
            rows.append(
                [task.id, parent[0], task.task_spec.name, task.state, task.internal_data, moved or task.triggered]
            )
            saved.add(task.id)
            parent[0] = task.id
    return rows


def _walk(root: Task) -> Iterator[tuple[Task, list[int]]]:
    """Every definite task, parents first, with a cell that holds its nearest kept ancestor's token.

    The consumer writes a task's own token into the cell when it keeps the task.
    """
    level: list[tuple[Task, int]] = [(root, 0)]
    while level:
        task, ancestor = level.pop()
        if task.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE):
            continue
        cell = [ancestor]
        yield task, cell
        level.extend((child, cell[0]) for child in reversed(task.children))


def _live_splits(workflow: Any) -> set[Task]:
    """Boundary splits whose activity is still open, as its end looks for them; what has fired there is kept as well."""
    parents = (task.parent for task in workflow.live())
    return {parent for parent in parents if parent is not None and isinstance(parent.task_spec, BoundaryEventSplit)}


def _restore(workflow: Any, rows: list[list[Any]]) -> None:
    for number, parent, spec_name, state, internal, triggered in rows:
        spec = workflow.spec.task_specs[spec_name]
        task = Token(workflow, spec, workflow.tasks.get(parent), state, number)
        task.internal_data, task.triggered = internal, triggered
        if parent == 0:
            workflow.task_tree = task
