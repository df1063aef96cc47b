"""What this room does for the drawings `phase_transfer` and `transfer_wish`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.transfers import cohorts, moving
from webapp.transfers.cohorts import Move


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""
    _moves(registry, accounts_of)
    _reviews(registry, accounts_of)


def _moves(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("begin-transfer")
    def begin_transfer(job: Job) -> Mapping[str, Any]:
        desk, move, day = desk_of(job.desk, accounts_of), _move(job.inputs), job.inputs.get("moves_on")
        case = find_case(desk, job.business_key)
        row = moving.begin(desk, case, job.instance_id, move)
        return {
            "limit": move.limit,
            "counted_from": move.counted_from.isoformat(),
            "review_by": row.review_by.isoformat(),
            "september": f"{_day(day):%B %Y}" if day else f"September {move.moves_in}",
            "wanted": moving.wanted(desk, case),
        }

    @registry.register("remind-of-transfer")
    def remind_of_transfer(job: Job) -> Mapping[str, Any]:
        moving.remind(desk_of(job.desk, accounts_of), job.business_key, str(job.inputs["person"]))
        return {}

    @registry.register("note-transfer")
    def note_transfer(job: Job) -> Mapping[str, Any]:
        moving.named(desk_of(job.desk, accounts_of), job.instance_id)
        return {}


def _reviews(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("look-for-review")
    def look_for_review(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        found = moving.look_for_review(desk, find_case(desk, job.business_key), job.instance_id)
        return {"review": {"held": found.held, "ask": found.ask, "overdue": found.overdue}}

    @registry.register("note-review-held")
    def note_review_held(job: Job) -> Mapping[str, Any]:
        if held_on := job.inputs.get("held_on"):
            moving.held(desk_of(job.desk, accounts_of), job.instance_id, _day(held_on))
        return {}


def _move(inputs: Mapping[str, Any]) -> Move:
    if inputs.get("moves_on"):
        return cohorts.between(_day(inputs["moves_on"]))
    return cohorts.of_kind(str(inputs["kind"]), int(inputs["moves_in"]))


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])
