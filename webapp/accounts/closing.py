"""Closing one's own account: nobody signs in with it any more, and after a while the address is free again."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from webapp.accounts import authenticator, codes, devices, email_change, links, passkeys
from webapp.accounts.desk import Desk
from webapp.accounts.errors import NotForStaff
from webapp.accounts.links import RESET_PASSWORD
from webapp.accounts.models import EmailChange, LostFactor, Membership, Person
from webapp.accounts.people import STAFF
from webapp.accounts.recovery_codes import RecoveryCodes
from webapp.accounts.sessions import Sessions
from webapp.accounts.tickets import Tickets
from webapp.accounts.tokens import derive

KEPT = timedelta(days=30)  # the details, so that a closing by somebody else can be noticed; the privacy page says so
CLOSED = "closed:"  # before the reference, where the address was: no address, so nobody can have it


def close(desk: Desk, person: Person) -> None:
    """Signed out everywhere, without password, memberships or a change that is under way; raises NotForStaff."""
    if person.kind == STAFF:
        raise NotForStaff
    person.closed_at = person.disabled_at = desk.now
    person.password_hash = None
    email_change.take_back(desk, person)
    links.stop(desk, RESET_PASSWORD, person.id)
    codes.stop_all(desk, person)
    devices.forget_all(desk, person)
    Tickets(desk).end(person.reference)
    held = update(Membership).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
    desk.session.execute(held.values(ended_at=desk.now))
    Sessions(desk).end_all(person, because="account closed")
    desk.session.flush()


def release(desk: Desk) -> None:
    """Forget how to reach people who closed their account a while ago: their address may register again.

    The name stays: the case records say who said what. Of the address a keyed hash stays, so that a list that
    is imported again does not bring the account back.
    """
    over = select(Person).where(Person.closed_at <= desk.now - KEPT, Person.email.not_like(f"{CLOSED}%"))
    for person in desk.session.scalars(over).all():
        for rows in (EmailChange, LostFactor):
            desk.session.execute(delete(rows).where(rows.person_id == person.id))
        authenticator.forget(desk, person)
        RecoveryCodes(desk).forget(person)
        passkeys.remove_all(desk, person)
        person.closed_as = mark(desk, person.email)
        person.email = f"{CLOSED}{person.reference}"
        person.address_lines, person.postcode, person.area = [], "", ""
        person.telephones.clear()
        person.services.clear()
    desk.session.flush()


def mark(desk: Desk, email: str) -> str:
    """What is kept of the address of a closed account: only the holder of the server's key can compare it."""
    return derive(desk.key, "closed account", email).hex()
