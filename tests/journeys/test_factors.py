"""Second factors in a browser: an authenticator app, a recovery code, and confirming that it is you."""

from datetime import timedelta

import pyotp
import pytest

from tests.journeys.conftest import PHONE, SCRIPTS, People, Person, shot
from webapp.accounts import PersonDetails
from webapp.demo import PASSWORD

pytestmark = pytest.mark.journey
JO, KIT, NEW = "jo.bell@example.org", "kit.dale@example.org", "new.officer@cumberland.example"


def sets_up_app(person: Person) -> pyotp.TOTP:
    """Read the key on the page, as somebody without a camera does."""
    app = pyotp.TOTP(person.page.locator(".key").inner_text().replace(" ", ""))
    shot(person.page, "factors-app")
    person.fills(code=app.at(person.site.clock.now()))
    person.presses("Set up the app")
    return app


def to_the_second_step(person: Person, email: str) -> None:
    person.goes("/sign-in")
    person.fills(email=email, password=PASSWORD)
    person.presses("Continue")


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_an_app_and_recovery_codes_are_set_up_and_sign_in(people: People, scripts: bool) -> None:
    jo = people.somebody(scripts=scripts, size=None if scripts else PHONE)
    jo.signs_in(JO)
    jo.goes("/your-details")
    jo.page.get_by_role("link", name="Change second step").click()
    shot(jo.page, "factors-before")
    jo.follows("A code from an authenticator app")
    app = sets_up_app(jo)
    assert jo.heading == "Recovery codes" and "is set up" in jo.reads()
    shot(jo.page, "factors-recovery")
    jo.presses("Make ten codes")
    codes = jo.page.locator(".codes li").all_inner_texts()
    assert len(set(codes)) == 10
    shot(jo.page, "factors-recovery-shown")
    with jo.page.expect_download() as saved:
        jo.page.get_by_role("link", name="save them as a file").click()
    assert all(code in saved.value.path().read_text("utf-8") for code in codes)
    jo.follows("I have kept them")
    jo.presses("Turn off")
    assert "no longer send codes" in jo.reads()
    shot(jo.page, "factors-after")
    jo.presses("Sign out") if scripts else jo.page.context.clear_cookies()
    assert people.site.subjects(JO)[:3] == [
        "We no longer email you sign-in codes", "New recovery codes were made", "An authenticator app was set up"
    ]  # fmt: skip

    people.site.clock.ahead += timedelta(seconds=30)
    to_the_second_step(jo, JO)
    jo.follows("Use another way")
    shot(jo.page, "factors-other-ways")
    jo.follows("A code from an authenticator app")
    jo.fills(code="12345")
    jo.presses("Sign in")
    shot(jo.page, "factors-app-asked")
    assert "Enter the 6 digits" in jo.reads()
    jo.fills(code=app.at(people.site.clock.now()))
    jo.presses("Sign in")
    assert jo.page.url.endswith("/home")

    elsewhere = people.somebody(scripts=scripts)
    to_the_second_step(elsewhere, JO)
    elsewhere.follows("Use another way")
    elsewhere.follows("A recovery code")
    shot(elsewhere.page, "factors-recovery-asked")
    elsewhere.fills(code=codes[0].lower())
    elsewhere.presses("Sign in")
    assert elsewhere.page.url.endswith("/home")
    assert "One of your recovery codes was used" in people.site.subjects(JO)


def test_confirming_that_it_is_you_leads_back(people: People) -> None:
    kit = people.somebody()
    kit.signs_in(KIT)
    people.site.clock.ahead += timedelta(minutes=11)
    kit.goes("/your-details/sign-in/app")
    assert kit.heading == "Confirm that it is you"
    shot(kit.page, "factors-prove")
    kit.presses("Email me a code")
    shot(kit.page, "factors-prove-email")
    kit.fills(code=people.site.code(KIT))
    kit.presses("Continue")
    assert kit.heading == "Set up an authenticator app"


def test_an_officer_sets_up_an_app_before_anything_else(people: People) -> None:
    with people.site.portal.work() as services:
        details = PersonDetails(email=NEW, first_name="Nell", last_name="Moss")
        person = services.accounts.people.add(details, kind="staff", password=PASSWORD)
        services.accounts.memberships.grant(person, "send_admin", origin="test")
    nell = people.somebody()
    to_the_second_step(nell, NEW)
    nell.fills(code=people.site.code(NEW))
    nell.presses("Sign in")
    nell.goes("/tasks")
    assert nell.heading == "Set up how you sign in"
    shot(nell.page, "factors-staff")
    nell.follows("A code from an authenticator app")
    sets_up_app(nell)
    nell.goes("/tasks")
    assert nell.page.url.endswith("/tasks")
