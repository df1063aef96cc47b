"""Rows of the contributions room: who was asked for advice, what anybody has given, and who may read it."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Id, Invitation, Moment, Person, PersonId
from webapp.cases.models import Case
from webapp.db import Base

ASKED, GIVEN, NOT_KNOWN, REUSED, WITHDRAWN = "asked", "given", "not_known", "reused", "withdrawn"  # of a request
WANTED, AGREED, REFUSED, NEEDLESS = "wanted", "agreed", "refused", "needless"  # of more time
REQUEST, VIEWS, CHILD_VIEWS, ADVICE, ADDED = "request", "views", "child_views", "advice", "added"  # kinds
SCHOOL = "school_request"  # the kind of what a school asks on the portal


class AdviceRequest(Base):
    """One body was asked for advice, or what it said before is used again."""

    __tablename__ = "advice_request"
    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(16), unique=True)  # e.g. ADV-7K2P9X; also a candidate group
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    body: Mapped[str]  # a value of the list `advice_bodies`
    who: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), default="")  # empty: in the queue of a team
    group: Mapped[str] = mapped_column("candidate_group", String(60), default="")  # the team
    asked_on: Mapped[date]
    asked_by: Mapped[PersonId]
    limit_name: Mapped[str] = mapped_column(String(60), default="give_advice")  # which limit runs for it
    due_on: Mapped[date]  # the last day by law
    offered_on: Mapped[date | None]  # the day that a late body offers
    offered_because: Mapped[str] = mapped_column(default="")  # why they need more time, in their words
    offered_by: Mapped[str] = mapped_column(default="")  # by name
    agreed_on: Mapped[date | None]  # the day that we have agreed
    answer: Mapped[str] = mapped_column(default="")  # our words to them about the day that they offered last
    reminded_on: Mapped[list[str]] = mapped_column(JSON, default=list)  # ISO days
    late_at: Mapped[Moment | None]
    state: Mapped[str] = mapped_column(String(16), default=ASKED)
    answered_at: Mapped[Moment | None]
    existing: Mapped[str] = mapped_column(default="")  # which report all three accept as enough
    instance_id: Mapped[int]  # of the process that asks
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id"))
    case: Mapped[Case] = relationship()
    invitation: Mapped[Invitation | None] = relationship()

    @property
    def is_report(self) -> bool:
        """The report of a review meeting, and no advice."""
        return self.limit_name == "review_report"

    @property
    def is_by_law(self) -> bool:
        """Is its day the law's? How long advice for a review may take is the council's own rule."""
        return self.limit_name != "give_review_advice"


class Contribution(Base):
    """What somebody has given to a case: the answers of a form, and the documents in it."""

    __tablename__ = "contribution"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # request, school_request, views, child_views, advice or added
    person_id: Mapped[PersonId | None]  # of the family, whose it is
    actor: Mapped[str] = mapped_column(String(100), index=True)  # who sent it: a person's reference, or a reader's
    by_name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    advice_request_id: Mapped[str | None] = mapped_column(ForeignKey("advice_request.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(unique=True)  # the answers; of a report that is used again none
    documents: Mapped[list[str]] = mapped_column(JSON, default=list)  # ids
    given_at: Mapped[Moment]
    recorded_by: Mapped[PersonId | None]  # an officer who wrote it down for them
    recorded_how: Mapped[str] = mapped_column(default="")  # a value of the list `ways_of_telling`
    said_on: Mapped[date | None]
    checked_at: Mapped[Moment | None]  # an officer has decided who may read it
    case: Mapped[Case] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys="Contribution.person_id")
    recorder: Mapped[Person | None] = relationship(foreign_keys="Contribution.recorded_by")
    request: Mapped[AdviceRequest | None] = relationship()
    shares: Mapped[list["ContributionShare"]] = relationship(order_by="ContributionShare.at")


class ContributionShare(Base):
    """Whether one person of the family may read a contribution of somebody else, and why not."""

    __tablename__ = "contribution_share"
    __table_args__ = (UniqueConstraint("contribution_id", "person_id"),)
    id: Mapped[Id]
    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"), index=True)
    person_id: Mapped[PersonId]
    shared: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")  # for officers only
    at: Mapped[Moment]
    by: Mapped[PersonId] = mapped_column("by_id")
    person: Mapped[Person] = relationship(foreign_keys="ContributionShare.person_id")


class MoreTime(Base):
    """Somebody of the family has asked for more time for what we have asked of them, and what we answered."""

    __tablename__ = "more_time"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(index=True)
    instance_id: Mapped[int] = mapped_column(unique=True)  # of the process in which it is answered
    about: Mapped[str] = mapped_column(String(16))  # views, child_views or other
    about_words: Mapped[str] = mapped_column(default="")  # of what is neither
    task_id: Mapped[int | None]  # their own task, if it was open
    asked_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(16), default=WANTED)
    until: Mapped[date | None]  # the day that we have agreed
    words: Mapped[str] = mapped_column(default="")  # ours to them
    offers: Mapped[list[str]] = mapped_column(JSON, default=list)  # other ways that we have offered
    answered_at: Mapped[Moment | None]
    answered_by: Mapped[PersonId | None]
    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="MoreTime.person_id")
