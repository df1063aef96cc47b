"""Rows of the schools room."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Invitation, Moment, Person, PersonId
from webapp.cases.models import Case
from webapp.db import Base

CHOSEN, ASKED, ANSWERED, SILENT = "chosen", "asked", "answered", "silent"  # states
NOT_CONSULTED = "not_consulted"  # it is named all the same
YES, ADJUSTED, NO, MORE = "yes", "adjusted", "no", "more"  # what it may answer


class PlanSchool(Base):
    """One school or college that is consulted about a plan, or that a plan names."""

    __tablename__ = "plan_school"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. SCH-7K2P9; also a candidate group
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), default="")  # empty: it gets paper, and an officer writes down
    asked_by_family: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default=CHOSEN)
    instance_id: Mapped[int] = mapped_column(index=True)  # of the process that consults or names it
    asked_on: Mapped[date | None]
    due_on: Mapped[date | None]
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id"))  # of whom a link is sent to
    person_id: Mapped[PersonId | None]  # whose account has the task
    answer: Mapped[str] = mapped_column(String(16), default="")
    said: Mapped[str] = mapped_column(Text, default="")  # its reasons, and what it says besides
    answered_at: Mapped[Moment | None]
    reply: Mapped[str] = mapped_column(Text, default="")  # of an officer, when it needed more; the school reads it
    named_at: Mapped[Moment | None]  # when a plan began to name it
    case: Mapped[Case] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys="PlanSchool.person_id")
