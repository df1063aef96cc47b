"""Abuse case 28: line breaks in what people type and send reach no header of a mail and forge no line of the log."""

import json
import re
from pathlib import Path

import pytest

from tests.abuse.registering import fill, register
from tests.abuse.site import RealSite
from tests.abuse.world import ASKED, SOL
from tests.webapp.people.advice_drawing import TEAM, begin
from webapp.demo import PRIYA

EVIL = "thief@evil.example"
BREAKS = ("\r\n", "\n", "\r", "\u2028", "\x0b", "\x85")
HEADERS = {"Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
NAME = re.compile(r"^([^\s:]+):", re.MULTILINE)
FORGED = '{"event": "request", "logger": "portal.requests", "route": "/forged"}'


@pytest.fixture(scope="module")
def asked(real_site: RealSite) -> str:
    """Where an officer asks somebody for advice."""
    begin(real_site.portal, "ADV-LINES")
    return "/asked/ADV-LINES"


def lines(text: str, line_break: str = "\r\n") -> str:
    """The text, and behind it what would be a header and the end of all headers."""
    return f"{text}{line_break}Bcc: {EVIL}{line_break}{line_break}Send money"


def heads(site: RealSite) -> list[str]:
    """What stands above the text of each mail, as it went out."""
    mails: list[Path] = sorted((site.folder / "mailbox").glob("*.eml"))
    return [mail.read_bytes().partition(b"\r\n\r\n")[0].decode() for mail in mails]


def no_header_is_added(site: RealSite) -> None:
    for head in heads(site):
        assert set(NAME.findall(head)) <= HEADERS and head.count("\nTo:") == 1, head
        assert EVIL not in head


def test_a_name_of_several_lines_is_one_line_in_rows_and_mails(real_site: RealSite) -> None:
    email, browser = "lina@example.org", real_site.browser()
    fields = ("first_name", "last_name", "address_line_1", "address_line_2", "town")
    names = {name: lines("Lina", line_break) for name, line_break in zip(fields, BREAKS, strict=False)}
    register(real_site, browser, email, **names)
    answers = {**ASKED, "child_first_name": lines("Sam"), "evidence_way": "later"}
    assert browser.posts(fill(browser, "/ask/who-is-this-about", answers)).status == 302
    subjects = [str(mail["Subject"]) for mail in real_site.mails(email)]
    assert any(subject.startswith("We have your request ACC-") for subject in subjects)
    no_header_is_added(real_site)
    kept = "SELECT first_name, last_name, address_lines FROM person WHERE email = :e"
    ((*texts, address),) = real_site.run(kept, e=email)
    assert [text for text in [*texts, *address] if "Lina" not in text or not text.isprintable()] == []


def test_whoever_is_invited_or_asked_by_a_name_of_several_lines_gets_one_mail_alone(
    real_site: RealSite, asked: str
) -> None:
    admin, officer = real_site.browser(SOL), real_site.browser(PRIYA.email)
    person = {"first_name": lines("Nora"), "last_name": lines("Lund"), "email": "nora.lines@cumberland.example"}
    assert admin.posts("/people/invite", groups="send_officer", **person).status == 302
    body = {"email": "lines@northpsych.example", "body": lines("North"), "group": TEAM}
    assert officer.posts(asked, **body).status == 302
    assert len(real_site.mails(person["email"])) == len(real_site.mails(body["email"])) == 1
    no_header_is_added(real_site)
    kept = "SELECT first_name || last_name || body FROM invitation WHERE email IN (:nora, :north)"
    texts = [text for (text,) in real_site.run(kept, nora=person["email"], north=body["email"])]
    assert len(texts) == 2 and all(text.isprintable() for text in texts)


@pytest.mark.parametrize("line_break", BREAKS, ids=[f"U+{ord(each[0]):04X}x{len(each)}" for each in BREAKS])
def test_an_address_of_several_lines_is_no_address(real_site: RealSite, asked: str, line_break: str) -> None:
    email = real_site.person("Lorenz")
    browser, admin, officer = (real_site.browser(who) for who in (email, SOL, PRIYA.email))
    evil = lines(email, line_break)
    names = {"first_name": "Nora", "last_name": "Lund", "groups": "send_officer"}
    doors = {"/your-details/email": browser, "/people/invite": admin, asked: officer}
    for path, who in doors.items():
        refused = who.posts(path, email=evil, body="North", group=TEAM, **names)
        assert refused.status == 422 and "email address" in refused.words, path
    assert real_site.browser().posts("/forgotten-password", email=evil).status == 302  # as for every unknown address
    assert real_site.mails(EVIL) == []
    no_header_is_added(real_site)
    assert browser.posts("/your-details/email", email=f"new.{email}").status == 302
    assert len(real_site.mails(f"new.{email}")) == 1


def test_nothing_that_a_request_carries_forges_a_line_of_the_log(real_site: RealSite) -> None:
    begun = len(real_site.log)
    browser = real_site.browser()
    for line_break in ("%0a", "%0d%0a", "%E2%80%A8"):
        written = f"{line_break}{FORGED}{line_break}".replace(" ", "%20").replace('"', "%22")
        for path in (f"/cases/{written}", f"/{written}", f"/sign-in?next={written}"):
            browser.gets(path, **{"User-Agent": f"x {FORGED}", "X-Request-ID": FORGED, "Referer": FORGED})
    browser.posts("/sign-in", email=f"a\n{FORGED}\n", password=f"b\r\n{FORGED}\r\n")
    written_down = [json.loads(line) for line in real_site.log[begun:].splitlines()]
    assert len(written_down) >= 11
    assert {each["event"] for each in written_down} == {"request"}
    assert "forged" not in real_site.log and "evil" not in real_site.log
    assert "/sign-in" in {each["route"] for each in written_down}
