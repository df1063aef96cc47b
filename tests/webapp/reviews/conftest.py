"""Sam's case once the plan is final: two parents who live apart, two officers, a manager; nothing goes over a page."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engine import PORTAL, Actor, Membership, SetClock
from tests.webapp.cases.canary import with_officers
from tests.webapp.cases.conftest import PROCESS, Play, house
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.contributions.scene import done, open_task, taken
from tests.webapp.plans.scene import ANSWER
from webapp import clocks
from webapp.cases import line
from webapp.cases.desk import today
from webapp.cases.reading import find_case
from webapp.clocks.models import DeadlineRow
from webapp.contributions.models import AdviceRequest
from webapp.letters import signing
from webapp.letters.signing import Plan as Signing
from webapp.meetings import arranging, finding, recording
from webapp.meetings.arranging import Plan
from webapp.meetings.models import HELD
from webapp.meetings.recording import Outcome
from webapp.plans import approving, finishing, versions, writing
from webapp.plans.models import FINAL
from webapp.plans.writing import Words
from webapp.portal import Portal
from webapp.worker import Worker

PLANNED = {
    "meeting_by": "2026-12-18",
    "held_by": "school",
    "school_name": "Beckside Primary School",
    "school_email": "head@beckside.example",
    "advisers": [
        {"body": "social_care", "who": "Social care", "way": "team", "email": "social.care@example.org"},
    ],
}
REPORT = {
    "review_kind": "annual",
    "reviewed_on": "2026-12-18",
    "who_came": "All.",
    "child_says": "I like trains.",
    "outcomes": "Two of three.",
    "help_given": "Yes.",
    "placement_fits": "yes",
    "primary_levels": "Year 3.",
    "recommends": "maintain",
    "recommend_why": "It works.",
}
STAYS = {"decision_read": ["report"], "review_decision": "maintain", "decision_why": "It works."}


class Reviewing:
    """The case and everybody in it; each act is a transaction of its own."""

    def __init__(self, play: Play, case: str, **people: str) -> None:
        self.play, self.portal, self.case, self.people = play, play.portal, case, people

    def plan_is_final(self, message_id: str = "final") -> None:
        """The plan's process has ended."""
        with self.portal.work() as services:
            services.engine.messages.correlate("PlanFinalised", key=self.case, message_id=message_id, by=PORTAL)

    def has_plan(self) -> None:
        """A final plan, dated today."""
        with self.portal.work() as services:
            case, by = find_case(services, self.case), services.accounts.people.by_reference(self.people["mo"])
            version = versions.begin(services, case, FINAL, instance_id=0)
            writing.put(services, version, "A", Words(words="Trains."), by=by)
            writing.put(services, version, "D", Words(words="A young carer."), by=by)
            need = writing.put(services, version, "B", Words(words="Needs pictures.", heading="Language"), by=by)
            outcome = writing.put(services, version, "E", Words(words="Three parts."), follows=need.key, by=by)
            writing.put(services, version, "F", Words(words="Half an hour."), follows=outcome.key, by=by)
            writing.put(services, version, "I", Words(words="Beckside Primary School."), by=None)
            versions.issue(services, version, dated=today(services))

    def rewrites(self, old: str, new: str) -> None:
        """Mo writes other words instead of these, in the version that is being written; none: they are taken out."""
        with self.portal.work() as services:
            version = versions.being_written(services, find_case(services, self.case))
            by = services.accounts.people.by_reference(self.people["mo"])
            assert version
            said = next(each for each in versions.statements(services, version) if each.words == old)
            if new:
                writing.change(services, version, said.key, Words(words=new), revision=said.revision, by=by)
            else:
                writing.remove(services, version, said.key, revision=said.revision)

    def writes(self, words: str, element: str) -> None:
        """Mo puts another need into the version that is being written, and it is ready."""
        with self.portal.work() as services:
            version = versions.being_written(services, find_case(services, self.case))
            by = services.accounts.people.by_reference(self.people["mo"])
            assert version
            writing.put(services, version, "B", Words(words=words, heading="More"), by=by)
            finishing.finish(services, version, by=by)
        self.does("mo", element)

    def approves(self) -> None:
        """Grace approves the plan."""
        with self.portal.work() as services:
            version = versions.being_written(services, find_case(services, self.case))
            by = services.accounts.people.by_reference(self.people["grace"])
            assert version
            approving.decide(services, version, True, because="", by=by, actor=services.actor(by))
        self.does("grace", "plan_final.approve")

    def answers(self, who: str) -> None:
        """One of the family answers the notice of changes."""
        whose = self.people[who]
        done(self.portal, self.case, whose, "draft_answer.answer_draft", ANSWER, whose=whose)

    def versions(self) -> list[str]:
        """Every version that went out, the newest first."""
        with self.portal.look() as services:
            return [each.slug for each in versions.issued(services, find_case(services, self.case))]

    def at(self, day: str, hour: int = 12) -> None:
        """It is this day now, and the worker has done what is due."""
        self.play.clock.advance(datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00") - self.play.clock.now())
        Worker(self.portal).once()

    def does(self, who: str | Actor, element: str, answers: dict[str, Any] | None = None) -> None:
        """Claim the task and complete it."""
        done(self.portal, self.case, self.people.get(who, "") if isinstance(who, str) else who, element, answers or {})
        Worker(self.portal).once()

    def takes(self, who: str, action: str, answers: dict[str, Any]) -> None:
        """An action of a drawing."""
        taken(self.portal, self.case, self.people[who], action, answers)
        Worker(self.portal).once()

    def arranges(self, on: str) -> None:
        """Mo says when, where and who."""
        task = open_task(self.portal, self.case, "review_meeting.arrange")
        with self.portal.work() as services:
            mo = services.accounts.people.by_reference(self.people["mo"])
            guests = tuple(services.accounts.people.by_reference(self.people[who]).id for who in ("jo", "ali"))
            plan = Plan(
                about="The review",
                starts_at=datetime.fromisoformat(f"{on}T10:30:00+00:00"),
                minutes=60,
                place_kind="in_person",
                place="Civic Centre, Room 4",
                people=guests,
                together=False,
                minded=True,
            )
            arranging.arrange(services, finding.running_in(services, task.instance_id), plan, by=mo)
        self.does("mo", "review_meeting.arrange")

    def signs(self, element: str, **free: str) -> None:
        """The letters that wait in this task, to everybody."""
        instance = open_task(self.portal, self.case, element).instance_id
        with self.portal.work() as services:
            person = services.accounts.people.by_reference(self.people["mo"])
            letters = signing.waiting(services, instance)
            words = {letter.notice: free for letter in letters}
            plan = Signing(free=words, to={letter.id: signing.SEND for letter in letters})
            actor = services.actor(person)
            signing.sign(services, services.engine, self.portal.config, letters, plan, by=person, actor=actor)
        self.does("mo", element)

    def records(self) -> None:
        """The meeting was held."""
        task = open_task(self.portal, self.case, "review_meeting.record")
        with self.portal.work() as services:
            found = finding.running_in(services, task.instance_id)
            recording.record(services, found, Outcome(state=HELD, summary="We talked."))
        self.does("mo", "review_meeting.record")

    def is_born(self, on: str) -> None:
        """The child's record says another date of birth."""
        with self.portal.work() as services:
            find_case(services, self.case).child.born_on = date.fromisoformat(on)

    def prepared(self, on: str = "2026-12-18", **more: str) -> None:
        """Planned, arranged and invited."""
        self.does("mo", "plan_review", {**PLANNED, "meeting_by": on, **more})
        self.arranges(on)
        self.signs("review_meeting.sign_letters", who_is_invited="The school, health and social care.")

    def school(self) -> Actor:
        """Whoever has the link to what the school is asked now."""
        with self.portal.look() as services:
            asked = select(AdviceRequest).where(AdviceRequest.limit_name == "review_report")
            found = services.session.scalars(asked).one().reference
        return Actor(id="reader", name="Ruth Marsh", memberships=frozenset({Membership(group=found)}))

    def limits(self) -> dict[str, tuple[date, str]]:
        """Last day and state of each, the newest of a name."""
        with self.portal.look() as services:
            return {each.rule.name: (each.due_on, each.state) for each in reversed(clocks.of(services, self.case))}

    def met(self, name: str) -> date | None:
        """When the last of this name was met."""
        with self.portal.look() as services:
            rows = select(DeadlineRow).where(DeadlineRow.limit_name == name).order_by(DeadlineRow.started_at)
            return services.session.scalars(rows).all()[-1].met_on

    def waiting(self) -> list[str]:
        """Open user tasks by element."""
        return sorted(self.play.waiting(self.case))

    def running(self) -> list[str]:
        """Processes that run, but for letters on their way to the post."""
        with self.portal.look() as services:
            rows = services.engine.instances.of(self.case)
            return sorted(r.process_id for r in rows if r.status == "running" and r.process_id != "print_and_post")

    def line(self) -> list[tuple[str, str]]:
        """The family's line: title and state of each step, and at the end the text of where it stands."""
        with self.portal.look() as services:
            found = line.of(services, self.case)
            return [*((step.title, step.state) for step in found.steps), ("", found.text)]


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(
        tmp_path, address, clock, PROCESS, "next_review", "annual_review", "amendment", "dispute", "print_and_post"
    ) as made:
        yield made


@pytest.fixture
def reviewing(play: Play, priya: str, ali: str) -> Reviewing:
    case, people = with_officers(play, ali, priya)
    return Reviewing(play, case, **people)
