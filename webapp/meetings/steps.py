"""What the drawing `meeting` does between its tasks: note, invite, say that it moves, call off, tell the outcome."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.accounts.people import FAMILY
from webapp.cases import references
from webapp.cases.desk import Desk
from webapp.cases.models import Case, Party
from webapp.cases.reading import find_case
from webapp.meetings import telling, visitors
from webapp.meetings.arranging import require_silence
from webapp.meetings.errors import NamesAnother, TellsWhere
from webapp.meetings.finding import guests_of, visitors_of
from webapp.meetings.models import (
    ARRANGED,
    ASKED,
    CALLED_OFF,
    COMES_NOT,
    HELD,
    INVITED,
    LEFT_OUT,
    MOVING,
    Meeting,
    MeetingGuest,
)

DAY_BEFORE = timedelta(days=1)


def note(desk: Desk, reference: str, answers: Mapping[str, Any], *, by: Actor, instance_id: int) -> Meeting:
    """A meeting or call is wanted; whoever of the family has asked is told alone that we have their wish."""
    person, case = desk.accounts.people.by_reference(by.id), find_case(desk, reference)
    asker = person if person.kind == FAMILY else None
    made = Meeting(
        reference=references.free(desk.session, "MTG", Meeting),
        case_id=case.id,
        case=case,
        instance_id=instance_id,
        way=str(answers["way"]),
        asked_by=asker.id if asker else None,
        asked_at=desk.now,
        changed_at=desk.now,
        state=ASKED,
    )
    desk.session.add(made)
    desk.session.flush()
    if asker:
        telling.tell_family(desk, made, asker, "meeting_asked")
    return made


def invite(desk: Desk, meeting: Meeting) -> list[str]:
    """Tell everybody who is invited, and who is not any more; gives the references of those who are to answer."""
    told = [*(each.invited_at for each in meeting.guests), *(each.invited_at for each in meeting.visitors)]
    meeting.sequence += any(told)
    meeting.state, meeting.changed_at, meeting.why = ARRANGED, desk.now, ""
    for guest in meeting.guests:
        if guest.state == LEFT_OUT:
            _leave_out(desk, guest)
        else:
            _invite_one(desk, guest)
    for visitor in meeting.visitors:
        (visitors.leave_out if visitor.state == LEFT_OUT else visitors.invite)(desk, visitor)
    desk.session.flush()
    return [guest.person.reference for guest in guests_of(meeting)]


def reminder_at(meeting: Meeting, now: datetime) -> datetime | None:
    """The same time of the day before; for what is arranged later than that none, as who is invited knows it."""
    if meeting.starts_at is None:
        return None
    at = meeting.starts_at - DAY_BEFORE
    return at if at > now else None


def remind(desk: Desk, meeting: Meeting) -> None:
    """Everybody who is invited and has not said that they cannot come; nobody of what does not take place."""
    if meeting.state != ARRANGED or meeting.starts_at is None or meeting.starts_at <= desk.now:
        return
    for guest in guests_of(meeting):
        if guest.answer != COMES_NOT:
            telling.tell_guest(desk, guest, "meeting_reminder")
    for visitor in visitors_of(meeting):
        if visitor.answer != COMES_NOT:
            visitors.tell(desk, visitor, "meeting_visitor_reminder")


def end_all(desk: Desk, case: Case, why: str, *, tell: bool) -> None:
    """No meeting of this case takes place any more; its guests are told, unless nobody is to be written to."""
    still = select(Meeting).where(Meeting.case_id == case.id, Meeting.state.in_((ASKED, ARRANGED, MOVING)))
    for meeting in desk.session.scalars(still):
        if tell:
            call_off(desk, meeting, why)
        else:
            meeting.state, meeting.why, meeting.changed_at = CALLED_OFF, why, desk.now
    desk.session.flush()


def unsettle(desk: Desk, meeting: Meeting, why: str) -> None:
    """It does not take place when it was arranged; a new time follows."""
    meeting.state, meeting.why, meeting.changed_at = MOVING, why, desk.now
    for guest in guests_of(meeting):
        telling.tell_guest(desk, guest, "meeting_moving")
    for visitor in visitors_of(meeting):
        visitors.tell_off(desk, visitor)
    desk.session.flush()


def call_off(desk: Desk, meeting: Meeting, why: str) -> None:
    """It does not take place. Who has asked for it is told as well when nobody was invited yet."""
    told = [guest for guest in guests_of(meeting) if guest.state == INVITED]
    meeting.state, meeting.why, meeting.changed_at = CALLED_OFF, why, desk.now
    outside = [visitor for visitor in visitors_of(meeting) if visitor.state == INVITED]
    meeting.sequence += bool(told or outside)
    for guest in told:
        telling.tell_guest(desk, guest, "meeting_called_off", method=telling.CANCEL)
    for visitor in outside:
        visitors.tell_off(desk, visitor)
    if meeting.asked_by and meeting.asked_by not in {guest.person_id for guest in told}:
        telling.tell_family(desk, meeting, desk.accounts.people.get(meeting.asked_by), "meeting_not_arranged")
    desk.session.flush()


def tell_outcome(desk: Desk, meeting: Meeting) -> list[str]:
    """Tell the guests what came of it; gives the references of those who may read what was written down."""
    notice = {HELD: "meeting_summary", MOVING: "meeting_moving"}.get(meeting.state, "meeting_not_held")
    for guest in guests_of(meeting):
        telling.tell_guest(desk, guest, notice)
    return [guest.person.reference for guest in guests_of(meeting)] if meeting.state == HELD else []


def why_for(desk: Desk, meeting: Meeting, person: Person) -> str:
    """The officer's reason as this person may read it: nothing, when it tells them of somebody else."""
    parties = [party for party in meeting.case.parties if party.person_id == person.id]
    return meeting.why if meeting.why and _is_silent(desk, meeting, parties) else ""


def _is_silent(desk: Desk, meeting: Meeting, parties: list[Party]) -> bool:
    try:
        require_silence(desk, meeting.case, parties, {"why": meeting.why}, together=meeting.together)
    except (NamesAnother, TellsWhere):
        return False
    return True


def _invite_one(desk: Desk, guest: MeetingGuest) -> None:
    notice = "meeting_moved" if guest.invited_at else "meeting_invitation"
    guest.state, guest.invited_at = INVITED, guest.invited_at or desk.now
    guest.answer = guest.words = ""
    guest.answered_at = None
    telling.tell_guest(desk, guest, notice, method=telling.REQUEST)


def _leave_out(desk: Desk, guest: MeetingGuest) -> None:
    """Once: whoever was told that they are left out is invited no longer."""
    if guest.invited_at:
        telling.tell_guest(desk, guest, "meeting_called_off", method=telling.CANCEL)
        guest.invited_at = None
