"""Rows of the letters room."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Moment, Person, PersonId
from webapp.cases.models import Case
from webapp.db import Base
from webapp.letters import law

DRAFT, SIGNED, SERVED, WITHDRAWN = "draft", "signed", "served", "withdrawn"  # states
PORTAL, POST, HAND = "portal", "post", "hand"  # routes by which a letter is served
EMAIL = "email"  # of copies for bodies outside the family alone
# Why an officer says first whether this reader gets it:
ORDER, ENDED, OWN_CHOICE, UNCLEAR = "court_order", "access_ended", "young_person_decides", "responsibility_unclear"
NO_GUEST = "no_guest"


class Letter(Base):
    """One notice to one reader. From the signature on its words, its PDF and their hashes never change."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "case_id", "state"), Index(None, "instance_id", "notice"))
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"))
    notice: Mapped[str]  # file name of the letter, e.g. will_not_assess
    instance_id: Mapped[int]  # of the process that prepared it
    deployment_id: Mapped[int]  # whose words it has
    person_id: Mapped[PersonId | None]  # none: somebody without an account
    body: Mapped[str] = mapped_column(String(16), default="")  # outside the family: who gets it; a school by reference
    name: Mapped[str]  # of the reader
    address: Mapped[list[str]] = mapped_column(JSON, default=list)  # lines; of a person they are taken at the signature
    hold: Mapped[str] = mapped_column(default="")
    given: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # by the drawing
    state: Mapped[str] = mapped_column(String(16), default=DRAFT)
    prepared_at: Mapped[Moment]
    title: Mapped[str] = mapped_column(default="")
    free: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # what the officer wrote
    legal: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # legal block -> its version
    html: Mapped[str] = mapped_column(default="", deferred=True)
    html_sha256: Mapped[str] = mapped_column(String(64), default="")
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # here, as it stands and falls with the row
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")
    dated: Mapped[date | None]  # the day on the letter
    signed_at: Mapped[Moment | None]
    signed_by: Mapped[PersonId | None]
    route: Mapped[str] = mapped_column(String(16), default="")
    enclosed: Mapped[str] = mapped_column(String(32), default="")  # the version of the plan that goes with it
    posting_instance_id: Mapped[int | None] = mapped_column(index=True)  # whose task it is to print and post it
    served_at: Mapped[Moment | None]
    event_id: Mapped[str | None] = mapped_column(ForeignKey("legal_event.id"))  # the service, with the day that counts
    proof: Mapped[str] = mapped_column(default="")  # for officers, e.g. a number of the post office
    proof_document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by: Mapped[PersonId | None]
    withdrawn_because: Mapped[str] = mapped_column(default="")  # the reader of a served one reads it
    case: Mapped[Case] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys="Letter.person_id")
    signer: Mapped[Person | None] = relationship(foreign_keys="Letter.signed_by")

    @property
    def is_copy(self) -> bool:
        """Does a body outside the family get what the family got?"""
        return bool(self.body) and not law.goes_outside(self.notice)

    @property
    def values(self) -> dict[str, Any]:
        """What a history event says of it: never who lives where."""
        return {
            "letter": self.id,
            "notice": self.notice,
            "reader": self.person.reference if self.person else "",
            **({"body": self.body} if self.body else {}),
        }
