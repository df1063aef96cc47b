"""What stands in the history of a withdrawal, for officers only: who wanted it and why, what each said, how it ended.

No page of the family shows it: of two parents neither learns what the other has said.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.cases.desk import Desk
from webapp.cases.reading import references_of
from webapp.cases.service_tasks import HOW, AccountsOf, desk_of
from webapp.london import london_day
from webapp.withdrawing import rights

SAID_HERE, SAID_ELSEWHERE, DECISION, CHANGED = (
    "request_goes_on",
    "goes_on_recorded",
    "withdrawal_decision",
    "let_request_go_on",
)  # forms
SAYS = {"go_on": "The request shall go on", "stop": "We may stop", "unsure": "Not sure"}
WENT_ON = "request goes on"  # kind of an event


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add the job types that keep what somebody said, and why the request ends."""

    @registry.register("note-withdrawal-answer")
    def note_withdrawal_answer(job: Job) -> Mapping[str, Any]:
        desk, person = desk_of(job.desk, accounts_of), str(job.inputs["person"])
        form = SAID_HERE if person else SAID_ELSEWHERE
        given = desk.engine.submissions.of(job.business_key, instance_id=job.instance_id, forms=(form,))
        answers = [each.answers for each in given if each.submitted_by == person or not person][-1]
        who = desk.accounts.people.by_reference(person).name if person else "Asked by an officer"
        said = _sentence(who, f"{SAYS[str(answers['said'])]}.", answers.get("said_words"))
        desk.engine.history.record(job.business_key, "withdrawal answered", by=job.by, payload={"because": said})
        return {}

    @registry.register("note-withdrawn")
    def note_withdrawn(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        decided = desk.engine.submissions.latest(job.instance_id, DECISION)
        everybody = "Everybody who was asked said so" if job.inputs["others"] else "Nobody else may ask for it"
        because = str(decided.get("goes_on_reason") or everybody)
        desk.engine.history.record(job.business_key, rights.ENDS, by=job.by, payload={"because": because})
        return {}


def wish(desk: Desk, job: Job) -> str:
    """Keep who wants the request withdrawn, how they told us and why; gives their reference, or nothing."""
    sent = rights.wish(desk, job.business_key)
    assert sent  # the drawing begins with one of the two forms
    whose = rights.whose(desk, job.business_key, sent)
    if sent.form == rights.TOLD:
        payload = {name: str(sent.answers[name]) for name in ("who", "how", "told_on", "why")}
        because = f"{payload['who']}, {HOW[payload['how']]}: {payload['why']}"
        said = {**payload, "because": because}
        desk.engine.history.record(job.business_key, "withdrawn for the family", by=job.by, payload=said)
        return whose
    because = _sentence(desk.accounts.people.by_reference(whose).name, sent.answers.get("why"))
    desk.engine.history.record(job.business_key, "withdrawal wanted", by=job.by, payload={"because": because})
    return whose


def goes_on(desk: Desk, job: Job) -> None:
    """Keep that it goes on, and the words of whoever said so last: an officer, or who had wanted it withdrawn."""
    decided = desk.engine.submissions.latest(job.instance_id, DECISION).get("goes_on_reason")
    changed = desk.engine.submissions.latest(job.instance_id, CHANGED).get("go_on_why")
    payload = {"because": str(changed or decided or "")}
    desk.engine.history.record(job.business_key, WENT_ON, by=job.by, payload=payload)


def went_on_at(desk: Desk, reference: str) -> date | None:
    """The day on which it was settled last that a request goes on which somebody wanted withdrawn."""
    keys = references_of(desk, reference)
    found = desk.engine.history.happened(*keys, kinds=(WENT_ON,), passed=(), limit=1, before=None)
    return london_day(found[0].at) if found else None


def _sentence(*words: object) -> str:
    """The first is who."""
    who, *said = (str(each) for each in words if each)
    return f"{who}: {' '.join(said)}" if said else who
