"""Complaints about personal data: taken from anybody, acknowledged within the time of the law, answered."""

from sqlalchemy import select

from webapp.accounts import throttling
from webapp.accounts.details import normal_email, one_line
from webapp.accounts.models import Person
from webapp.accounts.throttling import Bucket
from webapp.cases import references
from webapp.cases.desk import Desk, today
from webapp.clocks import shared
from webapp.keeping.errors import ComplaintNotFound, NameMissing, ReachMissing, ReasonMissing, WordsMissing
from webapp.keeping.models import DataComplaint

LIMIT = "acknowledge_data_complaint"
PREFIX = "DPC"
BY_MAIL = "data_complaint"  # notice


def complain(desk: Desk, *, name: str, reach: str, words: str, person: Person | None, address: str) -> DataComplaint:
    """Take one. Whoever gives an email address is told by mail that we have it, which acknowledges it.

    Raises NameMissing, ReachMissing, WordsMissing, EmailNotValid for what looks like one, TooManyAttempts.
    """
    for value, fault in ((name, NameMissing), (reach, ReachMissing), (words, WordsMissing)):
        if not value.strip():
            raise fault
    email = normal_email(reach) if "@" in reach else ""
    mailbox = [Bucket("complaint.mailbox", email)] if email else []
    if refused := throttling.count(desk.accounts.desk, [*throttling.source("complaint", address), *mailbox]):
        raise refused
    made = DataComplaint(
        reference=references.free(desk.session, PREFIX, DataComplaint),
        name=one_line(name),
        email=email,
        reach="" if email else reach.strip(),
        words=words.strip(),
        person_id=person.id if person else None,
        received_at=desk.now,
        acknowledge_by=shared.limit(LIMIT, today(desk)).last_day(today(desk)),
        acknowledged_at=desk.now if email else None,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def open_ones(desk: Desk) -> list[DataComplaint]:
    """Not answered yet, the oldest first."""
    wanted = select(DataComplaint).where(DataComplaint.answered_at.is_(None))
    return list(desk.session.scalars(wanted.order_by(DataComplaint.received_at)))


def find(desk: Desk, reference: str) -> DataComplaint:
    """One of them. Raises ComplaintNotFound."""
    found = desk.session.scalar(select(DataComplaint).where(DataComplaint.reference == reference))
    if found is None:
        raise ComplaintNotFound
    return found


def acknowledge(desk: Desk, complaint: DataComplaint, *, by: Person) -> None:
    """An officer has told them that we have it; twice is once."""
    if complaint.acknowledged_at is None:
        complaint.acknowledged_at, complaint.acknowledged_by = desk.now, by.name


def answer(desk: Desk, complaint: DataComplaint, words: str, *, by: Person) -> None:
    """They were told this; the first answer stays. Raises ReasonMissing."""
    if not words.strip():
        raise ReasonMissing
    acknowledge(desk, complaint, by=by)
    if complaint.answered_at is None:
        complaint.answered_at, complaint.answered_by, complaint.answer = desk.now, by.name, words.strip()
