"""People with an account for their work, in the words of the administrators' pages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp import groups
from webapp.accounts.invitations import LIVES
from webapp.accounts.models import Invitation, Membership, Person
from webapp.presenters.words import Tag, short_day

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


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An invitation that nobody has answered yet."""

    reference: str
    name: str
    email: str
    roles: tuple[str, ...]
    state: str


def asked(invitation: Invitation, *, now: datetime) -> Asked:
    """The same for every address: whether a family has an account with it is for nobody here to know."""
    until = invitation.sent_at + LIVES
    return Asked(
        reference=invitation.reference,
        name=invitation.name,
        email=invitation.email,
        roles=tuple(groups.titles(invitation.candidate_groups)),
        state=f"The link works until {short_day(until)}" if until > now else "The link has run out",
    )


def rows(people: Iterable[Person], held: dict[str, list[Membership]], set_up: Collection[str]) -> list[Colleague]:
    """In the order in which they came; `set_up` are the ids of those who have set up how they sign in."""
    return [colleague(person, held[person.id], set_up=person.id in set_up) for person in people]


def colleague(person: Person, held: Iterable[Membership], *, set_up: bool) -> Colleague:
    """One of them."""
    held = list(held)
    areas = {area for membership in held for area in membership.areas}
    return Colleague(
        reference=person.reference,
        name=person.name,
        email=person.email,
        roles=tuple(groups.titles(membership.candidate_group for membership in held)),
        areas=tuple(sorted(areas)),
        state=OFF if person.disabled_at else ACTIVE if set_up else NEW,
        staff=person.kind == "staff",
        off=person.disabled_at is not None,
    )
