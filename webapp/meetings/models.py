"""Rows of the meetings room: a meeting or call, who is invited to it, and a person's private calendar address."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Fingerprint, Id, Moment, Person, PersonId
from webapp.cases.models import Case
from webapp.db import Base

MEETING, CALL = "meeting", "call"  # ways
ASKED, ARRANGED, MOVING, CALLED_OFF, HELD, NOT_HELD = "asked", "arranged", "moving", "called_off", "held", "not_held"
IN_PERSON, VIDEO, TELEPHONE = "in_person", "video", "telephone"  # places
CHOSEN, INVITED, LEFT_OUT = "chosen", "invited", "left_out"  # guests: to be told, told, not to come any more
COMES, COMES_NOT, OTHER_TIME = "yes", "no", "other_time"  # answers


class Meeting(Base):
    """One meeting or telephone call, from the wish to what came of it."""

    __tablename__ = "meeting"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. MTG-7K2P9; correlation key of its messages
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    instance_id: Mapped[int] = mapped_column(index=True)  # of the process that it runs in
    way: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[PersonId | None]  # of the family; none: an officer arranges it unasked
    asked_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(16), default=ASKED)
    about: Mapped[str] = mapped_column(default="")  # this and the next two as every guest reads them
    place: Mapped[str] = mapped_column(default="")  # address, link or number
    bring: Mapped[str] = mapped_column(default="")
    place_kind: Mapped[str] = mapped_column(String(16), default="")
    starts_at: Mapped[Moment | None] = mapped_column(index=True)
    ends_at: Mapped[Moment | None]
    together: Mapped[bool] = mapped_column(default=False)  # guests may know of one another
    organiser_id: Mapped[PersonId | None]  # the officer who has arranged it
    notice: Mapped[str] = mapped_column(default="")  # a limit: so long before it people are invited
    sequence: Mapped[int] = mapped_column(default=0)  # RFC 5545, 3.8.7.4: goes up with each change that guests are told
    changed_at: Mapped[Moment]
    why: Mapped[str] = mapped_column(default="")  # it moves, was called off or was not held
    summary: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[Moment | None]
    case: Mapped[Case] = relationship()
    organiser: Mapped[Person | None] = relationship(foreign_keys="Meeting.organiser_id")
    guests: Mapped[list["MeetingGuest"]] = relationship(back_populates="meeting", order_by="MeetingGuest.id")
    visitors: Mapped[list["MeetingVisitor"]] = relationship(back_populates="meeting", order_by="MeetingVisitor.id")


class MeetingGuest(Base):
    """Somebody of the family who is invited, what they answered, and what they said about the summary."""

    __tablename__ = "meeting_guest"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[PersonId]
    state: Mapped[str] = mapped_column(String(16), default=CHOSEN)
    invited_at: Mapped[Moment | None]  # for the first time
    answer: Mapped[str] = mapped_column(String(16), default="")
    words: Mapped[str] = mapped_column(default="")  # with the answer; for officers only
    answered_at: Mapped[Moment | None]
    remarks: Mapped[str] = mapped_column(default="")  # on the summary; for officers only
    read_at: Mapped[Moment | None]
    meeting: Mapped[Meeting] = relationship(back_populates="guests")
    person: Mapped[Person] = relationship()


class MeetingVisitor(Base):
    """Somebody from outside the family who is invited by mail and answers by its link, without an account."""

    __tablename__ = "meeting_visitor"
    __table_args__ = (UniqueConstraint("meeting_id", "email"),)
    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    state: Mapped[str] = mapped_column(String(16), default=CHOSEN)
    invited_at: Mapped[Moment | None]  # for the first time
    answer: Mapped[str] = mapped_column(String(16), default="")
    words: Mapped[str] = mapped_column(default="")  # with the answer; for officers only
    answered_at: Mapped[Moment | None]
    meeting: Mapped[Meeting] = relationship(back_populates="visitors")


class CalendarFeed(Base):
    """A private address at which a calendar program reads somebody's dates; ending it deletes the row."""

    __tablename__ = "calendar_feed"
    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    token_hash: Mapped[Fingerprint]
    made_at: Mapped[Moment]
    read_on: Mapped[date | None]  # the last day on which a look at each case was noted
    person: Mapped[Person] = relationship()
