"""The young person of a case: found, let in further, asked who may see their record, and what they have said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine import Actor
from webapp.accounts.memberships import FULL
from webapp.accounts.models import Person
from webapp.cases import family_mail, party_access, young_person
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, Party
from webapp.cases.whom import MYSELF
from webapp.coming_of_age.errors import DayMissing, HowMissing, NotYetSaid
from webapp.coming_of_age.models import SEES, SharingWish

HOW = ("phone", "talk", "letter", "helper")  # ways in which they tell an officer
ASKED, REMINDER = "who_may_see", "who_may_see_reminder"  # notices


@dataclass(frozen=True, kw_only=True)
class Said:
    """About one person."""

    wish: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """How an officer learned it, and when."""

    how: str
    on: date | None


def of_case(desk: Desk, case: Case) -> Party | None:
    """The young person themselves, if they may come into their case now."""
    mine = (each for each in case.parties if each.relationship_to_child == MYSELF)
    return next((each for each in mine if party_access.membership(desk, each)), None)


def others(desk: Desk, case: Case) -> list[Party]:
    """Everybody else who may come in now, the longest in the case first."""
    found = (each for each in case.parties if each.relationship_to_child != MYSELF)
    return [each for each in found if party_access.membership(desk, each)]


def open_to(desk: Desk, case: Case, *, by: Person, actor: Actor) -> str:
    """The young person reads everything and answers, once rights have passed; their reference, or "" without access."""
    mine = of_case(desk, case)
    if mine is None or not young_person.decides(case.child.born_on, on=today(desk)):
        return ""
    held = party_access.membership(desk, mine)
    if held and held.scope != FULL:
        party_access.change(desk, mine, scope=FULL, last_day=None, by=by, actor=actor)
    _mail(desk, mine.person, case.reference, ASKED)
    return mine.person.reference


def remind(desk: Desk, case: Case) -> None:
    """To the young person alone."""
    if mine := of_case(desk, case):
        _mail(desk, mine.person, case.reference, REMINDER)


def say(
    desk: Desk, case: Case, instance_id: int, said: Mapping[str, Said], *, by: Person, told: Told | None = None
) -> None:
    """What the young person says of each, by the person's reference; `told` when an officer writes it down.

    Raises NotYetSaid, HowMissing, DayMissing.
    """
    if told and told.how not in HOW:
        raise HowMissing
    if told and (told.on is None or told.on > today(desk)):
        raise DayMissing
    asked = {party: said.get(party.person.reference) for party in others(desk, case)}
    for party, given in asked.items():
        if given is None or given.wish not in SEES:
            raise NotYetSaid(party.person)
    desk.session.add_all(
        _wish(desk, case, instance_id, party, given, by, told) for party, given in asked.items() if given
    )
    desk.session.flush()


def said_in(desk: Desk, instance_id: int) -> dict[str, SharingWish]:
    """By the id of the person about whom it is."""
    found = select(SharingWish).where(SharingWish.instance_id == instance_id)
    return {each.person_id: each for each in desk.session.scalars(found)}


def all_said(desk: Desk, case: Case) -> list[SharingWish]:
    """Everything that was ever said in this case about who sees the record, the latest first."""
    found = select(SharingWish).where(SharingWish.case_id == case.id)
    return list(desk.session.scalars(found.order_by(SharingWish.said_at.desc(), SharingWish.id)))


def settled(desk: Desk, case: Case) -> bool:
    """Has an officer carried out before, in this case, what the young person said? Then nobody is asked again."""
    return any(each.decided for each in all_said(desk, case))


def _wish(
    desk: Desk, case: Case, instance_id: int, party: Party, given: Said, by: Person, told: Told | None
) -> SharingWish:
    return SharingWish(
        case_id=case.id,
        instance_id=instance_id,
        person_id=party.person_id,
        wish=given.wish,
        words=given.words,
        how=told.how if told else "",
        told_on=told.on if told else None,
        said_at=desk.now,
        said_by=by.id,
    )


def _mail(desk: Desk, person: Person, reference: str, notice: str) -> None:
    family_mail.tell(desk, person, reference, notice, key=f"{notice}:{reference}:{desk.now.isoformat()}")
