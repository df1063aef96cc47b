"""Notices by mail to the owner of an account: deferred as an effect that holds no address and no secret."""

from collections.abc import Mapping

from webapp.accounts.models import Person
from webapp.accounts.people import ACCOUNT_HOLDER
from webapp.portal import Services
from webapp.service_tasks import MAIL


def tell(
    services: Services, person: Person, notice: str, *, to_address: str = "", values: Mapping[str, str] | None = None
) -> None:
    """Mail workflows/shared/notices/<notice>.md to this person after the commit.

    `to_address` is the id of a row that holds another address than the account's; `values` fill placeholders.
    """
    payload = {"notice": notice, "to": ACCOUNT_HOLDER, "values": dict(values or {})}
    if to_address:
        payload["to_address"] = to_address
    key = f"{notice}:{person.reference}:{to_address}:{services.now.isoformat()}"
    services.engine.effects.defer(MAIL, key=key, business_key=person.reference, payload=payload)
