"""Which meeting: by its reference, by the process that it runs in, and all of a case."""

from sqlalchemy import select

from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.meetings.errors import MeetingNotFound
from webapp.meetings.models import LEFT_OUT, Meeting, MeetingGuest, MeetingVisitor

# The latest first, those without a time before them.
LATEST = (Meeting.starts_at.is_not(None), Meeting.starts_at.desc(), Meeting.asked_at.desc(), Meeting.id)


def find(desk: Desk, case: Case, reference: str) -> Meeting:
    """One of this case; whether somebody may know of it is not asked. Raises MeetingNotFound."""
    found = desk.session.scalar(select(Meeting).where(Meeting.reference == reference, Meeting.case_id == case.id))
    if found is None:
        raise MeetingNotFound
    return found


def running_in(desk: Desk, instance_id: int) -> Meeting:
    """The one that this process arranges. Raises MeetingNotFound."""
    found = desk.session.scalar(select(Meeting).where(Meeting.instance_id == instance_id))
    if found is None:
        raise MeetingNotFound
    return found


def chosen(desk: Desk, instance_id: int) -> set[str]:
    """Ids of those of the family who are invited to what this process arranges, or will be."""
    found = select(MeetingGuest.person_id).join(Meeting).where(Meeting.instance_id == instance_id)
    return set(desk.session.scalars(found.where(MeetingGuest.state != LEFT_OUT)))


def of_case(desk: Desk, case: Case) -> list[Meeting]:
    """All of a case for officers."""
    found = select(Meeting).where(Meeting.case_id == case.id)
    return list(desk.session.scalars(found.order_by(*LATEST)))


def guests_of(meeting: Meeting) -> list[MeetingGuest]:
    """Those who are invited now, in the order of their names."""
    return sorted((guest for guest in meeting.guests if guest.state != LEFT_OUT), key=lambda guest: guest.person.name)


def visitors_of(meeting: Meeting) -> list[MeetingVisitor]:
    """Those from outside the family who are invited now, in the order of their names."""
    return sorted((each for each in meeting.visitors if each.state != LEFT_OUT), key=lambda each: each.name)
