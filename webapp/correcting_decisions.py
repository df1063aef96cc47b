"""A decision was recorded otherwise than it was taken: what followed from that record ends, the right one holds.

A process that has passed its decision is not turned round: it ends where it stands, and the right one begins.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine import RUNNING, Job, Registry
from webapp import clocks, contributions
from webapp.cases.desk import Desk
from webapp.cases.models import OPEN, Case
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.clocks import deadlines, events
from webapp.clocks.appealing import AFTER_CERTIFICATE, APPEAL
from webapp.clocks.errors import DeadlineNotFound
from webapp.clocks.shared import REQUEST_RECEIVED
from webapp.letters import preparing, serving
from webapp.letters.models import DRAFT, SERVED, SIGNED, WITHDRAWN, Letter
from webapp.letters.serving import Tell

ASSESS, NO, PLAN, NO_PLAN, UNCHANGED = "assess", "no", "plan", "no_plan", "unchanged"
FIRST, SECOND = (ASSESS, NO), (PLAN, NO_PLAN)  # of the two decisions
FORMS = {  # form -> its field
    "duty_check": "duty",
    "request_decision": "decision",
    "plan_decision": "decision",
    "decision_wrong": "truly",
}
ENDS = ("assess_after_all", "not_assessed", "plan_after_all", "no_plan")  # of a correction that has changed something
ENDED = {True: ("request", "assessment", "plan"), False: ("assessment", "plan")}  # processes, by: is it the first?
NOTICES = {True: ("will_assess", "will_not_assess", "no_plan"), False: ("no_plan",)}
LETTERS = {ASSESS: ("request", "will_assess"), NO: ("request", "will_not_assess"), NO_PLAN: ("assessment", NO_PLAN)}
LIMITS = {True: "decide_whether_to_assess", False: "decide_whether_plan_is_needed"}
AHEAD = {ASSESS: ("decide_whether_plan_is_needed", "final_plan"), PLAN: ("final_plan",)}  # what is owed after a yes
BECAUSE = "a decision was recorded wrongly"
WORDS = "We had recorded the decision wrongly. It was our mistake. The right letter follows."


def register(registry: Registry, accounts_of: AccountsOf, tell: Tell) -> None:
    """Add the job types of the drawing `correction_decision`."""

    @registry.register("look-at-decision")
    def look_at_decision(job: Job) -> Mapping[str, Any]:
        truly, desk = str(job.inputs["truly"]), desk_of(job.desk, accounts_of)
        recorded = recorded_last(desk, job.business_key, first=truly in FIRST, but=job.instance_id)
        return {"differs": recorded not in (None, truly)}

    @registry.register("leave-decision")
    def leave_decision(job: Job) -> Mapping[str, Any]:
        return {"holds": UNCHANGED}

    @registry.register("undo-decision")
    def undo_decision(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        undo(desk, job, find_case(desk, job.business_key), tell)
        return {"holds": job.inputs["truly"]}

    @registry.register("settle-decision")
    def settle_decision(job: Job) -> Mapping[str, Any]:
        desk, truly = desk_of(job.desk, accounts_of), str(job.inputs["truly"])
        clocks.meet(desk, job.business_key, limit=LIMITS[truly in FIRST], by=job.by)
        if truly not in AHEAD:
            because = "nothing follows from the decision"
            clocks.drop(desk, job.business_key, because=because, leaves=(APPEAL, AFTER_CERTIFICATE), by=job.by)
        return {}


def recorded_last(desk: Desk, reference: str, *, first: bool, but: int) -> str | None:
    """What is recorded as the first or as the second decision; none when nothing was decided yet."""
    changed = {row.id for row in desk.engine.instances.of(reference) if row.ended_in in ENDS}
    found = None
    for sent in desk.engine.submissions.of(reference):
        said = sent.answers.get(FORMS[sent.form]) if sent.form in FORMS else None
        counts = sent.form != "decision_wrong" or (sent.instance_id != but and sent.instance_id in changed)
        if counts and said in (FIRST if first else SECOND):
            found = str(said)
    return found


def undo(desk: Desk, job: Job, case: Case, tell: Tell) -> None:
    """End what followed, take its letters back, let the right limits run, and prepare the right letter."""
    truly = str(job.inputs["truly"])
    for row in desk.engine.instances.of(case.reference):
        if row.status == RUNNING and row.process_id in ENDED[truly in FIRST]:
            desk.engine.instances.cancel(row.id, because=BECAUSE, by=job.by)
    _take_back(desk, job, case, tell, NOTICES[truly in FIRST])
    for limit in (LIMITS[truly in FIRST], *AHEAD.get(truly, ())):
        _owe(desk, job, limit)
    contributions.withdraw(desk, case)
    case.state = OPEN
    payload = {"because": BECAUSE, "truly": truly}
    desk.engine.history.record(case.reference, "decision put right", by=job.by, payload=payload)
    if truly in LETTERS:
        _prepare(desk, job, *LETTERS[truly])


def _take_back(desk: Desk, job: Job, case: Case, tell: Tell, notices: tuple[str, ...]) -> None:
    by = desk.accounts.people.by_reference(job.by.id)
    of_case = select(Letter).where(Letter.case_id == case.id, Letter.notice.in_(notices))
    for letter in desk.session.scalars(of_case.where(Letter.state.in_((DRAFT, SIGNED, SERVED)))):
        if letter.state == DRAFT:
            letter.state, letter.withdrawn_at, letter.withdrawn_by = WITHDRAWN, desk.now, by.id
        elif serving.withdraw(desk, letter, because=WORDS, by=by, actor=job.by) and letter.person:
            tell(desk, letter.person, "letter_withdrawn", reference=case.reference)


def _owe(desk: Desk, job: Job, limit: str) -> None:
    """A case that came from elsewhere may never have had it."""
    try:
        deadlines.reopen(desk, job.business_key, limit=limit, because=BECAUSE, by=job.by)
    except DeadlineNotFound:
        if _received_on(desk, job.business_key):
            clocks.start(desk, job.business_key, limit=limit, by=job.by)


def _prepare(desk: Desk, job: Job, process: str, notice: str) -> None:
    deployment_id = desk.engine.deployments.current(process).deployment_id
    received = _received_on(desk, job.business_key)
    given = {"received_on": received} if received else {}
    reference, instance_id = job.business_key, job.instance_id
    preparing.prepare(desk, reference, notice, instance_id=instance_id, deployment_id=deployment_id, given=given)


def _received_on(desk: Desk, reference: str) -> str:
    """The day from which everything counts; empty when we know of no request."""
    event = events.latest(desk, find_case(desk, reference), REQUEST_RECEIVED)
    return event.deemed_on.isoformat() if event else ""
