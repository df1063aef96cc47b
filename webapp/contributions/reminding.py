"""A reminder to one person of the family: the others learn of it as little as of the task."""

from webapp.accounts.people import ACCOUNT_HOLDER
from webapp.cases.desk import Desk
from webapp.cases.models import FAMILY
from webapp.mail_effect import MAIL


def remind(desk: Desk, reference: str, who: str) -> None:
    """Mail to the person of this reference, unless their access to the case has ended by then."""
    person = desk.accounts.people.by_reference(who)
    held = desk.accounts.memberships.find(person, FAMILY, reference)
    if held is None:
        return
    payload = {
        "notice": "views_reminder",
        "to": ACCOUNT_HOLDER,
        "membership": held.id,
        "values": {"reference": reference},
    }
    key = f"views_reminder:{reference}:{who}:{desk.now.isoformat()}"
    desk.engine.effects.defer(MAIL, key=key, business_key=who, payload=payload)
