"""The site with the demo's people, and Sol, who runs it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import FamilySite
from webapp.mail import Mailbox
from webapp.worker import Worker

SOL, PRIYA, TOM = "sol.reyes@cumberland.example", "priya.nair@cumberland.example", "tom.hale@cumberland.example"
GRACE, JO, HEAD = "grace.lowe@cumberland.example", "jo.bell@example.org", "head@beckside.example"
NEW, PASSWORD = "nell.frost@cumberland.example", "four-Winds 77 lanterns"
NELL = {"first_name": "Nell", "last_name": "Frost", "email": NEW, "groups": ["send_officer"], "areas": ["Carlisle"]}


class PeopleSite(FamilySite):
    """The site and the mail that it sends."""

    def reference(self, email: str) -> str:
        with self.portal.look() as services:
            person = services.accounts.people.by_email(email)
            assert person, email
            return person.reference

    def mails(self, to: str) -> list[EmailMessage]:
        """All mails to somebody, newest first, after the worker has done what is due."""
        Worker(self.portal).once()
        return [mail for mail in Mailbox(self.portal.config.var / "mailbox").mails() if mail["To"] == to]

    def link(self, to: str) -> str:
        """The address in the newest mail to somebody, without the site."""
        body = self.mails(to)[0].get_body(("plain",))
        assert body
        found = re.search(r"http://localhost:8000(/\S+/\S+)", body.get_content())
        assert found, body.get_content()
        return found[1]

    def history(self, key: str) -> list[str]:
        with self.portal.look() as services:
            return [f"{event.actor_name}: {event.kind}" for event in services.engine.history.of(key)]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 1, 19, 10, tzinfo=UTC))


@pytest.fixture
def site(tmp_path: Path, clock: SetClock) -> Iterator[PeopleSite]:
    made = PeopleSite(tmp_path, clock)
    yield made
    made.portal.database.dispose()
