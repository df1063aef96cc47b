"""The young person is invited: with an address of their own they come into their case once they have an account."""

from webapp.accounts.details import normal_email
from webapp.accounts.memberships import VIEW_ONLY
from webapp.cases import expected
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.cases.whom import MYSELF
from webapp.coming_of_age import asking
from webapp.coming_of_age.errors import NotTheirAddress, WayMissing
from webapp.mail_effect import MAIL

INVITE, HAS_ACCOUNT, WITHOUT = "invite", "has_account", "without"  # how they take part
WAYS = (INVITE, HAS_ACCOUNT, WITHOUT)
NOTICE = "young_person_invited"


def take_part(desk: Desk, case: Case, way: str, email: str) -> None:
    """Note how the young person takes part, and invite them. Raises WayMissing, EmailNotValid, NotTheirAddress.

    Until rights pass they may only read; an officer opens the rest then.
    """
    if way not in WAYS or (way == HAS_ACCOUNT and asking.of_case(desk, case) is None):
        raise WayMissing
    if way != INVITE:
        return
    address = normal_email(email)
    for party in case.parties:
        if party.relationship_to_child != MYSELF and party.person.email == address:
            raise NotTheirAddress
    known = expected.of(desk, case).get(address)
    made = known or expected.expect(desk, case, email=address, relationship=MYSELF, responsibility="", scope=VIEW_ONLY)
    if made.relationship_to_child != MYSELF:
        raise NotTheirAddress
    key = f"{NOTICE}:{made.id}:{desk.now.isoformat()}"
    payload = {"notice": NOTICE, "to_expected": made.id}
    desk.engine.effects.defer(MAIL, key=key, business_key=case.reference, payload=payload)
