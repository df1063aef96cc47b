"""Messages in words: for the family by when we answer, for officers what waits and how late it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webapp.cases.uploads import Uploads
from webapp.presenters.documents import ShownDocument, shown
from webapp.presenters.restrictions import person
from webapp.presenters.words import Tag, clock_time, day, due_tag, moment
from webapp.talking import Said, TalkRow, Waiting
from webapp.talking.models import FROM_FAMILY
from webapp.talking.reading import Glance
from webapp.talking.waiting import WaitingRow

OURS = "The SEND team"
NEW = Tag("New", "good")


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message."""

    who: str
    when: str
    text: str
    ours: bool  # of the council
    files: list[ShownDocument]
    tag: Tag | None


@dataclass(frozen=True, kw_only=True)
class GlanceWords:
    """What stands beside the link to the messages."""

    tag: Tag | None
    promise: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """The conversation with one of the family, in the officers' list."""

    party_id: str
    who: str
    details: str
    tag: Tag | None
    opens: bool


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """One answer that is awaited, in the officers' list of all cases."""

    reference: str
    party_id: str
    area: str
    tag: Tag
    due: str
    since: str


def for_family(found: Iterable[Said], uploads: Uploads, *, names: bool, now: datetime) -> list[MessageRow]:
    """The newest first; of officers the first name, where the council gives it."""
    return [_row(each, _to_family(each, names), uploads, now) for each in found]


def for_officers(found: Iterable[Said], uploads: Uploads, *, now: datetime) -> list[MessageRow]:
    """The newest first."""
    return [_row(each, "You" if each.own else each.name, uploads, now) for each in found]


def promise(waiting: Waiting | None) -> str:
    """By when we answer; when we are late, what we did about it."""
    if waiting is None:
        return ""
    if not waiting.late:
        return f"We answer by {day(waiting.due_on)}."
    late = f"We are late with our answer, and we are sorry: we said {day(waiting.due_on)}."
    if waiting.late_at is None:
        return late
    return f"{late} On {day(waiting.late_at, year=False)} we reminded the team and told their manager."


def glance(found: Glance, days: int) -> GlanceWords:
    """For the family's page of a case."""
    new = Tag(f"{found.new} new", "good") if found.new else None
    return GlanceWords(tag=new, promise=promise(found.waiting) or can_be_expected(days))


def can_be_expected(days: int) -> str:
    """Before anything is written: “We answer within 5 working days.”"""
    return f"We answer within {days} working days." if days > 1 else "We answer on the next working day."


def waits(waiting: Waiting | None, *, today: date) -> Tag | None:
    """How long the officers still have."""
    return due_tag(waiting.due_on, today=today) if waiting else None


def people(found: Iterable[TalkRow], labels: Mapping[str, Mapping[str, str]], *, today: date) -> list[PersonRow]:
    """Everybody of the family; who has never written can be written to."""
    return [
        PersonRow(
            party_id=each.party.id,
            who=person(each.party.person.name, each.party.relationship_to_child, labels),
            details=_details(each),
            tag=waits(each.waiting, today=today),
            opens=not each.hidden,
        )
        for each in found
    ]


def due(found: Iterable[WaitingRow], *, today: date) -> list[DueRow]:
    """In their order."""
    return [
        DueRow(
            reference=each.reference,
            party_id=each.party_id,
            area=each.area,
            tag=due_tag(each.waiting.due_on, today=today),
            due=day(each.waiting.due_on, year=False),
            since=day(each.waiting.since, weekday=False, year=False),
        )
        for each in found
    ]


def in_all(found: Sequence[WaitingRow], *, today: date) -> str:
    """“3 messages wait for an answer, 1 of them late”; empty when none waits."""
    if not found:
        return ""
    late = sum(each.waiting.due_on < today for each in found)
    if len(found) == 1:
        return f"1 message waits for an answer{' and is late' if late else ''}"
    return f"{len(found)} messages wait for an answer{f', {late} of them late' if late else ''}"


def _row(each: Said, who: str, uploads: Uploads, now: datetime) -> MessageRow:
    return MessageRow(
        who=who,
        when=_when(each.at, now),
        text=each.text,
        files=shown(each.files, uploads),
        ours=each.side != FROM_FAMILY,
        tag=NEW if each.new else None,
    )


def _to_family(each: Said, names: bool) -> str:
    if each.own:
        return "You"
    return f"{each.first_name}, {OURS[0].lower()}{OURS[1:]}" if names else OURS


def _when(at: datetime, now: datetime) -> str:
    words = moment(at, now=now)
    return words if words.endswith(("today", "yesterday")) else f"{day(at)}, {clock_time(at)}"


def _details(each: TalkRow) -> str:
    if each.hidden:
        return "Where they live is hidden from your team, and with it what they write."
    if each.last is None:
        words = "No message yet."
    elif each.last.side == FROM_FAMILY:
        words = f"They wrote last, on {day(each.last.at, weekday=False)}."
    else:
        words = f"{each.last.by.name} wrote last, on {day(each.last.at, weekday=False)}."
    return words if each.has_access else f"{words} They have no access now and read nothing here."
