"""Rows of the clocks room: what has happened in law, and the deadlines that count from it."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment
from webapp.cases.models import Case
from webapp.db import Base


class LegalEvent(Base):
    """Something from which the law counts. A correction is a row of its own; the earlier one stays as it was."""

    __tablename__ = "legal_event"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))  # request_received, notice_served, meeting_held
    subject: Mapped[str] = mapped_column(default="")  # which notice, for instance
    at: Mapped[Moment]
    route: Mapped[str] = mapped_column(String(16), default="")
    deemed_on: Mapped[date]  # the day that counts
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[str]  # id of the actor
    recorded_by_name: Mapped[str]
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("legal_event.id"), unique=True)
    because: Mapped[str] = mapped_column(default="")  # of a correction
    doubtful_since: Mapped[Moment | None]  # served with dates that have been corrected since; until somebody has looked


class DeadlineRow(Base):
    """One limit in one case, from its start to whatever becomes of it."""

    __tablename__ = "deadline"
    __table_args__ = (Index(None, "look_on", "due_on", "id"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    limit_name: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(default="")  # whose advice, for instance
    source: Mapped[str]  # the law, as it was then
    event_id: Mapped[str | None] = mapped_column(ForeignKey("legal_event.id"), index=True)
    counted_from: Mapped[date]
    due_on: Mapped[date]  # its last day
    started_at: Mapped[Moment]
    met_on: Mapped[date | None]
    exempt_ground: Mapped[str] = mapped_column(default="")  # a value of exemptions.toml
    exempt_evidence: Mapped[str] = mapped_column(default="")
    exempt_at: Mapped[Moment | None]
    exempt_by: Mapped[str] = mapped_column(default="")  # id of the actor
    exempt_by_name: Mapped[str] = mapped_column(default="")
    dropped_at: Mapped[Moment | None]  # what it asks for will not come any more
    warned_at: Mapped[Moment | None]  # for the last time
    breached_at: Mapped[Moment | None]
    look_on: Mapped[date | None]  # when somebody is to be told next; none: nobody any more
    case: Mapped[Case] = relationship()
