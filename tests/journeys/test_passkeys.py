"""A passkey set up, used and removed in a browser with an authenticator of its own."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from tests.journeys.conftest import People, Person, shot
from webapp.accounts import PersonDetails
from webapp.accounts.people import STAFF
from webapp.demo import PASSWORD

pytestmark = pytest.mark.journey
JO = "jo.bell@example.org"


class Device:
    """The authenticator of somebody's browser: a phone that knows its owner's finger."""

    def __init__(self, person: Person) -> None:
        self.cdp = person.page.context.new_cdp_session(person.page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def keys(self) -> list[dict[str, object]]:
        return self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]  # type: ignore[no-any-return]

    def knows_the_finger(self, known: bool) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": known})


@pytest.fixture
def jo(people: People) -> Iterator[Person]:
    yield people.somebody()


def add_passkey(person: Person, name: str) -> None:
    person.goes("/your-details")
    person.follows("Change second step")
    person.follows("A passkey")
    person.fills(name=name)
    person.page.get_by_role("button", name="Add a passkey").click()
    person.page.get_by_text("is added").wait_for()
    person.looks()


def test_a_passkey_is_added_and_its_owner_is_told(jo: Person) -> None:
    device = Device(jo)
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    shot(jo.page, "passkeys-none")
    add_passkey(jo, "My phone")
    assert jo.heading == "You have 1 passkey" and "My phone" in jo.reads()
    shot(jo.page, "passkeys-one")
    assert len(device.keys()) == 1 and device.keys()[0]["isResidentCredential"]
    assert jo.site.subjects(JO)[0] == "A passkey was added to your account"
    jo.page.get_by_role("button", name="Add a passkey").click()
    jo.page.get_by_text("This device has a passkey of yours already").wait_for()
    shot(jo.page, "passkeys-known")
    jo.follows("Remove My phone")
    shot(jo.page, "passkeys-remove")
    jo.presses("Remove this passkey")
    assert jo.heading == "You have no passkey yet"
    assert jo.site.subjects(JO)[0] == "A passkey was removed from your account"


@pytest.mark.long
def test_a_device_that_does_not_know_the_finger_makes_none(jo: Person) -> None:
    Device(jo).knows_the_finger(False)
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    jo.page.get_by_role("button", name="Add a passkey").click()
    jo.page.get_by_text("Your browser stopped").wait_for()
    jo.goes("/your-details/passkeys")
    assert jo.heading == "You have no passkey yet"


@pytest.mark.long
def test_without_javascript_the_page_says_what_is_needed(people: People) -> None:
    jo = people.somebody(scripts=False)
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    assert "A passkey needs JavaScript" in jo.reads() and "go on signing in with a code" in jo.reads()
    assert not jo.page.get_by_role("button", name="Add a passkey").is_visible()


@pytest.mark.long
def test_at_an_address_of_numbers_the_page_says_where_passkeys_work(people: People) -> None:
    jo = people.somebody()
    name = jo.site.address
    jo.site.address = name.replace("localhost", "127.0.0.1")
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    assert "never to an address of numbers" in jo.reads() and name in jo.reads()


def to_second_step(person: Person, email: str = JO) -> None:
    person.goes("/sign-in")
    person.fills(email=email, password=PASSWORD)
    person.presses("Continue")
    if person.heading != "Use your passkey":
        person.follows("Use another way")
        person.follows("A passkey")


def signs_in_with_passkey(person: Person, email: str = JO) -> str:
    """What the browser has posted."""
    to_second_step(person, email)
    with person.page.expect_request(lambda sent: sent.method == "POST" and "/with/passkey" in sent.url) as posted:
        person.page.get_by_role("button", name="Sign in").click()
    person.page.get_by_text("Sign out").first.wait_for()
    person.looks()
    return parse_qs(posted.value.post_data)["code"][0]


def posts(person: Person, answer: str) -> None:
    """Send an answer that the browser did not give."""
    person.page.evaluate(
        "answer => { const form = document.querySelector('[data-passkey]'); form.elements.code.value = answer; form.submit(); }",
        answer,
    )
    person.page.get_by_text("There is a problem").wait_for()
    person.looks()


@pytest.mark.long
def test_a_passkey_signs_in_confirms_and_is_removed(jo: Person) -> None:
    Device(jo)
    jo.signs_in(JO)
    add_passkey(jo, "My phone")
    jo.presses("Sign out")
    to_second_step(jo)
    shot(jo.page, "passkey-sign-in")
    signs_in_with_passkey(jo)
    assert jo.heading == "Hello Jo"
    jo.site.clock.ahead = timedelta(minutes=20)
    jo.goes("/your-details/passkeys")
    assert jo.heading == "Confirm that it is you"
    shot(jo.page, "passkey-prove-ways")
    jo.presses("Use my passkey")
    shot(jo.page, "passkey-prove")
    jo.page.get_by_role("button", name="Continue").click()
    jo.page.get_by_text("Last used").wait_for()
    jo.follows("Remove My phone")
    jo.presses("Remove this passkey")
    assert jo.heading == "You have no passkey yet"
    jo.presses("Sign out")
    to_second_step(jo)
    jo.page.get_by_role("button", name="Sign in").click()
    jo.page.get_by_text("There is a problem").wait_for()
    assert "This passkey did not work here" in jo.reads()
    jo.follows("Use another way")
    jo.follows("A code by email")
    jo.fills(code=jo.site.code(JO))
    jo.presses("Sign in")
    assert jo.heading == "Hello Jo"


@pytest.mark.long
def test_an_answer_that_was_used_signs_nobody_in_again(jo: Person, people: People) -> None:
    Device(jo)
    jo.signs_in(JO)
    add_passkey(jo, "My phone")
    jo.presses("Sign out")
    answer = signs_in_with_passkey(jo)
    thief = people.somebody()
    to_second_step(thief)
    posts(thief, answer)
    assert "This passkey did not work here" in thief.reads()
    shot(thief.page, "passkey-refused")


@pytest.mark.long
def test_the_passkey_of_another_person_is_refused(jo: Person) -> None:
    Device(jo)
    jo.signs_in("ray.bell@example.org")
    add_passkey(jo, "Ray’s phone")
    jo.presses("Sign out")
    to_second_step(jo)
    jo.page.get_by_role("button", name="Sign in").click()
    jo.page.get_by_text("There is a problem").wait_for()
    assert "This passkey did not work here" in jo.reads()


@pytest.mark.long
def test_the_page_is_the_same_for_a_wrong_password_and_for_nobody(people: People) -> None:
    pages = []
    for email, password in ((JO, PASSWORD), (JO, "Wrong-password-1"), ("nobody@example.org", PASSWORD)):
        somebody = people.somebody()
        Device(somebody)
        somebody.goes("/sign-in")
        somebody.fills(email=email, password=password)
        somebody.presses("Continue")
        somebody.follows("Use another way")
        somebody.follows("A passkey")
        somebody.page.get_by_role("button", name="Sign in").click()
        somebody.page.get_by_text("Your browser stopped").wait_for()
        pages.append(somebody.reads())
    assert pages[0] == pages[1] == pages[2]


def test_without_javascript_signing_in_says_what_is_needed_and_offers_another_way(people: People) -> None:
    jo = people.somebody(scripts=False)
    to_second_step(jo)
    assert "A passkey needs JavaScript" in jo.reads()
    shot(jo.page, "passkey-without-javascript")
    jo.follows("Use another way")
    jo.follows("A code by email")
    jo.fills(code=jo.site.code(JO))
    jo.presses("Sign in")
    assert jo.heading == "Hello Jo"


@pytest.mark.long
def test_staff_without_an_app_set_up_a_passkey_at_the_first_sign_in(people: People) -> None:
    details = PersonDetails(email="kim@cumberland.example", first_name="Kim", last_name="Ward")
    with people.site.portal.work() as services:
        services.accounts.people.add(details, kind=STAFF, password=PASSWORD)
    kim = people.somebody()
    Device(kim)
    kim.signs_in(details.email)
    assert kim.heading == "Set up how you sign in"
    kim.follows("A passkey")
    shot(kim.page, "passkey-staff")
    kim.page.get_by_role("button", name="Add a passkey").click()
    kim.page.get_by_role("heading", name="Hello Kim").wait_for()
    kim.presses("Sign out")
    signs_in_with_passkey(kim, details.email)
    assert kim.heading == "Hello Kim Ward"
