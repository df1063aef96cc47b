"""A life in fast motion: what family and officer read at each stage, from the request to the day the plan has ended."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import People, pictures
from webapp.cases.reading import find_case
from webapp.coming_of_age import inviting
from webapp.coming_of_age.inviting import WITHOUT
from webapp.demo import DemoPerson, add, plans, reviews
from webapp.demo.past import GRACE, HUGH, PRIYA, SCHOOL, Past, person_of
from webapp.demo.stages import ADVICE, ASSESS, DUTY, EVE, PLAN, REQUEST, VIEWS

pytestmark = pytest.mark.journey
LENA = DemoPerson(email="lena.frost@example.org", first_name="Lena", last_name="Frost", role="parent")
CHILD = ("Max", "2012-03-10")
WISH = {"wish_kind": "named", "wish_names": "Beckside College"}
INSTITUTION = {"institution": "Beckside College", "institution_says": "ends", "institution_words": "Max manages alone."}


class Life:
    """The case, its people as they act, and two browsers that look."""

    def __init__(self, people: People) -> None:
        self.site = people.site
        self.past = Past(self.site.portal)
        with self.site.portal.work() as services:
            for each in (LENA, EVE):
                add(services, each, "01632 960 390")
            services.accounts.memberships.grant(person_of(services, SCHOOL), "school", origin="demo")
        self.case, self.lena, self.priya = "", people.somebody(), people.somebody()

    def on(self, day: str) -> None:
        """It is half past ten on this day, and what was due until then has happened."""
        wanted = datetime.fromisoformat(f"{day}T10:30:00").replace(tzinfo=UTC)
        self.site.clock.ahead += wanted - self.site.clock.now()
        self.past.work.sweep()
        self.past.passes()

    def does(self, who: str, element: str, **answers: object) -> None:
        self.past.does(who, self.case, element, **answers)
        self.past.passes()

    def writes(self, element: str) -> None:
        self.past.writes(self.case, element)
        self.past.passes()

    def read(self, family: str, officer: str, picture: str) -> None:
        """The headings of the two pages of the case."""
        self.past.passes()
        looks = ((self.lena, LENA.email, family, "family"), (self.priya, PRIYA, officer, "officer"))
        for reader, email, said, suffix in looks:
            reader.page.context.clear_cookies()  # months have passed
            reader.signs_in(email)
            reader.goes(f"/cases/{self.case}")
            assert said in reader.reads(), (reader.heading, reader.reads())
            pictures(reader, f"life-{picture}-{suffix}")


def test_from_the_request_to_the_end_of_the_plan(people: People) -> None:
    life = Life(people)
    asks(life)
    is_assessed(life)
    gets_a_plan(life)
    moves_on(life)
    comes_of_age(life)
    is_changed(life)
    ends(life)


def asks(life: Life) -> None:
    life.on("2027-01-11")
    life.case = life.past.opens(LENA, CHILD)
    life.past.acts(LENA.email, life.case, "AskForAssessment", **REQUEST)
    life.on("2027-01-13")
    life.does(PRIYA, "check_duty", **DUTY)
    life.writes("write_considering")
    life.read("We are deciding whether to assess Max", "Decide whether to assess", "request")


def is_assessed(life: Life) -> None:
    life.on("2027-02-08")
    life.does(HUGH, "decide_request", **ASSESS)
    life.writes("request_answer.write_yes")
    advisers = [{"body": "educational_psychology", "who": "Psychology team", "way": "team"}]
    life.does(PRIYA, "choose_advisers", advisers=advisers)
    life.on("2027-03-10")
    life.does(EVE.email, "advice.give_advice", **ADVICE)
    life.past.shares(life.case)
    life.does(LENA.email, "views.family_views", **VIEWS)
    life.read("We are gathering advice about Max", "Assessment, version", "assessment")


def gets_a_plan(life: Life) -> None:
    life.on("2027-04-12")
    life.does(HUGH, "decide_plan", **PLAN)
    plans.write(life.past, life.case, "Max")
    plans.send_draft(life.past, life.case)
    life.read("Max’s draft plan is ready for you to read", "Plan, version", "draft")
    life.on("2027-04-22")
    plans.agree(life.past, life.case, LENA.email)
    plans.finish(life.past, life.case)
    life.read("Max’s plan is final", "Final", "final")


def moves_on(life: Life) -> None:
    """In the year before college: where would they like to go, a review, and a plan that names the place."""
    life.on("2027-06-07")
    life.read("Where would you like to go next?", "Annual review, version", "next-school")
    life.does(LENA.email, "transfer_wish.say_where", **WISH)
    life.on("2027-09-20")
    is_planned(life)
    life.read("It is time to look at Max’s plan together", "Annual review, version", "review")
    life.on("2027-10-19")
    reviews.hold(life.past, life.case)
    life.read("We have met about Max’s plan", "Annual review, version", "met")
    is_decided(life, "maintain")
    life.writes("plan_maintained.write_maintain")
    life.read("We have looked at Max’s plan", "Next review, version", "maintained")
    life.on("2027-11-02")
    life.does(PRIYA, "weigh", next_step="amend", next_why="It names the school that ends.")
    plans.change(life.past, life.case, "Max needs to learn to travel alone.")
    life.read("We want to change Max’s plan", "Next review, version", "changes-for-the-move")
    is_agreed(life, "2027-11-22")
    life.read("The plan names Max’s next school", "Next review, version", "next-school-named")


def is_planned(life: Life) -> None:
    """A review is arranged for four weeks from this day."""
    reviews.plan(life.past, life.case, life.site.clock.now() + timedelta(days=28), LENA.email)


def is_decided(life: Life, decision: str) -> None:
    """The school recommends, and we decide the same."""
    reviews.report(life.past, life.case, decision)
    reviews.decide(life.past, life.case, decision)


def is_reviewed(life: Life, begins: str, ends: str, decision: str) -> None:
    """A review from the day on which it is planned to our decision."""
    life.on(begins)
    is_planned(life)
    life.on(ends)
    reviews.hold(life.past, life.case)
    is_decided(life, decision)


def is_agreed(life: Life, day: str) -> None:
    """The mother agrees, and on this day, after the fifteen, the changed plan is settled and sent."""
    life.past.passes()
    plans.agree(life.past, life.case, LENA.email)
    life.on(day)
    plans.finish(life.past, life.case, "amendment.")


def comes_of_age(life: Life) -> None:
    """Half a year before the Friday in June an officer talks with Max; after it Max decides."""
    life.on("2028-01-10")
    life.read("The plan names Max’s next school", "Talk with the young person and invite them", "growing-up")
    with life.site.portal.work() as services:
        task = life.past.claimed(services, PRIYA, life.case, "invite")
        inviting.take_part(services, find_case(services, life.case), WITHOUT, "")
        services.engine.user_tasks.complete(task.id, by=services.actor(person_of(services, PRIYA)), answers={})
    life.past.passes()
    life.does(PRIYA, "note_capacity", can_decide="yes")
    life.on("2028-07-03")
    life.does(PRIYA, "hand_over", looked=True)
    life.read("The plan names Max’s next school", "Ask them who may see the record", "of-age")


def is_changed(life: Life) -> None:
    is_reviewed(life, "2028-09-11", "2028-10-10", "amend")
    plans.change(life.past, life.case, "Max needs help with money.")
    life.past.posts(life.case)  # Max decides alone by now and has no account, so letters to Max go on paper
    life.read("We want to change Max’s plan", "Annual review, version", "changes")
    is_agreed(life, "2028-11-06")
    life.past.posts(life.case)
    life.read("We have looked at Max’s plan together", "Next review, version", "changed")


def ends(life: Life) -> None:
    is_reviewed(life, "2029-09-10", "2029-10-09", "cease")
    life.past.passes()
    life.does(PRIYA, "say_why", ceasing_reason="not_needed", ceasing_words="Every outcome is reached.")
    life.writes("ceasing_consultation.write_considering")
    life.read("We are thinking about whether Max still needs the plan", "Ask the school or college", "ceasing")
    life.on("2029-11-12")  # nobody had to answer
    life.does(PRIYA, "ceasing_consultation.ask_institution", **INSTITUTION)
    life.does(GRACE, "decide", ceasing_decision="ends", reasons="Every outcome is reached.")
    life.writes("write_ends")
    life.past.posts(life.case)
    life.past.passes()
    life.read("Max’s plan ends when the time to appeal is over", "Next review, version", "ends")
    life.on("2030-02-18")
    life.does(GRACE, "appeal_time.confirm_end", appeal_over="ends")
    life.on("2030-02-19")
    life.read("Max’s plan has ended", "Max Frost", "ended")
