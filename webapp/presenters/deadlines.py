"""Deadlines and the dates that they count from, in the words of an officer's page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webapp.clocks import Deadline, EventFile, LegalEvent, of_twenty
from webapp.clocks.arithmetic import BEGINNING_WITH, IN_WORKING_DAYS, WORKING_DAYS_WITH
from webapp.clocks.shared import ADVISER, COUNCIL, FAMILY, MEETING_HELD, NOTICE_SERVED, REQUEST_RECEIVED, SCHOOL, Limit
from webapp.clocks.standing import DROPPED, EXEMPT, LATE, MET, MET_LATE, SOON
from webapp.presenters.words import NBSP, Tag, clock_time, count, day, days_left, short_day

UNITS = {"D": "day", "W": "week", "M": "month"}
KINDS = {REQUEST_RECEIVED: "Request received", NOTICE_SERVED: "Letter served", MEETING_HELD: "Review meeting"}
ROUTES = {
    "portal": "On the portal",
    "email": "By email",
    "hand": "By hand",
    "signed_for": "By post, signed for",
    "post": "By first class post",
    "telephone": "By telephone, or in a talk",
    "former_system": "Taken over from the former system",
}
WITH = {COUNCIL: "us", ADVISER: "whoever gives advice", SCHOOL: "the school", FAMILY: "the family"}


@dataclass(frozen=True, kw_only=True)
class DeadlineLine:
    """One limit as a row of the table."""

    id: str
    title: str
    length: str  # “6 weeks from the request”
    law: str
    source: str
    due: str
    left: str  # days, where no tag says it
    tag: Tag | None
    waits: str


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """One date from which limits count."""

    id: str
    title: str
    when: str
    counts: str  # which day counts for the law
    corrected: tuple[str, ...]  # what stood there before and why it was wrong, the latest first
    doubtful: bool  # a letter with dates that have been corrected since


@dataclass(frozen=True, kw_only=True)
class DeadlinesOfCase:
    """What the case page says about time."""

    heading: str
    lines: list[DeadlineLine]
    dates: list[EventLine]
    more: int  # limits and dates that are not shown here


def of_case(
    found: Sequence[Deadline], events: Iterable[EventFile], whose: Mapping[str, str], *, today: date, more: int = 0
) -> DeadlinesOfCase:
    """Limits and the dates that they count from; `whose` says by reference who was asked for advice."""
    return DeadlinesOfCase(
        heading=heading(of_twenty(found), today=today),
        lines=lines(found, whose, today=today),
        dates=dates(events),
        more=more,
    )


def heading(twenty: Deadline | None, *, today: date) -> str:
    """“Deadlines: week 12 of 20”."""
    if twenty is None or not twenty.is_open:
        return "Deadlines"
    week = twenty.week(today)
    return f"Deadlines: week {week} of {twenty.weeks}" if week else f"Deadlines: the {twenty.weeks} weeks have passed"


def lines(found: Iterable[Deadline], whose: Mapping[str, str], *, today: date) -> list[DeadlineLine]:
    """In their order."""
    return [
        DeadlineLine(
            id=each.id,
            title=_title(each, whose),
            length=_length(each.rule),
            law=each.rule.law.replace(" ", NBSP),
            source=each.source,
            due=short_day(each.due_on),
            left=days_left(each.due_on, today=today),
            tag=_tag(each, today),
            waits=_waits(each),
        )
        for each in found
    ]


def dates(found: Iterable[EventFile]) -> list[EventLine]:
    """In their order."""
    return [
        EventLine(
            id=each.event.id,
            title=_what(each.event.kind, each.event.subject),
            when=_moment(each.event.at, each.event.route),
            counts=f"Counts as {day(each.event.deemed_on)}",
            corrected=tuple(_corrections(each)),
            doubtful=each.event.doubtful_since is not None,
        )
        for each in found
    ]


def event(each: LegalEvent) -> str:
    """When it was, and which day counts."""
    return f"{_moment(each.at, each.route)}. Counts as {day(each.deemed_on)}."


def _title(each: Deadline, whose: Mapping[str, str]) -> str:
    return f"{each.rule.title}, {whose.get(each.subject, each.subject)}" if each.subject else each.rule.title


def _length(rule: Limit) -> str:
    number, unit = int(rule.within[1:-1]), UNITS[rule.within[-1]]
    unit = f"working {unit}" if rule.counting in IN_WORKING_DAYS else unit
    first = "beginning with" if rule.counting in (BEGINNING_WITH, WORKING_DAYS_WITH) else "from"
    return f"{count(number, unit)} {first} {rule.counted_from}"


def _tag(each: Deadline, today: date) -> Tag | None:
    if each.state == LATE and each.rule.owed_by == FAMILY:  # nobody is late who did not use their time
        return Tag("Time is over")
    tags = {
        LATE: Tag(days_left(each.due_on, today=today), "late"),
        SOON: Tag(days_left(each.due_on, today=today), "soon"),
        MET: Tag("Met", "good"),
        MET_LATE: Tag("Met late", "late"),
        EXEMPT: Tag("Switched off"),
        DROPPED: Tag("Not needed any more"),
    }
    return tags.get(each.state)


def _waits(each: Deadline) -> str:
    if each.met_on:
        return f"{day(each.met_on, weekday=False)}, {_compared(each.met_on, each.due_on)}"
    if each.exempt_at:
        return f"{each.exempt_ground}. {each.exempt_by}, {day(each.exempt_at, weekday=False)}"
    return f"With {WITH[each.rule.owed_by]} since {day(each.counted_from, weekday=False, year=False)}"


def _compared(met_on: date, due_on: date) -> str:
    left = (due_on - met_on).days
    if left == 0:
        return "on the last day"
    return f"{count(abs(left), 'day')} {'early' if left > 0 else 'late'}"


def _what(kind: str, subject: str) -> str:
    return f"{KINDS[kind]}: {subject.replace('_', ' ')}" if subject else KINDS[kind]


def _moment(at: datetime, route: str) -> str:
    how = ROUTES.get(route, "")
    return f"{day(at)}, {clock_time(at)}{', ' + how[0].lower() + how[1:] if how else ''}"


def _corrections(each: EventFile) -> Iterator[str]:
    later = each.event
    for earlier in each.earlier:
        who = f"{later.recorded_by_name}, {day(later.recorded_at, weekday=False)}"
        yield f"Before: {_moment(earlier.at, earlier.route)}. Corrected by {who}: {later.because}"
        later = earlier
