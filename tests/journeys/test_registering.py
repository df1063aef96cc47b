"""Rows 4 to 9 of the registration guide, walked in a browser."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import PHONE, People, Person, shot

pytestmark = pytest.mark.journey
EMAIL, SECRET = "alex.moor@example.org", "Four winds 77 lanterns!"


DETAILS = {
    "address_line_1": "3 Mill Lane",
    "town": "Carlisle",
    "postcode": "CA1 1AA",
    "phone_1": "01632 960 001",
}


def tell_details(person: Person, email: str = EMAIL) -> None:
    person.fills(first_name="Alex", last_name="Moor", email=email)
    number = 0
    while person.heading != "Check your answers":
        number += 1
        for name, value in DETAILS.items():
            if person.page.locator(f'[name="{name}"]').count():
                person.fills(**{name: value})
        for name in ("area", "privacy_notice"):
            if person.page.locator(f'[name="{name}"]').count():
                person.page.locator(f'[name="{name}"]').first.check()
        shot(person.page, f"register-{number}")
        person.presses("Continue")


def register(person: Person, email: str = EMAIL) -> None:
    person.goes("/")
    person.follows("Register")
    tell_details(person, email)
    shot(person.page, "register-check")
    person.presses("Continue")
    person.fills(password=SECRET)
    shot(person.page, "register-password")
    person.presses("Create account")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_parent_registers_confirms_and_sets_up_signing_in(people: People, scripts: bool) -> None:
    alex = people.somebody(scripts=scripts)
    register(alex)
    assert alex.heading == "Check your inbox" and EMAIL in alex.reads()
    shot(alex.page, "register-sent")
    alex.opens_mail(EMAIL, "Confirm my email address")
    shot(alex.page, "register-confirm")
    alex.presses("Confirm my email address")
    assert "username" in alex.reads() and EMAIL in alex.reads()
    shot(alex.page, "register-thank-you")
    alex.follows("Sign in")
    alex.fills(email=EMAIL, password=SECRET)
    alex.presses("Continue")
    shot(alex.page, "sign-in-code")
    assert "junk" in alex.reads()
    alex.fills(code=people.site.code(EMAIL))
    alex.presses("Sign in")
    assert alex.heading == "Set up how you sign in"
    shot(alex.page, "set-up")
    alex.presses("Turn on sign-in codes")
    assert alex.heading == "Hello Alex"
    shot(alex.page, "home-empty")
    alex.presses("Sign out")
    alex.signs_in(EMAIL, SECRET)
    assert alex.heading == "Hello Alex"


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(people: People) -> None:
    alex = people.somebody(size=PHONE)
    alex.goes("/register")
    alex.fills(first_name="Alex", email="not an address")
    alex.presses("Continue")
    assert "There is a problem" in alex.reads()
    assert "Enter your last name" in alex.reads()
    assert alex.page.locator('[name="first_name"]').input_value() == "Alex"
    assert alex.page.locator('[name="email"]').input_value() == "not an address"
    shot(alex.page, "register-error-phone")
    alex.page.get_by_role("link", name="Enter your last name").click()
    assert alex.page.evaluate("document.activeElement.name") == "last_name"


@pytest.mark.long
def test_the_password_rule_is_said_before_it_is_broken(people: People) -> None:
    alex = people.somebody()
    alex.goes("/register")
    tell_details(alex)
    alex.presses("Continue")
    rules = alex.page.locator("#rules").inner_text()
    assert "10 characters or more" in rules and "a symbol" in rules
    alex.fills(password="short")
    alex.presses("Create account")
    assert "Use 10 characters or more." in alex.reads()
    assert alex.page.locator('[name="password"]').input_value() == ""


def test_a_known_address_sees_the_same_pages_and_gets_another_mail(people: People) -> None:
    jo = people.somebody()
    register(jo, "jo.bell@example.org")
    known = jo.reads().replace("jo.bell@example.org", "")
    stranger = people.somebody()
    register(stranger, "new@example.org")
    assert stranger.reads().replace("new@example.org", "") == known
    assert people.site.subjects("jo.bell@example.org") != people.site.subjects("new@example.org")
    jo.presses("Send the email again")
    assert "new email" in jo.reads()


@pytest.mark.long
def test_a_new_link_stops_the_old_one(people: People) -> None:
    alex = people.somebody()
    register(alex)
    old = people.site.link(EMAIL, "/register/confirm/")
    people.site.clock.ahead = timedelta(minutes=2)
    alex.presses("Send the email again")
    new = people.site.link(EMAIL, "/register/confirm/")
    assert new != old
    alex.page.goto(old)
    assert "Confirm my email address" not in alex.reads()
    alex.goes(new)
    alex.presses("Confirm my email address")
    assert "Thank you" in alex.heading


@pytest.mark.long
def test_who_does_not_confirm_in_three_days_is_forgotten(people: People) -> None:
    alex = people.somebody()
    register(alex)
    link = people.site.link(EMAIL, "/register/confirm/")
    people.site.clock.ahead = timedelta(days=1, hours=1)
    assert len(people.site.subjects(EMAIL)) == 2
    people.site.clock.ahead = timedelta(days=3, hours=1)
    people.site.subjects(EMAIL)
    alex.page.goto(link)
    assert "Confirm my email address" not in alex.reads()
