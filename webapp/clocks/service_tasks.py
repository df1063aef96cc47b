"""What this room does for the shipped drawings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.clocks import deadlines


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""

    @registry.register("start-limit")
    def start_limit(job: Job) -> Mapping[str, Any]:
        started = deadlines.start(
            desk_of(job.desk, accounts_of),
            job.business_key,
            limit=job.headers["limit"],
            counted_from=_day(job.inputs.get("counted_from")),
            subject=_words(job.inputs.get("subject")),
            by=job.by,
        )
        return {"due_on": started.due_on.isoformat()}

    @registry.register("meet-limit")
    def meet_limit(job: Job) -> Mapping[str, Any]:
        deadlines.meet(
            desk_of(job.desk, accounts_of),
            job.business_key,
            limit=job.headers["limit"],
            subject=_words(job.inputs.get("subject")),
            on=_day(job.inputs.get("met_on")),
            by=job.by,
        )
        return {}


def _day(value: object) -> date | None:
    """A day as variables hold it. Raises ValueError."""
    return None if value is None else date.fromisoformat(str(value)[:10])


def _words(value: object) -> str:
    return "" if value is None else str(value)
