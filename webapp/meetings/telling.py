"""Mail about a meeting: to each guest alone, with the meeting for their calendar where it is one."""

from collections.abc import Mapping
from datetime import datetime

from webapp.accounts.models import Person
from webapp.accounts.people import ACCOUNT_HOLDER
from webapp.cases import family_mail
from webapp.cases.desk import Desk
from webapp.london import LONDON
from webapp.mail_effect import MAIL
from webapp.meetings.models import CALL, Meeting, MeetingGuest

WAYS = {CALL: "telephone call"}
REQUEST, CANCEL = "REQUEST", "CANCEL"  # RFC 5546, 1.4


def tell_guest(desk: Desk, guest: MeetingGuest, notice: str, *, method: str = "") -> None:
    """Unless their access has ended by then; with a method, the mail carries the meeting as it stands then."""
    calendar = {"guest": guest.id, "method": method, "sequence": guest.meeting.sequence} if method else None
    tell_family(desk, guest.meeting, guest.person, notice, calendar=calendar)


def tell_family(
    desk: Desk,
    meeting: Meeting,
    person: Person,
    notice: str,
    *,
    calendar: Mapping[str, object] | None = None,
) -> None:
    """Mail to one person of the family about a meeting of a case that they may still open."""
    more = {"calendar": dict(calendar)} if calendar else {}
    key, case = key_of(desk, meeting, person.reference, notice), meeting.case.reference
    family_mail.tell(desk, person, case, notice, key=key, values=values_of(meeting), **more)


def tell_organiser(desk: Desk, meeting: Meeting, notice: str) -> None:
    """Mail to the officer who has arranged it; it names nobody."""
    if meeting.organiser:
        payload = {"notice": notice, "to": ACCOUNT_HOLDER, "values": values_of(meeting)}
        key = key_of(desk, meeting, meeting.organiser.reference, notice)
        desk.engine.effects.defer(MAIL, key=key, business_key=meeting.organiser.reference, payload=payload)


def when(meeting: Meeting) -> str:
    """“Friday 10 April 2026 at 10:30am”; nothing without a time."""
    if meeting.starts_at is None:
        return ""
    local = meeting.starts_at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y} at {clock(meeting.starts_at)}"


def clock(moment: datetime) -> str:
    """“10:30am” in England."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local:%M}{'pm' if local.hour >= 12 else 'am'}"


def what(meeting: Meeting) -> str:
    """“meeting” or “telephone call”."""
    return WAYS.get(meeting.way, "meeting")


def values_of(meeting: Meeting) -> dict[str, str]:
    """What every notice about it may say."""
    return {"reference": meeting.case.reference, "what": what(meeting), "when": when(meeting)}


def key_of(desk: Desk, meeting: Meeting, reader: str, notice: str) -> str:
    """Of the effect: the same mail once for each reader and moment."""
    return f"{notice}:{meeting.reference}:{reader}:{desk.now.isoformat()}"
