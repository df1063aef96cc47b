"""Sam's case of two parents who live apart, and an officer who arranges meetings in it, all through pages and mail."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar, Event

from engine import Record
from tests.webapp.cases.canary import MAILBOX
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.every import portal as portal
from tests.webapp.contributions.conftest import Assessing, fill
from tests.webapp.contributions.conftest import assessing as assessing
from webapp.mail import Mailbox
from webapp.worker import Worker

JO, ALI = MAILBOX, "ali.khan@example.org"
WISH = {
    "way": "meeting",
    "about": "How Sam gets to school",
    "times": "Tuesdays before midday",
    "how": "in_person",
    "supporter": "no",
    "interpreter": "no",
    "apart": "no",
}
PLAN = {
    "about": "Getting to school",
    "on-day": "27",
    "on-month": "1",
    "on-year": "2026",
    "at": "10:30",
    "minutes": "60",
    "place_kind": "in_person",
    "place": "Civic Centre, Room 4",
    "minded": "yes",
}


class Meeting:
    """What happens to one meeting; each act is a page."""

    def __init__(self, assessing: Assessing) -> None:
        self.house, self.case, self.portal = assessing, assessing.case, assessing.portal
        self.browsers: dict[str, Any] = {}

    def of(self, who: str) -> Any:
        """The browser of jo, ali or priya."""
        return self.browsers.setdefault(who, self.house.of(who))

    def is_asked_for(self, who: str = "jo", **other: str) -> str:
        return fill(self.of(who).client, f"/cases/{self.case}/do/AskForMeeting/begin", {**WISH, **other})

    def is_planned(self, way: str = "meeting") -> str:
        return fill(self.of("priya").client, f"/cases/{self.case}/do/ArrangeMeeting/begin", {"way": way})

    def arranged(self, *people: str, **other: str) -> tuple[int, str]:
        """Priya claims the task and invites these."""
        task = self.task("arrange")
        self.of("priya").post(f"/tasks/{task.id}/claim")
        invited = [self.house.play.id_of(self.house.people[who]) for who in people]
        answer: tuple[int, str] = self.of("priya").post(
            f"/tasks/{task.id}/arrange", people=invited, **{**PLAN, **other}
        )
        return answer

    def done(self, action: str, **answers: str) -> str:
        """Priya takes an action of the meeting."""
        path = f"/cases/{self.case}/do/{action}.{self.reference}/begin"
        return fill(self.of("priya").client, path, answers)

    def recorded(self, state: str, **other: str) -> tuple[int, str]:
        task = self.task("record")
        self.of("priya").post(f"/tasks/{task.id}/claim")
        answer: tuple[int, str] = self.of("priya").post(f"/tasks/{task.id}/outcome", state=state, **other)
        return answer

    def answered(self, who: str, coming: str, words: str = "") -> tuple[int, str]:
        answer: tuple[int, str] = self.of(who).post(f"{self.path}/answer", coming=coming, words=words)
        return answer

    def passes(self, **until: int) -> None:
        """The clock goes on to a moment of 2026, in UTC; whoever was signed in signs in again."""
        self.browsers.clear()
        self.house.play.clock.move_to(datetime(2026, **until, tzinfo=UTC))  # type: ignore[arg-type]
        Worker(self.portal).once()

    def task(self, element: str, whose: str = "") -> Record:
        return self.house.task(element, whose)

    def waiting(self) -> list[str]:
        return self.house.waiting()

    @property
    def reference(self) -> str:
        """Of the one meeting, as the officer's list links to it."""
        found = re.findall(
            rf"/cases/{self.case}/meetings/(MTG-\w+)", self.of("priya").get(f"/cases/{self.case}/meetings")[1]
        )
        assert found
        return str(found[0])

    @property
    def path(self) -> str:
        return f"/cases/{self.case}/meetings/{self.reference}"

    def mails(self, to: str) -> list[EmailMessage]:
        """Every mail to somebody, newest first."""
        Worker(self.portal).once()
        return [mail for mail in Mailbox(self.portal.config.var / "mailbox").mails() if mail["To"] == to]

    def invitation(self, to: str) -> tuple[str, Event]:
        """Method and event of the newest mail with a date in it."""
        for mail in self.mails(to):
            for part in mail.iter_attachments():
                found = Calendar.from_ical(part.get_content())
                return str(part.get_param("method")), found.walk("VEVENT")[0]
        raise AssertionError(f"no invitation to {to}")

    def feed_of(self, who: str) -> str:
        """The private address that somebody makes."""
        page = self.of(who).post("/your-details/calendar")[1]
        found = re.search(r"http://localhost:8000(/calendar/[\w-]+\.ics)", page)
        assert found, page
        return found[1]

    def read(self, path: str) -> Any:
        """By a program without a cookie."""
        return self.house.pages.app.test_client().get(path)

    def events(self, path: str) -> list[Event]:
        answer = self.read(path)
        assert answer.status_code == 200, answer.status
        return list(Calendar.from_ical(answer.data).walk("VEVENT"))


@pytest.fixture
def meeting(assessing: Assessing) -> Iterator[Meeting]:
    yield Meeting(assessing)
