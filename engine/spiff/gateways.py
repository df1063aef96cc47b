"""Gateways with the library's faults corrected; each class says what it mends."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

UNDECIDED = "no condition of its exits is true, and none of them is the default"
VIA = "via"  # the shape from which a token came


def _arrive(my_task: SpiffTask) -> str:
    """Remember from where the token came, as its parent is left out of the saved state."""
    return str(my_task.internal_data.setdefault(VIA, my_task.parent.task_spec.name))


class ParallelGateway(defaults.ParallelGateway):
    """Takes exactly one token from each incoming flow, in every round.

    The library counts cancelled joins of earlier rounds, so that a join in a loop fires early.
    """

    def _update_hook(self, my_task: SpiffTask) -> bool:
        missing: Counter[str] = Counter(self._inputs)
        missing[_arrive(my_task)] -= 1
        partners = _taken((token for token in waiting(my_task.workflow, self) if token is not my_task), missing)
        if any(missing.values()):
            my_task._set_state(TaskState.WAITING)
            return False
        for token in partners:
            token.cancel()
        return True

    def look_again(self, my_task: SpiffTask) -> None:
        """Go on where by now no token is missing: on a version that asks for fewer."""
        if my_task.state == TaskState.WAITING and self._update_hook(my_task):
            my_task._ready()

    def _run_hook(self, my_task: SpiffTask) -> bool:
        return True


class ExclusiveGateway(defaults.ExclusiveGateway):
    """Follows the first exit whose condition is true, else the default; where there is neither it says so in words."""

    def _run_hook(self, my_task: SpiffTask) -> bool:
        matches = (name for condition, name in self.cond_task_specs if condition and condition._matches(my_task))
        chosen = next(matches, self.default_task_spec)
        if chosen is None:
            raise ValueError(UNDECIDED)
        my_task._sync_children([self._wf_spec.task_specs[chosen]], TaskState.FUTURE)
        return True


class InclusiveGateway(defaults.InclusiveGateway):
    """Waits while a token upstream can still reach one of its empty flows (BPMN 2.0.2, table 13.3).

    The library asks while other tokens are on their way, and again for every earlier round.
    """

    def _update_hook(self, my_task: SpiffTask) -> bool:
        _arrive(my_task)
        if len(self._inputs) == 1:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def join(self, workflow: Any) -> bool:
        """Let it fire, one token from each flow that has one; to be asked when nothing else moves. Did it?"""
        tokens = waiting(workflow, self)
        if not tokens or self._still_awaited(workflow, {token.internal_data[VIA] for token in tokens}):
            return False
        firing, *partners = _taken(tokens, Counter(self._inputs))
        for token in partners:
            token.cancel()
        firing._ready()
        return True

    def _still_awaited(self, workflow: Any, filled: Iterable[str]) -> bool:
        empty = set(self._inputs) - set(filled)
        return any(
            self._reaches(token, empty) and not self._reaches(token, filled)
            for token in workflow.live()
            if token.task_spec is not self
        )

    def _reaches(self, token: SpiffTask, flows: Iterable[str]) -> bool:
        return any(token.task_spec.name in self._upstream[flow] for flow in flows)

    @property
    def _upstream(self) -> dict[str, set[str]]:
        """For each incoming flow, from where it can be reached without passing this gateway."""
        if "_ways" not in self.__dict__:
            self._ways = {flow: self._before(flow) for flow in self._inputs}
        return self._ways

    def _before(self, flow: str) -> set[str]:
        specs, found, level = self._wf_spec.task_specs, set[str](), [flow]
        while level:
            name = level.pop()
            if name not in found and name != self.name:
                found.add(name)
                level.extend(specs[name]._inputs)
        return found

    def _run_hook(self, my_task: SpiffTask) -> bool:
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches and not defaults:
            raise ValueError(UNDECIDED)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        return True


def waiting(workflow: Any, spec: Any) -> list[SpiffTask]:
    """Tokens that wait at a gateway, the oldest first."""
    return [token for token in workflow.tasks.values() if token.task_spec is spec and token.state == TaskState.WAITING]


def _taken(tokens: Iterable[SpiffTask], missing: Counter[str]) -> list[SpiffTask]:
    """One token for each missing flow, which then misses none; two flows from one shape miss two."""
    found = []
    for token in tokens:
        if missing[token.internal_data[VIA]] > 0:
            missing[token.internal_data[VIA]] -= 1
            found.append(token)
    return found
