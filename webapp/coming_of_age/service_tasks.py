"""What this room does for the drawing `coming_of_age`."""

from collections.abc import Mapping
from typing import Any

from engine import Job, Registry
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.clocks import arithmetic
from webapp.coming_of_age import asking, days


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""

    @registry.register("look-at-birthday")
    def look_at_birthday(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        case = find_case(desk, job.business_key)
        theirs = days.of(case.child.born_on)
        last, adult = theirs.last_of_parents, theirs.adult_on
        return {
            "passes_at": theirs.passes_at.isoformat(),
            "last_day": f"{last.day} {last:%B %Y}",
            "adult_at": arithmetic.end_of(adult - arithmetic.DAY).isoformat(),
            "adult_day": f"{adult.day} {adult:%B %Y}",
            "settled": asking.settled(desk, case),
        }

    @registry.register("open-to-young-person")
    def open_to_young_person(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        officer = desk.accounts.people.by_reference(job.by.id)
        case = find_case(desk, job.business_key)
        return {"young_person": asking.open_to(desk, case, by=officer, actor=job.by)}

    @registry.register("remind-young-person")
    def remind_young_person(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        asking.remind(desk, find_case(desk, job.business_key))
        return {}
