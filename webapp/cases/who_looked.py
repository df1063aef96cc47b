"""Who has looked at a child's record: everything for officers; for the family, our looks and their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine import Record
from webapp.accounts.advice import is_reader
from webapp.accounts.models import Person
from webapp.accounts.people import FAMILY, PROFESSIONAL
from webapp.cases.desk import Desk
from webapp.cases.reading import references_of

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Look:
    """Somebody has opened something of the record."""

    at: datetime
    reference: str  # of the person
    name: str
    first_name: str
    kind: str  # family, staff or professional
    group: str  # by which they looked; empty for a family
    what: str  # as it was noted
    with_reason: bool  # it was not among the cases that they look after
    ground: str  # why they opened it: a value of the list `break_glass_grounds`
    reason: str  # the same in their words; for officers only


@dataclass(frozen=True, kw_only=True)
class Looks:
    """A page of looks, the latest first; `before` leads to the earlier ones, none on the last page."""

    looks: tuple[Look, ...]
    before: int | None


def for_officers(desk: Desk, reference: str, *, before: int | None = None) -> Looks:
    """Every look, with the reasons; whoever asks has opened the case."""
    return _page(desk, desk.engine.history.reads(*references_of(desk, reference), limit=PAGE + 1, before=before))


def for_family(desk: Desk, person: Person, reference: str, *, before: int | None = None) -> Looks:
    """Looks of staff and professionals, and this person's own: never what another of the family has done."""
    others = select(Person.reference).where(Person.kind == FAMILY, Person.id != person.id)
    keys = references_of(desk, reference)
    return _page(desk, desk.engine.history.reads(*keys, limit=PAGE + 1, before=before, without=others))


def _page(desk: Desk, events: list[Record]) -> Looks:
    shown = events[:PAGE]
    people = _people(desk, {event.actor for event in shown})
    return Looks(
        looks=tuple(_look(event, people.get(event.actor)) for event in shown),
        before=shown[-1].id if len(events) > PAGE else None,
    )


def _people(desk: Desk, references: set[str]) -> Mapping[str, Person]:
    found = desk.session.scalars(select(Person).where(Person.reference.in_(references)))
    return {person.reference: person for person in found}


def _look(event: Record, person: Person | None) -> Look:
    noted: dict[str, Any] = event.payload or {}  # erased: that somebody looked stays
    return Look(
        at=event.at,
        reference=event.actor,
        name=event.actor_name,
        first_name=person.first_name if person else "",
        kind=person.kind if person else PROFESSIONAL if is_reader(event.actor) else "",
        group=noted.get("group", ""),
        what=noted.get("what", ""),
        with_reason="glass" in noted,
        ground=noted.get("ground", ""),
        reason=noted.get("reason", ""),
    )
