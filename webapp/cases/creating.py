"""A record that an officer makes for a child whom we do not know: only after those that are like it were looked at."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import granting, opening
from webapp.cases.alike import Alike, alike
from webapp.cases.desk import Desk, today
from webapp.cases.errors import MayNotLook
from webapp.cases.models import Case, Child
from webapp.cases.numbers import is_nhs_number, is_upn

OLDEST = 26  # years: nobody older has or gets a plan (Children and Families Act 2014, s.46, s.83)


@dataclass(frozen=True, kw_only=True)
class NewChild:
    """What an officer knows of the child; numbers without blanks, empty when they are not known."""

    first_name: str
    last_name: str
    known_as: str = ""
    born_on: date
    school: str = ""
    upn: str = ""
    nhs_number: str = ""
    area: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field."""

    field: str
    words: str


def faults(desk: Desk, child: NewChild) -> Iterator[Fault]:
    """Why no record can be made of this."""
    if not child.first_name:
        yield Fault("first_name", "Enter the first name")
    if not child.last_name:
        yield Fault("last_name", "Enter the last name")
    if child.born_on > today(desk):
        yield Fault("born_on", "The date of birth must be today or before")
    elif today(desk).year - child.born_on.year > OLDEST:
        yield Fault("born_on", f"The date of birth is more than {OLDEST} years ago: look at the year")
    if child.upn and not is_upn(child.upn):
        yield Fault("upn", "This is no unique pupil number: its first letter must fit its 12 other signs. Leave it out")
    if child.nhs_number and not is_nhs_number(child.nhs_number):
        yield Fault("nhs_number", "This is no NHS number: its last digit must fit the others. Leave it out")


def look(desk: Desk, person: Person, child: NewChild, *, by: Actor) -> list[Alike]:
    """Records that may be this child's. Raises MayNotLook."""
    _require_officer(desk, person)
    return alike(desk, person, child, by=by)


def make(
    desk: Desk, person: Person, child: NewChild, *, by: Actor, seen: Collection[str] = (), because: str = ""
) -> Case | list[Alike]:
    """The child's new case, or the records that are like it and were not `seen` (references) and put aside with a word.

    Raises MayNotLook.
    """
    like = look(desk, person, child, by=by)
    if like and not (because.strip() and {each.reference for each in like} <= set(seen)):
        return like
    made = record(desk, child)
    case = granting.new_case(desk, made.id, person, area=child.area)
    payload = {"unlike": sorted(each.reference for each in like), "because": because.strip()} if like else None
    desk.engine.history.record(case.reference, "opened by an officer", by=by, payload=payload)
    return case


def record(desk: Desk, child: NewChild) -> Child:
    """The child's row."""
    made = Child(
        first_name=child.first_name,
        last_name=child.last_name,
        known_as=child.known_as,
        born_on=child.born_on,
        school=child.school,
        upn=child.upn,
        nhs_number=child.nhs_number,
        created_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def _require_officer(desk: Desk, person: Person) -> None:
    if not opening.memberships(desk, person):
        raise MayNotLook
