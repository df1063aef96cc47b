"""People from outside the family who are invited: by mail with a link that is theirs alone, until it is over.

They learn when and where it is and what it is about. Nobody of the family stands in it, unless all meet together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.accounts import links
from webapp.accounts.details import normal_email, one_line
from webapp.accounts.errors import EmailNotValid, LinkExpired, LinkUnknown
from webapp.accounts.links import MAILBOX_OF, Mailbox
from webapp.cases.desk import Desk
from webapp.mail_effect import MAIL
from webapp.meetings.errors import TooManyVisitors, VisitorUnclear
from webapp.meetings.finding import guests_of, visitors_of
from webapp.meetings.models import ARRANGED, CHOSEN, INVITED, LEFT_OUT, Meeting, MeetingVisitor
from webapp.meetings.telling import key_of, values_of

MEETING_LINK = "meeting"  # purpose of a link
MOST, LONGEST_NAME = 12, 120
AFTERWARDS = timedelta(days=1)  # so that who was late reads what became of it

MAILBOX_OF[MEETING_LINK] = Mailbox(MeetingVisitor.id, MeetingVisitor.email, (MeetingVisitor.state == INVITED,))


@dataclass(frozen=True)
class Named:
    """Somebody as an officer has written them."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class VisitorView:
    """A meeting as a visitor may know it."""

    way: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    place_kind: str
    place: str
    about: str
    bring: str
    organiser: str
    others: tuple[str, ...]
    answer: str
    words: str
    may_answer: bool


def read(text: str) -> tuple[Named, ...]:
    """One on each line: a name, and an email address behind it. Raises VisitorUnclear, TooManyVisitors."""
    found = {each.email: each for each in _lines(text)}
    if len(found) > MOST:
        raise TooManyVisitors
    return tuple(found.values())


def written(meeting: Meeting) -> str:
    """The same text for those who are invited."""
    return "\n".join(f"{each.name}, {each.email}" for each in visitors_of(meeting))


def choose(meeting: Meeting, named: tuple[Named, ...]) -> None:
    """Who is invited from now on; who was invited and is not any more is told so."""
    there, wanted = {each.email: each for each in meeting.visitors}, {each.email: each for each in named}
    for email, visitor in there.items():
        if email in wanted:
            visitor.state, visitor.name = CHOSEN, wanted[email].name
        elif visitor.state in (CHOSEN, INVITED):
            visitor.state = LEFT_OUT
    new = (each for email, each in wanted.items() if email not in there)
    meeting.visitors += [MeetingVisitor(name=each.name, email=each.email, state=CHOSEN) for each in new]


def invite(desk: Desk, visitor: MeetingVisitor) -> None:
    """A mail with the date and a link of their own; what they answered to another time does not count."""
    visitor.state, visitor.invited_at, visitor.answer, visitor.words = INVITED, visitor.invited_at or desk.now, "", ""
    visitor.answered_at = None
    desk.session.flush()
    tell(desk, visitor, "meeting_visitor_invited", method="REQUEST")


def leave_out(desk: Desk, visitor: MeetingVisitor) -> None:
    """Once: they are told that it is off for them, and their link ends."""
    if visitor.invited_at:
        tell_off(desk, visitor)
        visitor.invited_at = None


def tell(desk: Desk, visitor: MeetingVisitor, notice: str, *, method: str = "") -> None:
    """A mail with a new link; those before it end, so that a forwarded mail does not answer for ever."""
    meeting = visitor.meeting
    assert meeting.ends_at
    links.stop(desk.accounts.desk, MEETING_LINK, visitor.id)
    lives = max(meeting.ends_at + AFTERWARDS - desk.now, AFTERWARDS)
    link = links.issue(desk.accounts.desk, MEETING_LINK, visitor.id, lives=lives)
    _mail(desk, visitor, notice, method, link=link.id)


def tell_off(desk: Desk, visitor: MeetingVisitor) -> None:
    """It does not take place, or not for them."""
    links.stop(desk.accounts.desk, MEETING_LINK, visitor.id)
    _mail(desk, visitor, "meeting_visitor_off", "CANCEL")


def opened(desk: Desk, token: str) -> MeetingVisitor:
    """Whose link this is. Raises LinkUnknown, LinkExpired."""
    link = links.known(desk.accounts.desk, MEETING_LINK, token)
    visitor = desk.session.get(MeetingVisitor, link.subject_id)
    if visitor is None or visitor.state != INVITED:
        raise LinkUnknown
    if link.expires_at <= desk.now:
        raise LinkExpired
    return visitor


def view(desk: Desk, visitor: MeetingVisitor) -> VisitorView:
    """What their page says."""
    meeting = visitor.meeting
    others = (*(each.person.name for each in guests_of(meeting)), *_others(visitor)) if meeting.together else ()
    ahead = meeting.state == ARRANGED and meeting.starts_at is not None and meeting.starts_at > desk.now
    return VisitorView(
        way=meeting.way,
        state=meeting.state,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place_kind=meeting.place_kind,
        place=meeting.place,
        about=meeting.about,
        bring=meeting.bring,
        organiser=meeting.organiser.name if meeting.organiser else "",
        others=others,
        answer=visitor.answer,
        words=visitor.words,
        may_answer=ahead,
    )


def _others(visitor: MeetingVisitor) -> Iterator[str]:
    return (each.name for each in visitors_of(visitor.meeting) if each.id != visitor.id)


def _lines(text: str) -> Iterator[Named]:
    for line in filter(None, map(str.strip, text.splitlines())):
        before, _, last = line.replace(",", " ").rstrip().rpartition(" ")
        name = one_line(before)[:LONGEST_NAME]
        try:
            email = normal_email(last.strip("<>()"))
        except EmailNotValid:
            raise VisitorUnclear(line[:80]) from None
        if not name:
            raise VisitorUnclear(line[:80])
        yield Named(name, email)


def _mail(desk: Desk, visitor: MeetingVisitor, notice: str, method: str, *, link: str = "") -> None:
    meeting, reader = visitor.meeting, {"link": link} if link else {"to_visitor": visitor.id}
    payload: dict[str, Any] = {"notice": notice, "values": values_of(meeting), **reader}
    if method:
        payload["calendar"] = {"visitor": visitor.id, "method": method, "sequence": meeting.sequence}
    key = f"{key_of(desk, meeting, visitor.id, notice)}:{meeting.sequence}"
    desk.engine.effects.defer(MAIL, key=key, business_key=meeting.case.reference, payload=payload)
