"""A reminder to one person of the family: the others learn of it as little as of the task."""

from webapp.cases import family_mail
from webapp.cases.desk import Desk


def remind(desk: Desk, reference: str, who: str) -> None:
    """Mail to the person of this reference, unless their access to the case has ended by then."""
    key = f"views_reminder:{reference}:{who}:{desk.now.isoformat()}"
    family_mail.tell(desk, desk.accounts.people.by_reference(who), reference, "views_reminder", key=key)
