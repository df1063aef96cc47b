"""Somebody withdraws a request: whoever else may ask for an assessment says first, alone, whether it goes on.

Each parent and the young person have that right in their own name (Children and Families Act 2014, section 36(1)), so
what one takes back ends nobody else's. No law says how long somebody is asked: that is a limit of practice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import Job, Registry
from webapp.accounts.memberships import FULL
from webapp.cases import family_mail, party_access, young_person
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, Party
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.cases.whom import MYSELF
from webapp.clocks import arithmetic, shared
from webapp.letters import preparing, serving
from webapp.letters.models import ENDED, OWN_CHOICE
from webapp.letters.preparing import YES
from webapp.london import london_day
from webapp.withdrawing import notes, rights

LIMIT, LATELY = "say_whether_it_goes_on", "ask_again_whether_it_goes_on"
ON_PAPER = ""  # an officer asks
SAY, ASK_ELSEWHERE = "withdrawal_answer.say_whether", "withdrawal_answer.ask_elsewhere"  # tasks
NOTED, QUESTION, REMINDER, GOES_ON, OVERTAKEN = (
    "withdrawal_noted",
    "withdrawal_question",
    "withdrawal_reminder",
    "request_goes_on",
    "withdrawal_overtaken",
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A withdrawal that is not settled, for officers; what anybody has said about it stays out."""

    who: str  # has asked for it, by name
    asked: tuple[str, ...]  # each who is asked here, by name
    on_paper: bool  # an officer asks somebody
    until: date | None  # nobody is being asked: an officer decides


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add the job types of the drawings `withdrawal` and `withdrawal_answer`."""
    notes.register(registry, accounts_of)

    @registry.register("note-withdrawal")
    def note_withdrawal(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        withdrawer, asked_lately = notes.wish(desk, job), _asked_lately(desk, job.business_key)
        found = [] if asked_lately else others(desk, find_case(desk, job.business_key), withdrawer)
        by_officer = asked_lately or not rights.takes_back_their_own(desk, job.business_key)
        return {"withdrawer": withdrawer, "others": found, "by_officer": by_officer}

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

    @registry.register("look-who-else-may-ask")
    def look_who_else_may_ask(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        now = others(desk, find_case(desk, job.business_key), str(job.inputs["withdrawer"]))
        unasked = {str(each["person"]) for each in now} - set(_people(job))
        return {"by_officer": bool(job.inputs["by_officer"] or unasked)}

    @registry.register("tell-withdrawal-overtaken")
    def tell_withdrawal_overtaken(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        _tell(desk, job.business_key, (str(job.inputs["withdrawer"]), *_people(job)), OVERTAKEN)
        desk.engine.history.record(job.business_key, rights.OVERTAKEN, by=job.by, payload={})
        return {}

    @registry.register("tell-request-goes-on")
    def tell_request_goes_on(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        _tell(desk, job.business_key, (str(job.inputs["withdrawer"]), *_people(job)), GOES_ON)
        notes.goes_on(desk, job)
        return {}


def waiting(desk: Desk, reference: str) -> Waiting | None:
    """Whether somebody has asked to withdraw the request, and who is asked until when whether it goes on."""
    sent = rights.wish(desk, reference)
    if sent is None:
        return None
    whose = rights.whose(desk, reference, sent)
    tasks = [each for each in desk.engine.user_tasks.open_of(reference) if each.instance_id == sent.instance_id]
    here = [each for each in tasks if each.element_id == SAY]
    elsewhere = [each for each in tasks if each.element_id == ASK_ELSEWHERE]
    return Waiting(
        who=desk.accounts.people.by_reference(whose).name if whose else str(sent.answers["who"]),
        asked=tuple(desk.accounts.people.by_reference(each.assignee).name for each in here),
        on_paper=bool(elsewhere),
        until=max((london_day(each.due_at) for each in (*here, *elsewhere)), default=None),
    )


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


def _asked_lately(desk: Desk, reference: str) -> bool:
    """Has a wish ended lately that the request goes on? To be asked again and again would be pestered."""
    ended = notes.went_on_at(desk, reference)
    return ended is not None and today(desk) <= shared.limit(LATELY, ended).last_day(ended)


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
