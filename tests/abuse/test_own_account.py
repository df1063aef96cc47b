"""Abuse cases 1, 2, 5, 6 and 32 on the pages about one's own account."""

from collections import Counter
from functools import partial

import pytest

from tests.abuse.alike import FEW, Ask, compared, seen
from tests.abuse.browser import Browser
from tests.abuse.site import RealSite
from tests.abuse.test_guessing import in_one_window, prepared, together
from webapp.accounts.throttling import LIMITS
from webapp.demo import PASSWORD

NEW_PASSWORD = "Lantern-42 over the fells"
EMAIL, CHOOSE = "/your-details/email", "/your-details/password"


def _asks(browser: Browser, email: str) -> Ask:
    """Only this request is timed: its token is fetched now."""
    return partial(browser.sends, EMAIL, [("csrf_token", browser.token()), ("email", email)])


@pytest.mark.long
def test_asking_for_an_address_that_somebody_has_tells_nothing(real_site: RealSite) -> None:
    pairs = []
    for number in range(FEW):
        known = real_site.person(f"Taken{number}")
        mine = [real_site.browser(real_site.person(f"{who}{number}")) for who in ("Mover", "Shaker")]
        pairs.append((_asks(mine[0], known), _asks(mine[1], known.replace("taken", "free"))))
    times, answers = compared(pairs)
    for first, second in answers:
        assert first.status == 302 and seen(first) == seen(second)
    assert not times.apart, times


def test_the_old_password_is_not_guessed_by_many_at_once_in_a_stolen_session(real_site: RealSite) -> None:
    in_one_window()
    browser = real_site.browser(real_site.person("Wanda"))
    allowed = LIMITS["password.account"].tries
    guesses = [prepared(browser, CHOOSE, old_password=f"Guess-{n}!", password=NEW_PASSWORD) for n in range(allowed + 8)]
    assert Counter(each.status for each in together(guesses)) == {422: allowed, 429: 8}
    assert browser.posts(CHOOSE, old_password=PASSWORD, password=NEW_PASSWORD).status == 429
    other = real_site.browser(real_site.person("Xavier"))  # the control: the same from somebody who has not guessed
    assert other.posts(CHOOSE, old_password=PASSWORD, password=NEW_PASSWORD).status == 302


def test_a_copied_cookie_is_dead_after_a_new_password(real_site: RealSite) -> None:
    email = real_site.person("Yara")
    browser, elsewhere = real_site.browser(email), real_site.browser(email)
    copied = browser.copy()
    assert [each.gets("/your-details").status for each in (browser, copied, elsewhere)] == [200] * 3
    assert browser.posts(CHOOSE, old_password=PASSWORD, password=NEW_PASSWORD).status == 302
    assert [each.gets("/your-details").status for each in (browser, copied, elsewhere)] == [200, 302, 302]


def test_a_link_to_a_new_address_is_used_by_one_of_many_and_by_no_scanner(real_site: RealSite) -> None:
    email, new = real_site.person("Zeno"), "zeno.new@example.org"
    assert real_site.browser(email).posts(EMAIL, email=new).status == 302
    confirm, stop = real_site.link(new), real_site.link(email)
    before = real_site.rows()
    assert [real_site.browser().gets(path).status for path in (confirm, stop, confirm)] == [200] * 3
    assert real_site.rows() == before
    assert Counter(each.status for each in together([prepared(real_site.browser(), confirm) for _ in range(8)])) == {
        200: 1,
        404: 7,
    }
    token = confirm.rpartition("/")[2]
    others = ("/stop-email-change/", "/reset-password/", "/register/confirm/")
    assert {real_site.browser().gets(path + token).status for path in others} == {404}


def test_a_new_password_takes_back_the_change_of_address_that_a_thief_has_asked_for(real_site: RealSite) -> None:
    emails = [real_site.person(name) for name in ("Ursel", "Viggo")]
    owner, other = (real_site.browser(email) for email in emails)
    thiefs, own = "thief.of.ursel@example.org", "viggo.new@example.org"
    assert owner.copy().posts(EMAIL, email=thiefs).status == other.posts(EMAIL, email=own).status == 302
    links = [real_site.link(new) for new in (thiefs, own)]
    assert owner.posts(CHOOSE, old_password=PASSWORD, password=NEW_PASSWORD).status == 302
    assert [real_site.browser().posts(link).status for link in links] == [404, 200]


@pytest.mark.long
def test_fifty_wishes_for_one_mailbox_are_three_mails(real_site: RealSite) -> None:
    in_one_window()
    mine = [real_site.browser(real_site.person(f"Pest{number}")) for number in range(10)]
    statuses = Counter(browser.posts(EMAIL, email="flooded@example.org").status for browser in mine for _ in range(5))
    assert statuses == {302: 50}
    assert len(real_site.mails("flooded@example.org")) <= LIMITS["email_change.mailbox"].tries * 2


def test_a_session_that_lies_open_changes_nothing_sensitive_without_a_second_factor(real_site: RealSite) -> None:
    email, new = real_site.person("Yolanda"), "yolanda.new@example.org"
    browser = real_site.browser(email)
    past = "UPDATE web_session s SET proved_at = now() - interval '31 minutes' FROM person p WHERE p.id = person_id"
    assert real_site.run(f"{past} AND p.email = :email", email=email) == 1
    assert browser.posts(EMAIL, email=new).to == browser.gets(EMAIL).to == "/prove"
    assert real_site.mails(new) == []
    assert browser.posts("/prove/begin/email").to == "/prove/with/email"
    assert browser.posts("/prove/with/email", code=real_site.code(email)).status == 302
    assert browser.posts(EMAIL, email=new).status == 302
    assert len(real_site.mails(new)) == 1
