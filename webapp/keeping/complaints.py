"""Complaints about personal data: taken from anybody, acknowledged within the time of the law, answered."""

from datetime import date, timedelta

from sqlalchemy import select, tuple_

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
NEAR = timedelta(weeks=1)
Place = tuple[date, str]  # of a complaint in the order of telling: its last day and its id


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


def waiting(desk: Desk, *, after: Place | None = None, limit: int) -> list[Place]:
    """The next that nobody has acknowledged and whose last day is near or over, by that day."""
    found = select(DataComplaint.acknowledge_by, DataComplaint.id).where(
        DataComplaint.acknowledged_at.is_(None), DataComplaint.acknowledge_by <= today(desk) + NEAR
    )
    if after:
        found = found.where(tuple_(DataComplaint.acknowledge_by, DataComplaint.id) > tuple_(*after))
    rows = desk.session.execute(found.order_by(DataComplaint.acknowledge_by, DataComplaint.id).limit(limit))
    return [(row.acknowledge_by, row.id) for row in rows]


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
