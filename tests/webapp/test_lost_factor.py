"""A lost second factor through the site: asked for, rung back, reset after a day, or stopped by the account's owner."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, fill, link_to, main
from tests.webapp.key import Key
from tests.webapp.mails import link
from webapp.accounts import passkeys
from webapp.accounts.models import LostFactor, Passkey
from webapp.accounts.passkey_answers import Asker, RelyingParty
from webapp.demo import PASSWORD
from webapp.mail import Mailbox
from webapp.worker import Worker
from webapp.worker.work import Work

JO, PRIYA, TOM = "jo.bell@example.org", "priya.nair@cumberland.example", "tom.hale@cumberland.example"
NEW = "jo.marsh@example.org"
SOL, RAY = "sol.reyes@cumberland.example", "ray.bell@example.org"
CHECK, APPROVE = "Ring back and check who it is", "Look at it a second time"
YES = {
    "rang": "yes",
    "decision": "reset",
    "named": "true",
    "inside": "true",
    "asked": "true",
    "reasons": "Rang at nine.",
}
NO = {"rang": "yes", "decision": "refuse", "refusal_reason": "not_sure", "reasons": "Rang at nine."}


class Help:
    """What people do about it."""

    def __init__(self, site: FamilySite) -> None:
        self.site = site

    def asks(self, email: str = JO, password: str = PASSWORD) -> str:
        """The words of the page that follows."""
        visitor = self.site.browser()
        visitor.posts("/sign-in", email=email, password=password)
        page = main(visitor.posts("/sign-in/lost"))
        self.passes(timedelta(seconds=5))
        return page

    def passes(self, time: timedelta) -> None:
        self.site.clock.advance(time)
        Worker(self.site.portal).once()

    def subjects(self, email: str = JO) -> list[str]:
        Worker(self.site.portal).once()
        mails = Mailbox(self.site.portal.config.var / "mailbox").mails()
        return [str(mail["Subject"]) for mail in mails if mail["To"] == email]

    def newest(self, email: str = JO) -> str:
        mails = Mailbox(self.site.portal.config.var / "mailbox").mails()
        body = next(mail for mail in mails if mail["To"] == email).get_body(("plain",))
        return body.get_content() if body else ""

    def stop_link(self, email: str = JO) -> str:
        found = re.search(r"/stop-reset/\S+", self.newest(email))
        assert found
        return found[0]

    def task(self, browser: Browser, name: str = CHECK) -> str:
        return link_to(browser.opens("/tasks"), name)

    def claims(self, browser: Browser, name: str = CHECK) -> str:
        """Address of the task."""
        task = self.task(browser, name)
        browser.posts(f"{task}/claim")
        return task

    def decides(self, officer: str = PRIYA, name: str = CHECK, **answers: str) -> str:
        """Somebody claims the task and fills its pages in; the words of the page that follows."""
        browser = self.site.browser(officer)
        page = browser.opens(f"{self.claims(browser, name)}/form/begin")
        while not page.request.path.endswith("/check"):
            page = fill(browser, page, answers)
            if page.status_code != 200:
                return main(page)
        return main(fill(browser, page, {}))


@pytest.fixture
def help(tmp_path: Path) -> Iterator[Help]:
    site = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))
    yield Help(site)
    site.portal.database.dispose()


def add_passkey(help: Help, email: str = JO) -> None:
    with help.site.portal.work() as services:
        desk, person = services.accounts.desk, services.accounts.people.by_email(email)
        site, asker, key = (
            RelyingParty.at("http://localhost:8000"),
            Asker(token="browser"),
            Key("http://localhost:8000"),
        )
        question = passkeys.ask_for_new(desk, site, person, asker, service="Portal")
        assert isinstance(passkeys.add(desk, person, asker, key.makes(question), name=""), Passkey)
        services.accounts.factors.replace_email(person)


def held(help: Help, email: str = JO) -> frozenset[str]:
    with help.site.portal.look() as services:
        return services.accounts.factors.held(services.accounts.people.by_email(email))


def test_a_day_after_the_officers_yes_only_the_emailed_code_is_left(help: Help) -> None:
    add_passkey(help)
    assert held(help) == {"passkey"}
    signed_in = help.site.browser(JO)
    help.asks()
    assert help.subjects()[0] == "Somebody asks for help with signing in to your account"
    assert "Done" in help.decides(**YES)
    assert help.subjects()[0] == "We reset how you sign in, in 24 hours"
    help.passes(timedelta(hours=23, minutes=50))
    assert held(help) == {"passkey"}
    another = help.site.browser(JO)
    help.passes(timedelta(minutes=10))
    assert held(help) == {"email"}
    assert help.subjects()[0] == "We have reset how you sign in"
    for browser in (signed_in, another):
        assert browser.client.get("/home").headers["Location"].startswith("/sign-in")


def test_a_change_of_address_that_a_thief_has_asked_for_ends_with_the_reset(help: Help) -> None:
    help.site.browser(JO).posts("/your-details/email", email=NEW)
    help.site.browser().posts(link(help.site.portal, NEW, "/confirm-email/"))
    help.asks()
    help.decides(**YES)
    help.passes(timedelta(days=1))
    help.passes(timedelta(days=3))
    Work(help.site.portal).sweep()
    with help.site.portal.look() as services:
        assert services.accounts.is_known(JO) and not services.accounts.is_known(NEW)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=23)], ids=["before the call", "in the cooling-off"])
def test_the_owner_stops_it_by_the_link(help: Help, after: timedelta) -> None:
    add_passkey(help)
    help.asks()
    if after:
        help.decides(**YES)
        help.subjects()
        help.passes(after)
    link, visitor = help.stop_link(), help.site.browser()
    assert "Nothing has changed by opening it" in visitor.opens(link).text
    assert "stays as it is" in main(visitor.posts(link))
    assert visitor.opens(link).status_code == 404
    help.passes(timedelta(days=2))
    assert held(help) == {"passkey"}
    assert help.subjects()[0] == "We have stopped it: your sign-in stays as it is"


def test_the_page_is_the_same_for_a_wrong_password_and_for_nobody(help: Help) -> None:
    pages = {help.asks(), help.asks(password="Wrong-password-1"), help.asks("nobody@example.org")}
    assert len(pages) == 1
    assert [each for each in help.subjects() if "asks for help" in each] == [
        "Somebody asks for help with signing in to your account"
    ]
    assert help.subjects("nobody@example.org") == []


def test_the_step_that_answers_is_the_same_whatever_was_typed(help: Help) -> None:
    """Until a moment has passed nothing has looked up who asks: no task, no mail, no membership."""
    for password in (PASSWORD, "Wrong-password-1"):
        visitor = help.site.browser()
        visitor.posts("/sign-in", email=JO, password=password)
        visitor.posts("/sign-in/lost")
    assert "Ring back" not in help.site.browser(PRIYA).reads("/tasks")


def test_without_a_second_step_there_is_nothing_to_ask(help: Help) -> None:
    assert help.site.browser().posts("/sign-in/lost").status_code == 422


def test_one_request_at_a_time_and_three_a_day(help: Help) -> None:
    help.asks()
    help.asks()
    assert len([each for each in help.subjects() if "asks for help" in each]) == 1
    for _ in range(3):
        if "Ring back" in help.site.browser(PRIYA).reads("/tasks"):
            help.decides(**NO)
        help.asks()
    assert len([each for each in help.subjects() if "asks for help" in each]) == 3


def test_from_one_place_it_is_asked_twenty_times_an_hour(help: Help) -> None:
    visitor = help.site.browser()
    visitor.posts("/sign-in", email="nobody@example.org", password=PASSWORD)
    assert [visitor.posts("/sign-in/lost").status_code for _ in range(21)] == [200] * 20 + [429]


def test_only_a_number_that_was_on_record_before_is_shown(help: Help) -> None:
    visitor = help.site.browser()
    visitor.posts("/sign-in", email=JO, password=PASSWORD)
    visitor.posts("/sign-in/lost")
    with help.site.portal.work() as services:
        services.accounts.people.by_email(JO).telephones[0].number = "07700 900 999"
    help.passes(timedelta(seconds=5))
    priya = help.site.browser(PRIYA)
    page = priya.reads(help.task(priya))
    assert "01632 960 300" in page and "07700 900" not in page


def test_a_number_is_rung_after_a_week_on_the_account_and_none_that_a_thief_has_just_entered(help: Help) -> None:
    help.passes(timedelta(days=1))
    own = {"phone_1": "07700 900 999", "phone_2": "01632960300"}
    help.site.browser(JO).posts("/your-details/phones", **own)
    help.passes(timedelta(days=6))
    help.asks()
    priya = help.site.browser(PRIYA)
    page = priya.reads(help.task(priya))
    assert "01632960300" in page.replace(" ", "") and "900 999" not in page
    help.decides(**NO)
    help.passes(timedelta(days=1))
    help.asks()
    priya = help.site.browser(PRIYA)
    assert "900 999" in priya.reads(help.task(priya))


def test_a_refusal_says_why_and_leaves_everything(help: Help) -> None:
    add_passkey(help)
    help.asks()
    help.decides(**NO)
    assert help.subjects()[0] == "We do not reset how you sign in"
    assert "We could not be sure that it was you" in help.newest()
    help.passes(timedelta(days=2))
    assert held(help) == {"passkey"}


def test_a_reset_needs_all_three_ticks(help: Help) -> None:
    help.asks()
    page = help.decides(rang="yes", decision="reset", reasons="Known to me.", named="true")
    assert (
        "something that only they can know, or refuse" in page and "asked for this help themselves, or refuse" in page
    )


def test_a_colleagues_account_is_looked_at_by_a_second_person(help: Help) -> None:
    help.asks(TOM)
    tom = help.site.browser(TOM)
    own = tom.opens(help.task(tom))
    assert own.status_code == 403 and "This is your own account" in own.text
    help.decides(**YES)
    help.passes(timedelta(days=1, hours=1))
    assert help.subjects(TOM)[0] == "Somebody asks for help with signing in to your account"
    sol = help.site.browser(SOL)
    assert "Tom Hale" in sol.reads(help.task(sol, APPROVE))
    help.decides(SOL, APPROVE, approval="approve", approval_reasons="Spoke with him in the office.")
    assert help.subjects(TOM)[0] == "We reset how you sign in, in 24 hours"
    help.passes(timedelta(days=1))
    assert help.subjects(TOM)[0] == "We have reset how you sign in"


def test_whoever_has_decided_does_not_look_a_second_time(help: Help) -> None:
    with help.site.portal.work() as services:
        services.accounts.memberships.grant(services.accounts.people.by_email(PRIYA), "administrator", origin="test")
    help.asks(TOM)
    help.decides(**YES)
    priya = help.site.browser(PRIYA)
    task = help.task(priya, APPROVE)
    assert priya.posts(f"{task}/claim").status_code == 403


def test_an_officer_of_the_same_household_does_not_check(help: Help) -> None:
    with help.site.portal.work() as services:
        services.accounts.people.by_email(PRIYA).last_name = "Bell"
    help.asks()
    priya = help.site.browser(PRIYA)
    task = help.task(priya)
    assert priya.posts(f"{task}/claim").status_code == 403
    assert "01632 960 300" not in priya.opens(task).text


def test_with_a_closed_account_its_passkeys_and_phone_numbers_are_forgotten(help: Help) -> None:
    add_passkey(help)
    help.asks()
    with help.site.portal.work() as services:
        services.accounts.close_account(services.accounts.people.by_email(JO))
    help.site.clock.advance(timedelta(days=31))
    Work(help.site.portal).sweep()
    with help.site.portal.look() as services:
        assert services.session.query(LostFactor).count() == services.session.query(Passkey).count() == 0
