"""Addresses that mail came back from: marked until their owner has confirmed them again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.accounts import links
from webapp.accounts.desk import Desk
from webapp.accounts.details import username
from webapp.accounts.errors import LinkUnknown
from webapp.accounts.links import ADDRESS_WORKS
from webapp.accounts.models import LinkToken, Person, UnreachableAddress, new_id

LIVES = timedelta(days=1)  # of the link that confirms an address
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def mark(desk: Desk, email: str) -> None:
    """Mail to this address came back for good; once marked, the first time counts."""
    row = {"id": new_id(), "email": username(email), "since": desk.now}
    insert = INSERT[desk.session.get_bind().dialect.name](UnreachableAddress)
    desk.session.execute(insert.values(row).on_conflict_do_nothing(index_elements=["email"]))


def since(desk: Desk, email: str) -> datetime | None:
    """When mail first came back from this address; none: it is thought to work."""
    return desk.session.scalar(select(UnreachableAddress.since).where(UnreachableAddress.email == username(email)))


def reachable(desk: Desk, emails: Iterable[str]) -> list[str]:
    """Those of the addresses that are thought to work, in their order."""
    asked = list(emails)
    marked = select(UnreachableAddress.email).where(UnreachableAddress.email.in_(username(each) for each in asked))
    lost = set(desk.session.scalars(marked))
    return [each for each in asked if username(each) not in lost]


def link(desk: Desk, person: Person) -> LinkToken:
    """A link to this person's address that shows that it works; one that was sent before stops working."""
    links.stop(desk, ADDRESS_WORKS, person.id)
    return links.issue(desk, ADDRESS_WORKS, person.id, lives=LIVES)


def look(desk: Desk, token: str) -> None:
    """Raises LinkUnknown, LinkUsed, LinkExpired; a GET changes nothing."""
    links.look(desk, ADDRESS_WORKS, token)


def confirm(desk: Desk, token: str) -> None:
    """The button behind the link: the address works. Raises LinkUnknown, LinkUsed, LinkExpired."""
    found, person_id = links.look(desk, ADDRESS_WORKS, token)
    person = desk.session.get(Person, person_id)
    if person is None:
        raise LinkUnknown
    links.use(desk, found)
    desk.session.execute(delete(UnreachableAddress).where(UnreachableAddress.email == person.email))
