"""People look after their own account: password, email address, phones, and closing it."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import PHONE, SCRIPTS, People, pictures
from webapp.demo import PASSWORD
from webapp.worker.work import Work

pytestmark = pytest.mark.journey
JO, KIT, NEW_ADDRESS = "jo.bell@example.org", "kit.dale@example.org", "jo.marsh@example.org"
NEW = "seven Otters 12 rivers!"


@pytest.mark.long
def test_jo_puts_her_details_right(people: People) -> None:
    jo = people.somebody(size=PHONE)
    jo.signs_in(JO)
    jo.goes("/your-details")
    pictures(jo, "details")
    jo.follows("Change name")
    assert jo.heading == "Your name"
    jo.fills(last_name="")
    jo.presses("Save")
    assert "Enter your last name" in jo.reads() and jo.page.title().startswith("Error:")
    pictures(jo, "details-name-error")
    jo.fills(last_name="Marsh")
    jo.presses("Save")
    assert "Your name is saved." in jo.reads() and "Jo Marsh" in jo.reads()
    jo.follows("Change phone numbers")
    jo.fills(phone_2="07700 900 982")
    jo.presses("Save")
    assert "07700\xa0900\xa0982" in jo.reads()
    jo.follows("Change services you use")
    pictures(jo, "details-services")
    jo.chooses("30 hours of childcare")
    jo.presses("Save")
    assert "30 hours of childcare" in jo.reads()
    jo.follows("Add address")
    pictures(jo, "details-address")
    jo.fills(address_line_1="1 Mill Lane", town="Penrith", postcode="ca11 7aa")
    jo.chooses("Carlisle")
    jo.presses("Save")
    assert "CA11 7AA" in jo.reads() and "Carlisle" in jo.reads()
    pictures(jo, "details-saved")


@pytest.mark.long
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_kit_has_forgotten_the_password_and_chooses_another(people: People, scripts: bool) -> None:
    kit, elsewhere = people.somebody(scripts=scripts, size=PHONE), people.somebody()
    elsewhere.signs_in(KIT)
    kit.goes("/sign-in")
    kit.follows("Choose a new password")
    kit.fills(email=KIT)
    kit.presses("Send me a link")
    assert kit.heading == "Check your inbox"
    kit.goes(people.site.link(KIT, "/reset-password/"))
    kit.fills(password="too short")
    kit.presses("Save the new password")
    assert "There is a problem" in kit.reads()
    kit.fills(password=NEW)
    kit.presses("Save the new password")
    assert kit.heading == "Sign in"
    assert people.site.subjects(KIT)[0] == "Your password was changed"
    elsewhere.goes("/home")
    assert elsewhere.heading == "Sign in"  # signed out wherever it was
    kit.signs_in(KIT, NEW)
    assert kit.heading == "Hello Kit"


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_jo_changes_her_password_and_signs_in_with_the_new_one(people: People, scripts: bool) -> None:
    jo, elsewhere = people.somebody(scripts=scripts), people.somebody()
    elsewhere.signs_in(JO)
    people.site.clock.ahead += timedelta(seconds=2)
    jo.signs_in(JO)
    jo.goes("/your-details")
    pictures(jo, "sessions")
    jo.follows("Change password")
    jo.fills(old_password="not this", password=NEW)
    jo.presses("Change password")
    assert "not the password that you sign in with now" in jo.reads()
    pictures(jo, "password-error")
    jo.fills(old_password=PASSWORD, password=NEW)
    jo.presses("Change password")
    assert jo.heading == "Your details" and "Your password is changed." in jo.reads()
    assert people.site.mail(JO)[0] == "Your password was changed"
    elsewhere.goes("/home")
    assert elsewhere.heading == "Sign in"
    people.site.clock.ahead += timedelta(seconds=2)
    elsewhere.signs_in(JO, NEW)
    assert elsewhere.heading == "Hello Jo"


@pytest.mark.long
def test_jo_gets_another_email_address(people: People) -> None:
    site = people.site
    jo, reader = people.somebody(), people.somebody(size=PHONE)
    jo.signs_in(JO)
    jo.goes("/your-details")
    jo.follows("Change email address")
    pictures(jo, "email")
    jo.fills(email=NEW_ADDRESS)
    jo.presses("Send me the link")
    assert "Your email address is being changed" in jo.reads()
    pictures(jo, "email-asked")
    assert site.mail(JO)[0] == "Somebody asked to change your email address"
    stop = site.link(JO, "/stop-email-change/")
    reader.goes(stop)
    pictures(reader, "email-stop")
    reader.goes(site.link(NEW_ADDRESS, "/confirm-email/"))
    pictures(reader, "email-confirm")
    reader.presses("Confirm my new address")
    assert reader.heading == "Your new email address is confirmed"
    pictures(reader, "email-confirmed")
    site.clock.ahead += timedelta(hours=72)
    Work(site.portal).sweep()
    assert site.mail(JO)[0] == site.mail(NEW_ADDRESS)[0] == "Your email address was changed"
    jo.signs_in(NEW_ADDRESS)
    assert jo.heading == "Hello Jo"
    reader.goes(stop)
    assert reader.heading == "This link does not work any more"


@pytest.mark.long
def test_a_change_that_jo_did_not_want_is_stopped_from_her_old_mailbox(people: People) -> None:
    thief, jo = people.somebody(), people.somebody(scripts=False)
    thief.signs_in(JO)
    thief.goes("/your-details/email")
    thief.fills(email="thief@example.org")
    thief.presses("Send me the link")
    jo.goes(people.site.link(JO, "/stop-email-change/"))
    jo.presses("Stop the change")
    assert jo.heading == "Your email address stays as it is"
    pictures(jo, "email-stopped")
    thief.goes("/your-details")
    assert thief.heading == "Sign in"
    jo.follows("Choose a new password")
    assert jo.heading == "Choose a new password"


@pytest.mark.parametrize("scripts", SCRIPTS)
def test_kit_closes_the_account(people: People, scripts: bool) -> None:
    kit = people.somebody(scripts=scripts)
    kit.signs_in(KIT)
    kit.goes("/your-details")
    kit.follows("Close my account")
    assert kit.heading == "Close your account"
    pictures(kit, "close")
    kit.presses("Close my account")
    assert kit.heading == "Your account is closed"
    pictures(kit, "closed")
    assert people.site.mail(KIT)[0] == "Your account is closed"
    kit.goes("/your-details")
    assert kit.heading == "Sign in"
