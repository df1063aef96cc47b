"""What this room does for drawings: job types by name."""

from collections.abc import Mapping
from typing import Any

from engine import Job, Registry
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.ceasing import appeals, asking, law
from webapp.plans import ending


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""

    @registry.register("look-before-ceasing")
    def look_before_ceasing(job: Job) -> Mapping[str, Any]:
        desk, from_review = desk_of(job.desk, accounts_of), job.inputs["from_review"] is True
        found = law.facts(desk, job.business_key, from_review=from_review)
        day = found.decide_by.isoformat() if found.decide_by else None
        return {"age": found.age, "reviewed": found.reviewed, "review_runs": found.review_runs, "decide_by": day}

    @registry.register("ask-about-ceasing")
    def ask_about_ceasing(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        return {"people": asking.people(desk, job.business_key, instance_id=job.instance_id)}

    @registry.register("remind-about-ceasing")
    def remind_about_ceasing(job: Job) -> Mapping[str, Any]:
        asking.remind(desk_of(job.desk, accounts_of), job.business_key, str(job.inputs["person"]))
        return {}

    @registry.register("look-for-appeals")
    def look_for_appeals(job: Job) -> Mapping[str, Any]:
        desk, notice = desk_of(job.desk, accounts_of), job.headers["letter"]
        found = appeals.look(desk, job.business_key, notice, instance_id=job.instance_id)
        return {"may_appeal": found.may_appeal, "look_again_at": found.look_again_at.isoformat()}

    @registry.register("end-plan")
    def end_plan(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        ending.end(desk, find_case(desk, job.business_key), because=job.headers["because"], by=job.by)
        return {}
