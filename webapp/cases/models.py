"""Rows of the cases room: a child, their case, who takes part in it, who has asked to, and documents."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.db import Base

REQUESTER, FAMILY = "requester", "family"  # candidate groups; the one on a request, the other on a case
OPEN = "open"
QUARANTINED, CLEAN, INFECTED, NOT_SCANNED = "quarantined", "clean", "infected", "not_scanned"  # states of a document


class Child(Base):
    """A child or young person. Nothing of this row is for anybody whose access was not granted."""

    __tablename__ = "child"
    id: Mapped[Id]
    first_name: Mapped[str]  # legal
    last_name: Mapped[str]  # legal
    known_as: Mapped[str] = mapped_column(default="")
    born_on: Mapped[date] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")  # lines; may be one parent's secret from the other
    postcode: Mapped[str] = mapped_column(default="")
    school: Mapped[str] = mapped_column(default="")
    upn: Mapped[str] = mapped_column(default="", index=True)  # unique pupil number
    nhs_number: Mapped[str] = mapped_column(default="", index=True)
    created_at: Mapped[Moment]

    @property
    def called(self) -> str:
        """The name that they use."""
        return self.known_as or self.first_name


class Case(Base):
    """Everything about one child; its reference is the business key of all that happens in it."""

    __tablename__ = "case"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. EHC-7K2P9
    child_id: Mapped[str] = mapped_column(ForeignKey("child.id"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    opened_at: Mapped[Moment]
    opened_by: Mapped[PersonId]
    area: Mapped[str] = mapped_column(default="")  # where the family lives; empty: not known
    asked_in: Mapped[str | None] = mapped_column(String(16), unique=True)  # request for access that it was made from
    child: Mapped[Child] = relationship()
    parties: Mapped[list["Party"]] = relationship(back_populates="case", order_by="Party.granted_at")


class Party(Base):
    """A person in a case, and how far; whether they may still come in, their membership says.

    What is to be kept from whom stands in no row: `webapp.cases.restrictions` reads it where it was said.
    """

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[PersonId]
    relationship_to_child: Mapped[str]  # a value of the list `relationships`, or `myself`
    parental_responsibility: Mapped[str]  # yes, no, not_sure; empty: they are the child
    responsibility_how: Mapped[str]
    scope: Mapped[str]  # full or view_only
    granted_at: Mapped[Moment]
    granted_by: Mapped[PersonId]
    request_reference: Mapped[str] = mapped_column(String(16), index=True)
    ended_at: Mapped[Moment | None]  # an officer has ended their access
    ended_by: Mapped[PersonId | None]
    ended_because: Mapped[str] = mapped_column(default="")  # for officers only
    case: Mapped[Case] = relationship(back_populates="parties")
    person: Mapped[Person] = relationship(foreign_keys="Party.person_id")


class EnteredRestriction(Base):
    """What an officer has entered that limits what somebody may learn or do in a case; for officers only."""

    __tablename__ = "restriction"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str]  # a value of the list `restriction_kinds`
    order_kind: Mapped[str] = mapped_column(default="")  # of a court order: a value of the list `court_orders`
    about_id: Mapped[PersonId | None]  # the party whom it binds or, of a hidden address, whose it is
    about_name: Mapped[str] = mapped_column(default="")  # the same for somebody who has no account here
    words: Mapped[str] = mapped_column(default="")  # what it forbids
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # its last day
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))  # the order itself
    only_for: Mapped[list[str]] = mapped_column(JSON, default=list)  # groups that may see; empty: all who see the case
    entered_at: Mapped[Moment]
    entered_by: Mapped[PersonId]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[PersonId | None]
    ended_because: Mapped[str] = mapped_column(default="")
    about: Mapped[Person | None] = relationship(foreign_keys="EnteredRestriction.about_id")
    by: Mapped[Person] = relationship(foreign_keys="EnteredRestriction.entered_by")


class BreakGlass(Base):
    """Somebody of the staff has opened a case that is not theirs, with a reason; for an hour."""

    __tablename__ = "break_glass"
    __table_args__ = (Index(None, "person_id", "case_id", "ends_at"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    ground: Mapped[str]  # a value of the list `break_glass_grounds`
    reason: Mapped[str]
    opened_at: Mapped[Moment]
    ends_at: Mapped[Moment]


class AccessRequest(Base):
    """Somebody has asked to see a child's record. The answers and the decision are the engine's submissions."""

    __tablename__ = "access_request"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. ACC-7K2P9
    person_id: Mapped[PersonId]
    sent_at: Mapped[Moment]
    area: Mapped[str] = mapped_column(default="")  # of the person, when they asked
    acknowledged_at: Mapped[Moment | None]
    child_id: Mapped[str | None] = mapped_column(ForeignKey("child.id"), index=True)  # none: not matched yet
    child_born_on: Mapped[date] = mapped_column(index=True)  # these three as the answers have them: by them
    child_upn: Mapped[str] = mapped_column(index=True)  # requests of several people for one child find each other
    child_nhs_number: Mapped[str] = mapped_column(index=True)
    person: Mapped[Person] = relationship()
    child: Mapped[Child | None] = relationship()


class Document(Base):
    """A file that somebody sent. Its bytes lie under a name of our own and are never changed."""

    __tablename__ = "document"
    id: Mapped[Id]
    storage_name: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))  # as it was sent, cleaned
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str]
    owner_id: Mapped[PersonId | None]
    holder: Mapped[str] = mapped_column(
        String(100), default="", index=True
    )  # who sent it with a ticket: their actor id
    business_key: Mapped[str] = mapped_column(String(16), default="", index=True)  # empty: not given yet
    state: Mapped[str] = mapped_column(String(16))
    sent_at: Mapped[Moment]
