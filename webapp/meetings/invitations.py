"""A meeting for one reader's calendar program: in a mail, and to be saved from its page."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.config import Config
from webapp.meetings import calendar, reading
from webapp.meetings.models import MeetingGuest, MeetingVisitor
from webapp.meetings.reading import OwnMeeting
from webapp.meetings.telling import REQUEST


def current(desk: Desk, config: Config, told: Mapping[str, Any]) -> bytes | None:
    """What a mail carries: the meeting as it stands; none when it has changed since the mail was asked for."""
    if "visitor" in told:
        return _of_visitor(desk, config, told)
    guest = desk.session.get(MeetingGuest, told["guest"])
    if guest is None or guest.meeting.sequence != told["sequence"]:
        return None
    # Who is left out may know neither the new time nor the new place: then only what is called off stands in it.
    entry = calendar.of_meeting(config, reading.own(desk, guest.meeting, guest.person))
    return calendar.invitation(config, entry, method=told["method"], to=guest.person.email, name=guest.person.name)


def to_save(config: Config, meeting: OwnMeeting, person: Person) -> bytes:
    """The file that its page gives to be saved."""
    entry = calendar.of_meeting(config, meeting)
    return calendar.invitation(config, entry, method=REQUEST, to=person.email, name=person.name)


def _of_visitor(desk: Desk, config: Config, told: Mapping[str, Any]) -> bytes | None:
    """The same for somebody without an account: no page of the case stands in it."""
    visitor = desk.session.get(MeetingVisitor, told["visitor"])
    if visitor is None or visitor.meeting.sequence != told["sequence"]:
        return None
    entry = calendar.of_visitor(config, reading.as_organiser(visitor.meeting, desk.now))
    return calendar.invitation(config, entry, method=told["method"], to=visitor.email, name=visitor.name)
