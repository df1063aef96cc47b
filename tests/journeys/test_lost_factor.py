"""A parent has lost her phone: she asks, an officer rings back, and a day later she signs in with a code by email."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import PHONE, SCRIPTS, People, Person, shot
from tests.journeys.test_passkeys import Device, add_passkey
from webapp.accounts.passkey_answers import PASSKEY
from webapp.demo import PASSWORD
from webapp.worker import Worker

pytestmark = pytest.mark.journey
JO, PRIYA, SOL = "jo.bell@example.org", "priya.nair@cumberland.example", "sol.reyes@cumberland.example"


def asks_for_help(person: Person, email: str) -> None:
    person.goes("/sign-in")
    person.fills(email=email, password=PASSWORD)
    person.presses("Continue")
    person.follows("I have lost what I sign in with")
    shot(person.page, "lost-ask")
    person.presses("Ring me back")
    assert person.heading == "We ring you back"
    shot(person.page, "lost-asked")


def passes(people: People, time: timedelta) -> None:
    people.site.clock.ahead += time
    Worker(people.site.portal).once()


def decides(officer: Person) -> None:
    officer.follows("Ring back and check who it is")
    officer.presses("Claim this task")
    shot(officer.page, "lost-task")
    officer.follows("Do this task")
    officer.chooses("Yes, I rang and spoke with them")
    shot(officer.page, "lost-ring")
    officer.presses("Continue")
    officer.chooses("Reset how they sign in, after 24 hours")
    officer.presses("Continue")
    shot(officer.page, "lost-decide-errors")
    officer.chooses("They told me their full name", "They told me something", "They asked for this help")
    officer.fills(reasons="Rang the first number at nine.")
    shot(officer.page, "lost-decide")
    officer.presses("Continue")
    officer.presses("Send this decision")


def loses_her_phone(people: People) -> None:
    before = people.somebody()
    Device(before)
    before.signs_in(JO)
    add_passkey(before, "My phone")
    with people.site.portal.work() as services:
        services.accounts.factors.replace_email(services.accounts.people.by_email(JO))


@pytest.mark.long
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_lost_phone_is_replaced_by_the_emailed_code_a_day_after_the_call(people: People, scripts: bool) -> None:
    loses_her_phone(people)
    jo, priya = people.somebody(scripts=scripts, size=PHONE), people.somebody(scripts=scripts)
    asks_for_help(jo, JO)
    passes(people, timedelta(seconds=5))
    priya.signs_in(PRIYA)
    decides(priya)
    assert people.site.subjects(JO)[0] == "We reset how you sign in, in 24 hours"
    passes(people, timedelta(days=1, minutes=1))
    assert people.site.subjects(JO)[0] == "We have reset how you sign in"
    jo.signs_in(JO)
    assert jo.heading == "Hello Jo"


@pytest.mark.long
def test_the_owner_stops_it_by_the_link_of_the_second_mail(people: People) -> None:
    loses_her_phone(people)
    stranger, priya, jo = people.somebody(), people.somebody(), people.somebody(scripts=False)
    asks_for_help(stranger, JO)
    passes(people, timedelta(seconds=5))
    priya.signs_in(PRIYA)
    decides(priya)
    jo.opens_mail(JO, "Do not reset my sign-in")
    shot(jo.page, "lost-stop")
    jo.presses("Stop it")
    assert jo.heading == "Your sign-in stays as it is"
    shot(jo.page, "lost-stopped")
    passes(people, timedelta(days=2))
    with people.site.portal.look() as services:
        assert PASSKEY in services.accounts.factors.held(services.accounts.people.by_email(JO))
