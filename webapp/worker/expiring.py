"""Accesses that will end by themselves: their owners are told before, once for each."""

from webapp.accounts.people import ACCOUNT_HOLDER
from webapp.cases import party_access
from webapp.portal import Services
from webapp.presenters.words import day
from webapp.service_tasks import MAIL


def warn(services: Services) -> None:
    """Defer a mail for each access that ends soon; the mail writer asks whether that still holds."""
    for membership in party_access.ending_soon(services):
        assert membership.expires_at
        person = services.accounts.people.get(membership.person_id)
        last_day = day(party_access.last_day(membership.expires_at))
        payload = {
            "notice": "access_ends_soon",
            "to": ACCOUNT_HOLDER,
            "membership": membership.id,
            "values": {"reference": membership.business_key, "last_day": last_day},
        }
        key = f"access_ends_soon:{membership.id}"
        services.engine.effects.defer(MAIL, key=key, business_key=person.reference, payload=payload)
