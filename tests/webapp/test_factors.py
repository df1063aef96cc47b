"""Second factors on the site: set up, used, replaced, taken off; and pages that say the same to everybody."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, main
from webapp import demo
from webapp.accounts import PersonDetails
from webapp.demo import PASSWORD
from webapp.mail import Mailbox
from webapp.worker import Worker

JO, PRIYA, ADA = "jo.bell@example.org", "priya.nair@cumberland.example", "ada.finch@cumberland.example"
NOBODY, NEW = "nobody@example.org", "new.officer@cumberland.example"
MINUTE, STEP = timedelta(minutes=1), timedelta(seconds=30)
OWN = "/your-details/sign-in"


class Site(FamilySite):
    """With its mail, and phones that show codes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))

    def mails(self, to: str) -> list[tuple[str, str]]:
        Worker(self.portal).once()
        found = [mail for mail in Mailbox(self.portal.config.var / "mailbox").mails() if mail["To"] == to]
        bodies = [mail.get_body(("plain",)) for mail in found]
        return [
            (str(mail["Subject"]), body.get_content() if body else "") for mail, body in zip(found, bodies, strict=True)
        ]

    def emailed(self, to: str) -> str:
        found = re.search(r"^(\d{6})\s*$", self.mails(to)[0][1], re.MULTILINE)
        assert found
        return found[1]

    def shown(self, email: str) -> str:
        """The next code of somebody's app."""
        self.clock.advance(STEP)
        with self.portal.look() as services:
            return demo.app_code(services, email)

    def sets_up_app(self, browser: Browser) -> pyotp.TOTP:
        """The app of whoever reads the key on the page."""
        key = re.search(r'class="key">([A-Z2-7 ]+)<', browser.opens(f"{OWN}/app").text)
        assert key
        app = pyotp.TOTP(key[1].replace(" ", ""))
        assert browser.posts(f"{OWN}/app", code=app.at(self.clock.now()), follow=False).status_code == 302
        return app

    def recovery_codes(self, browser: Browser) -> list[str]:
        return re.findall(
            r"<li>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</li>", browser.posts(f"{OWN}/recovery-codes").text
        )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.portal.database.dispose()


@pytest.fixture
def jo(site: Site) -> Browser:
    return site.browser(JO)


def at_second_step(site: Site, email: str, password: str = PASSWORD) -> Browser:
    browser = site.browser()
    browser.posts("/sign-in", email=email, password=password)
    return browser


def test_an_app_is_set_up_from_the_page_and_signs_in_once_with_each_code(site: Site, jo: Browser) -> None:
    app = site.sets_up_app(jo)
    assert site.mails(JO)[0][0] == "An authenticator app was set up"
    site.clock.advance(STEP)
    code = app.at(site.clock.now())
    there, again = at_second_step(site, JO), at_second_step(site, JO)
    assert there.posts("/sign-in/with/app", code=code, follow=False).headers["Location"] == "/home"
    refused = again.posts("/sign-in/with/app", code=code)
    assert refused.status_code == 422 and "has been used" in main(refused)


def test_the_key_lies_in_no_row_no_cookie_and_no_effect(site: Site, jo: Browser) -> None:
    app = site.sets_up_app(jo)
    Worker(site.portal).once()
    with site.portal.reading() as session:
        connection = session.connection()
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = str([connection.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables])
    cookie = jo.client.get_cookie("session")
    assert "authenticator_added" in rows
    assert app.secret not in rows and app.secret not in (cookie.decoded_value if cookie else "")


def test_a_wrong_code_keeps_the_same_key_on_the_page(jo: Browser) -> None:
    before = re.search(r'class="key">([^<]+)<', jo.opens(f"{OWN}/app").text)
    answer = jo.posts(f"{OWN}/app", code="abc")
    assert answer.status_code == 422 and "Enter the 6 digits" in main(answer)
    assert before and before[1] in answer.text


@pytest.mark.parametrize("path", [f"{OWN}/app", f"{OWN}/recovery-codes"])
def test_what_changes_the_factors_asks_for_one_anew(site: Site, jo: Browser, path: str) -> None:
    site.clock.advance(11 * MINUTE)
    assert jo.opens(path).request.path == "/prove"


@pytest.mark.parametrize("act", ["app", "app/remove", "recovery-codes", "replace-email", "restore-email"])
def test_nothing_is_changed_with_an_old_proof(site: Site, jo: Browser, act: str) -> None:
    site.sets_up_app(jo)
    for _ in range(2):
        site.clock.advance(20 * MINUTE)
        jo.opens("/home")
    before = site.mails(JO)
    assert jo.posts(f"{OWN}/{act}", code="123456").request.path == "/prove"
    assert site.mails(JO) == before


def test_an_app_that_is_taken_off_signs_in_no_more_and_its_owner_is_told(site: Site, jo: Browser) -> None:
    app = site.sets_up_app(jo)
    assert "no longer signs you in" in main(jo.posts(f"{OWN}/app/remove"))
    assert site.mails(JO)[0][0] == "An authenticator app was taken off"
    site.clock.advance(STEP)
    there = at_second_step(site, JO)
    assert there.posts("/sign-in/with/app", code=app.at(site.clock.now())).status_code == 422
    assert there.posts("/sign-in/code", code=site.emailed(JO), follow=False).status_code == 302


def test_the_app_takes_the_place_of_the_emailed_code_by_choice(site: Site, jo: Browser) -> None:
    assert jo.posts(f"{OWN}/replace-email").status_code == 422
    app = site.sets_up_app(jo)
    jo.posts(f"{OWN}/replace-email")
    assert site.mails(JO)[0][0] == "We no longer email you sign-in codes"
    there = at_second_step(site, JO)
    assert site.mails(JO)[0][0] == "We no longer email you sign-in codes", "no code is sent"
    site.clock.advance(STEP)
    assert there.posts("/sign-in/with/app", code=app.at(site.clock.now()), follow=False).status_code == 302
    jo.posts(f"{OWN}/restore-email")
    at_second_step(site, JO)
    assert site.mails(JO)[0][0] == "Your sign-in code"


def test_recovery_codes_are_shown_once_and_each_use_is_told(site: Site, jo: Browser) -> None:
    codes = site.recovery_codes(jo)
    assert len(codes) == 10 and codes[0] not in jo.opens(f"{OWN}/recovery-codes").text
    there = at_second_step(site, JO)
    assert there.posts("/sign-in/with/recovery-code", code=codes[0], follow=False).status_code == 302
    told = dict(site.mails(JO))
    assert "You have 9 left" in told["One of your recovery codes was used"]
    assert at_second_step(site, JO).posts("/sign-in/with/recovery-code", code=codes[0]).status_code == 422


def test_a_new_set_of_recovery_codes_ends_the_old_one(site: Site, jo: Browser) -> None:
    old, new = site.recovery_codes(jo), site.recovery_codes(jo)
    assert not set(old) & set(new)
    assert at_second_step(site, JO).posts("/sign-in/with/recovery-code", code=old[0]).status_code == 422


def test_app_and_recovery_code_confirm_that_it_is_you(site: Site, jo: Browser) -> None:
    app, codes = site.sets_up_app(jo), site.recovery_codes(jo)
    for way, answer in (("app", ""), ("recovery-code", codes[0])):
        site.clock.advance(11 * MINUTE)
        assert jo.opens(f"{OWN}/recovery-codes").request.path == "/prove"
        jo.posts(f"/prove/begin/{way}")
        code = answer or app.at(site.clock.now())
        assert jo.posts(f"/prove/with/{way}", code=code).request.path == f"{OWN}/recovery-codes"


def test_nobody_confirms_with_a_way_that_they_have_not(jo: Browser) -> None:
    assert jo.posts("/prove/begin/app").status_code == 404
    assert jo.posts("/prove/begin/nonsense").status_code == 404


def test_a_browser_asks_first_for_what_it_was_signed_in_with(site: Site, jo: Browser) -> None:
    app = site.sets_up_app(jo)
    site.clock.advance(STEP)
    there = at_second_step(site, JO)
    there.posts("/sign-in/with/app", code=app.at(site.clock.now()))
    there.posts("/sign-out")
    assert there.posts("/sign-in", email=NOBODY, password="x").request.path == "/sign-in/with/app"


@pytest.mark.parametrize("path", ["code", "with/app", "with/recovery-code", "another-way"])
def test_every_page_of_the_second_step_is_the_same_for_right_wrong_and_unknown(
    site: Site, jo: Browser, path: str
) -> None:
    site.sets_up_app(jo)
    site.recovery_codes(jo)
    jo.posts(f"{OWN}/replace-email")
    asked = [(JO, PASSWORD), (JO, "wrong"), (NOBODY, PASSWORD), ("kit.dale@example.org", PASSWORD)]
    seen = set()
    for email, password in asked:
        there = at_second_step(site, email, password)
        pages = [there.opens(f"/sign-in/{path}")]
        if path != "another-way":
            pages += [there.posts(f"/sign-in/{path}", code=code) for code in ("BBBB-CCCC-DDDD", "000000", "x")]
        words = [(page.status_code, page.text.replace(email, "")) for page in pages]
        seen.add(re.sub(r'(nonce|value)="[^"]+"', "", str(words)))
    assert len(seen) == 1


def test_whoever_works_for_the_council_opens_nothing_before_an_app_is_set_up(site: Site) -> None:
    with site.portal.work() as services:
        details = PersonDetails(email=NEW, first_name="New", last_name="Officer")
        person = services.accounts.people.add(details, kind="staff", password=PASSWORD)
        services.accounts.memberships.grant(person, "send_admin", origin="test")
    there = at_second_step(site, NEW)
    assert "not enough" in main(there.posts("/sign-in/code", code=site.emailed(NEW)))
    there.posts("/set-up-sign-in")
    for path in ("/tasks", "/home", "/your-details", OWN, f"{OWN}/recovery-codes"):
        assert there.opens(path).request.path == "/set-up-sign-in"
    site.sets_up_app(there)
    assert there.opens("/tasks").request.path == "/tasks"
    at_second_step(site, NEW)
    assert "Your sign-in code" not in [subject for subject, _ in site.mails(NEW)][:1]


def test_staff_who_take_off_their_app_set_up_another_at_once(site: Site) -> None:
    there = site.browser(PRIYA)
    there.posts(f"{OWN}/app/remove")
    assert there.opens("/tasks").request.path == "/set-up-sign-in"
    assert there.opens(f"{OWN}/app").status_code == 200


def test_staff_cannot_go_back_to_emailed_codes(site: Site) -> None:
    site.browser(ADA).posts(f"{OWN}/restore-email")
    at_second_step(site, ADA)
    assert "Your sign-in code" not in [subject for subject, _ in site.mails(ADA)]


def test_the_demo_shows_the_codes_of_its_staff(site: Site) -> None:
    there = at_second_step(site, PRIYA)
    site.clock.advance(STEP)
    row = re.search(rf"{re.escape(PRIYA)}\s*(\d{{6}})", there.reads("/demo/mailbox"))
    assert row and there.posts("/sign-in/with/app", code=row[1], follow=False).status_code == 302


def test_a_sign_in_with_a_new_browser_is_told_and_with_a_known_one_not(site: Site) -> None:
    there = site.browser()
    there.client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    )
    for told in (1, 1):
        there.posts("/sign-in", email=JO, password=PASSWORD)
        there.posts("/sign-in/code", code=site.emailed(JO))
        there.posts("/sign-out")
        mails = [text for subject, text in site.mails(JO) if subject == "You signed in with a new browser"]
        assert len(mails) == told
    assert "Firefox on Windows" in mails[0] and "9am" in mails[0] and "http" not in mails[0]


def test_wrong_codes_of_the_app_lock_it_and_the_owner_is_told_once(site: Site, jo: Browser) -> None:
    app = site.sets_up_app(jo)
    for _ in range(5):
        there = at_second_step(site, JO)
        for _ in range(5):
            there.posts("/sign-in/with/app", code="000000" if app.at(site.clock.now()) != "000000" else "111111")
    assert [subject for subject, _ in site.mails(JO)].count("Somebody tried to guess your sign-in code") == 1
