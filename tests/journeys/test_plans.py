"""A plan from its first word to the final version: two officers, a manager, the mother, health and the school, each in
their own browser."""

import pytest

from tests.journeys.conftest import People, pictures
from tests.journeys.planning import (
    GRACE,
    HELP,
    agrees,
    answers_consultation,
    answers_draft,
    consults,
    fits,
    opens_link,
    plan_is_needed,
    write_at_once,
    writes_plan,
)
from tests.journeys.test_requests import JO, PRIYA, does, writes

pytestmark = pytest.mark.journey


def test_from_the_first_word_to_the_final_plan(people: People) -> None:
    plan_is_needed(people.site)
    priya, tom, jo, grace, health, school = (people.somebody() for _ in range(6))
    priya.signs_in(PRIYA)
    writes_plan(priya)
    write_at_once(priya, tom)
    priya.goes("/tasks")
    priya.follows("Write the draft plan")
    priya.follows("Do this task")
    priya.presses("It is ready")
    agrees(health)
    writes(priya, "Sign the letters with the draft")

    jo.signs_in(JO)
    jo.follows("Sam Bell")
    assert jo.heading == "Sam’s draft plan is ready for you to read"
    pictures(jo, "plan-family-case")
    jo.follows("Sam’s draft plan")
    assert int(jo.page.locator(".deadline__n").inner_text().split()[0]) >= 14 and HELP in jo.reads()
    jo.follows("Comment on row 1")
    jo.fills(words="Please take out “as required”.")
    jo.presses("Save comment")
    pictures(jo, "plan-draft-commented")
    fits(jo)
    answers_draft(jo)

    priya.signs_in(PRIYA)
    does(priya, "Answer the family’s comments")
    priya.fills(words="You are right. It says now what he gets.")
    priya.chooses("The plan is changed because of it")
    priya.presses("Keep this answer")
    pictures(priya, "plan-comments-answered")
    fits(priya)
    priya.presses("Everything is answered")
    does(priya, "What happens now?")
    priya.chooses("The plan is made final")
    priya.fills(next_why="They agree, and we take out what they asked for.")
    priya.presses("Continue")
    priya.presses("Send")
    consults(priya)
    answers_consultation(school)

    grace.signs_in(GRACE)
    does(grace, "Decide which school is named")
    grace.chooses("A named school or college")
    grace.presses("Continue")
    grace.fills(placement_name="Beckside Primary School", placement_type="Mainstream primary school")
    grace.presses("Continue")
    grace.chooses("They asked for none")
    grace.fills(placement_why="It can meet his needs.")
    grace.presses("Continue")
    grace.presses("Decide")

    does(priya, "Finish the plan")
    priya.follows("Needs, outcomes, help")
    part = priya.page.get_by_role("region", name="F 1.1.1")
    part.get_by_label("What it says").fill(f"{HELP} A quiet room is his for 20 minutes before lunch each day.")
    part.get_by_role("button", name="Save").click()
    priya.goes("/tasks")
    priya.follows("Finish the plan")
    priya.follows("Do this task")
    priya.presses("It is ready")
    does(grace, "Approve the plan")
    grace.chooses("Yes, I approve it")
    pictures(grace, "plan-approved")
    fits(grace)
    grace.presses("Decide")
    writes(priya, "Sign the letters with the plan")

    jo.signs_in(JO)
    jo.follows("Sam Bell")
    assert jo.heading == "Sam’s plan is final"
    pictures(jo, "plan-family-final")
    jo.follows("Sam’s plan")
    assert "as required" in " ".join(jo.page.locator(".plan del").all_inner_texts()).lower()
    pictures(jo, "plan-final-changes")
    fits(jo)
    with jo.page.expect_download() as saved:
        jo.page.get_by_role("link", name="Download (PDF)").click()
    assert saved.value.suggested_filename.endswith("final-1.pdf")
    jo.follows("Sam’s page")
    jo.follows("Letters we sent you")
    jo.follows("Sam’s plan")
    pictures(jo, "plan-family-letter")
    opens_link(school, "Ann Lee")
    school.follows("Sam’s plan")
    school.follows("Read the plan that goes with it")
    assert "Beckside Primary School" in school.reads()
    health.goes("/advice")
    health.follows("Sam’s plan")
    pictures(health, "plan-copy")
