"""Who works here: invited, leaving, asked by ticket; and a young person who asks for their own record."""

import pytest

from tests.journeys.conftest import PHONE, SCRIPTS, People, Person, shot
from tests.journeys.test_access import answer, decide, open_task
from tests.journeys.test_factors import sets_up_app
from tests.journeys.test_registering import SECRET, register
from tests.webapp.people.advice_drawing import begin
from webapp.demo import PASSWORD

pytestmark = pytest.mark.journey
SOL, PRIYA, TOM = "sol.reyes@cumberland.example", "priya.nair@cumberland.example", "tom.hale@cumberland.example"
NELL, BOX, KEY = "nell.frost@cumberland.example", "office@northpsych.example", "EHC-TEST1"


def enters_first(person: Person, email: str, password: str) -> None:
    """Sign in for the first time, as far as the set-up."""
    person.fills(email=email, password=password)
    person.presses("Continue")
    person.fills(code=person.site.code(email))
    person.presses("Sign in")


@pytest.mark.long
def test_an_invitation_becomes_a_working_account_of_staff(people: People) -> None:
    sol = people.somebody()
    sol.signs_in(SOL)
    sol.follows("People")
    shot(sol.page, "people-list")
    sol.follows("Invite somebody")
    sol.presses("Send the invitation")
    assert "There is a problem" in sol.reads()
    shot(sol.page, "people-invite-errors")
    sol.fills(first_name="Nell", last_name="Frost", email=NELL)
    sol.chooses("SEND administration", "Carlisle")
    sol.presses("Send the invitation")
    assert f"We have written to {NELL}" in sol.reads()
    shot(sol.page, "people-invited")
    nell = people.somebody(size=PHONE)
    nell.goes(people.site.link(NELL, "/invitation/"))
    shot(nell.page, "invitation")
    nell.fills(password=SECRET)
    nell.presses("Open my account")
    shot(nell.page, "invitation-sign-in")
    enters_first(nell, NELL, SECRET)
    assert nell.heading == "Set up how you sign in"
    nell.follows("A code from an authenticator app")
    sets_up_app(nell)
    nell.goes("/tasks")
    assert nell.heading == "Inbox" and "Families in Carlisle" in nell.reads()
    shot(nell.page, "inbox-of-an-area")
    sol.follows("Show them by role and team")
    shot(sol.page, "people-teams")
    sol.follows("Nell Frost")
    sol.follows("Change the roles of")
    shot(sol.page, "people-roles")
    sol.chooses("Safeguarding")
    sol.presses("Change the roles")
    assert "Safeguarding" in sol.reads()
    nell.goes("/tasks")
    assert nell.heading == "Inbox"
    assert people.site.mail(NELL)[0] == "Your roles have changed"


@pytest.mark.long
def test_somebody_leaves_and_hands_over_what_they_had_begun(people: People) -> None:
    priya, sol = people.somebody(), people.somebody()
    priya.signs_in(PRIYA)
    priya.presses("Claim the next task for me")
    reference = priya.page.locator(".cap").inner_text().rpartition(" ")[2]
    priya.follows("Do this task")
    priya.presses("Save and come back later")
    sol.signs_in(SOL)
    sol.follows("People")
    sol.follows("Priya Nair")
    shot(sol.page, "people-person")
    sol.follows("Switch off the account")
    shot(sol.page, "people-switch-off")
    sol.presses("Switch off the account")
    assert sol.heading == "Hand over the work of Priya Nair" and reference in sol.reads()
    sol.presses("Give them to this colleague")
    assert "Choose a colleague" in sol.reads()
    shot(sol.page, "people-hand-over")
    sol.page.get_by_label("Colleague").select_option("Tom Hale")
    sol.presses("Give them to this colleague")
    assert "Tom Hale has 1\N{NO-BREAK SPACE}task now" in sol.reads() and "Switched off" in sol.reads()
    shot(sol.page, "people-off")
    priya.goes("/tasks")
    assert priya.heading == "Sign in"
    tom = people.somebody()
    tom.signs_in(TOM)
    open_task(tom, reference)
    assert "Claimed by you" in tom.reads()


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_professional_gives_advice_by_ticket_and_keeps_an_account(people: People, scripts: bool) -> None:
    begin(people.site.portal, KEY, "EHC-TEST2")
    priya = people.somebody()
    priya.signs_in(PRIYA)
    open_task(priya, KEY)
    priya.follows("Ask for advice by email")
    shot(priya.page, "asked-empty")
    priya.fills(body="North Psychology", email=BOX)
    priya.chooses("Educational psychology team")
    priya.presses("Send the link")
    shot(priya.page, "asked")
    ann = people.somebody(scripts=scripts, size=PHONE)
    link = people.site.link(BOX, "/advice/link/")
    ann.goes(link)
    shot(ann.page, "advice-enter")
    ann.fills(name="Ann Lee")
    ann.presses("Open the request")
    shot(ann.page, "advice-tasks")
    ann.follows("Give your advice")
    shot(ann.page, "advice-task")
    ann.presses("Begin")
    ann.fills(advice="A quiet room")
    shot(ann.page, "advice-form")
    ann.presses("Continue")
    ann.presses("Send the advice")
    assert "Thank you" in ann.reads()
    shot(ann.page, "advice-sent")
    ann.follows("Keep an account")
    shot(ann.page, "advice-keep")
    ann.fills(email="ann.lee@northpsych.example")
    ann.presses("Send me the link")
    ann.goes(people.site.link("ann.lee@northpsych.example", "/invitation/"))
    ann.fills(password=SECRET)
    ann.presses("Open my account")
    enters_first(ann, "ann.lee@northpsych.example", SECRET)
    ann.presses("Turn on sign-in codes")
    assert ann.heading == "What we ask you"
    second = people.somebody(scripts=scripts)
    second.goes(link)
    shot(second.page, "advice-used")
    second.presses("Send a new link")
    assert second.heading == "Check your inbox"


@pytest.mark.long
def test_a_young_person_registers_asks_and_sees_their_own_record(people: People) -> None:
    alex, email = people.somebody(size=PHONE), "alex.young@example.org"
    register(alex, email)
    alex.opens_mail(email, "Confirm my email address")
    alex.presses("Confirm my email address")
    assert "or your own" in alex.reads()
    alex.follows("Sign in")
    enters_first(alex, email, SECRET)
    alex.presses("Turn on sign-in codes")
    shot(alex.page, "young-home")
    alex.follows("Ask to see")
    shot(alex.page, "young-ask")
    alex.follows("Start now")
    words = {"child_first_name": "Alex", "child_last_name": "Moor"}
    words |= {"child_dob-day": "3", "child_dob-month": "11", "child_dob-year": "2008"}
    ticks = {"about": "myself", "others_may_see": "no", "evidence_way": "later", "safety_worry": "no"}
    answer(alex, words, {**ticks, "declaration": "true"}, "young")
    assert "Parental responsibility" not in alex.reads()
    shot(alex.page, "young-check")
    alex.presses("Send my request")
    reference = alex.page.url.rsplit("/", 1)[1]
    priya = people.somebody()
    priya.signs_in(PRIYA)
    decide(priya, reference, "approve")
    open_task(priya, reference)
    priya.presses("Claim this task")
    priya.follows("Do this task")
    priya.page.get_by_label("We have no record").check()
    priya.presses("Open the record")
    alex.goes("/home")
    assert "Your record" in alex.reads() and "Alex Moor" in alex.reads()
    shot(alex.page, "young-open")
    robin = people.somebody()
    robin.signs_in("robin.ash@example.org", PASSWORD)
    assert "Your record" in robin.reads()
