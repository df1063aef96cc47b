"""Messages are written: by somebody of the family, who then waits for an answer, and by officers."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from engine import Actor
from webapp.accounts import throttling
from webapp.accounts.models import Person
from webapp.accounts.throttling import Bucket
from webapp.cases import keeping_apart, party_access
from webapp.cases.desk import Desk, Services
from webapp.cases.models import FAMILY, Case, Document, Party
from webapp.cases.reading import find_case, open_for
from webapp.talking import answering, attachments
from webapp.talking.errors import (
    FileTells,
    MessageMissing,
    NobodyReads,
    NothingWaits,
    OnlyReads,
    ReasonMissing,
    TellsWhere,
)
from webapp.talking.models import FROM_FAMILY, FROM_OFFICERS, AnswerTime, Conversation, Message

PRESSED_TWICE = timedelta(minutes=1)  # so long after the first time the same words were sent by one press


def from_family(
    services: Services, person: Person, reference: str, text: str, *, within: int, files: Sequence[Document] = ()
) -> tuple[Message, AnswerTime | None]:
    """The message, and the time to answer (in working days) when it begins with it.

    Raises CaseNotFound, OnlyReads, MessageMissing, TooManyAttempts.
    """
    services.engine.locks.take(reference)
    open_for(services, person, reference)
    by = services.actor(person)
    if not by.belongs(FAMILY, reference):
        raise OnlyReads
    if refused := throttling.count(services.accounts.desk, [Bucket("message.author", person.id)]):
        raise refused
    talk = _conversation(services, find_case(services, reference), person)
    message, is_new = _add(services, talk, text, files, FROM_FAMILY, person, by)
    return message, answering.begin(services, talk, within=within) if is_new else None


def from_officers(
    desk: Desk, party: Party, text: str, *, by: Person, actor: Actor, files: Sequence[Document] = (), inside: str = ""
) -> tuple[Message, bool]:
    """The message, and whether it is new; it answers whatever waits. Whoever calls has opened the case to change it.

    `inside`: what could be read of the files. Raises FileTells, MessageMissing, NobodyReads, TellsWhere.
    """
    case = party.case
    desk.engine.locks.take(case.reference)
    if party_access.membership(desk, party) is None:
        raise NobodyReads
    names = " ".join(each.name for each in files)
    telling = keeping_apart.telling(desk, case, party.person_id, {"message": text, "files": f"{names}\n{inside}"})
    if telling:
        raise TellsWhere if "message" in telling else FileTells
    talk = _conversation(desk, case, party.person)
    message, is_new = _add(desk, talk, text, files, FROM_OFFICERS, by, actor)
    answering.end(desk, talk, by=by)
    return message, is_new


def no_answer_needed(desk: Desk, party: Party, because: str, *, by: Person, actor: Actor) -> None:
    """What waits is over without an answer, for a reason. Raises ReasonMissing, NothingWaits."""
    if not because.strip():
        raise ReasonMissing
    desk.engine.locks.take(party.case.reference)
    talk = find(desk, party.case, party.person)
    waited = answering.end(desk, talk, by=by, because=because.strip()) if talk else None
    if waited is None:
        raise NothingWaits
    payload = {"answer": waited.id, "person": party.person.reference}
    desk.engine.history.record(party.case.reference, "no answer needed", by=actor, payload=payload)


def find(desk: Desk, case: Case, person: Person) -> Conversation | None:
    """What this person and the officers have written to each other; none: nothing yet."""
    theirs = select(Conversation).where(Conversation.case_id == case.id, Conversation.person_id == person.id)
    return desk.session.scalar(theirs)


def _conversation(desk: Desk, case: Case, person: Person) -> Conversation:
    found = find(desk, case, person)
    if found is None:
        found = Conversation(case=case, person=person)
        desk.session.add(found)
        desk.session.flush()
    return found


def _add(
    desk: Desk, talk: Conversation, text: str, files: Sequence[Document], side: str, by: Person, actor: Actor
) -> tuple[Message, bool]:
    if not text.strip():
        raise MessageMissing
    of_talk = select(Message).where(Message.conversation_id == talk.id)
    last = desk.session.scalar(of_talk.order_by(Message.number.desc()).limit(1))
    same = last and (last.by_id, last.text) == (by.id, text.strip()) and attachments.are_of(desk, last, files)
    if last and same and desk.now - last.at < PRESSED_TWICE:
        attachments.let_go(desk, by, [each.id for each in files])
        return last, False
    made = Message(conversation=talk, number=last.number + 1 if last else 1, side=side, text=text.strip())
    made.at, made.by, made.documents = desk.now, by, [each.id for each in files]
    attachments.attach(desk, talk, by, made.documents)
    desk.session.add(made)
    desk.session.flush()
    kind = "message from family" if side == FROM_FAMILY else "message to family"
    payload = {"message": made.id, "person": talk.person.reference}
    desk.engine.history.record(talk.case.reference, kind, by=actor, payload=payload)
    return made, True
