"""What this room does for drawings: job types by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.cases.desk import today
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.moving import adopting, days
from webapp.moving.days import Counted


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""

    @registry.register("plan-transfer")
    def plan_transfer(job: Job) -> Mapping[str, Any]:
        learned_on = _day(job.inputs.get("learned_on")) or today(desk_of(job.desk, accounts_of))
        return _values(days.transfer(_required(job, "moving_on"), learned_on))

    @registry.register("review-after-transfer")
    def review_after_transfer(job: Job) -> Mapping[str, Any]:
        reviewed_on = _day(job.inputs.get("reviewed_on"))
        found = days.review(_required(job, "transferred_on"), _required(job, "plan_on"), reviewed_on)
        return {**_values(found), "review_on": found.due_on.isoformat()}

    @registry.register("keep-moved-in")
    def keep_moved_in(job: Job) -> Mapping[str, Any]:
        adopting.keep(desk_of(job.desk, accounts_of), job.business_key, by=job.by)
        return {}

    @registry.register("adopt-plan")
    def adopt_plan(job: Job) -> Mapping[str, Any]:
        desk, plan_on = desk_of(job.desk, accounts_of), _required(job, "plan_on")
        adopting.adopt(desk, job.business_key, plan_on=plan_on, instance_id=job.instance_id, by=job.by)
        return {}


def _values(found: Counted) -> Mapping[str, str]:
    return {"limit": found.limit, "counted_from": found.counted_from.isoformat()}


def _required(job: Job, name: str) -> date:
    return date.fromisoformat(str(job.inputs[name])[:10])


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
