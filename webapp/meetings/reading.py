"""Meetings as one person of the family may know them: their own, and nobody else in them unless they meet together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from webapp.accounts.models import Person
from webapp.cases import reading
from webapp.cases.desk import Desk, Services
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.meetings.errors import MeetingNotFound
from webapp.meetings.finding import LATEST, guests_of, visitors_of
from webapp.meetings.models import (
    ARRANGED,
    ASKED,
    CALLED_OFF,
    HELD,
    INVITED,
    LEFT_OUT,
    MOVING,
    NOT_HELD,
    Meeting,
    MeetingGuest,
)
from webapp.meetings.steps import why_for

OVER = "over"  # its time has passed, and nothing is written down yet
CLOSED = "closed"  # for whoever asked and was not invited: it is dealt with


@dataclass(frozen=True, kw_only=True)
class OwnMeeting:
    """One meeting for one reader."""

    reference: str
    case_reference: str
    way: str  # meeting or call
    state: str  # asked, arranged, over, moving, called_off, held, not_held or closed
    sequence: int
    changed_at: datetime
    about: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place_kind: str = ""
    place: str = ""
    bring: str = ""
    organiser: str = ""  # name of the officer
    others: tuple[str, ...] = ()  # names of others who are invited, if they meet together
    answer: str = ""
    words: str = ""
    why: str = ""
    summary: str = ""
    remarks: str = ""
    read_at: datetime | None = None

    @property
    def is_ahead(self) -> bool:
        """Is it wanted or arranged, and not over?"""
        return self.state in (ASKED, ARRANGED, MOVING)

    @property
    def has_time(self) -> bool:
        """Does its time hold, or did it when it was called off? While it moves there is none."""
        return self.starts_at is not None and self.state not in (ASKED, MOVING)


def own_of(services: Services, person: Person, reference: str) -> list[OwnMeeting]:
    """Those of a case to which somebody is invited, and those for which they have asked: the latest first.

    Raises CaseNotFound.
    """
    reading.open_for(services, person, reference)
    return [own(services, each, person) for each in _theirs(services, find_case(services, reference), person)]


def own_one(services: Services, person: Person, reference: str, its_reference: str) -> OwnMeeting:
    """One of them. Raises MeetingNotFound, CaseNotFound."""
    found = next((each for each in own_of(services, person, reference) if each.reference == its_reference), None)
    if found is None:
        raise MeetingNotFound
    return found


def guest_of(desk: Desk, case: Case, person: Person, its_reference: str) -> MeetingGuest:
    """The place of somebody who is invited now. Raises MeetingNotFound."""
    wanted = select(MeetingGuest).join(MeetingGuest.meeting)
    mine = (MeetingGuest.person_id == person.id, MeetingGuest.state == INVITED)
    its = (Meeting.reference == its_reference, Meeting.case_id == case.id)
    found = desk.session.scalar(wanted.where(*mine, *its))
    if found is None:
        raise MeetingNotFound
    return found


def own(desk: Desk, meeting: Meeting, person: Person) -> OwnMeeting:
    """A meeting for this reader; whether it is theirs is not asked."""
    guest = next((each for each in guests_of(meeting) if each.person_id == person.id and each.invited_at), None)
    if guest is None:
        return _asked(desk, meeting, person)
    return OwnMeeting(
        reference=meeting.reference,
        case_reference=meeting.case.reference,
        way=meeting.way,
        state=state_of(meeting, desk.now),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        about=meeting.about,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place_kind=meeting.place_kind,
        place=meeting.place,
        bring=meeting.bring,
        organiser=meeting.organiser.name if meeting.organiser else "",
        others=_others(meeting, guest) if meeting.together else (),
        answer=guest.answer,
        words=guest.words,
        why=why_for(desk, meeting, person),
        summary=meeting.summary,
        remarks=guest.remarks,
        read_at=guest.read_at,
    )


def as_organiser(meeting: Meeting, now: datetime) -> OwnMeeting:
    """A meeting for the calendar of the officer who has arranged it."""
    return OwnMeeting(
        reference=meeting.reference,
        case_reference=meeting.case.reference,
        way=meeting.way,
        state=state_of(meeting, now),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place_kind=meeting.place_kind,
        place=meeting.place,
    )


def state_of(meeting: Meeting, now: datetime) -> str:
    """The meeting's state, and `over` when its time has passed and nobody has written down what came of it."""
    passed = meeting.state == ARRANGED and meeting.ends_at is not None and meeting.ends_at <= now
    return OVER if passed else meeting.state


def _asked(desk: Desk, meeting: Meeting, person: Person) -> OwnMeeting:
    """For whoever has asked and is not invited, or not yet: that we have their wish, or that nothing came of it."""
    state = {CALLED_OFF: CALLED_OFF, HELD: CLOSED, NOT_HELD: CLOSED}.get(meeting.state, ASKED)
    return OwnMeeting(
        reference=meeting.reference,
        case_reference=meeting.case.reference,
        way=meeting.way,
        state=state,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        why=why_for(desk, meeting, person) if state == CALLED_OFF else "",
    )


def _others(meeting: Meeting, guest: MeetingGuest) -> tuple[str, ...]:
    family = (each.person.name for each in guests_of(meeting) if each.person_id != guest.person_id)
    return (*family, *(each.name for each in visitors_of(meeting)))


def _theirs(desk: Desk, case: Case, person: Person) -> list[Meeting]:
    invited = select(MeetingGuest.meeting_id).where(
        MeetingGuest.person_id == person.id, MeetingGuest.state != LEFT_OUT, MeetingGuest.invited_at.is_not(None)
    )
    found = select(Meeting).where(
        Meeting.case_id == case.id, or_(Meeting.asked_by == person.id, Meeting.id.in_(invited))
    )
    return list(desk.session.scalars(found.order_by(*LATEST)))
