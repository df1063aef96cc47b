"""What was typed when the session or the proof ran out: kept for its owner alone, shown, and sent with one button."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, main
from webapp.mail import Mailbox
from webapp.worker import Worker

JO, SOL, PRIYA = "jo.bell@example.org", "sol.reyes@cumberland.example", "priya.nair@cumberland.example"
PAGE, MINUTE = "/sent-too-late", timedelta(minutes=1)
REASON = "The mail server of the school was away until Monday.\nThey have it by post."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))
    yield made
    made.portal.database.dispose()


@pytest.fixture
def dead(site: FamilySite) -> int:
    """A mail that was given up."""
    with site.portal.work() as services:
        services.engine.effects.defer("mail", key="broken", business_key="", payload={"notice": "none_of_ours"})
    for _ in range(3):
        Worker(site.portal).once()
        site.clock.advance(10 * MINUTE)
    with site.portal.look() as services:
        return next(int(each.id) for each in services.engine.effects.dead(9))


def signs_in_again(site: FamilySite, browser: Browser, email: str) -> None:
    """In the same browser, from one moment to the next."""
    with site.portal.work() as services:
        token = services.accounts.sessions.start(services.accounts.people.by_email(email))
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = token


def code(site: FamilySite) -> str:
    """From the newest mail."""
    Worker(site.portal).once()
    body = Mailbox(site.portal.config.var / "mailbox").mails()[0].get_body(("plain",))
    return re.findall(r"^(\d{6})\s*$", body.get_content() if body else "", re.MULTILINE)[0]


def sends(browser: Browser, page: str) -> Any:
    """The form of the page as a browser sends it."""
    form = page.split("<form")[1 + page.split("<main")[0].count("<form")].split("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    fields.pop("csrf_token", None)
    onwards = browser.posts(PAGE, follow=False, **fields)
    assert onwards.status_code == 307, "a browser sends the same once more to where this leads"
    return browser.posts(onwards.headers["Location"], **fields)


def test_who_was_signed_out_signs_in_and_sends_what_they_had_typed(site: FamilySite) -> None:
    jo = site.browser(JO)
    jo.opens("/your-details")
    site.clock.advance(31 * MINUTE)
    answer = jo.posts("/your-details/name", first_name="Joanna", last_name="Bell")
    assert "Sign in" in main(answer) and "Joanna" not in answer.text
    jo.posts("/sign-in", email=JO, password="Demo-password-2026")
    answer = jo.posts("/sign-in/code", code=code(site))
    assert "What you typed is not sent yet" in main(answer) and "Joanna" in main(answer)
    sends(jo, answer.text)
    assert "Joanna" in jo.reads("/your-details")
    assert "What you typed" not in jo.reads(PAGE), "once"


def test_who_proves_again_sends_what_they_had_typed(site: FamilySite) -> None:
    jo = site.browser(JO)
    for _ in range(2):
        site.clock.advance(16 * MINUTE)
        jo.opens("/your-details")
    assert "Confirm that it is you" in main(jo.posts("/your-details/email", email="jo.new@example.org"))
    jo.posts("/prove/begin/email")
    answer = jo.posts("/prove/with/email", code=code(site))
    assert "What you typed is not sent yet" in main(answer) and "jo.new@example.org" in main(answer)
    assert "jo.new@example.org" in main(sends(jo, answer.text))


def test_a_long_reason_of_an_administrator_is_not_lost(site: FamilySite, dead: int) -> None:
    sol = site.browser(SOL)
    site.clock.advance(16 * MINUTE)
    assert "Sign in" in main(sol.posts(f"/operations/effects/{dead}/give-up", because=REASON))
    signs_in_again(site, sol, SOL)
    page = sol.opens(PAGE)
    assert "They have it by post." in main(page)
    assert "It is off the list." in main(sends(sol, page.text))


def test_it_is_for_nobody_else_and_for_an_hour(site: FamilySite, dead: int) -> None:
    sol = site.browser(SOL)
    site.clock.advance(16 * MINUTE)
    sol.posts(f"/operations/effects/{dead}/give-up", because=REASON)
    signs_in_again(site, sol, PRIYA)
    assert "by post" not in sol.opens(PAGE).text
    site.clock.advance(59 * MINUTE)
    signs_in_again(site, sol, SOL)
    assert "by post" in sol.opens(PAGE).text
    site.clock.advance(2 * MINUTE)
    signs_in_again(site, sol, SOL)
    assert "by post" not in sol.opens(PAGE).text
    Worker(site.portal)._work.sweep()
    site.clock.advance(-30 * MINUTE)
    signs_in_again(site, sol, SOL)
    assert "by post" not in sol.opens(PAGE).text


def test_it_may_be_left_unsent(site: FamilySite, dead: int) -> None:
    sol = site.browser(SOL)
    site.clock.advance(16 * MINUTE)
    sol.posts(f"/operations/effects/{dead}/give-up", because=REASON)
    signs_in_again(site, sol, SOL)
    answer = sol.posts(PAGE, action="forget")
    assert answer.request.path == f"/operations/effects/{dead}" and "Given up" in main(answer)
    assert "by post" not in sol.opens(PAGE).text


@pytest.mark.parametrize("secret", ["password", "old_password", "code"])
def test_no_credential_is_kept(site: FamilySite, secret: str) -> None:
    jo = site.browser(JO)
    site.clock.advance(31 * MINUTE)
    jo.posts("/your-details/password", **{secret: "My Secret-2026", "words": "some words"})
    signs_in_again(site, jo, JO)
    assert "some words" not in jo.opens(PAGE).text and "Secret-2026" not in jo.opens(PAGE).text


def test_nothing_is_kept_of_a_session_that_was_ended(site: FamilySite) -> None:
    jo = site.browser(JO)
    copied = jo.client.get_cookie("session")
    jo.posts("/sign-out")
    jo.client.set_cookie("session", copied.value if copied else "")
    jo.posts("/your-details/name", first_name="Joanna", last_name="Bell")
    signs_in_again(site, jo, JO)
    assert "Joanna" not in jo.opens(PAGE).text


def test_a_file_is_not_kept_and_that_is_said(site: FamilySite) -> None:
    priya = site.browser(PRIYA)
    site.clock.advance(16 * MINUTE)
    order = {"kind": "court_order", "words": "He may not come near.", "document": (BytesIO(b"x"), "order.pdf")}
    priya.posts("/cases/EHC-7K2P9/restrictions/new", **order)
    signs_in_again(site, priya, PRIYA)
    page = main(priya.opens(PAGE))
    assert "He may not come near." in page and "order.pdf" in page and "Send it now" not in page
