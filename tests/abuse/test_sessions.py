"""Abuse cases 4, 5, 6 and 31: codes and links that come again, cookies that are copied, sessions that are too old."""

import pytest

from tests.abuse.browser import Browser
from tests.abuse.registering import PASSWORD as CHOSEN
from tests.abuse.registering import details
from tests.abuse.site import RealSite
from tests.abuse.test_ended_access import calendar_of
from tests.abuse.world import SOL
from webapp.demo import PASSWORD

NEW_PASSWORD = "Lantern-42 over the fells"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def at_the_code(site: RealSite, email: str) -> Browser:
    """A browser in which the password has been typed."""
    browser = site.browser()
    assert browser.posts("/sign-in", email=email, password=PASSWORD).to.endswith("/sign-in/code")
    return browser


def signed_in(browser: Browser) -> bool:
    return browser.gets("/home").status == 200


# -- 4: codes ---------------------------------------------------------------------------------------------------------
def test_a_code_works_once(real_site: RealSite) -> None:
    email = real_site.person("Alba")
    browser = at_the_code(real_site, email)
    thief, code = browser.copy(), real_site.code(email)
    assert browser.posts("/sign-in/code", code=code).status == 302 and signed_in(browser)
    assert thief.posts("/sign-in/code", code=code).status == 422 and not signed_in(thief)


def test_the_old_code_is_dead_once_a_new_one_is_sent(real_site: RealSite) -> None:
    email = real_site.person("Bruno")
    browser, old = at_the_code(real_site, email), real_site.code(email)
    assert browser.posts("/sign-in/new-code").status == 302
    assert browser.posts("/sign-in/code", code=old).status == 422 and not signed_in(browser)
    assert browser.posts("/sign-in/code", code=real_site.code(email)).status == 302 and signed_in(browser)


def test_the_code_of_another_browser_is_wrong_here(real_site: RealSite) -> None:
    email = real_site.person("Celia")
    mine, code = at_the_code(real_site, email), real_site.code(email)
    thief = at_the_code(real_site, email)
    assert thief.posts("/sign-in/code", code=code).status == 422 and not signed_in(thief)
    assert mine.posts("/sign-in/code", code=code).status == 302 and signed_in(mine)


def test_only_the_digits_0_to_9_are_a_code(real_site: RealSite) -> None:
    email = real_site.person("Dario")
    browser, code = at_the_code(real_site, email), real_site.code(email)
    refused = browser.posts("/sign-in/code", code=code.translate(FULL_WIDTH))
    assert refused.status == 422 and "Enter the 6 digits" in refused.words
    assert browser.posts("/sign-in/code", code=f" {code[:3]} {code[3:]} ").status == 302


@pytest.mark.parametrize(("left", "status"), [(-1, 422), (30, 302)])
def test_a_code_that_comes_a_second_late_is_too_late(real_site: RealSite, left: int, status: int) -> None:
    email = real_site.person(f"Edda{status}")
    browser, code = at_the_code(real_site, email), real_site.code(email)
    moved = real_site.run(
        "UPDATE code_challenge SET expires_at = now() + :left * interval '1 second' "
        "WHERE person_id = (SELECT id FROM person WHERE email = :email)",
        left=left,
        email=email,
    )
    assert moved == 1
    assert browser.posts("/sign-in/code", code=code).status == status


# -- 5: links ---------------------------------------------------------------------------------------------------------
def reset_link(site: RealSite, email: str) -> str:
    assert site.browser().posts("/forgotten-password", email=email).status == 302
    return site.link(email)


def test_a_link_is_used_once_and_opening_it_uses_nothing(real_site: RealSite) -> None:
    email = real_site.person("Fleur")
    link = reset_link(real_site, email)
    scanner, owner, thief = real_site.browser(), real_site.browser(), real_site.browser()
    before = real_site.rows()
    assert [scanner.gets(link).status for _ in range(3)] == [200] * 3
    assert scanner.asks("HEAD", link).status == 200
    assert real_site.rows() == before
    assert owner.posts(link, password=NEW_PASSWORD).status == 302
    again = thief.posts(link, password="Another-42 over the fells")
    assert again.status == 404 and "works once" in again.words
    real_site.sign_in(owner, email, NEW_PASSWORD)


def test_a_link_that_has_run_out_is_refused(real_site: RealSite) -> None:
    email = real_site.person("Gino")
    link = reset_link(real_site, email)
    assert real_site.browser().gets(link).status == 200
    real_site.run(
        "UPDATE link_token SET expires_at = now() - interval '1 second' "
        "WHERE subject_id = (SELECT id FROM person WHERE email = :email)",
        email=email,
    )
    assert real_site.browser().gets(link).status == 404
    assert real_site.browser().posts(link, password=NEW_PASSWORD).status == 404


def test_a_link_is_good_for_one_purpose(real_site: RealSite) -> None:
    browser = real_site.browser()
    details(browser, "hanna@example.org")
    browser.posts("/register/password", password=CHOSEN)
    confirm = real_site.link("hanna@example.org")
    reset = reset_link(real_site, real_site.person("Igor"))
    for path, token in (("/reset-password/", confirm), ("/register/confirm/", reset)):
        wrong = path + token.rpartition("/")[2]
        assert browser.gets(wrong).status == 404 and browser.posts(wrong, password=NEW_PASSWORD).status == 404
    assert browser.posts(confirm).status == 302
    assert browser.posts(reset, password=NEW_PASSWORD).status == 302


# -- 6: cookies -------------------------------------------------------------------------------------------------------
def test_a_cookie_from_before_signing_in_signs_nobody_in(real_site: RealSite) -> None:
    email = real_site.person("Jarle")
    browser = at_the_code(real_site, email)
    planted = browser.copy()
    assert browser.posts("/sign-in/code", code=real_site.code(email)).status == 302
    assert browser.cookies["session"] != planted.cookies["session"]
    assert signed_in(browser) and not signed_in(planted)


def test_a_copied_cookie_is_dead_after_signing_out(real_site: RealSite) -> None:
    browser = real_site.browser(real_site.person("Karla"))
    thief = browser.copy()
    assert signed_in(thief)
    assert browser.posts("/sign-out").status == 302
    assert not signed_in(thief) and not signed_in(browser)


def test_a_copied_cookie_is_dead_after_the_password_is_changed(real_site: RealSite) -> None:
    email = real_site.person("Lotte")
    browser, other = real_site.browser(email), real_site.browser(real_site.person("Marit"))
    thief = browser.copy()
    assert signed_in(thief)
    assert real_site.browser().posts(reset_link(real_site, email), password=NEW_PASSWORD).status == 302
    assert not signed_in(thief) and not signed_in(browser)
    assert signed_in(other)


# -- 31: time ---------------------------------------------------------------------------------------------------------
IDLE = "last_seen_at = last_seen_at - :minutes * interval '1 minute'"
WHOLE = "ends_at = ends_at - :minutes * interval '1 minute'"


def test_who_leaves_is_out_at_the_next_request_and_comes_in_no_more(real_site: RealSite) -> None:
    leaver, stays = (real_site.person(name, kind="staff", groups=("send_admin",)) for name in ("Leo", "Stella"))
    browsers = {email: real_site.browser(email) for email in (leaver, stays)}
    calendars = {email: calendar_of(browser) for email, browser in browsers.items()}
    admin, program = real_site.browser(SOL), real_site.browser()
    assert {each.gets("/tasks").status for each in browsers.values()} == {200}
    assert admin.posts(f"/people/{real_site.reference(leaver)}/switch-off").status == 302
    assert browsers[leaver].gets("/tasks").to.startswith("/sign-in") and browsers[stays].gets("/tasks").status == 200
    assert [program.gets(calendars[email]).status for email in (leaver, stays)] == [404, 200]
    assert real_site.browser(stays).gets("/tasks").status == 200
    with pytest.raises(AssertionError):
        real_site.browser(leaver)


@pytest.mark.parametrize(
    ("kind", "moved", "minutes", "open_"),
    [
        ("family", IDLE, 29, True),
        ("family", IDLE, 31, False),
        ("staff", IDLE, 14, True),
        ("staff", IDLE, 16, False),
        ("family", WHOLE, 12 * 60 - 5, True),
        ("family", WHOLE, 12 * 60 + 1, False),
    ],
)
def test_a_session_ends_when_nobody_uses_it_and_after_twelve_hours(
    real_site: RealSite, kind: str, moved: str, minutes: int, open_: bool
) -> None:
    groups = ("send_officer",) if kind == "staff" else ()
    email = real_site.person(f"Nils{kind}{minutes}", kind=kind, groups=groups)
    browser = real_site.browser(email)
    assert browser.gets("/your-details").status == 200
    who = "WHERE person_id = (SELECT id FROM person WHERE email = :email)"
    assert real_site.run(f"UPDATE web_session SET {moved} {who}", minutes=minutes, email=email) == 1
    answer = browser.gets("/your-details")
    assert (answer.status == 200) == open_ and (open_ or answer.to.startswith("/sign-in"))


def test_a_draft_outlives_the_session(real_site: RealSite) -> None:
    email = real_site.person("Olga")
    browser = real_site.browser(email)
    path = browser.opens("/ask").text
    assert "Start now" in path
    first = "/ask/who-is-this-about"
    browser.posts(first, about="child", version="0")
    second = browser.gets("/ask").text
    assert "saved" in second
    real_site.run(
        "UPDATE web_session SET ends_at = now() WHERE person_id = (SELECT id FROM person WHERE email = :e)", e=email
    )
    assert browser.gets(first).status == 302
    real_site.sign_in(browser, email)
    assert 'value="child" checked' in browser.gets(first).text
