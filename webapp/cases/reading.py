"""Whose case is whose: what a person may open, and who has read what."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from engine import READ, Actor
from webapp.accounts.models import Person
from webapp.cases import on_hold, whom
from webapp.cases.desk import Desk, Services
from webapp.cases.errors import CaseNotFound, HiddenFromFamily
from webapp.cases.models import FAMILY, Case, Child, Party

STAFF_GROUPS = ("send_officer", "send_admin", "send_manager", "panel", "safeguarding")  # that work on cases

ONE = select(Case).where(Case.reference == bindparam("reference"), Case.merged_into_id.is_(None))  # built once


@dataclass(frozen=True, kw_only=True)
class CaseForFamily:
    """A case as one family member may know it: nothing in it says where anybody lives or learns."""

    reference: str
    child_first_name: str  # the name that they use
    child_name: str
    born_on: date
    scope: str  # full or view_only
    relationship: str  # of the reader, a value of the list `relationships` or `myself`
    opened_at: datetime
    ends_at: datetime | None  # when their access ends by itself

    @property
    def young_person(self) -> bool:
        """Is it the reader's own case?"""
        return self.relationship == whom.MYSELF

    def says(self, text: str) -> str:
        """A text as this reader is spoken to."""
        return whom.told(text, self.child_first_name, young_person=self.young_person)


def says(party: Party, text: str) -> str:
    """A text as this one of a case is spoken to."""
    young_person = party.relationship_to_child == whom.MYSELF
    return whom.told(text, party.case.child.called, young_person=young_person)


def find_case(desk: Desk, reference: str) -> Case:
    """The case of this business key; whether somebody may open it is not asked.

    Raises CaseNotFound, also for one that was merged into another: nothing lies under its reference any more.
    """
    found = desk.session.scalar(ONE, {"reference": reference})
    if found is None:
        raise CaseNotFound
    return found


def references_of(desk: Desk, reference: str) -> tuple[str, ...]:
    """The case's own, and those of cases that were merged into it: its history lies under each of them."""
    stays = aliased(Case)
    merged = select(Case.reference).join(stays, Case.merged_into_id == stays.id).where(stays.reference == reference)
    return reference, *desk.session.scalars(merged.order_by(Case.reference))


def merged_into(desk: Desk, reference: str) -> str:
    """Reference of the case into which this one was merged; "" when it was not. Whoever asks may not open either."""
    goes, stays = aliased(Case), Case
    found = select(stays.reference).join(goes, goes.merged_into_id == stays.id).where(goes.reference == reference)
    return desk.session.scalar(found) or ""


def visible_to(services: Services, person: Person) -> list[CaseForFamily]:
    """The cases that this person may open now, by the child's first name."""
    found = [_for_family(party, ends_at) for party, ends_at in _open_to(services, person)]
    return sorted(found, key=lambda case: (case.child_first_name, case.reference))


def open_for(services: Services, person: Person, reference: str) -> CaseForFamily:
    """One case for one of its family. Raises HiddenFromFamily, CaseNotFound, the same for unknown and foreign ones."""
    for party, ends_at in _open_to(services, person):
        if party.case.reference == reference:
            return _for_family(party, ends_at)
    if any(each.case.reference == reference for each in on_hold.hides_from(services, person)):
        raise HiddenFromFamily
    raise CaseNotFound


def parties_of(services: Services, person: Person) -> list[Party]:
    """The person's places in cases where their membership still stands."""
    return [party for party, _ in _open_to(services, person)]


def is_own(desk: Desk, who: Actor, reference: str) -> bool:
    """Is this the case of the young person who reads?"""
    mine = select(Party.id).join(Party.case).join(Person, Party.person_id == Person.id)
    mine = mine.where(Case.reference == reference, Person.reference == who.id)
    return desk.session.scalar(mine.where(Party.relationship_to_child == whom.MYSELF)) is not None


def called(desk: Desk, reference: str) -> str:
    """The first name of the child of this case; empty for a key of anything else."""
    child = desk.session.scalar(select(Child).join(Case, Case.child_id == Child.id).where(Case.reference == reference))
    return child.called if child else ""


def note_read(desk: Desk, reference: str, *, by: Actor, what: str, which: str = "", **why: str) -> None:
    """Write into the case's history that somebody has looked; needs a transaction, as it writes.

    `which` is the id of the very thing, where it is asked later when it was looked at first.
    """
    group = next(iter(groups_of(by, reference)), "")
    payload = {"what": what, "group": group, **why}
    desk.engine.history.record(reference, READ, by=by, element_id=which, payload=payload)


def groups_of(actor: Actor, reference: str) -> tuple[str, ...]:
    """In which groups that work on cases they stand, for this one."""
    return tuple(group for group in STAFF_GROUPS if actor.belongs(group, reference))


def _open_to(services: Services, person: Person) -> list[tuple[Party, datetime | None]]:
    """Places in cases, each with the moment when the access to it ends."""
    held = services.accounts.memberships.of(person)
    ends = {m.business_key: m.expires_at for m in held if m.candidate_group == FAMILY and m.business_key}
    mine = select(Party).join(Party.case).where(Party.person_id == person.id, Case.reference.in_(ends))
    return [(party, ends[party.case.reference]) for party in services.session.scalars(mine)]


def _for_family(party: Party, ends_at: datetime | None) -> CaseForFamily:
    child = party.case.child
    return CaseForFamily(
        reference=party.case.reference,
        child_first_name=child.called,
        child_name=f"{child.called} {child.last_name}",
        born_on=child.born_on,
        scope=party.scope,
        relationship=party.relationship_to_child,
        opened_at=party.case.opened_at,
        ends_at=ends_at,
    )
