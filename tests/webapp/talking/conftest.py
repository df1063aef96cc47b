"""Sam's case with two parents who live apart, on each database in turn; who writes what, through everybody's pages."""

from datetime import datetime, timedelta

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import DAD, Play, ali, clock, jo, play, portal, priya, visible
from tests.webapp.cases.pages import Browser, Pages
from webapp.cases.reading import find_case
from webapp.db import Database
from webapp.portal import Portal
from webapp.worker.work import Work

__all__ = ["ali", "clock", "jo", "play", "portal", "priya"]


class Talking:
    """The case, and everybody in it by first name."""

    def __init__(self, play: Play, case: str, **people: str) -> None:
        self.play, self.case, self.people = play, case, people
        self.pages, self._browsers = Pages(play), dict[str, Browser]()

    def of(self, who: str) -> Browser:
        """Their browser."""
        if who not in self._browsers:
            self._browsers[who] = self.pages.of(self.people[who])
        return self._browsers[who]

    def party(self, who: str) -> str:
        """Id of their place in the case."""
        return self.play.party(self.people[who]).id

    @property
    def own(self) -> str:
        """Where one of the family writes."""
        return f"/cases/{self.case}/messages"

    def with_(self, who: str) -> str:
        """Where officers write to them."""
        return f"{self.own}/{self.party(who)}"

    def writes(self, who: str, text: str = "When will you decide?") -> tuple[int, str]:
        """Somebody of the family."""
        return self.of(who).post(self.own, message=text)

    def answers(self, to: str, text: str = "In May.", by: str = "priya") -> tuple[int, str]:
        """An officer."""
        return self.of(by).post(self.with_(to), message=text)

    def elsewhere(self) -> None:
        """The case is in one area, and “else” works in another."""
        self.people["else"] = self.play.person("Else", "Moor", group="analyst")
        with self.play.portal.work() as services:
            find_case(services, self.case).area = "Carlisle"
            person = services.accounts.people.by_reference(self.people["else"])
            services.accounts.memberships.grant(person, "send_admin", origin="test", areas=("Copeland",))

    def opens_with_a_reason(self, who: str) -> None:
        """For an hour, and only to read."""
        opened = {"ground": "danger", "reason": "The duty officer has asked me to look."}
        assert self.of(who).post(f"/cases/{self.case}/open", **opened)[0] == 200

    def later(self, **length: int) -> None:
        """Time passes; nobody does anything."""
        self.to(f"{self.play.clock.now() + timedelta(**length):%Y-%m-%dT%H:%M}")

    def to(self, moment: str) -> None:
        """It is this moment, in UTC; everybody signs in anew."""
        self._browsers.clear()
        self.play.clock.move_to(datetime.fromisoformat(f"{moment}+00:00"))

    def sweep(self) -> None:
        """What a worker does once an hour."""
        Work(self.play.portal).sweep()

    def subjects(self, about: str) -> list[tuple[str, str]]:
        """To whom, about what: mails with this in their subject."""
        return [(to, " ".join(subject.split())) for to, subject in self.play.mails() if about in subject]

    def history(self, kind: str) -> list[dict[str, str]]:
        """Payloads of the events of this kind."""
        with self.play.portal.look() as services:
            return [each.payload for each in services.engine.history.of(self.case) if each.kind == kind]


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def talking(portal: Portal, play: Play, clock: SetClock, jo: str, ali: str, priya: str) -> Talking:
    """Monday 19 January 2026, ten in the morning."""
    uma = play.person("Uma", "Frost", group="send_officer", email="uma.frost@example.org")
    mo = play.person("Mo", "Reed", group="send_manager", email="mo.reed@example.org")
    play.approve(priya, play.ask(jo))
    case = visible(portal, jo)[0].reference
    play.review(priya, asked := play.ask(ali, DAD), "approve")
    play.match(priya, asked, play.child_of(case))
    return Talking(play, case, jo=jo, ali=ali, priya=priya, uma=uma, mo=mo)
