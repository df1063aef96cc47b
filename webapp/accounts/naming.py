"""The name of somebody who works here: others decide by it whose relative they are, so another says it."""

from webapp.accounts import former
from webapp.accounts.desk import Desk
from webapp.accounts.details import PersonDetails
from webapp.accounts.directory import WORKING
from webapp.accounts.errors import NameOfWork, OwnName
from webapp.accounts.models import Person


def require_own(person: Person) -> None:
    """May they change their name by themselves? Raises NameOfWork."""
    if person.kind in WORKING:
        raise NameOfWork


def rename(desk: Desk, person: Person, wanted: PersonDetails, *, by: Person) -> None:
    """By an administrator: title, first and last name, and nothing else. Raises OwnName."""
    if person.id == by.id:
        raise OwnName
    former.keep(desk, person)
    known = wanted.clean()
    person.title, person.first_name, person.last_name = known.title, known.first_name, known.last_name
    desk.session.flush()
