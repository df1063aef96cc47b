"""From a parent's request to the decision whether to assess: everybody in their own browser."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import People, Person, pictures

pytestmark = pytest.mark.journey
JO, PRIYA, GRACE = "jo.bell@example.org", "priya.nair@cumberland.example", "grace.lowe@cumberland.example"


def writes(officer: Person, task: str) -> None:
    """The letter of this task: claimed, written, looked at and signed."""
    officer.goes("/tasks")
    officer.follows(task)
    officer.presses("Claim this task")
    officer.follows("Do this task")
    for field in officer.page.locator('textarea[name^="free-"]').all():
        field.fill("- The school\n- A psychologist")
    for choice in officer.page.locator('input[name^="to-"][value="send"]').all():
        choice.check()
    officer.presses("Look at the letters")
    officer.presses("Sign the letter")


def test_jo_asks_priya_checks_and_grace_decides(people: People) -> None:
    jo = people.somebody()
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    jo.follows("Ask for an assessment")
    assert jo.heading == "The child or young person now"
    pictures(jo, "request-first-page")
    jo.fills(setting="Beckside Primary", first_language="English")
    jo.page.get_by_role("group", name="Do they or you need").get_by_label("No").check()
    jo.page.get_by_role("group", name="Has a council assessed").get_by_label("No", exact=True).check()
    jo.presses("Continue")
    jo.fills(strengths="Sam builds whole towns out of blocks.")
    jo.presses("Continue")
    jo.fills(needs_talking="A few words, and none at school.")
    jo.presses("Continue")
    jo.fills(wanted="Help with talking, and a quiet place to learn.")
    pictures(jo, "request-help-so-far")
    jo.presses("Continue")
    jo.presses("Continue")
    jo.chooses("No", "What I have written is true")
    jo.presses("Continue")
    pictures(jo, "request-check")
    jo.presses("Send my request")
    assert jo.heading == "We are deciding whether to assess Sam"
    pictures(jo, "request-sent")

    priya = people.somebody()
    priya.signs_in(PRIYA)
    priya.follows("Check whether it is for us")
    assert "Sam builds whole towns out of blocks." in priya.reads()
    pictures(priya, "request-officer-task")
    priya.presses("Claim this task")
    priya.follows("Do this task")
    pictures(priya, "request-duty")
    for name, answer in (("live in our area", "Yes"), ("under 25", "Yes"), ("assessed in the last 6 months", "No")):
        priya.page.get_by_role("group", name=name).get_by_label(answer, exact=True).check()
    priya.chooses("We consider whether to assess")
    priya.presses("Continue")
    priya.presses("Save")
    writes(priya, "Write: we are considering")
    people.site.clock.ahead += timedelta(days=20)

    grace = people.somebody()
    grace.signs_in(GRACE)
    grace.follows("Decide whether to assess")
    grace.presses("Claim this task")
    grace.follows("Do this task")
    for name in ("special educational needs", "help them by a plan"):
        grace.page.get_by_role("group", name=name).get_by_label("Yes", exact=True).check()
    grace.chooses("We assess")
    grace.fills(reasons="Sam may need help that only a plan can give.")
    pictures(grace, "request-decision")
    grace.presses("Continue")
    grace.presses("Record the decision")

    priya.signs_in(PRIYA)
    writes(priya, "Write: we assess")
    assert "A letter waits for you" in jo.site.subjects(JO)[0]
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    pictures(jo, "request-decided")
    jo.follows("Letters we sent you")
    jo.follows("We will assess")
    assert "A psychologist" in jo.reads()
    grace.goes(jo.page.url)
    pictures(grace, "request-case-officer")
