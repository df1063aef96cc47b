"""Mail about a case to one person of its family: it goes only while they may open the case, also when it is sent."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts.models import Person
from webapp.accounts.people import ACCOUNT_HOLDER
from webapp.cases.desk import Desk
from webapp.cases.models import FAMILY
from webapp.mail_effect import MAIL


def tell(
    desk: Desk,
    person: Person,
    reference: str,
    notice: str,
    *,
    key: str,
    values: Mapping[str, str] | None = None,
    **more: Any,
) -> None:
    """Mail workflows/shared/notices/<notice>.md after the commit, unless their access to the case has ended.

    The notice is given the case's reference and `values`; `more` is for whoever writes the mail.
    """
    held = desk.accounts.memberships.find(person, FAMILY, reference)
    if held is None:
        return
    said = {"reference": reference, **(values or {})}
    payload = {"notice": notice, "to": ACCOUNT_HOLDER, "membership": held.id, "values": said, **more}
    desk.engine.effects.defer(MAIL, key=key, business_key=person.reference, payload=payload)
