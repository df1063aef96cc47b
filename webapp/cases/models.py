"""Rows of the cases room: a child, their case, who takes part in it, who has asked to, and documents."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.db import Base

REQUESTER, FAMILY = "requester", "family"  # candidate groups; the one on a request, the other on a case
OPEN, MERGED, CLOSED = "open", "merged", "closed"  # states of a case
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
    opened_by: Mapped[PersonId | None]  # none: it came from a former system
    officer_id: Mapped[PersonId | None]  # who looks after it, known to the family by name
    area: Mapped[str] = mapped_column(default="")  # where the family lives; empty: not known
    asked_in: Mapped[str | None] = mapped_column(String(16), unique=True)  # request for access that it was made from
    merged_into_id: Mapped[str | None] = mapped_column(
        ForeignKey("case.id"), index=True
    )  # the same child's, that stays
    child: Mapped[Child] = relationship()
    officer: Mapped[Person | None] = relationship(foreign_keys="Case.officer_id")
    parties: Mapped[list["Party"]] = relationship(back_populates="case", order_by="Party.granted_at")


class Hold:
    """Columns of what lies on a case from one day to another, with the reasons of both."""

    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    because: Mapped[str]
    begun_at: Mapped[Moment]
    begun_by: Mapped[PersonId]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[PersonId | None]
    ended_because: Mapped[str] = mapped_column(default="")

    @declared_attr
    @classmethod
    def by(cls) -> Mapped[Person]:
        """Who began it."""
        return relationship(foreign_keys=f"{cls.__name__}.begun_by")


class SafeguardingHold(Hold, Base):
    """While it lies on a case, the family sees nothing of it and nothing is shared."""

    __tablename__ = "safeguarding_hold"


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
    granted_by: Mapped[PersonId | None]  # none: it came from a former system
    request_reference: Mapped[str] = mapped_column(String(16), index=True)  # empty: they did not have to ask here
    ended_at: Mapped[Moment | None]  # an officer has ended their access
    ended_by: Mapped[PersonId | None]
    ended_because: Mapped[str] = mapped_column(default="")  # for officers only
    case: Mapped[Case] = relationship(back_populates="parties")
    person: Mapped[Person] = relationship(foreign_keys="Party.person_id")


class DeclaredRelation(Base):
    """Somebody of the staff has said that they are related or close to somebody in a request or case."""

    __tablename__ = "declared_relation"
    __table_args__ = (UniqueConstraint("person_id", "business_key"),)
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    business_key: Mapped[str] = mapped_column(String(16))  # of the request or case
    declared_at: Mapped[Moment]


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


class CaseMerge(Base):
    """Two cases that turn out to be one child's: what one officer proposes and another decides."""

    __tablename__ = "case_merge"
    id: Mapped[Id]
    stays_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    goes_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    because: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))  # proposed, refused, merged, undoing or undone
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[PersonId]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[PersonId | None]
    decided_because: Mapped[str] = mapped_column(default="")  # of a refusal
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what undoes it: see webapp.cases.joining
    undo_asked_by: Mapped[PersonId | None]
    undo_because: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[Moment | None]
    stays: Mapped[Case] = relationship(foreign_keys="CaseMerge.stays_id")
    goes: Mapped[Case] = relationship(foreign_keys="CaseMerge.goes_id")
    proposer: Mapped[Person] = relationship(foreign_keys="CaseMerge.proposed_by")
    decider: Mapped[Person | None] = relationship(foreign_keys="CaseMerge.decided_by")


class ImportedCase(Base):
    """A case of a former system: its number there, by which officers find it, and what was taken from it last."""

    __tablename__ = "imported_case"
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    taken: Mapped[dict[str, Any]] = mapped_column(JSON)  # column -> cell: what differs here now, somebody has changed
    taken_at: Mapped[Moment]
    case: Mapped[Case] = relationship()


class ExpectedParty(Base):
    """Somebody who saw the case in the former system and comes in once they have an account with this address."""

    __tablename__ = "expected_party"
    __table_args__ = (UniqueConstraint("case_id", "email"),)
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    relationship_to_child: Mapped[str]  # a value of the list `relationships`, or `myself`
    parental_responsibility: Mapped[str]
    scope: Mapped[str]  # full or view_only
    expected_at: Mapped[Moment]
    person_id: Mapped[PersonId | None]  # who came in; kept, so that no import lets in again whose access has ended
    case: Mapped[Case] = relationship()


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


WITH_MESSAGE = "MSG-"  # begins the key under which files of a conversation lie: no case's and no request's


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
