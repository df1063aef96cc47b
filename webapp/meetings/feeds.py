"""Private calendar addresses: one for each person, shown once, kept as a hash, ended by its owner or with access."""

from sqlalchemy import select

from webapp import cases
from webapp.accounts.models import Person
from webapp.accounts.people import FAMILY
from webapp.accounts.tokens import fingerprint, random_token
from webapp.cases.desk import Desk, Services, today
from webapp.config import Config
from webapp.meetings import calendar, dates
from webapp.meetings.errors import NoCalendar
from webapp.meetings.models import CalendarFeed


def of(desk: Desk, person: Person) -> CalendarFeed | None:
    """The one that somebody has."""
    return desk.session.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person.id))


def make(desk: Desk, person: Person) -> str:
    """A new address: gives its token, which nobody is shown a second time. The one before ends."""
    token = random_token()
    end(desk, person)
    desk.session.add(CalendarFeed(person_id=person.id, token_hash=fingerprint(token), made_at=desk.now))
    desk.session.flush()
    return token


def end(desk: Desk, person: Person) -> None:
    """Nobody reads it any more; twice is once."""
    if held := of(desk, person):
        desk.session.delete(held)
        desk.session.flush()


def read(services: Services, config: Config, token: str) -> bytes:
    """What a calendar program gets; the first look of a day at each case is written down. Raises NoCalendar.

    Who of a family may open no case any more has no calendar, nor has an account that is off.
    """
    found = services.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == fingerprint(token)))
    if found is None or found.person.disabled_at:
        raise NoCalendar
    references = dates.references_of(services, found.person)
    if not references and found.person.kind == FAMILY:
        raise NoCalendar
    if found.read_on != today(services):
        _note(services, found, references)
    return calendar.feed(config, dates.of(services, config, found.person, references))


def _note(services: Services, found: CalendarFeed, references: list[str]) -> None:
    found.read_on, who = today(services), services.actor(found.person)
    for reference in references:
        cases.note_read(services, reference, by=who, what="calendar")
