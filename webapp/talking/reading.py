"""Messages as they are read: by one of the family their own conversation, by officers each in its turn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.accounts.models import Person
from webapp.cases import entered, party_access
from webapp.cases.desk import Desk, Services, today
from webapp.cases.errors import DocumentNotFound
from webapp.cases.models import FAMILY, Document, Party
from webapp.cases.opening import Opening
from webapp.cases.reading import find_case, note_read, open_for, references_of
from webapp.talking import answering, attachments
from webapp.talking.errors import WordsHidden
from webapp.talking.models import FROM_OFFICERS, AnswerTime, Conversation, Message
from webapp.talking.writing import find

PAGE = 30
WHAT = "messages"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message."""

    side: str  # family or officers
    name: str
    first_name: str
    own: bool  # the reader wrote it
    new: bool  # the other side wrote it after the reader looked last
    text: str
    files: tuple[Document, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An answer of ours is awaited."""

    since: datetime
    due_on: date
    late: bool
    late_at: datetime | None  # officers and managers were told so


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A page of a conversation, the newest message first; `before` leads to the earlier ones."""

    messages: tuple[Said, ...]
    before: int | None
    waiting: Waiting | None
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What somebody of the family finds when they come back."""

    new: int  # messages of ours that they have not seen
    waiting: Waiting | None


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    """A conversation in the officers' list of a case; everybody of the family has one, or can."""

    party: Party
    has_access: bool
    hidden: bool  # from this reader's team
    last: Message | None
    waiting: Waiting | None


def for_family(services: Services, person: Person, reference: str, *, before: int | None = None) -> Talk:
    """What this person and we have written. Raises CaseNotFound."""
    open_for(services, person, reference)
    talk = find(services, find_case(services, reference), person)
    may_write = services.actor(person).belongs(FAMILY, reference)
    seen = _seen(services, person, reference, talk) if talk else None
    return _page(services, talk, person, before=before, new_since=seen, may_write=may_write)


def seen_by_family(services: Services, person: Person, reference: str) -> None:
    """Their look, by which the next one knows what is new."""
    talk = find(services, find_case(services, reference), person)
    note_read(services, reference, by=services.actor(person), what=WHAT, which=talk.id if talk else "")


def glance(services: Services, person: Person, reference: str) -> Glance:
    """What the page of the case says of this person's messages; whoever calls has opened it."""
    talk = find(services, find_case(services, reference), person)
    if talk is None:
        return Glance(new=0, waiting=None)
    ours = select(func.count(Message.id)).where(Message.conversation_id == talk.id, Message.side == FROM_OFFICERS)
    seen = _seen(services, person, reference, talk)
    new = services.session.scalars(ours.where(Message.at > seen) if seen else ours).one()
    waits = answering.running(services, talk)
    return Glance(new=new, waiting=standing(services, waits) if waits else None)


def for_officers(desk: Desk, opened: Opening, party: Party, reader: Person, *, before: int | None = None) -> Talk:
    """The conversation with one of the family, for whoever has opened the case. Raises WordsHidden."""
    require_open(desk, opened, party)
    may_write = opened.glass is None and party_access.membership(desk, party) is not None
    talk = find(desk, opened.case, party.person)
    return _page(desk, talk, reader, before=before, new_since=desk.now, may_write=may_write)


def require_open(desk: Desk, opened: Opening, party: Party) -> None:
    """Raises WordsHidden for whom where this person lives is hidden."""
    if _hidden(desk, opened, party):
        raise WordsHidden


def own_file(services: Services, person: Person, reference: str, document_id: str) -> Document:
    """What came with a message of this person's own conversation. Raises CaseNotFound, DocumentNotFound."""
    open_for(services, person, reference)
    talk = find(services, find_case(services, reference), person)
    found = attachments.among(services, [talk] if talk else [], document_id)
    if found is None:
        raise DocumentNotFound
    return found[0]


def file_for_officers(desk: Desk, opened: Opening, document_id: str) -> Document:
    """What came with a message of the case, for whoever has opened it. Raises DocumentNotFound, WordsHidden."""
    talks = select(Conversation).where(Conversation.case_id == opened.case.id)
    found = attachments.among(desk, desk.session.scalars(talks), document_id)
    if found is None:
        raise DocumentNotFound
    require_open(desk, opened, next(each for each in opened.case.parties if each.person_id == found[1].person_id))
    return found[0]


def list_for_officers(desk: Desk, opened: Opening) -> list[TalkRow]:
    """Everybody of the family, in the order in which they came."""
    case = opened.case
    of_case = select(Conversation).where(Conversation.case_id == case.id)
    talks = {each.person_id: each for each in desk.session.scalars(of_case)}
    lasts, waits = _last_of(desk, talks.values()), _waiting_of(desk, talks.values())
    ids = {party.person_id: talks[party.person_id].id for party in case.parties if party.person_id in talks}
    return [
        TalkRow(
            party=party,
            has_access=party_access.membership(desk, party) is not None,
            hidden=_hidden(desk, opened, party),
            last=lasts.get(ids.get(party.person_id, "")),
            waiting=waits.get(ids.get(party.person_id, "")),
        )
        for party in case.parties
    ]


def standing(desk: Desk, row: AnswerTime) -> Waiting:
    """Where an answer that is awaited stands today."""
    return Waiting(since=row.begun_at, due_on=row.due_on, late=today(desk) > row.due_on, late_at=row.late_at)


def _seen(services: Services, person: Person, reference: str, talk: Conversation) -> datetime | None:
    """When this person looked last, also while the case was one that has been merged into it."""
    keys = references_of(services, reference)
    return services.engine.history.last_read(*keys, element_id=talk.id, actor=person.reference)


def _hidden(desk: Desk, opened: Opening, party: Party) -> bool:
    """Is where they live hidden from this officer? Then so is all that they write, which may tell it."""
    return entered.hides_from(entered.hiding(desk, {party.person_id}), opened.groups, party.person_id)


def _page(
    desk: Desk,
    talk: Conversation | None,
    reader: Person,
    *,
    before: int | None,
    new_since: datetime | None,
    may_write: bool,
) -> Talk:
    if talk is None:
        return Talk(messages=(), before=None, waiting=None, may_write=may_write)
    found = select(Message).where(Message.conversation_id == talk.id).options(joinedload(Message.by))
    if before is not None:
        found = found.where(Message.number < before)
    rows = desk.session.scalars(found.order_by(Message.number.desc()).limit(PAGE + 1)).all()
    waits, files = answering.running(desk, talk), attachments.of(desk, rows[:PAGE])
    return Talk(
        messages=tuple(_said(row, reader, new_since, files) for row in rows[:PAGE]),
        before=rows[PAGE - 1].number if len(rows) > PAGE else None,
        waiting=standing(desk, waits) if waits else None,
        may_write=may_write,
    )


def _said(row: Message, reader: Person, since: datetime | None, files: Mapping[str, Document]) -> Said:
    own = row.by_id == reader.id
    return Said(
        side=row.side,
        name=row.by.name,
        first_name=row.by.first_name,
        own=own,
        new=not own and (since is None or row.at > since),
        text=row.text,
        files=tuple(files[each] for each in row.documents if each in files),
        at=row.at,
    )


def _last_of(desk: Desk, talks: Iterable[Conversation]) -> dict[str, Message]:
    """The newest message of each, by conversation."""
    of_talk, ids = Message.conversation_id, [each.id for each in talks]
    newest = select(of_talk, func.max(Message.number)).where(of_talk.in_(ids)).group_by(of_talk)
    found = select(Message).where(tuple_(of_talk, Message.number).in_(newest)).options(joinedload(Message.by))
    return {each.conversation_id: each for each in desk.session.scalars(found)}


def _waiting_of(desk: Desk, talks: Iterable[Conversation]) -> dict[str, Waiting]:
    found = select(AnswerTime).where(
        AnswerTime.conversation_id.in_([each.id for each in talks]), AnswerTime.ended_at.is_(None)
    )
    found = found.order_by(AnswerTime.due_on.desc())  # of two the more urgent is the last
    return {each.conversation_id: standing(desk, each) for each in desk.session.scalars(found)}
