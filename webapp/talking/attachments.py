"""Files that come with a message: they lie under its conversation, and whoever reads that reads them, nobody else."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import documents
from webapp.cases.desk import Desk
from webapp.cases.models import WITH_MESSAGE, Document
from webapp.talking.models import Conversation, Message


def attach(desk: Desk, talk: Conversation, owner: Person, ids: Sequence[str]) -> None:
    """Put files that this person has just sent under the conversation. Raises DocumentNotFound."""
    for each in ids:
        documents.own(desk, owner, each).business_key = key(talk.id)


def let_go(desk: Desk, owner: Person, ids: Sequence[str]) -> None:
    """What was sent with a message that is there already."""
    for each in ids:
        documents.remove(desk, owner, each)


def of(desk: Desk, messages: Iterable[Message]) -> dict[str, Document]:
    """The files of these messages, by id."""
    wanted = [each for message in messages for each in message.documents]
    if not wanted:
        return {}
    return {each.id: each for each in desk.session.scalars(select(Document).where(Document.id.in_(wanted)))}


def are_of(desk: Desk, message: Message, files: Sequence[Document]) -> bool:
    """Are these the files of the message, sent once more?"""
    found = of(desk, [message])
    there = [found[each] for each in message.documents if each in found]
    return sorted((each.name, each.sha256) for each in there) == sorted((each.name, each.sha256) for each in files)


def among(desk: Desk, talks: Iterable[Conversation], document_id: str) -> tuple[Document, Conversation] | None:
    """A file of one of these conversations, and of which."""
    found = desk.session.get(Document, document_id)
    return next(((found, talk) for talk in talks if found and found.business_key == key(talk.id)), None)


def key(conversation_id: str) -> str:
    """Under which its files lie."""
    return f"{WITH_MESSAGE}{conversation_id[:12]}"
