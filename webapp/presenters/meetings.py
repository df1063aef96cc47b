"""Meetings in words: what each is called, where it stands for its reader, and who of the family comes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.meetings.finding import guests_of, visitors_of
from webapp.meetings.models import (
    ARRANGED,
    ASKED,
    CALL,
    CALLED_OFF,
    COMES,
    COMES_NOT,
    HELD,
    IN_PERSON,
    MOVING,
    NOT_HELD,
    OTHER_TIME,
    TELEPHONE,
    VIDEO,
    Meeting,
)
from webapp.meetings.reading import CLOSED, OVER, OwnMeeting, state_of
from webapp.meetings.visitors import VisitorView
from webapp.presenters.words import Tag, clock_time, day, moment

PAST_SHOWN = 3  # on a case's page
NAMES = {CALL: "Telephone call"}
PLACES = {IN_PERSON: "In person", VIDEO: "By video", TELEPHONE: "By telephone"}
ANSWERS = {COMES: "Comes", COMES_NOT: "Cannot come", OTHER_TIME: "Asks for another time"}
OWN_ANSWERS = {
    COMES: "You have said that you come.",
    COMES_NOT: "You have said that you cannot come.",
    OTHER_TIME: "You have asked for another time.",
}
STATES = {
    ASKED: Tag("Being arranged", "brand"),
    ARRANGED: Tag("Arranged", "good"),
    OVER: Tag("Over"),
    MOVING: Tag("New time follows", "soon"),
    CALLED_OFF: Tag("Called off", "late"),
    HELD: Tag("Written down", "good"),
    NOT_HELD: Tag("Not held", "late"),
    CLOSED: Tag("Dealt with"),
}


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """A meeting in a list."""

    reference: str
    title: str
    details: str
    tag: Tag
    is_ahead: bool


@dataclass(frozen=True, kw_only=True)
class GuestRow:
    """Somebody who is invited, for officers."""

    name: str
    answer: str
    words: str
    remarks: str
    read: str


def title(way: str, starts_at: datetime | None) -> str:
    """“Meeting on Friday 10 April 2026 at 10:30am”; without a time only what it is."""
    name = NAMES.get(way, "Meeting")
    return f"{name} on {day(starts_at)} at {clock_time(starts_at)}" if starts_at else name


def own_title(meeting: OwnMeeting) -> str:
    """The same for one of the family; while it moves the old time is none."""
    return title(meeting.way, meeting.starts_at if meeting.has_time else None)


def own(meetings: Iterable[OwnMeeting]) -> list[MeetingRow]:
    """Those of one of the family: what is ahead by its time, then what is over, the latest first."""
    rows = [
        MeetingRow(
            reference=each.reference,
            title=own_title(each),
            details=_own_details(each),
            tag=_own_tag(each),
            is_ahead=each.is_ahead,
        )
        for each in meetings
    ]
    return _in_order(rows)


def for_officers(meetings: Iterable[Meeting], now: datetime) -> list[MeetingRow]:
    """Those of a case in the same order."""
    return _in_order([_row(each, now) for each in meetings])


def shown(rows: Sequence[MeetingRow]) -> list[MeetingRow]:
    """What stands on a case's page: all that is ahead, and the last few that are over."""
    return [*(row for row in rows if row.is_ahead), *[row for row in rows if not row.is_ahead][:PAST_SHOWN]]


def facts(meeting: OwnMeeting | Meeting | VisitorView) -> list[dict[str, object]]:
    """When, where and what, as rows of a summary."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return []
    when = f"{day(meeting.starts_at)}, {clock_time(meeting.starts_at)} to {clock_time(meeting.ends_at)}"
    rows: list[tuple[str, list[str]]] = [
        ("When", [when]),
        ("Where", [PLACES.get(meeting.place_kind, ""), meeting.place]),
        ("What it is about", meeting.about.splitlines()),
        ("What to bring", meeting.bring.splitlines()),
    ]
    return [{"label": label, "lines": lines} for label, lines in rows if any(lines)]


def guests(meeting: Meeting, hidden: Collection[str] = ()) -> list[GuestRow]:
    """Who is invited and what they said, for officers; of those whose reference is hidden not their words."""
    return [
        GuestRow(
            name=guest.person.name,
            answer=ANSWERS.get(guest.answer, "No answer yet"),
            words="" if guest.person.reference in hidden else guest.words,
            remarks="" if guest.person.reference in hidden else guest.remarks,
            read=f"Read {moment(guest.read_at)}" if guest.read_at else "",
        )
        for guest in guests_of(meeting)
    ] + [
        GuestRow(
            name=f"{each.name}, not of the family",
            answer=ANSWERS.get(each.answer, "No answer yet"),
            words=each.words,
            remarks="",
            read="",
        )
        for each in visitors_of(meeting)
    ]


def tag(meeting: Meeting, now: datetime) -> Tag:
    """Where it stands, for officers."""
    return STATES[state_of(meeting, now)]


def _row(meeting: Meeting, now: datetime) -> MeetingRow:
    state = state_of(meeting, now)
    said = [f"{row.name}: {row.answer.lower()}" for row in guests(meeting)]
    return MeetingRow(
        reference=meeting.reference,
        title=title(meeting.way, meeting.starts_at if state not in (ASKED, MOVING) else None),
        details=". ".join(filter(None, (PLACES.get(meeting.place_kind, ""), *said))),
        tag=STATES[state],
        is_ahead=state in (ASKED, ARRANGED, MOVING),
    )


def _own_details(meeting: OwnMeeting) -> str:
    if meeting.state == ASKED:
        return "We have your wish. An officer looks for a time and invites you."
    if meeting.state == MOVING:
        return "It does not take place when we had said. We invite you again."
    if meeting.state == ARRANGED:
        place = PLACES.get(meeting.place_kind, "")
        return f"{place}. {OWN_ANSWERS.get(meeting.answer, 'Tell us whether you come.')}"
    if meeting.state == HELD:
        return "You have read it." if meeting.read_at else "Read what was written down."
    return ""


def _own_tag(meeting: OwnMeeting) -> Tag:
    if meeting.state == ARRANGED and not meeting.answer:
        return Tag("You are invited", "soon")
    return STATES[meeting.state]


def _in_order(rows: list[MeetingRow]) -> list[MeetingRow]:
    """They come the latest first: what is ahead is turned round."""
    return [*reversed([row for row in rows if row.is_ahead]), *(row for row in rows if not row.is_ahead)]
