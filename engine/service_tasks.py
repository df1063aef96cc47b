"""The registry: the job type drawn in BPMN -> a function of the host."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.actor import Actor
from engine.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Job:
    """One service task as its function sees it. It writes rows and defers effects; it never reaches out."""

    desk: Desk
    instance_id: int
    business_key: str
    element_id: str
    headers: Mapping[str, str]
    inputs: Mapping[str, Any]
    by: Actor
    now: datetime
    deployment_id: int

    def answers(self, form_id: str) -> Mapping[str, Any]:
        """Latest answers of a form in this instance; empty when it was never sent."""
        return self.desk.submissions.latest(self.instance_id, form_id)


Perform = Callable[[Job], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Registry:
    """Functions by job type."""

    functions: dict[str, Perform] = field(default_factory=dict)

    def register(self, job_type: str) -> Callable[[Perform], Perform]:
        """Decorator: this function does the job."""

        def keep(function: Perform) -> Perform:
            self.functions[job_type] = function
            return function

        return keep

    def perform(self, job_type: str, job: Job) -> Mapping[str, Any]:
        """Do it. Raises LookupError with the remedy when nobody registered the job type."""
        if job_type not in self.functions:
            known = ", ".join(sorted(self.functions))
            raise LookupError(f"nobody does the job “{job_type}”. Known job types: {known}")
        return self.functions[job_type](job) or {}
