"""People with an account for their work, in the words of the administrators' pages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from webapp import groups
from webapp.accounts.models import Membership, Person
from webapp.presenters.words import Tag

OFF, NEW, ACTIVE = Tag("Switched off", "late"), Tag("Has not signed in yet", "soon"), Tag("Active", "good")


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One of them, as a row of the list and as the head of their page."""

    reference: str
    name: str
    email: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    state: Tag
    staff: bool
    off: bool


def rows(people: Iterable[Person], held: dict[str, list[Membership]], set_up: Collection[str]) -> list[Colleague]:
    """In the order in which they came; `set_up` are the ids of those who have set up how they sign in."""
    return [colleague(person, held[person.id], set_up=person.id in set_up) for person in people]


def colleague(person: Person, held: Iterable[Membership], *, set_up: bool) -> Colleague:
    """One of them."""
    held = list(held)
    return Colleague(
        reference=person.reference,
        name=person.name,
        email=person.email,
        roles=tuple(groups.titles(membership.candidate_group for membership in held)),
        areas=(),
        state=OFF if person.disabled_at else ACTIVE if set_up else NEW,
        staff=person.kind == "staff",
        off=person.disabled_at is not None,
    )
