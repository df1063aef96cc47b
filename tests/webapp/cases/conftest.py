"""The real portal on a real database, with the shipped drawing, two parents and three officers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import Actor, SetClock
from tests.houses import open_with
from tests.webapp.cases.pages import Pages
from webapp import cases
from webapp.accounts import PersonDetails
from webapp.accounts.models import Person
from webapp.cases import access
from webapp.cases.models import Case, Child, Party
from webapp.config import Config
from webapp.mail import Mailbox
from webapp.portal import Portal, Services
from webapp.worker import Worker

MONDAY = datetime(2026, 1, 19, 10, tzinfo=UTC)
PROCESS = "access_authentication"
SAM = {
    "about": "child",
    "child_first_name": "Sam",
    "child_last_name": "Bell",
    "child_dob": "2018-03-27",
    "relationship": "mother",
    "requester_dob": "1988-05-02",
    "parental_responsibility": "yes",
    "responsibility_how": "birth_mother",
    "lives_with": "me",
    "others_have_responsibility": "no",
    "keep_address_secret": False,
    "court_orders": "no",
    "evidence_way": "later",
    "safety_worry": "no",
    "declaration": True,
}
DAD = {**SAM, "relationship": "father", "responsibility_how": "birth_certificate", "lives_with": "elsewhere"}


class Play:
    """Who does what, each in a transaction of its own, as the pages will."""

    def __init__(self, portal: Portal, clock: SetClock) -> None:
        self.portal, self.clock = portal, clock

    def person(self, first: str, last: str, *, group: str = "", **details: Any) -> str:
        """A family member who has set up signing in, or staff of a group; gives the reference."""
        email = details.pop("email", f"{first}.{last}@example.org".lower())
        wanted = PersonDetails(email=email, first_name=first, last_name=last, **details)
        with self.portal.work() as services:
            person = services.accounts.people.add(wanted, kind="staff" if group else "family")
            if group:
                services.accounts.memberships.grant(person, group, origin="test")
            else:
                services.accounts.finish_two_factor(person)
            return person.reference

    def ask(self, who: str, answers: dict[str, Any] | None = None) -> str:
        """Ask to see a record; gives the request's reference."""
        with self.portal.work() as services:
            return access.request(services, _person(services, who), SAM if answers is None else answers)

    def claim(self, who: str, reference: str, element_id: str) -> None:
        """Claim the one open task of this element."""
        with self.portal.work() as services:
            services.engine.user_tasks.claim(self._task(services, reference, element_id), by=self.actor(services, who))

    def complete(self, who: str, reference: str, element_id: str, answers: dict[str, Any]) -> None:
        """Complete it; claimed before, if it is to be claimed."""
        with self.portal.work() as services:
            task = self._task(services, reference, element_id)
            services.engine.user_tasks.complete(task, by=self.actor(services, who), answers=answers)

    def read(self, who: str, reference: str) -> None:
        """Open the request, and say that what others want kept is read."""
        shown = self.look_at(who, reference).unread
        with self.portal.work() as services:
            access.acknowledge(services, reference, {each.digest for each in shown}, by=self.actor(services, who))

    def review(self, who: str, reference: str, decision: str, **answers: Any) -> None:
        """Claim the review, read what others want kept, and decide."""
        self.claim(who, reference, "review_request")
        self.read(who, reference)
        checked = {"checked": ["identity", "link"], "decision": decision}
        self.complete(who, reference, "review_request", {**checked, **answers})

    def match(self, who: str, reference: str, child_id: str | None = None) -> None:
        """Claim the match, choose a record (None: make one), and finish."""
        self.claim(who, reference, "match_record")
        with self.portal.work() as services:
            officer = self.actor(services, who)
            access.match(services, reference, child_id, by=officer)
            task = self._task(services, reference, "match_record")
            services.engine.user_tasks.complete(task, by=officer, answers={})

    def approve(self, officer: str, reference: str, child_id: str | None = None, decision: str = "approve") -> None:
        """The whole of an officer's yes."""
        self.review(officer, reference, decision)
        self.match(officer, reference, child_id)

    def look_at(self, who: str, reference: str) -> access.Review:
        """Open a request as an officer."""
        with self.portal.work() as services:
            return access.review(services, reference, by=self.actor(services, who))

    def waiting(self, reference: str) -> list[str]:
        """Open user tasks by element."""
        with self.portal.look() as services:
            return [task.element_id for task in services.engine.user_tasks.open_of(reference)]

    def mails(self) -> list[tuple[str, str]]:
        """To whom, about what: every mail sent so far, after the worker has done what is due."""
        Worker(self.portal).once()
        found = Mailbox(self.portal.config.var / "mailbox").mails()
        return sorted((str(mail["To"]), str(mail["Subject"])) for mail in found)

    def mail_texts(self) -> list[str]:
        """Headers and text of every mail sent so far."""
        Worker(self.portal).once()
        found = Mailbox(self.portal.config.var / "mailbox").mails()
        bodies = [mail.get_body(("plain",)) for mail in found]
        return [f"{mail.items()} {body.get_content()}" for mail, body in zip(found, bodies, strict=True) if body]

    def wait(self, days: int) -> None:
        """Time passes, and the worker does what falls due."""
        for _ in range(days):
            self.clock.advance(timedelta(days=1))
            Worker(self.portal).once()

    def party(self, who: str) -> Party:
        """The one place that a person has in a case."""
        with self.portal.look() as services:
            return services.session.scalars(select(Party).where(Party.person_id == self.id_of(who))).one()

    def id_of(self, who: str) -> str:
        """The row's id of a person."""
        with self.portal.look() as services:
            return _person(services, who).id

    def child_of(self, case_reference: str) -> str:
        """Id of the child whose case it is."""
        with self.portal.look() as services:
            return services.session.scalars(select(Case.child_id).where(Case.reference == case_reference)).one()

    def child(self) -> Child:
        """The one child whom we know."""
        with self.portal.look() as services:
            return services.session.scalars(select(Child)).one()

    @staticmethod
    def actor(services: Services, who: str) -> Actor:
        """The person with their memberships."""
        return services.actor(_person(services, who))

    @staticmethod
    def _task(services: Services, reference: str, element_id: str) -> int:
        found = services.engine.user_tasks.open_of(reference)
        return next(int(task.id) for task in found if task.element_id == element_id)


def visible(portal: Portal, who: str) -> list[cases.CaseForFamily]:
    """The person's cases."""
    with portal.look() as services:
        return cases.visible_to(services, _person(services, who))


def own_requests(portal: Portal, who: str) -> list[access.OwnRequest]:
    """What the person has asked."""
    with portal.look() as services:
        return access.requests_of(services, _person(services, who))


def _person(services: Services, reference: str) -> Person:
    return services.accounts.people.by_reference(reference)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Of the database."""
    return f"sqlite:///{tmp_path / 'portal.db'}"


@contextmanager
def house(tmp_path: Path, address: str, clock: SetClock, *processes: str) -> Iterator[Portal]:
    """A portal on this database with these of the shipped processes; `EVERY` stands for all."""
    made = Portal(Config(var=tmp_path, database_url=address, secret_key="k" * 64), clock)
    open_with(made, *processes)
    yield made
    made.database.dispose()


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS) as made:
        yield made


@pytest.fixture
def play(portal: Portal, clock: SetClock) -> Play:
    return Play(portal, clock)


@pytest.fixture
def pages(play: Play) -> Pages:
    """The site, and who looks at it."""
    return Pages(play)


@pytest.fixture
def jo(play: Play) -> str:
    """Sam's mother."""
    return play.person(
        "Jo", "Bell", address_lines=("1 Mill Lane", "Penrith"), postcode="CA11 7AA", telephones=("01632 960 001",)
    )


@pytest.fixture
def ali(play: Play) -> str:
    """Sam's father, who lives elsewhere."""
    return play.person("Ali", "Khan", address_lines=("9 Beck Row",), postcode="LA9 4DQ", telephones=("01632 960 009",))


@pytest.fixture
def priya(play: Play) -> str:
    """An officer of SEND administration who knows nobody here."""
    return play.person("Priya", "Nair", group="send_admin")
