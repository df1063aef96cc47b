"""The demo's cases on their way: each was moved on by the people of its time, while the clock stood there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from engine import Record, SetClock
from webapp import cases
from webapp.accounts.models import Person
from webapp.accounts.people import PROFESSIONAL
from webapp.cases import access
from webapp.cases.reading import find_case
from webapp.contributions import asking, reading, sharing
from webapp.contributions.sharing import Choice
from webapp.demo import ANSWERS, OF_MYSELF, DemoPerson, add
from webapp.letters import signing, writing
from webapp.letters.models import Letter
from webapp.letters.signing import Plan
from webapp.meetings import arranging, finding
from webapp.meetings.models import VIDEO
from webapp.portal import Portal, Services
from webapp.work import Work

DANA = DemoPerson(
    email="dana.cole@example.org", first_name="Dana", last_name="Cole", role="parent, has just asked for an assessment"
)
OMAR = DemoPerson(
    email="omar.haddad@example.org", first_name="Omar", last_name="Haddad", role="parent, waits for our decision"
)
NADIA = DemoPerson(
    email="nadia.hall@example.org", first_name="Nadia", last_name="Hall", role="parent, reads the advice that came"
)
BEN = DemoPerson(
    email="ben.hall@example.org", first_name="Ben", last_name="Hall", role="second parent, lives elsewhere"
)
ALEX = DemoPerson(
    email="alex.reed@example.org", first_name="Alex", last_name="Reed", role="young person, asked for their views"
)
LEILA = DemoPerson(
    email="leila.novak@example.org", first_name="Leila", last_name="Novak", role="parent, a plan is being written"
)
EVE = DemoPerson(
    email="eve.moss@psychology.example",
    first_name="Eve",
    last_name="Moss",
    role="educational psychologist, asked for advice",
    kind=PROFESSIONAL,
    groups=("educational_psychology",),
)
PEOPLE = (DANA, OMAR, NADIA, BEN, ALEX, LEILA, EVE)
PRIYA, GRACE, SCHOOL = "priya.nair@cumberland.example", "grace.lowe@cumberland.example", "head@beckside.example"

REQUEST = {
    "setting": "Beckside Primary",
    "first_language": "English",
    "help_to_talk": "no",
    "assessed_before": "no",
    "strengths": "Kind to small children, and knows every bird by its call.",
    "needs_talking": "A few words at home, and hardly any at school.",
    "tried": "Small groups twice a week since last autumn.",
    "wanted": "Help with talking, and a quiet place to learn.",
    "reports": [],
    "keep_from": "no",
    "declaration": True,
}
DUTY = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}
ASSESS = {
    "may_have_needs": "yes",
    "may_need_plan": "yes",
    "decision": "assess",
    "reasons": "The school has done what it ordinarily can.",
}
TEAMS = {"school": "Beckside Primary", "educational_psychology": "Psychology team"}
ADVICE = {
    "known_to_us": "yes",
    "role": "Head teacher",
    "organisation": "Beckside Primary",
    "method": ["seen"],
    "involved": "Since September two years ago",
    "strengths": "Kind, patient, and good with numbers.",
    "needs": "A quiet place, and fewer words at once.",
    "outcomes": "Reads aloud to one other child by July.",
    "provision": "An hour a day, one to one.",
    "reports": [],
    "declaration": True,
}
VIEWS = {
    "way": "form",
    "like": "Building, birds and swimming.",
    "needs": "Talking when many people are about.",
    "hopes": "A friend, and days without fear.",
    "files": [],
}
PLAN = {
    "ordinary": "partly",
    "read": ["advice", "child", "family"],
    "decision": "plan",
    "reasons": "More is needed than a school ordinarily has.",
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
        self.work.perform_due()

    def opens(self, parent: DemoPerson, child: tuple[str, str], like: str = "", **other: Any) -> str:
        """Somebody asks to see a child's record, and an officer lets them; gives the case's reference."""
        first, born = child
        named = {"child_first_name": first, "child_last_name": parent.last_name, "child_dob": born}
        with self.portal.work() as services:
            person = _person(services, parent.email)
            answers = OF_MYSELF if other.get("about") == "myself" else ANSWERS
            reference = access.request(services, person, {**answers, **named, **other})
            child_id = find_case(services, like).child_id if like else None
        self.does(PRIYA, reference, "review_request", decision="approve", checked=["identity", "link"])
        with self.portal.work() as services:
            task = self._claimed(services, PRIYA, reference, "match_record")
            actor = services.actor(_person(services, PRIYA))
            access.match(services, reference, child_id, by=actor)
            services.engine.user_tasks.complete(task.id, by=actor, answers={})
        with self.portal.look() as services:
            return cases.visible_to(services, _person(services, parent.email))[0].reference

    def does(self, who: str, key: str, element: str, /, **answers: Any) -> None:
        """Claim a task, where it is claimed, and complete it."""
        with self.portal.work() as services:
            task = self._claimed(services, who, key, element)
            services.engine.user_tasks.complete(task.id, by=services.actor(_person(services, who)), answers=answers)

    def acts(self, who: str, case: str, name: str, **answers: Any) -> None:
        """Take an action that the case offers."""
        with self.portal.work() as services:
            actor, messages = services.actor(_person(services, who)), services.engine.messages
            action = next(each for each in messages.actions(case, for_=actor) if each.name == name)
            messages.take(action, by=actor, message_id=f"{name}:{actor.id}", answers=answers)

    def writes(self, case: str, element: str) -> None:
        """The officer writes the letters of a task, signs them and sends them."""
        with self.portal.work() as services:
            task = self._claimed(services, PRIYA, case, element)
            officer = _person(services, PRIYA)
            actor, config = services.actor(officer), self.portal.config
            drafts = signing.waiting(services, task.instance_id)
            free = {each.notice: _free(services, each) for each in drafts}
            plan = Plan(free=free, to={each.id: signing.SEND for each in drafts})
            signing.sign(services, services.engine, config, drafts, plan, by=officer, actor=actor)
            services.engine.user_tasks.complete(task.id, by=actor, answers={})

    def shares(self, case: str) -> None:
        """The officer lets everybody of the family read the advice that waits."""
        with self.portal.work() as services:
            task = self._claimed(services, PRIYA, case, "advice.check_advice")
            officer, found = _person(services, PRIYA), reading.contribution_of(services, task)
            actor = services.actor(officer)
            readers = sharing.readers(services, found, ())
            choices = [Choice(person_id=each.person_id, shared=True) for each in readers]
            sharing.decide(services, found, choices, files=(), seen=(), looked=True, by=officer, actor=actor)
            services.engine.user_tasks.complete(task.id, by=actor, answers={})

    def invites(self, case: str, *parents: DemoPerson) -> None:
        """The officer arranges a meeting in a week's time with parents who may know of one another."""
        self.acts(PRIYA, case, "ArrangeMeeting", way="meeting")
        with self.portal.work() as services:
            task, officer = self._claimed(services, PRIYA, case, "arrange"), _person(services, PRIYA)
            plan = arranging.Plan(
                about="What the school and the psychologist have seen, and what you think of it.",
                starts_at=services.now + timedelta(days=7),
                minutes=60,
                place_kind=VIDEO,
                place="We ring you on the day with a link.",
                people=tuple(_person(services, each.email).id for each in parents),
                together=True,
                minded=True,
            )
            arranging.arrange(services, finding.running_in(services, task.instance_id), plan, by=officer)
            services.engine.user_tasks.complete(task.id, by=services.actor(officer), answers={})

    def _claimed(self, services: Services, who: str, key: str, element: str) -> Record:
        actor, tasks = services.actor(_person(services, who)), services.engine.user_tasks
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


def make(portal: Portal) -> None:
    """Once in a database, in the order in which it happened."""
    with portal.work() as services:
        if services.accounts.is_known(DANA.email):
            return
        for number, each in enumerate(PEOPLE):
            add(services, each, f"01632 960 {330 + number}")
        services.accounts.memberships.grant(_person(services, SCHOOL), "school", origin="demo")
    past = Past(portal)
    _a_plan_is_written(past)
    _advice_comes_in(past)
    _views_are_asked(past)
    _we_decide(past)
    _just_asked(past)
    past.passes()


def _a_plan_is_written(past: Past) -> None:
    case = _asks(past, LEILA, ("Marek", "2016-05-30"), days_ago=110)
    _agreed(past, case, days_ago=80)
    _advisers(past, case, "educational_psychology", days_ago=79)
    with past.days_ago(50):
        past.does(EVE.email, case, "advice.give_advice", **ADVICE | {"role": "Educational psychologist"})
        past.shares(case)
        past.does(LEILA.email, case, "views.family_views", **VIEWS)
    with past.days_ago(8):
        past.does(GRACE, case, "decide_plan", **PLAN)


def _advice_comes_in(past: Past) -> None:
    """The school's was shared, the psychologists' is late."""
    case = _asks(past, NADIA, ("Ivy", "2017-01-12"), days_ago=80)
    with past.days_ago(75):
        father = {"relationship": "father", "responsibility_how": "birth_certificate", "lives_with": "elsewhere"}
        past.opens(BEN, ("Ivy", "2017-01-12"), like=case, **father)
    _agreed(past, case, days_ago=47)
    _advisers(past, case, "school", "educational_psychology", days_ago=46)
    with past.days_ago(20):
        past.does(SCHOOL, case, "advice.give_advice", **ADVICE)
        past.shares(case)
        past.does(NADIA.email, case, "views.family_views", **VIEWS)
    with past.days_ago(1):
        past.invites(case, NADIA, BEN)


def _views_are_asked(past: Past) -> None:
    case = _asks(past, ALEX, ("Alex", "2009-02-20"), days_ago=40, about="myself")
    _agreed(past, case, days_ago=8)
    _advisers(past, case, "school", "educational_psychology", days_ago=7)


def _we_decide(past: Past) -> None:
    _asks(past, OMAR, ("Lina", "2018-08-03"), days_ago=33, relationship="father")


def _just_asked(past: Past) -> None:
    with past.days_ago(5):
        case = past.opens(DANA, ("Finn", "2019-05-12"))
        past.acts(DANA.email, case, "AskForAssessment", **REQUEST)


def _asks(past: Past, who: DemoPerson, child: tuple[str, str], *, days_ago: int, **other: Any) -> str:
    """The request is sent, and the officer writes that we are considering it; gives the case."""
    with past.days_ago(days_ago):
        case = past.opens(who, child, **other)
        past.acts(who.email, case, "AskForAssessment", **REQUEST)
    with past.days_ago(days_ago - 2):
        past.does(PRIYA, case, "check_duty", **DUTY)
        past.writes(case, "write_considering")
    return case


def _agreed(past: Past, case: str, *, days_ago: int) -> None:
    with past.days_ago(days_ago):
        past.does(GRACE, case, "decide_request", **ASSESS)
        past.writes(case, "request_answer.write_yes")


def _advisers(past: Past, case: str, *bodies: str, days_ago: int) -> None:
    by_mail = {"way": "email", "email": SCHOOL}
    advisers = [
        {"body": body, "who": TEAMS[body], **(by_mail if body == "school" else {"way": "team"})} for body in bodies
    ]
    with past.days_ago(days_ago):
        past.does(PRIYA, case, "choose_advisers", advisers=advisers)
    with past.portal.work() as services:  # the school has opened its link with its account
        for each in asking.of(services, find_case(services, case)):
            if each.email:
                services.accounts.memberships.grant(_person(services, SCHOOL), each.reference, case, origin="demo")


def _free(services: Services, letter: Letter) -> Mapping[str, str]:
    parts = writing.source(services.engine, letter).free_parts
    return {part.name: "The school\nAn educational psychologist" for part in parts}


def _person(services: Services, email: str) -> Person:
    found = services.accounts.people.by_email(email)
    assert found, email
    return found
