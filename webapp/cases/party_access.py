"""How far and until when somebody of the family may see a case: changed, ended and given again by officers."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from engine import Actor
from webapp.accounts.memberships import FULL, VIEW_ONLY
from webapp.accounts.models import Membership, Person
from webapp.cases import family_access, young_person
from webapp.cases.desk import Desk, today
from webapp.cases.errors import AccessEnded, EndsAlready, EndsTooLate, PartyNotFound, UnknownKind, WordsMissing
from webapp.cases.models import FAMILY, REQUESTER, Case, Party
from webapp.cases.requests import PROCESS
from webapp.london import LONDON

SCOPES = (FULL, VIEW_ONLY)
WARNED_BEFORE = timedelta(days=14)


def find(desk: Desk, case: Case, party_id: str) -> Party:
    """One of the case's parties. Raises PartyNotFound."""
    found = desk.session.get(Party, party_id)
    if found is None or found.case_id != case.id:
        raise PartyNotFound
    return found


def membership(desk: Desk, party: Party) -> Membership | None:
    """By which the party may come in now; none: it has ended or run out."""
    return desk.accounts.memberships.find(party.person, FAMILY, party.case.reference)


def change(desk: Desk, party: Party, *, scope: str, last_day: date | None, by: Person, actor: Actor) -> None:
    """How far, and up to the end of which day (None: no end).

    Raises UnknownKind, AccessEnded, DecidesLater, EndsAlready, EndsTooLate.
    """
    if scope not in SCOPES:
        raise UnknownKind
    if party.ended_at:
        raise AccessEnded
    if scope == FULL:
        young_person.require(party.relationship_to_child, party.case.child.born_on, on=today(desk))
    if last_day and last_day < today(desk):
        raise EndsAlready
    if last_day == date.max:
        raise EndsTooLate
    _grant(desk, party, scope, _end_of(last_day) if last_day else None, by)
    payload = {"person": party.person.reference, "scope": scope, "until": last_day.isoformat() if last_day else ""}
    desk.engine.history.record(party.case.reference, "access changed", by=actor, payload=payload)


def end(desk: Desk, party: Party, *, because: str, by: Person, actor: Actor) -> None:
    """They see nothing of the case from their next request on; twice is once. Raises WordsMissing."""
    if not because.strip():
        raise WordsMissing
    if party.ended_at:
        return
    for held, key in ((FAMILY, party.case.reference), (REQUESTER, party.request_reference)):
        if found := desk.accounts.memberships.find(party.person, held, key):
            desk.accounts.memberships.end(found)
    party.ended_at, party.ended_by, party.ended_because = desk.now, by.id, because.strip()
    desk.session.flush()
    payload = {"person": party.person.reference, "because": party.ended_because}
    desk.engine.history.record(party.case.reference, "access ended", by=actor, payload=payload)


def give_again(desk: Desk, party: Party, *, by: Person, actor: Actor) -> bool:
    """Undo: the access as it was, up to the same last day; twice is once. Gives whether it is open now."""
    if party.ended_at:
        held = desk.accounts.memberships.latest(party.person, FAMILY, party.case.reference)
        party.ended_at = party.ended_by = None
        party.ended_because = ""
        _grant(desk, party, party.scope, held.expires_at if held else None, by)
        payload = {"person": party.person.reference, "scope": party.scope}
        desk.engine.history.record(party.case.reference, "access given again", by=actor, payload=payload)
    return membership(desk, party) is not None


def ending_soon(desk: Desk) -> list[Membership]:
    """Accesses to cases that run out within the time in which their owners are warned."""
    found = select(Membership).where(
        Membership.candidate_group == FAMILY,
        Membership.ended_at.is_(None),
        Membership.expires_at > desk.now,
        Membership.expires_at <= desk.now + WARNED_BEFORE,
    )
    return list(desk.session.scalars(found.order_by(Membership.expires_at, Membership.id)))


def last_day(ends_at: datetime) -> date:
    """The last whole day of an access that ends at this moment."""
    return (ends_at - timedelta(microseconds=1)).astimezone(LONDON).date()


def _end_of(last: date) -> datetime:
    return datetime.combine(last + timedelta(days=1), time(), LONDON)


def _grant(desk: Desk, party: Party, scope: str, ends: datetime | None, by: Person) -> None:
    party.scope = scope
    family_access.grant(desk, party.person, party.case, origin=PROCESS, scope=scope, by=by, expires_at=ends)
    desk.session.flush()
