"""Rows of this room: in which cases it has begun, and for each person in them what was said and decided."""

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.db import Base

EVERYTHING, READ, NOTHING = "everything", "read", "nothing"  # what somebody may see of the record
SEES = (EVERYTHING, READ, NOTHING)


class ComingOfAge(Base):
    """A case in which the process has begun: it does so once."""

    __tablename__ = "coming_of_age"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    rights_pass_after: Mapped[date]  # the last day on which the parents decide, as it was reckoned then
    begun_at: Mapped[Moment]


class SharingWish(Base):
    """What a young person says about one person who may see their record, and what an officer decided about it."""

    __tablename__ = "sharing_wish"
    __table_args__ = (UniqueConstraint("instance_id", "person_id"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    instance_id: Mapped[int]
    person_id: Mapped[PersonId]
    wish: Mapped[str]  # everything, read or nothing
    words: Mapped[str] = mapped_column(Text, default="")
    how: Mapped[str] = mapped_column(default="")  # empty: on the portal; else a value of `HOW`
    told_on: Mapped[date | None]  # when they told an officer
    said_at: Mapped[Moment]
    said_by: Mapped[PersonId]  # who typed it
    decided: Mapped[str] = mapped_column(default="")  # empty: not yet
    decided_because: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[PersonId | None]
    person: Mapped[Person] = relationship(foreign_keys="SharingWish.person_id")
