"""A case as officers who look after it see it: the child, who takes part and how far, what must be kept from whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine import Actor, Record
from webapp.accounts.models import Person
from webapp.cases import entered, opening, party_access, restrictions
from webapp.cases.desk import Desk
from webapp.cases.errors import OnlyToRead
from webapp.cases.models import BreakGlass, Case, Child, EnteredRestriction, ImportedCase, Party
from webapp.cases.opening import Opening
from webapp.cases.reading import note_read, references_of
from webapp.cases.restrictions import Told

HAS_ACCESS, RAN_OUT, ENDED = "has_access", "ran_out", "ended"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where somebody is reached."""

    email: str
    telephones: tuple[str, ...]
    address_lines: tuple[str, ...]
    postcode: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as it is written on a letter; none when we have none."""
        return tuple(filter(None, (*self.address_lines, self.postcode)))


@dataclass(frozen=True, kw_only=True)
class PartyFile:
    """Somebody of the family, and their access."""

    party_id: str
    person_id: str
    name: str
    relationship: str  # a value of the list `relationships`, or `myself`
    parental_responsibility: str
    scope: str
    state: str  # has_access, ran_out or ended
    ends_at: datetime | None
    granted_at: datetime
    request_reference: str  # where the access comes from
    ended_at: datetime | None
    ended_because: str
    contact: Contact | None  # none: hidden from this reader
    secret: bool  # to be given to nobody


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """One case for one officer."""

    reference: str
    child_name: str
    child_first_name: str
    legal_name: str
    born_on: date
    school: str
    upn: str
    nhs_number: str
    area: str
    also: tuple[str, ...]  # references of records that were merged into it, and its numbers in a former system
    home: tuple[str, ...]  # lines; empty when it is not known or hidden from this reader
    home_hidden: bool
    opened_at: datetime
    parties: tuple[PartyFile, ...]
    others: tuple[tuple[str, str], ...]  # who else may open this very case: name and group
    told: tuple[Told, ...]
    entered: tuple[EnteredRestriction, ...]  # those that have ended too, the latest first
    tasks: tuple[Record, ...]  # open ones
    glass: BreakGlass | None


def exists(desk: Desk, reference: str) -> bool:
    """Is this the reference of a case?"""
    return desk.session.scalar(select(Case.id).where(Case.reference == reference)) is not None


def read(desk: Desk, person: Person, reference: str, *, by: Actor, what: str = "case page") -> CaseFile:
    """The case for somebody of the staff; their look is noted, so it needs a transaction.

    Raises CaseNotFound, GuardRefuses, NeedsReason.
    """
    return of(desk, open_for(desk, person, reference, by=by, what=what))


def shown(desk: Desk, person: Person, reference: str) -> CaseFile:
    """The same around something of it of which the look is noted already."""
    return of(desk, opening.for_staff(desk, person, reference))


def open_for(desk: Desk, person: Person, reference: str, *, by: Actor, what: str) -> Opening:
    """The same without its contents, for what officers do in it; noted, with their reason when it is not theirs."""
    found = opening.for_staff(desk, person, reference)
    why = {"glass": found.glass.id, "ground": found.glass.ground} if found.glass else {}
    note_read(desk, reference, by=by, what=what, **why)
    return found


def open_to_change(desk: Desk, person: Person, reference: str, *, by: Actor, what: str) -> Opening:
    """The same for what changes something in it. Raises OnlyToRead for whoever opened it with a reason."""
    found = open_for(desk, person, reference, by=by, what=what)
    if found.glass:
        raise OnlyToRead
    return found


def of(desk: Desk, found: Opening) -> CaseFile:
    """The contents of a case that has been opened, for whoever has opened it."""
    case, child = found.case, found.case.child
    told, hiding = restrictions.of_case(desk, case), entered.hiding(desk, {party.person_id for party in case.parties})
    hidden = entered.hides_from(hiding, found.groups)
    return CaseFile(
        reference=case.reference,
        child_name=f"{child.called} {child.last_name}",
        child_first_name=child.called,
        legal_name=f"{child.first_name} {child.last_name}",
        born_on=child.born_on,
        school="" if hidden else child.school,
        upn=child.upn,
        nhs_number=child.nhs_number,
        area=case.area,
        also=_also(desk, case),
        home=() if hidden else _home(child),
        home_hidden=hidden,
        opened_at=case.opened_at,
        parties=tuple(_party(desk, party, hiding, found.groups, _secret(told)) for party in case.parties),
        others=tuple(_others(desk, case)),
        told=tuple(told),
        entered=tuple(entered.of(desk, case)),
        tasks=tuple(desk.engine.user_tasks.open_of(case.reference)),
        glass=found.glass,
    )


def _also(desk: Desk, case: Case) -> tuple[str, ...]:
    numbers = select(ImportedCase.number).where(ImportedCase.case_id == case.id).order_by(ImportedCase.number)
    return (*references_of(desk, case.reference)[1:], *desk.session.scalars(numbers))


def _party(
    desk: Desk, party: Party, hiding: list[EnteredRestriction], groups: Collection[str], secret: Collection[str]
) -> PartyFile:
    person, held = party.person, party_access.membership(desk, party)
    hidden = entered.hides_from(hiding, groups, person.id)
    return PartyFile(
        party_id=party.id,
        person_id=person.id,
        name=person.name,
        relationship=party.relationship_to_child,
        parental_responsibility=party.parental_responsibility,
        scope=party.scope,
        state=ENDED if party.ended_at else HAS_ACCESS if held else RAN_OUT,
        ends_at=held.expires_at if held else None,
        granted_at=party.granted_at,
        request_reference=party.request_reference,
        ended_at=party.ended_at,
        ended_because=party.ended_because,
        contact=None if hidden else _contact(person),
        secret=party.request_reference in secret or entered.hides(hiding, person.id),
    )


def _contact(person: Person) -> Contact:
    return Contact(
        email=person.email,
        telephones=tuple(phone.number for phone in person.telephones),
        address_lines=tuple(person.address_lines),
        postcode=person.postcode,
    )


def _secret(told: Collection[Told]) -> set[str]:
    """Requests whose sender asks to keep their address from everybody."""
    return {each.reference for each in told for said in each.restrictions if said.kind == restrictions.ADDRESS}


def _home(child: Child) -> tuple[str, ...]:
    return tuple(filter(None, (*child.address.splitlines(), child.postcode)))


def _others(desk: Desk, case: Case) -> list[tuple[str, str]]:
    parties = {party.person_id for party in case.parties}
    held = (each for each in desk.accounts.memberships.for_key(case.reference) if each.person_id not in parties)
    return [(desk.accounts.people.get(each.person_id).name, each.candidate_group) for each in held]
