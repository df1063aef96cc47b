"""What happened in a case as one person of its family may know it: steps, limits, and what is theirs or was shared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from webapp import clocks, contributions, meetings
from webapp.accounts.models import Person
from webapp.cases import line
from webapp.cases.desk import Services
from webapp.cases.reading import find_case, open_for, parties_of
from webapp.contributions.reading import OWN, TOLD
from webapp.letters import reading as letters
from webapp.london import LONDON
from webapp.meetings.models import CALL, HELD
from webapp.talking.models import FROM_FAMILY, Message
from webapp.talking.writing import find

PAGE = 50
MOST_MESSAGES = 500  # of the newest: older ones stand in the conversation
MILESTONE, OPENED, LETTER, WITHDRAWN, WROTE, WE_WROTE = "step", "opened", "letter", "withdrawn", "wrote", "we_wrote"
GAVE, SHARED, ASKED, MET, MISSED = "gave", "shared", "asked", "met", "missed"
MET_US, CALLED, CORRECTED = "met_us", "called", "corrected"
SCHOOL_ASKED = "school_asked"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened; `what` is told as its reader is spoken to."""

    at: datetime
    kind: str
    what: str = ""  # a title; of what was given its kind
    body: str = ""  # whose advice: a value of the list `advice_bodies`
    note: str = ""
    has_time: bool = True  # else only its day is known


def of(services: Services, person: Person, reference: str) -> list[Event]:
    """The latest first. Raises CaseNotFound."""
    open_for(services, person, reference)
    party = next(each for each in parties_of(services, person) if each.case.reference == reference)
    found = [
        Event(at=party.granted_at, kind=OPENED),
        *_steps(services, reference),
        *_limits(services, reference),
        *_corrections(services, reference),
        *_letters(services, person, reference),
        *_messages(services, person, reference),
        *_meetings(services, person, reference),
        *_given(services, person, reference),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _steps(services: Services, reference: str) -> Iterator[Event]:
    return (
        Event(at=step.at, kind=MILESTONE, what=step.title) for step in line.of(services, reference).steps if step.at
    )


def _limits(services: Services, reference: str) -> Iterator[Event]:
    """Of the whole case: whose advice was late stands where advice is."""
    for each in clocks.of(services, reference):
        if each.met_on and not each.subject:
            yield Event(at=_begin(each.met_on), kind=MET, what=each.rule.title, has_time=False)
        if each.breached_at and not each.subject:
            yield Event(at=each.breached_at, kind=MISSED, what=each.rule.title, note=each.rule.late_text)


def _corrections(services: Services, reference: str) -> Iterator[Event]:
    for each in clocks.events_of(services, reference):
        for later in (each.event, *each.earlier):
            if later.corrects_id:
                yield Event(at=later.recorded_at, kind=CORRECTED)


def _letters(services: Services, person: Person, reference: str) -> Iterator[Event]:
    for each in letters.of_reader(services, person, reference):
        yield Event(at=each.served_at, kind=LETTER, what=each.title)
        if each.withdrawn_at:
            yield Event(at=each.withdrawn_at, kind=WITHDRAWN, what=each.title, note=each.withdrawn_because)


def _messages(services: Services, person: Person, reference: str) -> Iterator[Event]:
    talk = find(services, find_case(services, reference), person)
    if talk is None:
        return
    found = select(Message.at, Message.side).where(Message.conversation_id == talk.id)
    for at, side in services.session.execute(found.order_by(Message.number.desc()).limit(MOST_MESSAGES)):
        yield Event(at=at, kind=WROTE if side == FROM_FAMILY else WE_WROTE)


def _meetings(services: Services, person: Person, reference: str) -> Iterator[Event]:
    """Those that were held; what is to come stands on the page of the case."""
    for each in meetings.own_of(services, person, reference):
        if each.state == HELD and each.starts_at:
            yield Event(at=each.starts_at, kind=CALLED if each.way == CALL else MET_US)


def _given(services: Services, person: Person, reference: str) -> Iterator[Event]:
    """Their own, what was shared with them, and who was asked."""
    said = contributions.for_family(services, person, reference)
    for given in said.given:
        if given.state == OWN:
            yield Event(at=given.given_at, kind=GAVE, what=given.kind, body=given.body)
        elif given.state == TOLD:
            yield Event(at=given.given_at, kind=SCHOOL_ASKED, what=given.kind)
        elif given.shared_at:
            yield Event(at=given.shared_at, kind=SHARED, what=given.kind, body=given.body)
    for asked in said.awaited:
        yield Event(at=_begin(asked.asked_on), kind=ASKED, body=asked.body, has_time=False)


def _begin(on: date) -> datetime:
    return datetime.combine(on, time(), LONDON)
