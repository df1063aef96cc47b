"""From a parent's request to the decision whether a plan is needed: everybody in their own browser."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.journeys.conftest import PHONE, People, Person, Site, pictures
from tests.webapp.cases.canary import approve_beside
from tests.webapp.cases.conftest import Play
from webapp import demo
from webapp.accounts.people import PROFESSIONAL
from webapp.cases.models import Case, Child
from webapp.demo import DemoPerson

pytestmark = pytest.mark.journey
JO, PRIYA, HUGH = "jo.bell@example.org", "priya.nair@cumberland.example", "hugh.penn@cumberland.example"
ALI, EVE, SCHOOL = "ali.khan@example.org", "eve.moss@psychology.example", "office@beckside.example"
HELD = "No, we hold it"


def joined(site: Site) -> None:
    """Sam's father, who lives elsewhere, is a party of the case; a psychologist works in her team."""
    with site.portal.work() as services:
        ali = demo.add(services, DemoPerson(email=ALI, first_name="Ali", last_name="Khan", role=""), "01632 960 399")
        ali.address_lines, ali.postcode = ["9 Beck Row"], "LA9 4DQ"
        eve = DemoPerson(
            email=EVE,
            first_name="Eve",
            last_name="Moss",
            role="",
            kind=PROFESSIONAL,
            groups=("educational_psychology",),
        )
        demo.add(services, eve, "01632 960 398")
        father = {"relationship": "father", "responsibility_how": "birth_certificate", "lives_with": "elsewhere"}
        asked = demo.ask(services, ali, "Sam", "Bell", "2017-09-14", **father)
        sam = services.session.scalars(select(Case).join(Child).where(Child.first_name == "Sam")).one().reference
        priya = services.accounts.people.by_email(PRIYA)
        assert priya
    approve_beside(Play(site.portal, site.clock), priya.reference, asked, sam)


def does(person: Person, task: str) -> None:
    """Claim a task of the inbox and open its form."""
    person.goes("/tasks")
    person.follows(task)
    person.presses("Claim this task")
    person.follows("Do this task")


def asks_advisers(officer: Person) -> None:
    """The school by email, the psychologists in the queue of their team."""
    does(officer, "Choose whom to ask")
    kinds, ways = (officer.page.get_by_role("group", name=name) for name in ("What kind of advice?", "How?"))
    kinds.get_by_label("School, college").check()
    officer.fills(**{"advisers-0-who": "Beckside Primary"})
    officer.presses("Continue")  # now it is asked how, as schools have no queue here
    ways.get_by_label("By email").check()
    officer.presses("Continue")  # the address is asked for now
    officer.fills(**{"advisers-0-email": SCHOOL})
    pictures(officer, "assessment-whom-to-ask")
    officer.presses("Add another body")
    kinds.nth(1).get_by_label("Educational psychologist").check()
    officer.fills(**{"advisers-1-who": "Psychology team"})
    officer.presses("Continue")
    ways.nth(1).get_by_label("In the queue of their team").check()
    officer.presses("Continue")
    pictures(officer, "assessment-whom-to-ask-check")
    officer.presses("Ask them")


def tells_child_views(person: Person) -> None:
    """What the child says, as the parent knows it."""
    person.goes("/home")
    person.follows("All about me")
    person.follows("Start now")
    person.chooses("I write here", "Theirs, and somebody helped")
    person.presses("Continue")
    person.fills(important="My blocks")
    for _ in range(3):
        person.presses("Continue")
    person.presses("Send it")


def tells_views(person: Person, **words: str) -> None:
    """A parent's own views, written in the form."""
    person.goes("/home")
    person.follows("Tell us your views")
    person.follows("Start now")
    person.chooses("I write here")
    person.presses("Continue")
    for page in ("like", "needs", "hopes"):
        person.fills(**{page: words[page]})
        person.presses("Continue")
    person.presses("Continue")  # no files
    person.presses("Send it")


def advises(person: Person, needs: str) -> None:
    """The form of advice, from its first page on."""
    person.page.get_by_role("group", name="Do you, or does your service").get_by_label("Yes", exact=True).check()
    person.presses("Continue")
    person.fills(role="Specialist", organisation="Penrith", involved="Since September")
    person.chooses("I have met them")
    person.presses("Continue")
    person.presses("Continue")
    person.fills(needs=needs, outcomes="Reads aloud by July", provision="An hour a day, one to one")
    person.presses("Continue")
    person.chooses("This is my professional advice")
    person.presses("Continue")
    person.presses("Send my advice")


def shares(officer: Person, **with_whom: str) -> None:
    """Look through the advice that waits, and say for each parent whether they may read it."""
    does(officer, "Check before sharing")
    for name, said in with_whom.items():
        group = officer.page.get_by_role("group", name=f"May {name}")
        group.get_by_label(said).check()
        if said == HELD:
            officer.page.get_by_label("If not, why?").nth(list(with_whom).index(name)).fill("It says where Jo works.")
    for box in officer.page.locator('input[name="looked"]').all():
        box.check()
    officer.presses("Record it")


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


def test_from_the_request_to_the_decision_about_a_plan(people: People) -> None:
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

    hugh = people.somebody()
    hugh.signs_in(HUGH)
    hugh.follows("Decide whether to assess")
    hugh.presses("Claim this task")
    hugh.follows("Do this task")
    for name in ("special educational needs", "help them by a plan"):
        hugh.page.get_by_role("group", name=name).get_by_label("Yes", exact=True).check()
    hugh.chooses("We assess")
    hugh.fills(reasons="Sam may need help that only a plan can give.")
    pictures(hugh, "request-decision")
    hugh.presses("Continue")
    hugh.presses("Record the decision")

    priya.signs_in(PRIYA)
    writes(priya, "Write: we assess")
    assert "A letter waits for you" in jo.site.subjects(JO)[0]
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    pictures(jo, "request-decided")
    jo.follows("Letters we sent you")
    jo.follows("We will assess")
    assert "A psychologist" in jo.reads()
    hugh.goes(jo.page.url)
    pictures(hugh, "request-case-officer")

    joined(people.site)
    asks_advisers(priya)
    assert "Beckside Primary" not in jo.reads()
    ali, school, eve = people.somebody(size=PHONE), people.somebody(), people.somebody()
    school.goes(people.site.link(SCHOOL, "/advice/link/"))
    school.fills(name="Ann Lee")
    school.presses("Open the request")
    pictures(school, "assessment-school-asked")
    school.follows("Give advice")
    school.presses("Begin")
    advises(school, needs="A quiet place, and fewer words at once")
    pictures(school, "assessment-school-gave")
    eve.signs_in(EVE)
    eve.follows("Give advice")
    eve.presses("Begin")
    advises(eve, needs="Help to listen. Jo works at 1 Mill Lane.")
    pictures(eve, "assessment-psychologist-gave")

    people.site.clock.ahead += timedelta(days=7)
    jo.signs_in(JO)
    tells_views(jo, like="He builds towns", needs="Talking at school", hopes="A friend")
    tells_child_views(jo)
    jo.goes("/home")
    jo.follows("Sam Bell")
    assert jo.heading == "We are gathering advice about Sam"
    pictures(jo, "assessment-family")
    ali.signs_in(ALI)
    ali.follows("Sam Bell")
    pictures(ali, "assessment-second-parent")
    priya.signs_in(PRIYA)
    shares(priya, Jo="Yes", Ali="Yes")
    shares(priya, Jo="Yes", Ali=HELD)
    jo.goes(jo.page.url)
    jo.follows("Advice: School, college")
    assert "fewer words at once" in jo.reads()
    pictures(jo, "assessment-given")
    ali.goes(ali.page.url)
    assert "Mill Lane" not in ali.page.content()
    assert "Not shared with you" in ali.reads()

    people.site.clock.ahead += timedelta(days=42)  # Ali says nothing, and nobody waits for him longer
    people.site.mail(JO)
    hugh.signs_in(HUGH)
    does(hugh, "Is a plan needed?")
    pictures(hugh, "assessment-panel")
    hugh.page.get_by_role("group", name="Can what they need").get_by_label("Partly").check()
    hugh.chooses("All advice that has come", "The family’s views", "A plan is needed")
    hugh.fills(reasons="Sam needs more than his school ordinarily has.")
    hugh.presses("Continue")
    hugh.presses("Record the decision")
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    assert jo.heading == "We are writing a draft plan for Sam"
    pictures(jo, "assessment-decided")
    ali.signs_in(ALI)
    ali.follows("Sam Bell")
    assert ali.heading == "We are writing a draft plan for Sam"
    for line in ("Mill Lane", "CA11", JO):
        assert line not in ali.page.content()
