"""Copies of notices for bodies outside the family: who gets one, what it says, and whether they read it here.

Regulations 4(1), 5(2), 10(1) and 13(2) of the SEND Regulations 2014. A copy has the words of the letter and no name or
address of anybody of the family, however many of them got it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import keeping_apart
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.contributions.models import SCHOOL as ASKED_BY_SCHOOL
from webapp.contributions.models import Contribution
from webapp.letters import law
from webapp.letters.bodies import NAMED_SCHOOL, SCHOOL, bodies
from webapp.letters.models import WITHDRAWN, Letter
from webapp.schools import finding
from webapp.schools.reaching import reads_here


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody who gets a copy."""

    body: str  # a name of `bodies.toml`, school, or the reference of one
    name: str
    address: tuple[str, ...]
    person: Person | None  # whose account reads it in the portal


def recipients(desk: Desk, case: Case, notice: str) -> list[Recipient]:
    """Whom the law asks us to tell besides the family; a school only where the case knows one."""
    wanted = law.required()[notice].copies if notice in law.required() else ()
    found = (SCHOOLS[name](desk, case) if name in SCHOOLS else _body(desk, name) for name in wanted)
    return [each for each in found if each]


def prepare(desk: Desk, letter: Letter) -> Iterator[Letter]:
    """A copy of this signed letter for each body that has none of this notice yet; whoever calls signs them."""
    mine = select(Letter.body).where(Letter.instance_id == letter.instance_id, Letter.notice == letter.notice)
    have = set(desk.session.scalars(mine.where(Letter.state != WITHDRAWN)))
    for each in recipients(desk, letter.case, letter.notice):
        if each.body not in have:
            yield Letter(
                case=letter.case,
                case_id=letter.case_id,
                notice=letter.notice,
                instance_id=letter.instance_id,
                deployment_id=letter.deployment_id,
                body=each.body,
                person=each.person,
                name=each.name,
                address=list(each.address),
                given=dict(letter.given),
                enclosed=letter.enclosed,
                prepared_at=desk.now,
            )


def telling(desk: Desk, case: Case, notice: str, texts: Mapping[str, str]) -> list[str]:
    """Names of the texts that tell a body where somebody of the family lives or is reached; none if none reads it."""
    leaves = law.goes_outside(notice) or recipients(desk, case, notice)
    return keeping_apart.telling_outside(desk, case, texts) if leaves else []


def _body(desk: Desk, name: str) -> Recipient:
    found = bodies()[name]
    person = desk.accounts.people.by_email(found.email)
    reader = person if person and reads_here(desk, person) else None
    return Recipient(body=name, name=found.title, address=found.address, person=reader)


def _school(desk: Desk, case: Case) -> Recipient | None:
    """Who asked for the child's school here, else the school that the record names."""
    asked = select(Contribution).where(Contribution.case_id == case.id, Contribution.kind == ASKED_BY_SCHOOL)
    last = desk.session.scalars(asked.order_by(Contribution.given_at.desc()).limit(1)).first()
    person = desk.accounts.people.by_reference(last.actor) if last else None
    name = last.by_name if last else case.child.school
    if not name:
        return None
    return Recipient(body=SCHOOL, name=name, address=(), person=person if person and reads_here(desk, person) else None)


def _named_school(desk: Desk, case: Case) -> Recipient | None:
    """The school that section I names."""
    found = finding.named(desk, case)
    if found is None:
        return None
    person = found.person if found.person and reads_here(desk, found.person) else None
    return Recipient(body=found.reference, name=found.name, address=(), person=person)


SCHOOLS = {SCHOOL: _school, NAMED_SCHOOL: _named_school}  # by their names in `required.toml`
