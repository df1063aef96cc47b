"""Something sensitive opens for whoever has just shown a second factor; others are led to show it and back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import request

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, main
from webapp.mail import Mailbox
from webapp.views.account.step_up import proved
from webapp.views.permission import signed_in
from webapp.worker import Worker

JO = "jo.bell@example.org"
MINUTE = timedelta(minutes=1)


class Site(FamilySite):
    """With a page that is sensitive."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))
        self.app.add_url_rule("/vault", view_func=signed_in(proved(vault)), methods=["GET", "POST"])

    def subjects(self) -> list[str]:
        Worker(self.portal).once()
        return [str(mail["Subject"]) for mail in Mailbox(self.portal.config.var / "mailbox").mails()]

    def code(self) -> str:
        Worker(self.portal).once()
        mail = Mailbox(self.portal.config.var / "mailbox").mails()[0]
        assert mail["To"] == JO
        body = mail.get_body(("plain",))
        found = re.search(r"^(\d{6})\s*$", body.get_content() if body else "", re.MULTILINE)
        assert found
        return found[1]


def vault() -> str:
    return f"the vault, {request.method} {request.args.get('door', '')}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.portal.database.dispose()


@pytest.fixture
def jo(site: Site) -> Browser:
    """Signed in eleven minutes ago."""
    browser = site.browser(JO)
    site.clock.advance(11 * MINUTE)
    return browser


def test_whoever_signed_in_a_moment_ago_is_not_asked_again(site: Site) -> None:
    assert site.browser(JO).opens("/vault").text == "the vault, GET "


def test_after_ten_minutes_a_code_is_asked_and_leads_back(site: Site, jo: Browser) -> None:
    assert "Confirm that it is you" in jo.reads("/vault?door=2")
    assert JO in main(jo.posts("/prove/begin/email"))
    assert jo.posts("/prove/with/email", code=site.code()).text == "the vault, GET 2"
    site.clock.advance(9 * MINUTE)
    assert jo.opens("/vault").text == "the vault, GET "


def test_what_took_half_an_hour_to_type_is_still_taken(site: Site, jo: Browser) -> None:
    site.clock.advance(18 * MINUTE)
    assert jo.posts("/vault").text == "the vault, POST "
    site.clock.advance(2 * MINUTE)
    assert "Confirm that it is you" in main(jo.posts("/vault"))


def test_a_proof_gives_the_session_a_new_token(site: Site, jo: Browser) -> None:
    copied = jo.client.get_cookie("session")
    jo.posts("/prove/begin/email")
    jo.posts("/prove/with/email", code=site.code())
    thief = site.app.test_client()
    thief.set_cookie("session", copied.value if copied else "")
    assert thief.get("/your-details").status_code == 302
    assert jo.opens("/your-details").status_code == 200


def test_a_wrong_code_and_the_code_of_a_sign_in_prove_nothing(site: Site, jo: Browser) -> None:
    jo.posts("/prove/begin/email")
    right = site.code()
    visitor = site.browser()
    visitor.posts("/sign-in", email=JO, password="Demo-password-2026")
    others = {site.code(), f"{(int(right) + 1) % 1_000_000:06}"} - {right}
    for wrong in others:
        answer = jo.posts("/prove/with/email", code=wrong)
        assert answer.status_code == 422 and "not the code" in main(answer)
    assert "Confirm that it is you" in jo.reads("/vault")


def test_the_code_that_another_browser_asked_for_proves_nothing_here(site: Site, jo: Browser) -> None:
    other = site.browser(JO)
    other.posts("/prove/begin/email")
    theirs = site.code()
    jo.posts("/prove/begin/email")
    assert jo.posts("/prove/with/email", code=theirs).status_code == 422
    assert other.posts("/prove/with/email", code=theirs, follow=False).status_code == 302


def test_twenty_wrong_codes_lock_and_the_owner_is_told(site: Site, jo: Browser) -> None:
    for _ in range(4):
        jo.posts("/prove/begin/email")
        wrong = f"{(int(site.code()) + 1) % 1_000_000:06}"
        for _ in range(5):
            jo.posts("/prove/with/email", code=wrong)
    assert site.subjects()[0] == "Somebody tried to guess your sign-in code"


def test_the_mailbox_of_the_owner_is_not_filled(site: Site, jo: Browser) -> None:
    answers = [jo.posts("/prove/begin/email", follow=False).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
    assert site.subjects().count("Your code to confirm that it is you") == 10


def test_nobody_is_led_to_a_page_that_is_not_ours(site: Site, jo: Browser) -> None:
    for elsewhere in ("//evil.example/x", "https://evil.example", "/\\evil.example"):
        with jo.client.session_transaction() as cookie:
            cookie["step_up_back"] = elsewhere
        jo.posts("/prove/begin/email")
        assert jo.posts("/prove/with/email", code=site.code(), follow=False).headers["Location"] == "/home"


@pytest.mark.parametrize("way", ["email", "app"])
def test_an_answer_to_no_question_leads_to_the_question(site: Site, jo: Browser, way: str) -> None:
    answer = jo.posts(f"/prove/with/{way}", code="123456")
    assert answer.request.path == "/prove" and answer.status_code == 200
    assert "password again" not in main(answer)
