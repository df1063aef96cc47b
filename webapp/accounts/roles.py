"""Roles of people who work here: which groups they stand in for all business keys, and for which areas."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from webapp.accounts import codes, devices, email_change, links
from webapp.accounts.desk import Desk
from webapp.accounts.errors import LastAdministrator, OwnRoles
from webapp.accounts.links import RESET_PASSWORD
from webapp.accounts.memberships import Memberships
from webapp.accounts.models import Membership, Person
from webapp.accounts.people import ADMINISTRATOR, People
from webapp.accounts.sessions import Sessions

ORIGIN = "administrator"


@dataclass(frozen=True, kw_only=True)
class Roles:
    """Groups and areas; without an area, all of them."""

    groups: tuple[str, ...]
    areas: tuple[str, ...]


def of(desk: Desk, person: Person) -> Roles:
    """What somebody does here now."""
    held = _held(desk, person)
    return Roles(
        groups=tuple(membership.candidate_group for membership in held),
        areas=tuple(sorted({area for membership in held for area in membership.areas})),
    )


def queue_areas(desk: Desk, person: Person) -> tuple[str, ...]:
    """Whose tasks come into their queue: empty for all areas, which one role without areas is enough for."""
    held = [membership for membership in _held(desk, person) if membership.candidate_group != ADMINISTRATOR]
    return of(desk, person).areas if all(membership.areas for membership in held) else ()


def change(desk: Desk, person: Person, wanted: Roles, *, by: Person) -> Roles:
    """From now on exactly these; gives what was before. Each of the person's browsers gets a new token.

    Raises OwnRoles, LastAdministrator.
    """
    _refuse_own(person, by)
    before = of(desk, person)
    if ADMINISTRATOR not in wanted.groups:
        _refuse_last(desk, person)
    memberships = Memberships(desk)
    for held in _held(desk, person):
        if held.candidate_group not in wanted.groups:
            memberships.end(held)
    for group in wanted.groups:
        memberships.grant(person, group, origin=ORIGIN, granted_by=by, areas=wanted.areas)
    Sessions(desk).renew_all(person)
    return before


def switch_off(desk: Desk, person: Person, *, by: Person) -> None:
    """Signed out everywhere, unable to sign in, codes and links in mails are dead; raises as `change` does."""
    _refuse_own(person, by)
    _refuse_last(desk, person)
    People(desk).disable(person)
    codes.stop_all(desk, person)
    email_change.take_back(desk, person)
    links.stop(desk, RESET_PASSWORD, person.id)
    devices.forget_all(desk, person)
    desk.session.flush()


def _refuse_own(person: Person, by: Person) -> None:
    if person.id == by.id:
        raise OwnRoles


def _refuse_last(desk: Desk, person: Person) -> None:
    """Unless another administrator remains. Their memberships are locked: of two who remove each other one is late."""
    held = select(Membership).where(Membership.candidate_group == ADMINISTRATOR, Membership.business_key.is_(None))
    current = held.where(Membership.ended_at.is_(None), _unexpired(desk)).order_by(Membership.id)
    locked = desk.session.scalars(current.with_for_update().execution_options(populate_existing=True)).all()
    holders = select(Person).where(Person.id.in_([each.person_id for each in locked])).order_by(Person.id)
    people = desk.session.scalars(holders.with_for_update().execution_options(populate_existing=True)).all()
    remaining = {each.id for each in people if each.active}
    if remaining == {person.id}:
        raise LastAdministrator


def _held(desk: Desk, person: Person) -> list[Membership]:
    wanted = select(Membership).where(
        Membership.person_id == person.id,
        Membership.business_key.is_(None),
        Membership.ended_at.is_(None),
        _unexpired(desk),
    )
    return list(desk.session.scalars(wanted.order_by(Membership.candidate_group)))


def _unexpired(desk: Desk) -> ColumnElement[bool]:
    return or_(Membership.expires_at.is_(None), Membership.expires_at > desk.now)
