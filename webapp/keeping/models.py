"""Rows of the keeping room: holds, records that two people have decided to destroy, and what is left of them."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.cases.models import Case, Hold
from webapp.db import Base

PROPOSED, APPROVED = "proposed", "approved"  # states of a destruction; one that is refused or taken back goes


class LegalHold(Hold, Base):
    """While it lies on a case, nothing of it is destroyed: a court, an ombudsman or a complaint may need it."""

    __tablename__ = "legal_hold"


class Destruction(Base):
    """A record is to be destroyed: one has looked at it and asks, another one looks and decides."""

    __tablename__ = "destruction"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), unique=True)
    asked_for: Mapped[str] = mapped_column(String(16))  # reference: after a merge it is another record's
    state: Mapped[str] = mapped_column(String(16), default=PROPOSED)
    ground: Mapped[str] = mapped_column(String(32))  # a value of the list `destruction_grounds`
    because: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[PersonId]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[PersonId | None]
    case: Mapped[Case] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys="Destruction.proposed_by")
    decider: Mapped[Person | None] = relationship(foreign_keys="Destruction.decided_by")


class Certificate(Base):
    """What was erased, who decided it and when; no word of whom it was about."""

    __tablename__ = "erasure_certificate"
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. ERA-7K2P9
    record: Mapped[str] = mapped_column(String(16), index=True)  # reference of the case
    people: Mapped[list[str]] = mapped_column(JSON)  # references of accounts that went with it
    retention_class: Mapped[str] = mapped_column(String(32))
    source: Mapped[str]  # of the rule, as it was then
    ground: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date | None]
    proposed_by: Mapped[str]  # name: officers may leave, and the certificate stays
    proposed_at: Mapped[Moment]
    decided_by: Mapped[str]
    decided_at: Mapped[Moment]
    erased_at: Mapped[Moment]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)  # table -> rows; `files` -> files
    chains: Mapped[dict[str, Any]] = mapped_column(JSON)  # key -> events and last digest of its history, which stays
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of all the above


class SubjectAccess(Base):
    """Somebody asks for all that we hold about the child or about themselves: looked through before it goes out."""

    __tablename__ = "subject_access"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. SAR-7K2P9
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[PersonId | None]  # whom it is about; none: the child
    due_on: Mapped[date]  # its last day
    begun_at: Mapped[Moment]
    begun_by: Mapped[PersonId]
    seen: Mapped[list[str]] = mapped_column(JSON, default=list)  # keys of what the officer has looked at
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)  # of these, what does not go out
    reviewed_at: Mapped[Moment | None]
    reviewed_by: Mapped[PersonId | None]
    given_at: Mapped[Moment | None]  # the last time
    case: Mapped[Case] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys="SubjectAccess.person_id")
    reviewer: Mapped[Person | None] = relationship(foreign_keys="SubjectAccess.reviewed_by")


class DataComplaint(Base):
    """Somebody says that we use what we know about them wrongly; anybody may, with an account or without."""

    __tablename__ = "data_complaint"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. DPC-7K2P9
    name: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), default="")
    reach: Mapped[str] = mapped_column(default="")  # a number or an address, of whom gives no email
    words: Mapped[str]
    person_id: Mapped[PersonId | None]  # who was signed in
    received_at: Mapped[Moment]
    acknowledge_by: Mapped[date]  # its last day
    acknowledged_at: Mapped[Moment | None]
    acknowledged_by: Mapped[str] = mapped_column(default="")  # name; empty: the portal, by mail
    answered_at: Mapped[Moment | None] = mapped_column(index=True)
    answered_by: Mapped[str] = mapped_column(default="")  # name
    answer: Mapped[str] = mapped_column(default="")  # what we found and told them


class Restoration(Base):
    """The database came from a backup: until somebody releases it, no mail leaves and no timer fires."""

    __tablename__ = "restoration"
    id: Mapped[Id]
    restored_at: Mapped[Moment]
    made_at: Mapped[Moment]  # the backup
    erased_again: Mapped[int]  # records that had been erased since the backup
    released_at: Mapped[Moment | None]
    released_by: Mapped[str] = mapped_column(default="")  # name; empty: by the command
