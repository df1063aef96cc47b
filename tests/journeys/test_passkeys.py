"""A passkey set up, used and removed in a browser with an authenticator of its own."""

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import People, Person, shot

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
    person.follows("Change passkeys")
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


def test_a_device_that_does_not_know_the_finger_makes_none(jo: Person) -> None:
    Device(jo).knows_the_finger(False)
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    jo.page.get_by_role("button", name="Add a passkey").click()
    jo.page.get_by_text("Your browser stopped").wait_for()
    jo.goes("/your-details/passkeys")
    assert jo.heading == "You have no passkey yet"


def test_without_javascript_the_page_says_what_is_needed(people: People) -> None:
    jo = people.somebody(scripts=False)
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    assert "A passkey needs JavaScript" in jo.reads() and "go on signing in with a code" in jo.reads()
    assert not jo.page.get_by_role("button", name="Add a passkey").is_visible()


def test_at_an_address_of_numbers_the_page_says_where_passkeys_work(people: People) -> None:
    jo = people.somebody()
    numbers = jo.site.address.replace("localhost", "127.0.0.1")
    jo.site, real = type("Elsewhere", (), {**vars(jo.site), "address": numbers, "code": jo.site.code})(), jo.site
    jo.signs_in(JO)
    jo.goes("/your-details/passkeys")
    assert "never to an address of numbers" in jo.reads() and real.address in jo.reads()
