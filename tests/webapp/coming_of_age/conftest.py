"""Robin's case: a mother and a father who see it, an officer, and a young person who is not in it yet."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import SetClock
from tests.webapp.cases.conftest import DAD, PROCESS, SAM, Play, house, visible
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import jo as jo
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Browser, Pages
from webapp.cases import expected
from webapp.cases.models import Party
from webapp.portal import Portal
from webapp.worker import Worker
from webapp.worker.work import Work

BORN = "2010-08-31"  # rights pass after 26 June 2026
CHILD = {"child_first_name": "Robin", "child_last_name": "Bell", "child_dob": BORN}
BEGINS, PASSED = "2025-12-26T09:00:00+00:00", "2026-06-27T09:00:00+00:00"


class Growing:
    """The case and everybody in it."""

    def __init__(self, play: Play, case: str, **people: str) -> None:
        self.play, self.portal, self.case, self.people = play, play.portal, case, people

    def of(self, who: str) -> Browser:
        """The browser of jo, ali, robin or grace."""
        return Pages(self.play).of(self.people[who])

    def at(self, moment: str) -> None:
        """It is this moment now, and the worker has done what is due."""
        self.play.clock.move_to(datetime.fromisoformat(moment))
        Work(self.portal).sweep()
        Worker(self.portal).once()

    def task(self, element: str) -> int:
        """Id of its open task."""
        return int(Pages(self.play).task(self.case, element).rpartition("/")[2])

    def claim(self, element: str) -> int:
        """The task, claimed by Grace."""
        self.play.claim(self.people["grace"], self.case, element)
        return self.task(element)

    def invited(self, **fields: str) -> tuple[int, str]:
        """Grace has talked with Robin."""
        task = self.task("invite")
        return self.of("grace").post(f"/tasks/{task}/invite", **fields)

    def comes(self) -> None:
        """Robin makes an account with the address that they gave."""
        self.people["robin"] = self.play.person("Robin", "Bell", email="robin@example.org")
        with self.portal.work() as services:
            expected.let_in(services, services.accounts.people.by_reference(self.people["robin"]))

    def judged(self, **answers: str) -> None:
        """Whether Robin can decide."""
        self.play.claim(self.people["grace"], self.case, "note_capacity")
        self.play.complete(self.people["grace"], self.case, "note_capacity", {"can_decide": "yes", **answers})

    def handed_over(self) -> None:
        """After the Friday."""
        self.at(PASSED)
        self.play.claim(self.people["grace"], self.case, "hand_over")
        self.play.complete(self.people["grace"], self.case, "hand_over", {"looked": True})

    def party(self, who: str) -> Party:
        """Their place in the case."""
        with self.portal.look() as services:
            mine = select(Party).where(Party.person_id == self.play.id_of(self.people[who]))
            return services.session.scalars(mine).one()

    def sees(self, who: str) -> bool:
        """May they open the case?"""
        return bool(visible(self.portal, self.people[who]))

    def waiting(self) -> list[str]:
        """Open user tasks by element."""
        return self.play.waiting(self.case)


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, "coming_of_age") as made:
        yield made


@pytest.fixture
def growing(play: Play, jo: str, ali: str, priya: str) -> Growing:
    play.clock.move_to(datetime.fromisoformat("2025-12-24T09:00:00+00:00"))
    play.approve(priya, play.ask(jo, {**SAM, **CHILD}))
    case = visible(play.portal, jo)[0].reference
    play.approve(priya, play.ask(ali, {**DAD, **CHILD}), play.child_of(case))
    grace = play.person("Grace", "Moss", group="send_officer")
    return Growing(play, case, jo=jo, ali=ali, priya=priya, grace=grace)
