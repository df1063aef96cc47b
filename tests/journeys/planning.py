"""What each of those who have to do with a plan does on its pages."""

from datetime import timedelta

from playwright.sync_api import Locator
from sqlalchemy import select

from engine import PORTAL
from tests.journeys.conftest import Person, Site, pictures, shot
from tests.journeys.test_requests import SCHOOL, does, writes
from webapp import clocks
from webapp.cases.models import Case, Child

GRACE, TOM = "grace.lowe@cumberland.example", "tom.hale@cumberland.example"
NEED, OUTCOME = "Sam understands sentences with two key words.", "By July 2027, Sam follows a three-part instruction."
OF_TOM, OF_PRIYA = "He needs pictures beside words.", "He needs time before he answers."
NARROW = {"width": 320, "height": 640}
HEALTH = "send.copies@nencicb.example"
NURSE = "A school nurse trains the staff for 1 hour each term."
HELP = "A speech and language therapist works with Sam for 30 minutes each week in term time."


def plan_is_needed(site: Site) -> None:
    """The panel has decided so in Sam's case, thirteen weeks after the request."""
    with site.portal.work() as services:
        tom = services.accounts.people.by_email(TOM)
        assert tom
        services.accounts.memberships.grant(tom, "send_officer", origin="test")
        case = services.session.scalars(select(Case).join(Child).where(Child.first_name == "Sam")).one().reference
        received = services.now - timedelta(weeks=13)
        clocks.receive(services, case, at=received, route="portal", by=PORTAL)
        clocks.start(services, case, limit="final_plan", by=PORTAL)
        services.engine.messages.correlate("PlanRequired", key=case, message_id="required", by=PORTAL)


def adds(officer: Person, words: str, *, where: str = "", **more: str) -> None:
    """Another part of the chapter that is open."""
    section = officer.page.get_by_role("region", name="Add a part")
    if where:
        section.get_by_label("Where").select_option(label=next(o for o in options(officer) if o.startswith(where)))
    section.get_by_label("What it says").fill(words)
    for label, text in more.items():
        section.get_by_label(label.replace("_", " ")).fill(text)
    officer.presses("Add")


def options(officer: Person) -> list[str]:
    return officer.page.locator("#where option").all_inner_texts()


def writes_plan(officer: Person) -> None:
    """Views, a need, its outcome and the help for it."""
    does(officer, "Write the draft plan")
    pictures(officer, "plan-overview")
    officer.follows("Views of Sam and the family")
    adds(officer, "Sam likes trains and building towns.")
    officer.goes(officer.page.url.split("#")[0].replace("/views", "/needs"))
    adds(officer, NEED, Heading="Understanding language")
    adds(officer, OUTCOME, where="E, for B 1")
    adds(officer, f"{HELP} Access to a quiet room as required.", where="F, for E 1", Who_gives_it="Therapist")
    assert "A chance of help is not help that must be given." in officer.reads()
    pictures(officer, "plan-written")
    officer.goes(officer.page.url.split("#")[0].replace("/needs", "/health-needs"))
    adds(officer, "Sam has asthma.")
    officer.goes(officer.page.url.split("#")[0].replace("/health-needs", "/health-help"))
    adds(officer, NURSE, where="G, for C 1", Who_gives_it="Nurse")
    officer.follows("All chapters")


def write_at_once(priya: Person, tom: Person) -> None:
    """Both have the same part open: who saves second is told by whom it was changed, sees both, and loses nothing."""
    priya.follows("Needs, outcomes, help")
    tom.signs_in(TOM)
    tom.goes(priya.page.url)
    assert "Priya Nair has this chapter open, too." in tom.reads()
    pictures(tom, "plan-second-officer")
    saves(tom, f"{NEED} {OF_TOM}")
    saves(priya, f"{NEED} {OF_PRIYA}")
    page = priya.page
    assert "Tom Hale changed this part while you were writing." in priya.reads()
    assert OF_TOM in page.get_by_text("What stands there now").locator("xpath=../..").inner_text()
    assert OF_PRIYA in part(priya).get_by_label("What it says").input_value()
    pictures(priya, "plan-both-texts")
    saves(priya, f"{NEED} {OF_TOM} {OF_PRIYA}")
    tom.goes(page.url.split("#")[0])
    assert part(tom).get_by_label("What it says").input_value() == f"{NEED} {OF_TOM} {OF_PRIYA}"
    fits(priya)


def part(officer: Person) -> Locator:
    """The first need."""
    return officer.page.get_by_role("region", name="B 1")


def saves(officer: Person, words: str) -> None:
    part(officer).get_by_label("What it says").fill(words)
    part(officer).get_by_role("button", name="Save").click()
    officer.looks()


def fits(person: Person) -> None:
    """Nothing stands at the side of the narrowest screen."""
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    over = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    shot(person.page, f"narrow-{person.page.url.split('#')[0].split('?')[0].rpartition('/')[2]}-{len(person.heading)}")
    assert over <= 0, f"{person.page.url}: {over} pixels too wide"
    person.page.set_viewport_size(person.size)  # type: ignore[arg-type]


def agrees(health: Person) -> None:
    """Health reads what it is to give, and nothing else, and agrees."""
    health.signs_in(HEALTH)
    health.goes("/advice")
    health.follows("Agree your sections")
    assert NURSE in health.reads() and HELP not in health.reads()
    pictures(health, "plan-health-agrees")
    fits(health)
    health.presses("Begin")
    health.chooses("Yes")
    health.fills(agreed_by="Designated Clinical Officer")
    health.presses("Continue")
    health.presses("Send our answer")


def consults(officer: Person) -> None:
    """The school that he goes to is consulted."""
    does(officer, "Choose which schools to consult")
    officer.fills(
        **{"schools_chosen-0-school_name": "Beckside Primary School", "schools_chosen-0-school_email": SCHOOL}
    )
    officer.chooses("Maintained school")
    officer.page.get_by_role("group", name="Did the family ask").get_by_label("Yes").check()
    officer.presses("Continue")
    officer.presses("Send")
    writes(officer, "Sign the letters to the schools")


def opens_link(school: Person, name: str) -> None:
    """The newest link in the school’s mailbox."""
    school.goes(school.site.link(SCHOOL, "/advice/link/"))
    school.fills(name=name)
    school.presses("Open the request")


def answers_consultation(school: Person) -> None:
    """The school reads its letter and the draft that it was sent, and can meet the needs."""
    opens_link(school, "Ann Lee")
    pictures(school, "plan-school-asked")
    school.follows("Answer the consultation")
    pictures(school, "plan-school-task")
    school.follows("Our letter")
    pictures(school, "plan-school-letter")
    school.follows("Read the plan that goes with it")
    assert NEED in school.reads() and HELP in school.reads()
    pictures(school, "plan-school-draft")
    fits(school)
    school.goes("/advice")
    school.follows("Answer the consultation")
    school.presses("Begin")
    school.chooses("Yes")
    pictures(school, "plan-school-answer")
    school.presses("Continue")
    school.fills(place_from="At once: he is with us.", cost_words="An assistant for five hours a week.")
    school.presses("Continue")
    pictures(school, "plan-school-files")
    school.presses("Continue")
    school.presses("Send our answer")


def answers_draft(mother: Person) -> None:
    """What she thinks, and the comment that she has written."""
    mother.follows("Send 1 comment")
    mother.chooses("Yes, with changes")
    mother.presses("Continue")
    mother.chooses("I have no wish")
    mother.presses("Continue")
    mother.page.get_by_role("group", name="Would you like to meet").get_by_label("No", exact=True).check()
    mother.presses("Continue")
    mother.page.get_by_role("group", name="Would you like to ask").get_by_label("No", exact=True).check()
    mother.presses("Continue")
    pictures(mother, "plan-answer-check")
    mother.presses("Send my answer")
