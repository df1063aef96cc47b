"""Somebody withdraws a request: whoever else may ask for an assessment says first, alone, whether it goes on.

Each parent and the young person have that right in their own name (Children and Families Act 2014, section 36(1)), so
what one takes back ends nobody else's. No law says how long somebody is asked: that is a limit of practice.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.accounts.memberships import FULL
from webapp.cases import family_mail, party_access, withdrawing, young_person
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, Party
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import HOW, AccountsOf, desk_of
from webapp.cases.whom import MYSELF
from webapp.clocks import arithmetic, shared
from webapp.letters import preparing, serving
from webapp.letters.models import ENDED, OWN_CHOICE
from webapp.letters.preparing import YES

LIMIT = "say_whether_it_goes_on"
ON_PAPER = ""  # an officer asks
NOTED, QUESTION, REMINDER, GOES_ON = (
    "withdrawal_noted",
    "withdrawal_question",
    "withdrawal_reminder",
    "request_goes_on",
)


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add the job types of the drawings `withdrawal` and `withdrawal_answer`."""

    @registry.register("note-withdrawal")
    def note_withdrawal(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        withdrawer = _note(desk, job)
        return {"withdrawer": withdrawer, "others": others(desk, find_case(desk, job.business_key), withdrawer)}

    @registry.register("ask-whether-it-goes-on")
    def ask_whether_it_goes_on(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        _tell(desk, job.business_key, (str(job.inputs["withdrawer"]),), NOTED)
        _tell(desk, job.business_key, _people(job), QUESTION)
        return {}

    @registry.register("remind-about-withdrawal")
    def remind_about_withdrawal(job: Job) -> Mapping[str, Any]:
        _tell(desk_of(job.desk, accounts_of), job.business_key, (str(job.inputs["person"]),), REMINDER)
        return {}

    @registry.register("tell-request-goes-on")
    def tell_request_goes_on(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        _tell(desk, job.business_key, (str(job.inputs["withdrawer"]), *_people(job)), GOES_ON)
        desk.engine.history.record(job.business_key, "request goes on", by=job.by, payload={})
        return {}


def last_day(asked_on: date) -> date:
    """Up to which day somebody is asked."""
    return shared.limit(LIMIT, asked_on).last_day(asked_on)


def others(desk: Desk, case: Case, withdrawer: str) -> list[Mapping[str, str]]:
    """Each who is asked here by their reference, and once nobody (empty) for all whom an officer asks."""
    found = [
        party.person.reference if _answers_here(desk, party, reader.hold) else ON_PAPER
        for party, reader in zip(case.parties, preparing.readers(desk, case), strict=True)
        if party.person.reference != withdrawer and _may_ask(party, reader.hold)
    ]
    if _young_person_outside(desk, case):
        found.append(ON_PAPER)
    now, last = today(desk), last_day(today(desk))
    return [
        {
            "person": each,
            "last_day": last.isoformat(),
            "remind_at": arithmetic.end_of(now + (last - now) / 2).isoformat(),
            "over_at": arithmetic.end_of(last).isoformat(),
        }
        for each in dict.fromkeys(found)
    ]


def _note(desk: Desk, job: Job) -> str:
    """Who wants it, as a reference or empty; what an officer was told stands in the history."""
    sent = withdrawing.wish(desk, job.business_key)
    assert sent  # the drawing begins with one of the two forms
    if sent.form == withdrawing.TOLD:
        payload = {name: str(sent.answers[name]) for name in ("who", "how", "told_on", "why")}
        because = f"{payload['who']}, {HOW[payload['how']]}: {payload['why']}"
        said = {**payload, "because": because}
        desk.engine.history.record(job.business_key, "withdrawn for the family", by=job.by, payload=said)
    return withdrawing.whose(desk, job.business_key, sent)


def _may_ask(party: Party, hold: str) -> bool:
    """Not a parent whose rights have passed; where it is not plain (an order, an ended access) an officer looks."""
    return hold != OWN_CHOICE and (hold != ENDED or party.parental_responsibility == YES)


def _answers_here(desk: Desk, party: Party, hold: str) -> bool:
    """Are they plainly entitled, and does what stands in the portal reach them?"""
    held = party_access.membership(desk, party)
    full = held is not None and held.scope == FULL
    return not hold and full and serving.reads_here(desk, party.person, party.case.reference)


def _young_person_outside(desk: Desk, case: Case) -> bool:
    """Do they decide for themselves, and have no place in their case here?"""
    here = any(party.relationship_to_child == MYSELF for party in case.parties)
    return not here and young_person.decides(case.child.born_on, on=today(desk))


def _people(job: Job) -> list[str]:
    return [str(each["person"]) for each in job.inputs["others"]]


def _tell(desk: Desk, reference: str, people: Iterable[str], notice: str) -> None:
    """Each alone: nobody learns from a mail who else got one."""
    for each in people:
        if each:
            key = f"{notice}:{reference}:{each}:{desk.now.isoformat()}"
            family_mail.tell(desk, desk.accounts.people.by_reference(each), reference, notice, key=key)
