"""The annual reviews of the demo's cases: planned, invited to, held, reported and decided."""

from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.cases.reading import find_case
from webapp.contributions.models import AdviceRequest
from webapp.demo.past import GRACE, PRIYA, SCHOOL, Past, person_of
from webapp.meetings import arranging, finding, recording
from webapp.meetings.models import HELD, IN_PERSON
from webapp.meetings.recording import Outcome

REPORT = {
    "review_kind": "annual",
    "who_came": "The family, the class teacher and the therapist.",
    "child_says": "I like building, and I want a friend to build with.",
    "outcomes": "The first is reached. The second is nearly there.",
    "help_given": "All of it, but for two weeks in which the therapist was ill.",
    "placement_fits": "yes",
    "primary_levels": "Reading as expected for the year, writing a year behind.",
    "recommend_why": "What the plan says is what helps.",
}


def plan(past: Past, case: str, meeting: datetime, *parents: str) -> None:
    """The school holds it; everybody is invited, and nobody is asked but the school and the family."""
    past.does(
        PRIYA,
        case,
        "plan_review",
        meeting_by=f"{meeting:%Y-%m-%d}",
        held_by="school",
        school_name="Beckside Primary",
        school_email=SCHOOL,
        advisers=[],
    )
    with past.portal.work() as services:
        task, officer = past.claimed(services, PRIYA, case, "review_meeting.arrange"), person_of(services, PRIYA)
        wanted = arranging.Plan(
            about="How the year was, and what the plan should say now.",
            starts_at=meeting,
            minutes=60,
            place_kind=IN_PERSON,
            place="Beckside Primary, the library",
            people=tuple(person_of(services, each).id for each in parents),
            together=False,
            minded=True,
        )
        arranging.arrange(services, finding.running_in(services, task.instance_id), wanted, by=officer)
        services.engine.user_tasks.complete(task.id, by=services.actor(officer), answers={})
    past.writes(case, "review_meeting.sign_letters")


def hold(past: Past, case: str) -> None:
    """It took place."""
    with past.portal.work() as services:
        task, officer = past.claimed(services, PRIYA, case, "review_meeting.record"), person_of(services, PRIYA)
        held = Outcome(state=HELD, summary="Amal has a friend to build with. The therapy goes on.")
        recording.record(services, finding.running_in(services, task.instance_id), held)
        services.engine.user_tasks.complete(task.id, by=services.actor(officer), answers={})


def report(past: Past, case: str, recommends: str) -> None:
    """The school reports, and the family reads it."""
    with past.portal.work() as services:
        asked = select(AdviceRequest).where(AdviceRequest.limit_name == "review_report")
        newest = asked.where(AdviceRequest.case_id == find_case(services, case).id).order_by(
            AdviceRequest.due_on.desc()
        )
        reference = services.session.scalars(newest).first()
        assert reference
        school = person_of(services, SCHOOL)
        services.accounts.memberships.grant(school, reference.reference, case, origin="demo")
        today = f"{services.now - timedelta(days=1):%Y-%m-%d}"
    answers = REPORT | {"recommends": recommends, "reviewed_on": today}
    past.does(SCHOOL, case, "review_report.write_report", **answers)
    past.shares(case, "review_report.check_report")


def decide(past: Past, case: str, decision: str) -> None:
    """What the council decides after it."""
    past.does(
        GRACE, case, "decide_review", decision_read=["report"], review_decision=decision, decision_why="As reported."
    )
