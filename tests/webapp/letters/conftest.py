"""Sam's case with both parents, and an officer who writes to them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import SetClock
from tests.webapp.cases import canary
from tests.webapp.cases.conftest import MONDAY, PROCESS, Play, house
from tests.webapp.cases.pages import Browser, Pages
from tests.webapp.contributions import scene
from tests.webapp.letters.letter_drawing import begin
from webapp.accounts.models import Person
from webapp.clocks.events import of as events_of
from webapp.letters.models import Letter
from webapp.portal import Portal
from webapp.worker import Worker


class Post:
    """A case in which letters are written."""

    def __init__(self, play: Play, case: str, officer: str) -> None:
        self.play, self.portal, self.case, self.officer = play, play.portal, case, officer
        self.pages = Pages(play)

    def begin(self, notice: str = "will_not_assess") -> str:
        """A task to write this letter, claimed by the officer; gives its address."""
        return f"/tasks/{begin(self.portal, self.case, self.play, self.officer, notice)}/letters"

    def task(self, element_id: str) -> int:
        """Id of the one open task of this element."""
        with self.portal.look() as services:
            found = services.engine.user_tasks.open_of(self.case)
            return next(int(task.id) for task in found if task.element_id == element_id)

    def browser(self, who: str = "") -> Browser:
        """Of the officer, unless somebody else is named."""
        return self.pages.of(who or self.officer)

    def sign(self, notice: str = "will_not_assess", **fields: Any) -> str:
        """Write, look and sign through the pages; gives the page that followed."""
        path = self.begin(notice)
        return self.signed(path, notice, **fields)

    def signed(self, path: str, notice: str = "will_not_assess", **fields: Any) -> str:
        """The same for a task that has begun."""
        browser = self.browser()
        typed = {f"free-{notice}-reasons": "We read everything.", f"free-{notice}-who_will_be_asked": "- School"}
        choices = {f"to-{letter.id}": "send" for letter in self.letters() if letter.state == "draft"}
        status, page = browser.post(path, version="0", action="look", **{**typed, **choices, **fields})
        assert (status, "Look at each letter" in page) == (200, True), page
        status, page = browser.post(f"{path}/sign", version=version_in(page))
        assert status == 200, page
        return page

    def letters(self) -> list[Letter]:
        """Every letter, by the name of its reader."""
        with self.portal.look() as services:
            found = list(services.session.scalars(select(Letter).order_by(Letter.name, Letter.prepared_at)))
            for letter in found:
                _ = letter.html, letter.pdf, letter.person
            return found

    def letter(self, name: str) -> Letter:
        """The one to this reader."""
        (found,) = (letter for letter in self.letters() if letter.name == name)
        return found

    def deemed(self, letter: Letter) -> date:
        """The day on which it counts as served."""
        with self.portal.look() as services:
            return next(e.event.deemed_on for e in events_of(services, self.case) if e.event.id == letter.event_id)

    def take_back(self, letter: Letter, /, **fields: str) -> tuple[int, str]:
        """The officer has seen that it should not have gone, and takes it back."""
        with self.portal.work() as services:
            person = services.accounts.people.by_reference(self.officer)
            services.accounts.memberships.grant(person, "send_officer", origin="test")
        wrong = {"correction_of": "letter", "mistake_words": "It says the wrong thing."}
        task = scene.taken(self.portal, self.case, self.officer, "PutRight", wrong, claimed_by=self.officer)
        self.taking_back = f"/tasks/{task.id}/letter-back"
        return self.takes(letter, **fields)

    def takes(self, letter: Letter, /, **fields: str) -> tuple[int, str]:
        """The same, when the task has begun."""
        whole = {"letter": letter.id, "because": "It was wrong.", "seen": "no", "to": "none", **fields}
        return self.browser().post(self.taking_back, **whole)

    def work(self) -> None:
        """The worker does what is due."""
        Worker(self.portal).once()

    def in_use(self, *people: str, used: bool = True) -> None:
        """These accounts have a password, as those that somebody uses have; or none, as imported ones."""
        with self.portal.work() as services:
            for who in people:
                person = services.session.scalar(select(Person).where(Person.reference == who))
                assert person
                person.password_hash = "a hash" if used else None


def version_in(page: str) -> str:
    """The version that a page shows."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def portal(tmp_path: Path, clock: SetClock) -> Iterator[Portal]:
    address = f"sqlite:///{tmp_path / 'portal.db'}"
    with house(tmp_path, address, clock, PROCESS, "print_and_post", "correction") as made:
        yield made


@pytest.fixture
def play(portal: Portal, clock: SetClock) -> Play:
    return Play(portal, clock)


@pytest.fixture
def jo(play: Play) -> str:
    """Sam's mother, whose details are canaries."""
    return canary.mother(play)


@pytest.fixture
def ali(play: Play) -> str:
    """Sam's father, who lives elsewhere."""
    return play.person("Ali", "Khan", address_lines=("9 Beck Row",), postcode="LA9 4DQ", telephones=("01632 960 009",))


@pytest.fixture
def priya(play: Play) -> str:
    """An officer of SEND administration."""
    return play.person("Priya", "Nair", group="send_admin")


@pytest.fixture
def post(play: Play, jo: str, ali: str, priya: str) -> Post:
    made = Post(play, canary.case_of_both(play, jo, ali, priya), priya)
    made.in_use(jo, ali)
    return made
