"""Rows of the talking room: messages between one person of the family and the officers, and officers' notes."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.cases.models import Case
from webapp.db import Base

FROM_FAMILY, FROM_OFFICERS = "family", "officers"  # sides of a message


class Conversation(Base):
    """All that one person of the family and the officers have written to each other in a case; nobody else reads it."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[PersonId]
    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship()


class Message(Base):
    """One message; it is never changed."""

    __tablename__ = "conversation_message"  # `message` is the engine’s
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)
    id: Mapped[Id]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    number: Mapped[int]  # in its conversation, from 1
    side: Mapped[str] = mapped_column(String(16))  # family or officers
    text: Mapped[str]
    documents: Mapped[list[str]] = mapped_column(JSON, default=list)  # ids of files that came with it
    at: Mapped[Moment]
    by_id: Mapped[PersonId]
    conversation: Mapped[Conversation] = relationship()
    by: Mapped[Person] = relationship()


class AnswerTime(Base):
    """The family has written and waits: from its message to our answer, or to the reason why none is needed."""

    __tablename__ = "answer_time"
    __table_args__ = (Index(None, "look_on", "due_on", "id"), Index(None, "ended_at", "due_on", "id"))
    id: Mapped[Id]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    begun_at: Mapped[Moment]
    due_on: Mapped[date]  # its last day
    look_on: Mapped[date | None]  # when somebody is to be told next; none: nobody any more
    late_at: Mapped[Moment | None]  # the officers and their managers were told that it is late
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[PersonId | None]
    not_needed_because: Mapped[str] = mapped_column(default="")  # for officers only; empty: it was answered
    conversation: Mapped[Conversation] = relationship()


class Note(Base):
    """Something that officers want to remember about a case; its words are those of its latest version."""

    __tablename__ = "note"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    written_at: Mapped[Moment]
    versions: Mapped[list["NoteVersion"]] = relationship(order_by="NoteVersion.number")


class NoteVersion(Base):
    """What a note said from then on; the earlier versions stay as they were."""

    __tablename__ = "note_version"
    __table_args__ = (UniqueConstraint("note_id", "number"),)
    id: Mapped[Id]
    note_id: Mapped[str] = mapped_column(ForeignKey("note.id"))
    number: Mapped[int]  # from 1
    text: Mapped[str]
    at: Mapped[Moment]
    by_id: Mapped[PersonId]
    by: Mapped[Person] = relationship()
