"""Rows of this room: one for each child and move, with the day of each stage."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment
from webapp.cases.models import Case
from webapp.db import Base


class PhaseTransfer(Base):
    """One move of one child, from the year before it to the plan that names the next place."""

    __tablename__ = "phase_transfer"
    __table_args__ = (UniqueConstraint("case_id", "moves_in"), Index(None, "moves_in", "due_on", "id"))
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    moves_in: Mapped[int]  # the year of the September in which they move
    kind: Mapped[str] = mapped_column(String(32))  # a value of the list `phase_transfers`
    instance_id: Mapped[int]
    review_by: Mapped[date]  # so that twelve weeks are left
    due_on: Mapped[date]  # the last day by which the plan names the next place
    begun_at: Mapped[Moment]
    review_asked_on: Mapped[date | None]  # we had one begun
    review_held_on: Mapped[date | None]
    final_on: Mapped[date | None]
    case: Mapped[Case] = relationship()
