"""What this room does for the shipped drawings."""

from collections.abc import Mapping
from typing import Any

from engine import Job, Registry
from webapp import clocks
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.clocks import arithmetic
from webapp.contributions import asking, deciding, giving, more_time, new_dates, reminding


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""
    _request(registry, accounts_of)
    _advice(registry, accounts_of)
    _views(registry, accounts_of)
    _more_time(registry, accounts_of)


def _request(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("receive-request")
    def receive_request(job: Job) -> Mapping[str, Any]:
        desk, route = desk_of(job.desk, accounts_of), job.headers.get("route") or str(job.inputs["route"])
        received = clocks.receive_request(desk, job.business_key, route=route, what=job.inputs, by=job.by)
        giving.keep_request(desk, job.business_key, instance_id=job.instance_id, by=job.by)
        return {"received_on": received.deemed_on.isoformat()}

    @registry.register("keep-school-asking")
    def keep_school_asking(job: Job) -> Mapping[str, Any]:
        giving.keep_school_asking(desk_of(job.desk, accounts_of), job.business_key, instance_id=job.instance_id)
        return {}

    @registry.register("keep-added")
    def keep_added(job: Job) -> Mapping[str, Any]:
        giving.keep_added(desk_of(job.desk, accounts_of), job.business_key, instance_id=job.instance_id, by=job.by)
        return {}


def _advice(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("ask-advisers")
    def ask_advisers(job: Job) -> Mapping[str, Any]:
        desk, rows = desk_of(job.desk, accounts_of), job.answers("choose_advisers").get("advisers") or []
        asked = asking.ask(desk, job.business_key, rows, by=job.by, instance_id=job.instance_id)
        decide_by = deciding.last_day(desk, job.business_key, by=job.by)
        return {"advice": list(asked.advice), "views": list(asked.views), "decide_by": decide_by.isoformat()}

    @registry.register("remind-adviser")
    def remind_adviser(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        request = asking.find(desk, find_case(desk, job.business_key), str(job.inputs["advice"]))
        asking.remind(desk, request, by=job.by)
        return {}

    @registry.register("note-late-advice")
    def note_late_advice(job: Job) -> Mapping[str, Any]:
        desk, advice = desk_of(job.desk, accounts_of), str(job.inputs["advice"])
        return {"awaited": giving.note_late(desk, job.business_key, advice, by=job.by)}

    @registry.register("keep-new-date")
    def keep_new_date(job: Job) -> Mapping[str, Any]:
        desk, advice = desk_of(job.desk, accounts_of), str(job.inputs["advice"])
        until = giving.keep_new_date(desk, job.business_key, advice, job.answers("new_date"), by=job.by)
        return {"without_it": until is None, "look_again_at": arithmetic.end_of(until).isoformat() if until else None}

    @registry.register("keep-offered-date")
    def keep_offered_date(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        request = asking.find(desk, find_case(desk, job.business_key), str(job.inputs["advice"]))
        answered = new_dates.keep(desk, request, agreed=request.agreed_on == request.offered_on, by=job.by)
        return {"agreed": answered.agreed, "look_again_at": answered.look_again_at}

    @registry.register("keep-advice")
    def keep_advice(job: Job) -> Mapping[str, Any]:
        advice = str(job.inputs["advice"])
        known = giving.keep_advice(
            desk_of(job.desk, accounts_of), job.business_key, advice, instance_id=job.instance_id, by=job.by
        )
        return {"known": known}


def _views(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("keep-views")
    def keep_views(job: Job) -> Mapping[str, Any]:
        kind, person = str(job.inputs["kind"]), str(job.inputs["person"])
        giving.keep_views(desk_of(job.desk, accounts_of), job.business_key, kind, person, instance_id=job.instance_id)
        return {}

    @registry.register("remind-views")
    def remind_views(job: Job) -> Mapping[str, Any]:
        reminding.remind(desk_of(job.desk, accounts_of), job.business_key, str(job.inputs["person"]))
        return {}

    @registry.register("look-for-more-time")
    def look_for_more_time(job: Job) -> Mapping[str, Any]:
        return more_time.waits_for(desk_of(job.desk, accounts_of), job.business_key, job.inputs)


def _more_time(registry: Registry, accounts_of: AccountsOf) -> None:
    @registry.register("note-more-time")
    def note_more_time(job: Job) -> Mapping[str, Any]:
        more_time.note(desk_of(job.desk, accounts_of), job.business_key, by=job.by, instance_id=job.instance_id)
        return {}

    @registry.register("keep-more-time")
    def keep_more_time(job: Job) -> Mapping[str, Any]:
        return {"answered": more_time.keep(desk_of(job.desk, accounts_of), job.instance_id, by=job.by)}

    @registry.register("tell-more-time")
    def tell_more_time(job: Job) -> Mapping[str, Any]:
        more_time.tell(desk_of(job.desk, accounts_of), job.instance_id)
        return {}
