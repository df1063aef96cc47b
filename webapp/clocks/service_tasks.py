"""What this room does for the shipped drawings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.clocks import correcting, deadlines, exempting


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""
    _limits(registry, accounts_of)
    _ordered_limits(registry, accounts_of)
    _exemptions(registry, accounts_of)


def _limits(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("start-limit")
    def start_limit(job: Job) -> Mapping[str, Any]:
        desk, names = desk_of(job.desk, accounts_of), [name.strip() for name in job.headers["limit"].split(",")]
        subject, counted_from = _words(job.inputs.get("subject")), _day(job.inputs.get("counted_from"))
        started = [
            deadlines.start(desk, job.business_key, limit=name, counted_from=counted_from, subject=subject, by=job.by)
            for name in names
        ]
        return {"due_on": started[0].due_on.isoformat()}

    @registry.register("meet-limit")
    def meet_limit(job: Job) -> Mapping[str, Any]:
        desk, on = desk_of(job.desk, accounts_of), _day(job.inputs.get("met_on"))
        named = [name.strip() for name in job.headers["limit"].split(",")]
        if len(named) > 1:  # a plan that came from elsewhere has none of them: its first twenty weeks ran there
            named = [name for name in named if deadlines.runs(desk, job.business_key, limit=name)]
        for name in named:
            subject = _words(job.inputs.get("subject"))
            deadlines.meet(desk, job.business_key, limit=name, subject=subject, on=on, by=job.by)
        return {}

    @registry.register("drop-limits")
    def drop_limits(job: Job) -> Mapping[str, Any]:
        desk, leaves = desk_of(job.desk, accounts_of), [n.strip() for n in job.headers.get("leaves", "").split(",")]
        only = [name.strip() for name in job.headers.get("limit", "").split(",") if name.strip()]
        because = job.headers["because"]
        deadlines.drop(desk, job.business_key, because=because, leaves=leaves, only=only, by=job.by)
        return {}


def _ordered_limits(registry: Registry, accounts_of: AccountsOf) -> None:
    """Limits whose names somebody has chosen: those of an order or of what was agreed."""

    @registry.register("start-ordered-limit")
    def start_ordered_limit(job: Job) -> Mapping[str, Any]:
        desk, counted_from = desk_of(job.desk, accounts_of), _day(job.inputs.get("counted_from"))
        days = {
            name.strip(): deadlines.start(
                desk, job.business_key, limit=name.strip(), counted_from=counted_from, by=job.by
            ).due_on.isoformat()
            for name in _words(job.inputs["limit"]).split(",")
        }
        return {"due_on": min(days.values()), "last_on": max(days.values()), "days_by_limit": days}

    @registry.register("meet-ordered-limit")
    def meet_ordered_limit(job: Job) -> Mapping[str, Any]:
        desk, limit = desk_of(job.desk, accounts_of), _words(job.inputs["limit"])
        deadlines.meet(desk, job.business_key, limit=limit, by=job.by)
        return {}


def _exemptions(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("note-exemption")
    def note_exemption(job: Job) -> Mapping[str, Any]:
        return {"proposed": exempting.is_proposed(desk_of(job.desk, accounts_of), job.business_key, job.instance_id)}

    @registry.register("keep-exemption")
    def keep_exemption(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        return {"authorised": exempting.keep(desk, job.business_key, job.instance_id, by=job.by)}

    @registry.register("keep-date")
    def keep_date(job: Job) -> Mapping[str, Any]:
        return correcting.keep(desk_of(job.desk, accounts_of), job.business_key, job.instance_id, by=job.by)


def _day(value: object) -> date | None:
    """A day as variables hold it. Raises ValueError."""
    return None if value is None else date.fromisoformat(str(value)[:10])


def _words(value: object) -> str:
    return "" if value is None else str(value)
