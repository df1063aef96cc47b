"""Sam's case in assessment: two parents who live apart, an officer, a panel, a psychologist's team, a school by mail."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine import Record
from tests.houses import People, done_once
from tests.webapp.cases.canary import case_of_both
from tests.webapp.cases.canary import mother as canary_mother
from tests.webapp.cases.conftest import Play
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.every import portal as portal
from tests.webapp.cases.pages import Browser, Pages
from tests.webapp.contributions import scene
from webapp.accounts import PersonDetails
from webapp.mail import Mailbox
from webapp.worker import Worker

SCHOOL = "office@beckside.example"
ADVISERS = [
    {"body": "school", "who": "Beckside Primary", "way": "email", "email": SCHOOL},
    {"body": "educational_psychology", "who": "Psychology team", "way": "team"},
    {"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report of 3 January 2026"},
]
ADVICE = {
    "known_to_us": "yes",
    "role": "Head teacher",
    "organisation": "Beckside Primary",
    "method": ["seen"],
    "involved": "Since September",
    "needs": "A quiet place",
    "outcomes": "Reads aloud by July",
    "provision": "An hour a day",
    "careful": "His uncle rang us",
    "declaration": "true",
}


class Assessing:
    """The case and everybody in it; each act is a transaction of its own, or a page."""

    def __init__(self, play: Play, case: str, **people: str) -> None:
        self.play, self.portal, self.case, self.people = play, play.portal, case, people
        self.pages = Pages(play)

    def of(self, who: str) -> Browser:
        """The browser of jo, ali, priya, hugh or eve."""
        return self.pages.of(self.people[who])

    def begin(self, advisers: list[dict[str, Any]] = ADVISERS) -> None:
        """The request has led to an assessment, and the officer asks these."""
        scene.begin(self.portal, self.case, self.people["priya"], advisers)

    def do(self, who: str, element: str, answers: dict[str, Any] | None = None) -> None:
        """Claim and complete the first open task of this element."""
        scene.done(self.portal, self.case, self.people[who], element, answers or {})

    def task(self, element: str, whose: str = "") -> Record:
        """The first open task of an element; with a name, that person's own."""
        return scene.open_task(self.portal, self.case, element, self.people.get(whose, ""))

    def waiting(self) -> list[str]:
        """Open tasks by element, besides those to post a letter or a copy."""
        return sorted(task for task in self.play.waiting(self.case) if task != "post_letter")

    def link(self, to: str) -> str:
        """The address in the newest mail to somebody."""
        Worker(self.portal).once()
        mail = next(m for m in Mailbox(self.portal.config.var / "mailbox").mails() if m["To"] == to)
        found = re.search(r"http://localhost:8000(/\S+/\S+)", mail.get_body(("plain",)).get_content())
        assert found
        return found[1]

    def reader(self, to: str = SCHOOL, name: str = "Ann Lee") -> "Reader":
        """Somebody who opens the newest link to a mailbox and gives a name."""
        reader = Reader(self.pages.app.test_client())
        reader.post(self.link(to), name=name)
        return reader

    def pass_days(self, days: int) -> None:
        self.play.clock.advance(timedelta(days=days))
        Worker(self.portal).once()

    def advise(self, reader: "Reader", **other: Any) -> int:
        """Fill in the form of the one advice that the reader is asked for; gives the task."""
        task = int(re.findall(r"/advice/tasks/(\d+)", reader.get("/advice"))[0])
        reader.post(f"/advice/tasks/{task}/claim")
        fill(reader.client, f"/advice/tasks/{task}/form/begin", {**ADVICE, **other})
        return task


class Reader:
    """The browser of somebody without an account."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> str:
        return self.client.get(path, follow_redirects=True).text

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(path, data={"csrf_token": token(self.client), **fields}, follow_redirects=True)


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/help").text)
    found = found or re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return found[1]


def fill(client: FlaskClient, path: str, answers: dict[str, Any]) -> str:
    """Every page of a form, to the end; what a page does not ask is not sent. Gives the last page."""
    for _ in range(20):
        page = client.get(path, follow_redirects=True)
        path = page.request.path
        names = set(re.findall(r'name="([^"]+)"', page.text))
        sent = {name: value for name, value in answers.items() if name in names}
        version = re.search(r'name="version" value="(\d+)"', page.text)
        data = {"csrf_token": token(client), "version": version[1] if version else "0", **sent}
        answer = client.post(path, data=data)
        assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.text)
        if path.endswith("/check"):
            return client.get(answer.location, follow_redirects=True).text
        path = answer.location
    raise AssertionError(path)


@pytest.fixture
def assessing(play: Play, ali: str, priya: str) -> Assessing:
    people = done_once(play.portal, "in assessment", lambda: _come(play, ali, priya))
    return Assessing(play, people.pop("case"), **people)


def _come(play: Play, ali: str, priya: str) -> People:
    """Both parents have their case, and everybody who has something to do in it an account."""
    jo = canary_mother(play)
    case = case_of_both(play, jo, ali, priya)
    hugh = play.person("Hugh", "Penn", group="panel")
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(priya)
        services.accounts.memberships.grant(officer, "send_officer", origin="test")
        wanted = PersonDetails(email="eve@northpsych.example", first_name="Eve", last_name="Moss")
        eve = services.accounts.people.add(wanted, kind="professional")
        services.accounts.memberships.grant(eve, "educational_psychology", origin="test")
        services.accounts.finish_two_factor(eve)
        return {"case": case, "jo": jo, "ali": ali, "priya": priya, "hugh": hugh, "eve": eve.reference}
