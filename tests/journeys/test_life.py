"""A life in fast motion: what family and officer read at each stage, from the request to the day the plan has ended."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import People, pictures
from webapp import demo_plans, demo_reviews
from webapp.demo import DemoPerson, add
from webapp.demo_past import GRACE, HUGH, PRIYA, SCHOOL, Past, person_of
from webapp.demo_stages import ADVICE, ASSESS, DUTY, EVE, PLAN, REQUEST, VIEWS

pytestmark = pytest.mark.journey
LENA = DemoPerson(email="lena.frost@example.org", first_name="Lena", last_name="Frost", role="parent")
CHILD = ("Max", "2012-03-10")
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
    stays_as_it_is(life)
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
    demo_plans.write(life.past, life.case, "Max")
    demo_plans.send_draft(life.past, life.case)
    life.read("Max’s draft plan is ready for you to read", "Plan, version", "draft")
    life.on("2027-04-22")
    demo_plans.agree(life.past, life.case, LENA.email)
    demo_plans.finish(life.past, life.case)
    life.read("Max’s plan is final", "Final", "final")


def stays_as_it_is(life: Life) -> None:
    life.on("2028-02-14")
    demo_reviews.plan(life.past, life.case, life.site.clock.now() + timedelta(days=28), LENA.email)
    life.read("It is time to look at Max’s plan together", "Annual review, version", "review")
    life.on("2028-03-14")
    demo_reviews.hold(life.past, life.case)
    life.read("We have met about Max’s plan", "Annual review, version", "met")
    demo_reviews.report(life.past, life.case, "maintain")
    demo_reviews.decide(life.past, life.case, "maintain")
    life.writes("write_maintain")
    life.read("We have looked at Max’s plan", "Next review, version", "maintained")


def is_changed(life: Life) -> None:
    life.on("2029-01-15")
    demo_reviews.plan(life.past, life.case, life.site.clock.now() + timedelta(days=28), LENA.email)
    life.on("2029-02-13")
    demo_reviews.hold(life.past, life.case)
    demo_reviews.report(life.past, life.case, "amend")
    demo_reviews.decide(life.past, life.case, "amend")
    demo_plans.change(life.past, life.case, "Max needs to learn to travel alone.")
    life.read("We want to change Max’s plan", "Annual review, version", "changes")
    life.on("2029-02-22")
    demo_plans.agree(life.past, life.case, LENA.email)
    life.on("2029-03-05")  # Max, who decides alone by now, has not answered
    demo_plans.finish(life.past, life.case, "amendment.")
    life.read("We have looked at Max’s plan, and you have our decision", "Next review, version", "changed")


def ends(life: Life) -> None:
    life.on("2030-01-14")
    demo_reviews.plan(life.past, life.case, life.site.clock.now() + timedelta(days=28), LENA.email)
    life.on("2030-02-12")
    demo_reviews.hold(life.past, life.case)
    demo_reviews.report(life.past, life.case, "cease")
    demo_reviews.decide(life.past, life.case, "cease")
    life.past.passes()
    life.does(PRIYA, "say_why", ceasing_reason="not_needed", ceasing_words="Every outcome is reached.")
    life.writes("ceasing_consultation.write_considering")
    life.read("We are thinking about whether Max still needs the plan", "Ask the school or college", "ceasing")
    life.on("2030-03-20")  # nobody had to answer
    life.does(PRIYA, "ceasing_consultation.ask_institution", **INSTITUTION)
    life.does(GRACE, "decide", ceasing_decision="ends", reasons="Every outcome is reached.")
    life.writes("write_ends")
    life.read("Max’s plan ends when the time to appeal is over", "Next review, version", "ends")
    life.on("2030-07-01")
    life.does(GRACE, "appeal_time.confirm_end", appeal_over="ends")
    life.on("2030-07-02")
    life.read("This plan ended", "", "ended")
