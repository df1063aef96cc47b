"""Sam's case when a plan is needed: two parents who live apart, two officers, a manager."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import PORTAL, Record, SetClock
from tests.webapp.cases.canary import with_officers
from tests.webapp.cases.conftest import PROCESS, Play, house
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Browser, Pages
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.scene import ANSWER, PLACED
from webapp import clocks
from webapp.cases import access
from webapp.letters.models import Letter
from webapp.plans.models import PlanStatement, PlanVersion
from webapp.portal import Portal
from webapp.worker import Worker

NEED = "Sam understands sentences with two key words."
OUTCOME = "By the end of Year 4, Sam follows a three-part instruction on 4 days out of 5."
HELP = "A speech and language therapist works with Sam for 30 minutes each week in term time."
VIEWS = "Sam likes trains."


class Planning:
    """The case and everybody in it; each act is a transaction of its own, or a page."""

    def __init__(self, play: Play, case: str, **people: str) -> None:
        self.play, self.portal, self.case, self.people = play, play.portal, case, people
        self.pages = Pages(play)
        self.path = f"/cases/{case}/plan"

    def of(self, who: str) -> Browser:
        """The browser of jo, ali, mo, priya or grace."""
        return self.pages.of(self.people[who])

    def begin(self, message_id: str = "required") -> None:
        """It was decided that a plan is needed."""
        with self.portal.work() as services:
            services.engine.messages.correlate("PlanRequired", key=self.case, message_id=message_id, by=PORTAL)

    def at(self, moment: str) -> None:
        """It is this moment now."""
        self.play.clock.advance(datetime.fromisoformat(moment) - self.play.clock.now())

    def comes_in(self, request: str) -> None:
        """Somebody else's request is matched with the child's record, after what must be kept was read."""
        officer = self.people["priya"]
        with self.portal.work() as services:
            who = self.play.actor(services, officer)
            told = access.review(services, request, by=who).unread
            child = self.play.child_of(self.case)
            access.match(services, request, child, by=who, seen={each.digest for each in told})
            found = services.engine.user_tasks.open_of(request)
            task = next(each.id for each in found if each.element_id == "match_record")
            services.engine.user_tasks.complete(task, by=who, answers={})

    def task(self, element: str, whose: str = "") -> int:
        """Id of the open task of this element, or of one person's own."""
        with self.portal.look() as services:
            return next(
                int(task.id)
                for task in services.engine.user_tasks.open_of(self.case)
                if task.element_id.rpartition(".")[2] == element and (not whose or task.assignee == self.people[whose])
            )

    def tasks(self) -> list[Record]:
        """Every open task of the case."""
        with self.portal.look() as services:
            return list(services.engine.user_tasks.open_of(self.case))

    def claim(self, who: str, element: str) -> int:
        """The task, claimed by this officer."""
        found = self.task(element)
        with self.portal.work() as services:
            services.engine.user_tasks.claim(found, by=self.play.actor(services, self.people[who]))
        return found

    def does(self, who: str, element: str, answers: dict[str, Any], *, claims: bool = True) -> None:
        """Claim the task and complete it with these answers."""
        found = self.claim(who, element) if claims else self.task(element, who)
        with self.portal.work() as services:
            actor = self.play.actor(services, self.people[who])
            services.engine.user_tasks.complete(found, by=actor, answers=answers)

    def add(self, by: str, chapter: str, where: str, words: str, /, **more: Any) -> tuple[int, str]:
        """Another part, on the page."""
        return self.of(by).post(f"{self.path}/write/{chapter}", where=where, words=words, **more)

    def statement(self, words: str) -> PlanStatement:
        """The newest that says this."""
        with self.portal.look() as services:
            found = select(PlanStatement).join(PlanVersion, PlanVersion.id == PlanStatement.version_id)
            wanted = found.where(PlanStatement.words.contains(words)).order_by(PlanVersion.begun_at.desc())
            return services.session.scalars(wanted).first() or pytest.fail(f"nothing says {words}")

    def change(self, by: str, chapter: str, old: str, new: str, /, **more: Any) -> tuple[int, str]:
        """Other words in a part, on the page."""
        row = self.statement(old)
        fields = {"version": row.revision, "words": new, **row.details, "heading": row.heading, **more}
        return self.of(by).post(f"{self.path}/write/{chapter}/{row.key}", action="save", **fields)

    def write(self, who: str = "mo") -> None:
        """A whole small plan."""
        self.claim(who, "write_plan")
        self.add(who, "views", "A", VIEWS)
        self.add(who, "needs", "B", NEED, heading="Understanding language")
        self.add(who, "needs", f"E:{self.statement(NEED).key}", OUTCOME)
        self.add(who, "needs", f"F:{self.statement(OUTCOME).key}", HELP, who="Speech and language therapist")

    def finish(self, who: str = "mo") -> tuple[int, str]:
        """“It is ready.”"""
        return self.of(who).post(f"/tasks/{self.task('write_plan')}/plan")

    def sign(self, who: str = "mo", element: str = "sign_letters", **parts: str) -> None:
        """Letters are written, with these parts, looked at and signed."""
        path = f"/tasks/{self.claim(who, element)}/letters"
        with self.portal.look() as services:
            letters = list(services.session.scalars(select(Letter).where(Letter.state == "draft")))
        choices = {f"to-{letter.id}": "send" for letter in letters}
        choices |= {f"free-{letter.notice}-{name}": text for letter in letters for name, text in parts.items()}
        status, page = self.of(who).post(path, version="0", action="look", **choices)
        found = re.search(r'name="version" value="(\d+)"', page)
        assert status == 200 and found, page
        status, page = self.of(who).post(f"{path}/sign", version=found[1])
        assert status == 200, page

    def send_draft(self, who: str = "mo") -> None:
        """From the written draft to the family's letter box."""
        status, page = self.finish(who)
        assert status == 200, page
        self.sign(who)

    def answered(self, **says: dict[str, Any]) -> None:
        """These of the family answer the draft."""
        for who, answers in says.items():
            self.does(who, "answer_draft", {**ANSWER, **answers}, claims=False)

    def next(self, step: str) -> None:
        """The comments are answered, and it is decided what happens now."""
        status, page = self.of("mo").post(f"/tasks/{self.claim('mo', 'answer_comments')}/comments")
        assert status == 200, page
        self.does("mo", "decide_next", {"next_step": step, "next_why": "We read it."})

    def to_approval(self) -> int:
        """Both parents answered the draft, the final plan is written; Grace has claimed the task to approve it."""
        self.write()
        self.send_draft()
        self.answered(jo={}, ali={})
        self.next("final")
        self.does("mo", "choose_schools", {"schools_chosen": []})
        self.does("grace", "decide_placement", PLACED)
        self.claim("mo", "write_plan")
        self.finish("mo")
        return self.claim("grace", "approve")

    def record_dispute(self, begins_with: str, *, about: str = "contents", health: str = "no") -> None:
        """An officer writes down what has reached us today, on its form."""
        recorded = {"begins_with": begins_with, "dispute_about": about, "dispute_words": "Section F."}
        today = self.play.clock.now()
        asked = {"certificate": ("reached_on", "certificate_on")}.get(begins_with, ("reached_on",))
        parts = {"day": today.day, "month": today.month, "year": today.year}
        days = {f"{name}-{part}": str(value) for name in asked for part, value in parts.items()}
        more = {"dispute_health": health} if begins_with == "mediation" else {}
        fill(self.of("mo").client, f"/cases/{self.case}/do/RecordDispute/begin", {**recorded, **days, **more})

    def wait(self, days: int) -> None:
        """Time passes, and the worker does what falls due."""
        for _ in range(days):
            self.play.clock.advance(timedelta(days=1))
            Worker(self.portal).once()

    def versions(self) -> list[str]:
        """Every version's name and state, in the order of beginning."""
        with self.portal.look() as services:
            rows = services.session.scalars(select(PlanVersion).order_by(PlanVersion.begun_at, PlanVersion.kind))
            return [f"{row.slug} {row.state}" for row in rows]

    def waiting(self) -> list[str]:
        """Open user tasks by element."""
        return sorted(each.rpartition(".")[2] for each in self.play.waiting(self.case))


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, "plan", "print_and_post", "dispute", "personal_budget") as made:
        yield made


@pytest.fixture
def planning(play: Play, priya: str, ali: str) -> Planning:
    case, people = with_officers(play, ali, priya)
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(people["priya"])
        services.accounts.memberships.grant(officer, "send_officer", origin="test")
        clocks.receive(services, case, at=play.clock.now(), route="portal", by=PORTAL)
        clocks.start(services, case, limit="final_plan", by=PORTAL)
    made = Planning(play, case, **people)
    made.begin()
    return made
