"""The list of everybody who has an account for their work: searched, and read page by page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_

from webapp.accounts.desk import Desk
from webapp.accounts.details import one_line
from webapp.accounts.models import Membership, Person
from webapp.accounts.people import PROFESSIONAL, STAFF, People

WORKING = (STAFF, PROFESSIONAL)
PAGE = 25
ORDER = (func.lower(Person.last_name), func.lower(Person.first_name), Person.reference)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the list; `after` is the key of the next one, "" on the last."""

    people: tuple[Person, ...]
    after: str


def page(desk: Desk, *, search: str = "", after: str = "") -> Page:
    """The people behind the one with the reference `after`, by last name; families are in no list."""
    query = select(Person).where(Person.kind.in_(WORKING), *_words(search)).order_by(*ORDER)
    found = list(desk.session.scalars(_behind(query, after).limit(PAGE + 1)))
    more = len(found) > PAGE
    return Page(people=tuple(found[:PAGE]), after=found[PAGE - 1].reference if more else "")


def colleague(desk: Desk, reference: str) -> Person:
    """One of them. Raises PersonUnknown, for a family's account too."""
    person = People(desk).by_reference(one_line(reference))
    return person if person.kind in WORKING else People(desk).get("")


def groups_of(desk: Desk, people: Collection[Person]) -> dict[str, list[Membership]]:
    """What each of them holds for every key now, by the person's id."""
    held = select(Membership).where(
        Membership.person_id.in_([person.id for person in people]),
        Membership.business_key.is_(None),
        Membership.ended_at.is_(None),
        or_(Membership.expires_at.is_(None), Membership.expires_at > desk.now),
    )
    found: dict[str, list[Membership]] = {person.id: [] for person in people}
    for membership in desk.session.scalars(held.order_by(Membership.candidate_group)):
        found[membership.person_id].append(membership)
    return found


def _behind(query: Select[Any], after: str) -> Select[Any]:
    if not after:
        return query
    place = select(*ORDER).where(Person.reference == one_line(after)).subquery()
    return query.where(tuple_(*ORDER) > select(*place.c).scalar_subquery())


def _words(search: str) -> list[ColumnElement[bool]]:
    """Each word is somewhere in the name or the address."""
    whole = func.lower(Person.first_name + " " + Person.last_name + " " + Person.email)
    return [whole.contains(word.lower(), autoescape=True) for word in search.split()[:6]]
