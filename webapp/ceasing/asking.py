"""Who of the family is asked whether their child's plan should end: each alone, whoever the letter went to."""

from sqlalchemy import select

from webapp.accounts.memberships import FULL
from webapp.cases import family_mail, party_access
from webapp.cases.desk import Desk
from webapp.cases.reading import find_case
from webapp.letters.models import SERVED, SIGNED, Letter

NOTICE, REMINDER = "considering_ceasing", "ceasing_reminder"


def people(desk: Desk, reference: str, *, instance_id: int) -> list[str]:
    """References of those who answer here; whoever has the letter on paper alone answers by post or by phone."""
    signed = select(Letter.person_id).where(
        Letter.instance_id == instance_id, Letter.notice == NOTICE, Letter.state.in_((SIGNED, SERVED))
    )
    told, found = set(desk.session.scalars(signed)), list[str]()
    for party in find_case(desk, reference).parties:
        held = party_access.membership(desk, party)
        if party.person_id in told and held and held.held_at is None and held.scope == FULL:
            found.append(party.person.reference)
    return found


def remind(desk: Desk, reference: str, who: str) -> None:
    """Mail to one person alone, unless their access to the case has ended by then."""
    key = f"{REMINDER}:{reference}:{who}:{desk.now.isoformat()}"
    family_mail.tell(desk, desk.accounts.people.by_reference(who), reference, REMINDER, key=key)
