"""Another email address: confirmed at the new one, stopped from the old one, never before 72 hours, telling nobody."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, main
from tests.webapp.mails import link, mails, subjects
from webapp import demo
from webapp.worker.work import Work

JO, KIT, NEW = "jo.bell@example.org", "kit.dale@example.org", "jo.marsh@example.org"
HOURS = timedelta(hours=1)
PASSWORD = "seven Otters 12 rivers!"
CONFIRM, STOP = "/confirm-email/", "/stop-email-change/"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))
    yield made
    made.portal.database.dispose()


@pytest.fixture
def jo(site: FamilySite) -> Browser:
    return site.browser(JO)


def ask(browser: Browser, email: str = NEW) -> str:
    return main(browser.posts("/your-details/email", email=email))


def later(site: FamilySite, hours: int) -> None:
    site.clock.advance(hours * HOURS)
    Work(site.portal).sweep()


def is_known(site: FamilySite, email: str) -> bool:
    with site.portal.look() as services:
        return services.accounts.is_known(email)


def test_a_confirmed_address_becomes_the_username_after_three_days_and_not_before(
    site: FamilySite, jo: Browser
) -> None:
    assert "Your email address is being changed" in ask(jo) and "junk folder" in jo.reads("/your-details")
    confirmed = main(site.browser().posts(link(site.portal, NEW, CONFIRM)))
    assert "After 9am on Friday 16 January 2026 you sign in with jo.marsh@example.org" in confirmed
    assert "You have confirmed it." in jo.reads("/your-details")
    later(site, 71)
    assert is_known(site, JO) and not is_known(site, NEW)
    later(site, 1)
    assert is_known(site, NEW) and not is_known(site, JO)
    assert jo.opens("/home").request.path == "/sign-in"
    told = "Your email address was changed"
    assert subjects(site.portal, NEW)[0] == subjects(site.portal, JO)[0] == told
    later(site, 1)
    assert subjects(site.portal, JO).count(told) == 1


def test_an_address_that_nobody_confirms_changes_nothing(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    token = link(site.portal, NEW, CONFIRM)
    later(site, 72)
    assert is_known(site, JO) and not is_known(site, NEW)
    assert site.browser().posts(token).status_code == 404
    assert "being changed" not in site.browser(JO).reads("/your-details")


def test_the_old_address_stops_it_also_when_it_was_confirmed_and_everybody_is_signed_out(
    site: FamilySite, jo: Browser
) -> None:
    ask(jo)
    site.browser().posts(link(site.portal, NEW, CONFIRM))
    stop = link(site.portal, JO, STOP)
    assert "Stop the change" in site.browser().reads(stop)
    assert jo.opens("/home").request.path == "/home"
    stopped = main(site.browser().posts(stop))
    assert "Your email address stays as it is" in stopped and "Choose a new password" in stopped
    assert jo.opens("/home").request.path == "/sign-in"
    later(site, 80)
    assert is_known(site, JO) and not is_known(site, NEW)


def test_who_asked_takes_it_back(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    token = link(site.portal, NEW, CONFIRM)
    assert "Your email address stays as it is." in main(jo.posts("/your-details/email/keep"))
    assert site.browser().posts(token).status_code == 404
    later(site, 80)
    assert is_known(site, JO)


def test_a_second_wish_takes_the_place_of_the_first(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    first = link(site.portal, NEW, CONFIRM)
    ask(jo, "jo.third@example.org")
    assert site.browser().posts(first).status_code == 404
    site.browser().posts(link(site.portal, "jo.third@example.org", CONFIRM))
    later(site, 72)
    assert is_known(site, "jo.third@example.org") and not is_known(site, NEW)


def test_asking_ends_every_other_session(site: FamilySite, jo: Browser) -> None:
    there = site.browser(JO)
    ask(jo)
    assert jo.opens("/home").request.path == "/home"
    assert there.opens("/home").request.path == "/sign-in"


def test_the_address_of_another_account_gets_the_same_page_byte_for_byte(site: FamilySite) -> None:
    pages = []
    for email in (KIT, "nobody@example.org"):
        browser = site.browser(JO)
        answer = browser.posts("/your-details/email", email=email)
        page = re.sub(r'(nonce|value)="[^"]+"|sessions/\w+', "", answer.text.replace(email, ""))
        pages.append((answer.status_code, page))
    assert pages[0] == pages[1]


def test_only_the_mail_to_the_known_address_says_that_it_is_known_and_it_never_becomes_ours(
    site: FamilySite, jo: Browser
) -> None:
    ask(jo, KIT)
    (mail,) = mails(site.portal, KIT)
    body = mail.get_body(("plain",))
    assert mail["Subject"] == "You already have an account" and body and CONFIRM not in body.get_content()
    later(site, 80)
    assert is_known(site, JO)


def test_an_address_that_somebody_registers_in_the_meantime_stays_theirs(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    token = link(site.portal, NEW, CONFIRM)
    site.browser().posts(token)
    with site.portal.work() as services:
        kit = services.accounts.people.by_email(KIT)
        assert kit
        kit.email = NEW
    later(site, 72)
    with site.portal.look() as services:
        owner = services.accounts.people.by_email(NEW)
        assert owner and owner.first_name == "Kit" and services.accounts.is_known(JO)


def test_opening_the_links_changes_nothing_and_each_works_once_for_its_own_purpose(
    site: FamilySite, jo: Browser
) -> None:
    ask(jo)
    confirm, stop = link(site.portal, NEW, CONFIRM), link(site.portal, JO, STOP)
    scanner = site.browser()
    for _ in range(2):
        assert [scanner.opens(path).status_code for path in (confirm, stop)] == [200, 200]
    assert "You have confirmed it." not in jo.reads("/your-details")
    wrong = [f"{path}{token.rsplit('/', 1)[1]}" for path, token in ((CONFIRM, stop), (STOP, confirm))]
    wrong += [f"/reset-password/{stop.rsplit('/', 1)[1]}", f"{CONFIRM}nonsense"]
    assert [scanner.opens(path).status_code for path in wrong] == [404] * 4
    assert [scanner.posts(path).status_code for path in wrong] == [404] * 4
    assert scanner.posts(confirm).status_code == 200
    assert "confirmed already" in main(scanner.posts(confirm))
    assert scanner.posts(stop).status_code == 200
    assert [scanner.posts(path).status_code for path in (confirm, stop)] == [404, 404]


def test_neither_address_nor_link_lies_in_the_waiting_mail(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    with site.portal.look() as services:
        waiting = [effect for effect in services.engine.effects.due(50) if "email" in effect.payload["notice"]]
    assert len(waiting) == 3
    assert not any("@" in str(effect.payload) or "http" in str(effect.payload) for effect in waiting)


@pytest.mark.parametrize("new", [NEW, "ray.bell@example.org"])
def test_a_mailbox_gets_three_such_mails_an_hour_whoever_asks_and_nobody_is_told(site: FamilySite, new: str) -> None:
    before = len(mails(site.portal, new))
    for email in (JO, KIT, "daniel.okafor@example.org", "mira.shah@example.org", "evan.price@example.org"):
        assert "We have sent a link" in ask(site.browser(email), new)
    assert len(mails(site.portal, new)) == before + 3


def test_one_account_asks_five_times_an_hour(site: FamilySite, jo: Browser) -> None:
    codes = [jo.posts("/your-details/email", email=f"jo{n}@example.org").status_code for n in range(7)]
    assert codes == [200] * 5 + [429] * 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter your new email address"), ("nobody", "like name@example.com"), (JO.upper(), "address already")],
)
def test_what_is_no_new_address_is_said_beside_the_field(jo: Browser, typed: str, words: str) -> None:
    answer = jo.posts("/your-details/email", email=typed)
    assert answer.status_code == 422 and answer.text.count(words) == 2


def test_it_wants_a_second_factor_that_was_shown_a_moment_ago(site: FamilySite, jo: Browser) -> None:
    site.clock.advance(timedelta(minutes=11))
    assert jo.opens("/your-details/email").request.path == "/prove"
    site.clock.advance(timedelta(minutes=15))
    jo.opens("/your-details")
    site.clock.advance(timedelta(minutes=5))
    assert jo.posts("/your-details/email", email=NEW).request.path == "/prove"
    assert mails(site.portal, NEW) == []


def test_a_link_to_a_new_password_in_the_old_mailbox_dies_with_the_change(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    site.browser().posts(link(site.portal, NEW, CONFIRM))
    site.clock.advance(71 * HOURS + timedelta(minutes=45))
    site.browser().posts("/forgotten-password", email=JO)
    token = link(site.portal, JO, "/reset-password/")
    assert site.browser().opens(token).status_code == 200
    site.clock.advance(timedelta(minutes=15))
    Work(site.portal).sweep()
    assert site.browser().opens(token).status_code == 404


def test_a_new_password_by_link_takes_the_change_back(site: FamilySite, jo: Browser) -> None:
    confirmed(site, jo)
    visitor = site.browser()
    visitor.posts("/forgotten-password", email=JO)
    assert visitor.posts(link(site.portal, JO, "/reset-password/"), password=PASSWORD).status_code == 200
    assert_taken_back(site)


def test_a_new_password_by_whoever_knows_the_old_one_takes_the_change_back(site: FamilySite, jo: Browser) -> None:
    confirmed(site, jo)
    owner = site.browser(JO)
    assert owner.posts("/your-details/password", old_password=demo.PASSWORD, password=PASSWORD).status_code == 200
    assert "being changed" not in owner.reads("/your-details")
    assert_taken_back(site)


def confirmed(site: FamilySite, jo: Browser) -> None:
    ask(jo)
    site.browser().posts(link(site.portal, NEW, CONFIRM))


def assert_taken_back(site: FamilySite) -> None:
    assert "If another email address had been asked for, it is not taken." in text(mails(site.portal, JO)[0])
    later(site, 80)
    assert is_known(site, JO) and not is_known(site, NEW)


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return " ".join(body.get_content().split())
