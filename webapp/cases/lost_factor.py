"""Help with a lost second factor: who asks, who may decide, and what the officer reads beside the task."""

from dataclasses import dataclass
from datetime import datetime

from engine import Actor, GuardRefuses
from webapp.accounts.errors import NoSuchHelp
from webapp.accounts.lost_factor import NOBODY
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.cases.desk import Desk
from webapp.cases.independence import marks
from webapp.cases.reading import note_read

PROCESS, GUARD = "lost_factor", "independent_of_owner"
OWN = "This is your own account. Somebody else must decide it."
RELATED = (
    "You share a surname, an address, a phone number or an email address with the owner of this account. "
    "To be fair to everybody, somebody else must do it."
)
TWICE = "You have decided about this account already. A second person must look at it."


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose account it is, and how they may be rung: for the officer who checks it."""

    name: str
    email: str
    colleague: bool
    telephones: tuple[str, ...]  # as they were on record when it was asked
    address: tuple[str, ...]
    asked_at: datetime
    account_since: datetime


def who_asks(desk: Desk, business_key: str) -> str:
    """In the drawing's word; nobody, if a request for the same account is still open."""
    row = desk.accounts.lost_factors.find(business_key)
    earlier = [each for each in desk.accounts.lost_factors.of(row.person) if each is not row] if row.person else []
    if any(desk.engine.instances.runs(each.reference) for each in earlier):
        return NOBODY
    return desk.accounts.lost_factors.take_up(row)


def running(desk: Desk, person: Person) -> str:
    """Business key of the request for this account that is still open; "" if there is none."""
    keys = (each.reference for each in desk.accounts.lost_factors.of(person))
    return next((key for key in keys if desk.engine.instances.runs(key)), "")


def owner(desk: Desk, business_key: str, *, by: Actor) -> Owner:
    """What whoever decides must know to ring back; the reading is noted. Needs a transaction.

    Raises NoSuchHelp, GuardRefuses for the owner and their relatives.
    """
    row = desk.accounts.lost_factors.find(business_key)
    if row.person is None:
        raise NoSuchHelp
    if refused := may_decide(desk, business_key, by):
        raise GuardRefuses(refused)
    note_read(desk, business_key, by=by, what="account")
    return Owner(
        name=row.person.name,
        email=row.person.email,
        colleague=row.person.kind == STAFF,
        telephones=tuple(row.telephones),
        address=(*row.person.address_lines, *filter(None, [row.person.postcode])),
        asked_at=row.asked_at,
        account_since=row.person.created_at,
    )


def may_decide(desk: Desk, business_key: str, officer: Actor) -> str | None:
    """The guard of each decision: nobody of the owner's household, and nobody twice. The sentence that refuses."""
    row, person = desk.accounts.lost_factors.find(business_key), desk.accounts.people.by_reference(officer.id)
    if row.person is None or row.person_id == person.id:
        return OWN
    if marks(row.person).meet(marks(person)):
        return RELATED
    decided = {each.submitted_by for each in desk.engine.submissions.of(business_key)}
    return TWICE if officer.id in decided else None
