"""People who saw a case in a former system: they come in once they have an account with the address that they had."""

from sqlalchemy import select

from engine import PORTAL
from webapp.accounts.models import Person
from webapp.accounts.people import FAMILY
from webapp.cases import family_access
from webapp.cases.desk import Desk
from webapp.cases.models import Case, ExpectedParty, Party

ORIGIN = "import"  # of the membership


def of(desk: Desk, case: Case) -> dict[str, ExpectedParty]:
    """Everybody who was ever expected in a case, by address: also whoever has come in, or whose access has ended."""
    found = select(ExpectedParty).where(ExpectedParty.case_id == case.id)
    return {each.email: each for each in desk.session.scalars(found)}


def expect(desk: Desk, case: Case, *, email: str, relationship: str, responsibility: str, scope: str) -> ExpectedParty:
    """Somebody comes into the case: now, if they have an account, else as soon as they have confirmed the address."""
    made = ExpectedParty(
        case_id=case.id,
        email=email,
        relationship_to_child=relationship,
        parental_responsibility=responsibility,
        scope=scope,
        expected_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    if person := desk.accounts.people.by_email(email):
        let_in(desk, person)
    return made


def let_in(desk: Desk, person: Person) -> list[str]:
    """References of the cases into which this person of a family comes now; once for each."""
    if person.kind != FAMILY:
        return []
    found = select(ExpectedParty).where(ExpectedParty.email == person.email, ExpectedParty.person_id.is_(None))
    return [_come_in(desk, person, each) for each in desk.session.scalars(found).all()]


def _come_in(desk: Desk, person: Person, each: ExpectedParty) -> str:
    """Who is in the case already stays in it as they are."""
    case = each.case
    each.person_id = person.id
    known = select(Party.id).where(Party.case_id == case.id, Party.person_id == person.id)
    if desk.session.scalar(known) is None:
        desk.session.add(_party(desk, person, each))
        desk.session.flush()
        family_access.grant(desk, person, case, origin=ORIGIN, scope=each.scope)
        payload = {"person": person.reference, "scope": each.scope}
        desk.engine.history.record(case.reference, "access taken over", by=PORTAL, payload=payload)
    return case.reference


def _party(desk: Desk, person: Person, each: ExpectedParty) -> Party:
    return Party(
        case_id=each.case_id,
        person_id=person.id,
        relationship_to_child=each.relationship_to_child,
        parental_responsibility=each.parental_responsibility,
        responsibility_how="",
        scope=each.scope,
        granted_at=desk.now,
        request_reference="",
    )
