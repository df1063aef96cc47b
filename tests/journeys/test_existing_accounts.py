"""Rows 4 and 12 of the registration guide: an existing account serves, and help is a number by area away."""

from pathlib import Path

import pytest

from tests.journeys.conftest import People
from tests.journeys.test_registering import register
from webapp.accounts import importing
from webapp.portal import Portal

pytestmark = pytest.mark.journey
ROWS = (
    "email,title,first_name,last_name,phones,services\nnoor@example.org,Ms,Noor,Aziz,01632 960 777,school admissions\n"
)


def import_accounts(portal: Portal, text: str) -> int:
    with portal.work() as services:
        return services.accounts.import_rows(
            list(importing.read(text.splitlines(), {"school admissions": "school_admissions"}))
        ).created


def test_who_used_the_citizen_portal_before_signs_in_with_that_account(people: People, tmp_path: Path) -> None:
    assert import_accounts(people.site.portal, ROWS) == 1
    noor = people.somebody()
    noor.goes("/sign-in")
    noor.follows("Choose a new password")
    noor.fills(email="noor@example.org")
    noor.presses("Send me a link")
    noor.goes(people.site.link("noor@example.org", "/reset-password/"))
    noor.fills(password="Three-new-words-2026")
    noor.presses("Save the new password")
    noor.fills(email="noor@example.org", password="Three-new-words-2026")
    noor.presses("Continue")
    noor.fills(code=people.site.code("noor@example.org"))
    noor.presses("Sign in")
    assert noor.heading == "Set up how you sign in"
    noor.presses("Turn on sign-in codes")
    assert noor.heading == "Hello Noor"


@pytest.mark.long
def test_who_registers_with_an_imported_address_is_led_to_it_by_mail_alone(people: People) -> None:
    assert import_accounts(people.site.portal, ROWS) == 1
    pages = []
    for email in ("noor@example.org", "nobody@example.org"):
        somebody = people.somebody()
        register(somebody, email)
        pages.append(somebody.reads().replace(email, ""))
    assert pages[0] == pages[1]
    subject, text = people.site.mail("noor@example.org")
    assert subject == "You already have an account" and "or have not chosen one yet" in text
    assert people.site.mail("nobody@example.org")[0] != subject


@pytest.mark.long
def test_numbers_by_area_stand_on_every_page(people: People) -> None:
    somebody = people.somebody()
    for path in (
        "/",
        "/register",
        "/sign-in",
        "/help",
        "/contact",
        "/accessibility",
        "/privacy",
        "/cookies",
        "/nowhere",
    ):
        somebody.goes(path)
        footer = somebody.page.locator("footer").inner_text().replace("\xa0", " ")
        assert all(words in footer for words in ("Carlisle 01632 960 110", "Allerdale", "Copeland", "01632 960 100"))


@pytest.mark.long
def test_everybody_finds_their_details_and_signs_out_elsewhere(people: People) -> None:
    here, there = people.somebody(), people.somebody()
    here.signs_in("jo.bell@example.org")
    there.signs_in("jo.bell@example.org")
    here.follows("Your details")
    assert "jo.bell@example.org" in here.reads()
    here.presses("Sign out there")
    there.page.goto(people.site.address + "/home")
    assert there.heading == "Sign in"
