"""Somebody of the family comes into a case: in one place, so that a safeguarding hold lies on them as well."""

from datetime import datetime

from webapp.accounts.models import Person
from webapp.cases import on_hold
from webapp.cases.desk import Desk
from webapp.cases.models import FAMILY, Case


def grant(
    desk: Desk,
    person: Person,
    case: Case,
    *,
    origin: str,
    scope: str,
    by: Person | None = None,
    expires_at: datetime | None = None,
) -> None:
    """They may open it as far as `scope` says, once no hold lies on it."""
    desk.accounts.memberships.grant(
        person, FAMILY, case.reference, origin=origin, scope=scope, granted_by=by, expires_at=expires_at
    )
    on_hold.keep(desk, case)
