"""What this room does for the shipped drawings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.meetings import finding
from webapp.plans import turns
from webapp.reviews import papers, preparing, reporting, rhythm

PLANNED, OTHER_SCHOOL = "plan_review", "review_school_changed"  # forms


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""
    _between(registry, accounts_of)
    _preparing(registry, accounts_of)
    _reporting(registry, accounts_of)
    _changing(registry, accounts_of)


def _between(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("plan-next-review")
    def plan_next_review(job: Job) -> Mapping[str, Any]:
        desk, since = desk_of(job.desk, accounts_of), job.headers["since"]
        return rhythm.plan_next(desk, job.business_key, since, within=job.instance_id, by=job.by)

    @registry.register("start-review-limits")
    def start_review_limits(job: Job) -> Mapping[str, Any]:
        desk, limit, before = desk_of(job.desk, accounts_of), str(job.inputs["limit"]), job.inputs["prepare_before"]
        first = _day(job.inputs["counted_from"])
        return rhythm.start(desk, job.business_key, limit=limit, first=first, before=str(before), by=job.by)


def _preparing(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("begin-review")
    def begin_review(job: Job) -> Mapping[str, Any]:
        return preparing.begin(desk_of(job.desk, accounts_of), job.business_key, within=job.instance_id, by=job.by)

    @registry.register("ask-for-review-advice")
    def ask_for_review_advice(job: Job) -> Mapping[str, Any]:
        desk, planned = desk_of(job.desk, accounts_of), job.answers(PLANNED)
        return preparing.ask(desk, job.business_key, planned, by=job.by, instance_id=job.instance_id)

    @registry.register("note-review-meeting")
    def note_review_meeting(job: Job) -> Mapping[str, Any]:
        desk, planned = desk_of(job.desk, accounts_of), job.answers(PLANNED)
        return preparing.wish_meeting(desk, job.business_key, planned, by=job.by, instance_id=job.instance_id)

    @registry.register("look-at-meeting")
    def look_at_meeting(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        return preparing.when(desk, finding.find(desk, find_case(desk, job.business_key), str(job.inputs["meeting"])))

    @registry.register("look-at-papers")
    def look_at_papers(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        meeting = finding.find(desk, find_case(desk, job.business_key), str(job.inputs["meeting"]))
        return {"papers": papers.look(desk, job.business_key, meeting, instance_id=job.instance_id)}

    @registry.register("note-meeting-held")
    def note_meeting_held(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        meeting = finding.find(desk, find_case(desk, job.business_key), str(job.inputs["meeting"]))
        return preparing.note_held(desk, job.business_key, meeting, by=job.by)


def _reporting(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("ask-for-report")
    def ask_for_report(job: Job) -> Mapping[str, Any]:
        desk, planned = desk_of(job.desk, accounts_of), job.answers(PLANNED)
        school, held_on = job.answers(OTHER_SCHOOL) or planned, _day(job.inputs["held_on"])
        asked = reporting.ask(desk, job.business_key, school, held_on, by=job.by, instance_id=job.instance_id)
        return {**asked, "taught_in": planned.get("taught_in") or ""}

    @registry.register("change-review-school")
    def change_review_school(job: Job) -> Mapping[str, Any]:
        desk, school = desk_of(job.desk, accounts_of), job.answers(OTHER_SCHOOL)
        reporting.change_school(desk, job.business_key, school, by=job.by, instance_id=job.instance_id)
        return {}

    @registry.register("conclude-review")
    def conclude_review(job: Job) -> Mapping[str, Any]:
        reporting.conclude(desk_of(job.desk, accounts_of), job.business_key, by=job.by)
        return {}


def _changing(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("start-amendment-limits")
    def start_amendment_limits(job: Job) -> Mapping[str, Any]:
        desk, after_review = desk_of(job.desk, accounts_of), job.inputs["after_review"] is True
        reporting.start_amendment(desk, job.business_key, after_review=after_review, by=job.by)
        return {}

    @registry.register("conclude-amendment")
    def conclude_amendment(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        reporting.conclude_amendment(desk, job.business_key, by=job.by)
        turns.give_up(desk, find_case(desk, job.business_key), job.instance_id)
        return {}


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])
