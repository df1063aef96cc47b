"""A case is closed: what is open in it ends, in every room that has something open; a new request opens it again."""

from collections.abc import Collection, Mapping
from typing import Any

from engine import RUNNING, Actor, Job, Registry
from webapp import contributions, meetings
from webapp.cases.desk import Desk
from webapp.cases.models import CLOSED, Case
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.coming_of_age import sweeping as coming_of_age
from webapp.plans import ending
from webapp.transfers import sweeping as transfers


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add the job type of the drawing `case_closure`."""

    @registry.register("end-open-work")
    def end_open_work(job: Job) -> Mapping[str, Any]:
        desk, leaves = desk_of(job.desk, accounts_of), job.inputs.get("leaves") or ()
        case = find_case(desk, job.business_key)
        coming_of_age.cut_off(desk, case)
        transfers.cut_off(desk, case)
        end_all(desk, case, because=job.headers["because"], leaves=leaves, within=job.instance_id, by=job.by)
        meetings.end_all(desk, case, "The case is closed.", tell=bool(job.inputs.get("tell")))
        contributions.withdraw(desk, case)
        ending.end(desk, case, because=ending.CLOSED, by=job.by)
        case.state = CLOSED
        desk.engine.history.record(case.reference, "case closed", by=job.by, payload={})
        return {}


def end_all(desk: Desk, case: Case, *, because: str, leaves: Collection[str], within: int, by: Actor) -> None:
    """End every process that runs in a case but the instance `within` and the processes `leaves`."""
    for row in desk.engine.instances.of(case.reference):
        if row.status == RUNNING and row.id != within and row.process_id not in leaves:
            desk.engine.instances.cancel(row.id, because=because, by=by)
