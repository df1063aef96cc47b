"""Rows of the plans room: versions of a plan, what each says, and what the family has said about it."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.cases.models import Case
from webapp.db import Base
from webapp.letters.models import WITHDRAWN, Letter

DRAFT, FINAL = "draft", "final"  # kinds of versions
AMENDMENT = "amendment"  # a final plan with the changes that we suggest (SEND Regulations 2014, regulation 22)
WRITING, ISSUED, DROPPED = "writing", "issued", "dropped"  # states


class PlanVersion(Base):
    """One version of a child's plan. From the day it is issued nothing in it changes."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("case_id", "kind", "number"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]  # among those of its kind, from 1; below 0: it was dropped
    state: Mapped[str] = mapped_column(String(16), default=WRITING)
    instance_id: Mapped[int] = mapped_column(index=True)  # of the process in which it is written
    copied_from_id: Mapped[str | None] = mapped_column(ForeignKey("plan_version.id"))
    begun_at: Mapped[Moment]
    issued_at: Mapped[Moment | None]
    dated: Mapped[date | None]  # the day on it
    digest: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of all that it says
    author_id: Mapped[PersonId | None]  # who finished writing it
    approver_id: Mapped[PersonId | None]  # of a final plan: a second person
    sent_back_because: Mapped[str] = mapped_column(Text, default="")  # by that person, the last time
    ended_on: Mapped[date | None]  # of a final plan: since this day it is in force no more
    ended_because: Mapped[str] = mapped_column(String(16), default="")  # ceased, moved or closed
    case: Mapped[Case] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys="PlanVersion.author_id")
    approver: Mapped[Person | None] = relationship(foreign_keys="PlanVersion.approver_id")

    @property
    def slug(self) -> str:
        """Its name in addresses, e.g. draft-2."""
        return f"{self.kind}-{self.number}"


class PlanStatement(Base):
    """One part of a version: a need, an outcome, a piece of help, or words of another section."""

    __tablename__ = "plan_statement"
    __table_args__ = (UniqueConstraint("version_id", "key"), Index(None, "version_id", "section", "position"))
    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    key: Mapped[str] = mapped_column(String(32))  # the same in every version that has it
    section: Mapped[str] = mapped_column(String(2))  # letter
    follows: Mapped[str] = mapped_column(String(32), default="")  # key of what it belongs to
    position: Mapped[int]  # within its section
    heading: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # how much, how often, by whom
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)  # contributions that it was taken from
    kept_from: Mapped[list[str]] = mapped_column(JSON, default=list)  # people of the family who do not read it
    revision: Mapped[int] = mapped_column(default=1)  # goes up with every change
    changed_at: Mapped[Moment]
    changed_by: Mapped[PersonId | None]
    changer: Mapped[Person | None] = relationship(foreign_keys="PlanStatement.changed_by")


class PlanRelease(Base):
    """One of the family may read an issued version; whoever has no row reads nothing of it."""

    __tablename__ = "plan_release"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)
    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    person_id: Mapped[PersonId]
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))  # with which it was sent
    at: Mapped[Moment]
    by: Mapped[PersonId | None] = mapped_column("by_id")  # an officer who has released it without a letter
    ended_at: Mapped[Moment | None]
    letter: Mapped[Letter | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="PlanRelease.person_id")

    @property
    def stands(self) -> bool:
        """May they read it? Not any more once the letter with it was taken back."""
        return self.ended_at is None and (self.letter is None or self.letter.state != WITHDRAWN)


class PlanAgreement(Base):
    """What health or social care says about its own sections of a version, as they stood then."""

    __tablename__ = "plan_agreement"
    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"), index=True)
    body: Mapped[str] = mapped_column(String(16))  # health or social_care
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of these sections
    answer: Mapped[str] = mapped_column(String(16))  # yes, no, or without: it has not answered
    words: Mapped[str] = mapped_column(Text, default="")  # what must be changed
    by_name: Mapped[str]
    at: Mapped[Moment]
    version: Mapped[PlanVersion] = relationship()


class PlanComment(Base):
    """What one of the family says about one part of a version, or about a whole section."""

    __tablename__ = "plan_comment"
    __table_args__ = (Index(None, "version_id", "person_id"),)
    id: Mapped[Id]
    version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    section: Mapped[str] = mapped_column(String(2))
    key: Mapped[str] = mapped_column(String(32), default="")  # of the statement; empty: the section
    person_id: Mapped[PersonId]
    words: Mapped[str] = mapped_column(Text, default="")  # empty: “it is right as it is”
    written_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[bool | None]  # whether the plan was changed because of it; none: not answered yet
    answered_at: Mapped[Moment | None]
    answered_by: Mapped[PersonId | None]
    version: Mapped[PlanVersion] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="PlanComment.person_id")

    @property
    def is_right(self) -> bool:
        """“It is right as it is.”"""
        return not self.words
