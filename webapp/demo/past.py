"""The demo's past: who did what, while the clock stood at its time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from engine import Record, SetClock
from webapp import cases
from webapp.accounts.models import Person
from webapp.cases import access
from webapp.cases.reading import find_case
from webapp.contributions import reading, sharing
from webapp.contributions.sharing import Choice
from webapp.demo.people import ANSWERS, OF_MYSELF, DemoPerson
from webapp.letters import serving, signing, writing
from webapp.letters.models import POST, Letter
from webapp.letters.signing import Plan
from webapp.london import london_day
from webapp.meetings import arranging, finding
from webapp.meetings.models import VIDEO
from webapp.portal import Portal, Services
from webapp.transfers import sweeping as transfers
from webapp.worker.batches import go_through
from webapp.worker.work import Work

PRIYA, GRACE, SCHOOL = "priya.nair@cumberland.example", "grace.lowe@cumberland.example", "head@beckside.example"
HUGH = "hugh.penn@cumberland.example"  # of the panel
REASONS = "We have read all that everybody has written, and talked about it."
WRITTEN = {  # of the free parts of letters, by name
    "who_will_be_asked": "The school\nAn educational psychologist",
    "who_is_invited": "The family\nThe class teacher\nThe speech and language therapist",
    "when_we_review": "Within twelve months of the day on which the plan was made.",
}


class Past:
    """Who did what, each in a transaction of its own at the time where the clock stands."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.work, self.today = portal, Work(portal), portal.clock.now()

    @contextmanager
    def days_ago(self, days: int) -> Iterator[None]:
        """At half past ten in the morning of that day; what was due until then has happened."""
        clock = self.portal.clock
        day = (self.today - timedelta(days=days)).date()
        self.portal.clock = SetClock(datetime.combine(day, time(10, 30), UTC))
        try:
            self.passes()
            yield
            self.passes()
        finally:
            self.portal.clock = clock

    def passes(self) -> None:
        """What is due is done, as a worker would."""
        self.work.fire_due()
        while self.work.hand_over_due():
            pass
        while self.work.perform_due():
            pass

    def begins_moves(self) -> None:
        """Moves to the next school begin for those whose turn it is, as a worker would see to it."""
        go_through(self.portal, transfers.due, transfers.begin)
        self.passes()

    def opens(self, parent: DemoPerson, child: tuple[str, str], like: str = "", **other: Any) -> str:
        """Somebody asks to see a child's record, and an officer lets them; gives the case's reference."""
        first, born = child
        named = {"child_first_name": first, "child_last_name": parent.last_name, "child_dob": born}
        with self.portal.work() as services:
            person = person_of(services, parent.email)
            answers = OF_MYSELF if other.get("about") == "myself" else ANSWERS
            reference = access.request(services, person, {**answers, **named, **other})
            child_id = find_case(services, like).child_id if like else None
        self.does(PRIYA, reference, "review_request", decision="approve", checked=["identity", "link"])
        with self.portal.work() as services:
            task = self.claimed(services, PRIYA, reference, "match_record")
            actor = services.actor(person_of(services, PRIYA))
            access.match(services, reference, child_id, by=actor)
            services.engine.user_tasks.complete(task.id, by=actor, answers={})
        with self.portal.look() as services:
            return cases.visible_to(services, person_of(services, parent.email))[0].reference

    def does(self, who: str, key: str, element: str, /, **answers: Any) -> None:
        """Claim a task, where it is claimed, and complete it."""
        with self.portal.work() as services:
            task = self.claimed(services, who, key, element)
            services.engine.user_tasks.complete(task.id, by=services.actor(person_of(services, who)), answers=answers)

    def acts(self, who: str, case: str, name: str, **answers: Any) -> None:
        """Take an action that the case offers."""
        with self.portal.work() as services:
            actor, messages = services.actor(person_of(services, who)), services.engine.messages
            action = next(each for each in messages.actions(case, for_=actor) if each.name == name)
            messages.take(action, by=actor, message_id=f"{name}:{actor.id}", answers=answers)

    def writes(self, case: str, element: str) -> None:
        """The officer writes the letters of a task, signs them and sends them."""
        with self.portal.work() as services:
            task = self.claimed(services, PRIYA, case, element)
            officer = person_of(services, PRIYA)
            actor, config = services.actor(officer), self.portal.config
            drafts = signing.waiting(services, task.instance_id)
            free = {each.notice: _free(services, each) for each in drafts}
            plan = Plan(free=free, to={each.id: signing.SEND for each in drafts})
            signing.sign(services, services.engine, config, drafts, plan, by=officer, actor=actor)
            services.engine.user_tasks.complete(task.id, by=actor, answers={})

    def posts(self, case: str) -> None:
        """What goes on paper is taken to the post today."""
        with self.portal.work() as services:
            officer = person_of(services, PRIYA)
            actor, tasks = services.actor(officer), services.engine.user_tasks
            for task in [each for each in tasks.open_of(case) if each.element_id == "post_letter"]:
                tasks.claim(task.id, by=actor)
                letter, on = serving.posting(services, task.instance_id), london_day(services.now)
                serving.posted(services, letter, on=on, route=POST, proof="Certificate of posting", by=actor)
                tasks.complete(task.id, by=actor, answers={})

    def shares(self, case: str, element: str = "advice.check_advice") -> None:
        """The officer lets everybody of the family read the advice that waits."""
        with self.portal.work() as services:
            task = self.claimed(services, PRIYA, case, element)
            officer, found = person_of(services, PRIYA), reading.contribution_of(services, task)
            actor = services.actor(officer)
            readers = sharing.readers(services, found, ())
            choices = [Choice(person_id=each.person_id, shared=True) for each in readers]
            sharing.decide(services, found, choices, files=(), seen=(), looked=True, by=officer, actor=actor)
            services.engine.user_tasks.complete(task.id, by=actor, answers={})

    def invites(self, case: str, *parents: DemoPerson) -> None:
        """The officer arranges a meeting in a week's time with parents who may know of one another."""
        self.acts(PRIYA, case, "ArrangeMeeting", way="meeting")
        with self.portal.work() as services:
            task, officer = self.claimed(services, PRIYA, case, "arrange"), person_of(services, PRIYA)
            plan = arranging.Plan(
                about="What the school and the psychologist have seen, and what you think of it.",
                starts_at=services.now + timedelta(days=7),
                minutes=60,
                place_kind=VIDEO,
                place="We ring you on the day with a link.",
                people=tuple(person_of(services, each.email).id for each in parents),
                together=True,
                minded=True,
            )
            arranging.arrange(services, finding.running_in(services, task.instance_id), plan, by=officer)
            services.engine.user_tasks.complete(task.id, by=services.actor(officer), answers={})

    def claimed(self, services: Services, who: str, key: str, element: str) -> Record:
        """The task of this step that this person may do, claimed where it is claimed."""
        actor, tasks = services.actor(person_of(services, who)), services.engine.user_tasks
        task = next(
            each
            for each in tasks.open_of(key)
            if each.element_id == element
            and each.assignee in (None, actor.id)
            and any(actor.belongs(group, key) for group in tasks.groups_of(each.id))
        )
        if task.claimable:
            tasks.claim(task.id, by=actor)
        return task


def person_of(services: Services, email: str) -> Person:
    """One of the demo's people."""
    found = services.accounts.people.by_email(email)
    assert found, email
    return found


def _free(services: Services, letter: Letter) -> Mapping[str, str]:
    """What an officer writes into a letter: what it asks for, and nothing that may be left out."""
    parts = writing.source(services.engine, letter).free_parts
    return {part.name: WRITTEN.get(part.name, REASONS) if part.required else "" for part in parts}
