"""What the portal logs: lines that machines read, in which nobody is found again (trust cases 28 and 29)."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import SetClock
from tests.logged import Log, logged
from tests.webapp.family_site import FamilySite
from webapp import logs
from webapp.config import Mail
from webapp.demo import PASSWORD
from webapp.mail import Mailbox
from webapp.worker import Worker

KIT, JO = "kit.dale@example.org", "jo.bell@example.org"
CANARY_PASSWORD, CANARY_EMAIL = "Canary-parole-7781!", "canary.bird@cage.example"
CANARY_NAME = "Zwitscherina"
MONDAY = datetime(2026, 1, 19, 10, tzinfo=UTC)


@pytest.fixture
def log() -> Iterator[Log]:
    with logged() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> FamilySite:
    return FamilySite(tmp_path, SetClock(MONDAY))


def newest(site: FamilySite, to: str) -> tuple[str, str]:
    """Subject and text."""
    Worker(site.portal).once()
    mail = next(each for each in Mailbox(site.portal.config.var / "mailbox").mails() if each["To"] == to)
    body = mail.get_body(("plain",))
    assert body
    return str(mail["Subject"]), body.get_content()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


class Visitor:
    """A browser that remembers every address and subject that it has seen."""

    def __init__(self, site: FamilySite) -> None:
        self.site, self.browser = site, site.browser()
        self.seen: list[str] = []
        self.secrets: list[str] = []

    def post(self, path: str, **fields: Any) -> Any:
        answer = self.browser.posts(path, follow=False, **fields)
        self.seen.append(answer.headers.get("Location", ""))
        return answer

    def mail(self, to: str, secret: str) -> str:
        """What the newest mail has of this pattern: a code or a token."""
        subject, text = newest(self.site, to)
        self.seen.append(subject)
        self.secrets.append(found(secret, text))
        return self.secrets[-1]

    def signs_in(self) -> None:
        self.post("/sign-in", email=KIT, password=CANARY_PASSWORD)
        self.post("/sign-in", email=KIT, password=PASSWORD)
        self.post("/sign-in/code", code="000 000")
        self.post("/sign-in/code", code=self.mail(KIT, r"(?m)^(\d{6})\s*$"))
        assert self.browser.client.get("/home").status_code == 200

    def resets(self) -> None:
        self.post("/forgotten-password", email=KIT)
        token = self.mail(KIT, r"/reset-password/(\S+)")
        self.browser.opens(f"/reset-password/{token}")
        self.post(f"/reset-password/{token}", password=CANARY_PASSWORD)
        assert "password was changed" in newest(self.site, KIT)[0]


def test_no_password_code_token_name_or_address_is_in_logs_addresses_or_subjects(site: FamilySite, log: Log) -> None:
    visitor = Visitor(site)
    visitor.signs_in()
    visitor.resets()
    said = log.getvalue() + "\n".join(visitor.seen)
    assert len(log.lines) > 12 and len(visitor.secrets) == 2
    for secret in (*visitor.secrets, CANARY_PASSWORD, PASSWORD, KIT, JO, "Kit", "Dale"):
        assert secret not in said, secret


def test_a_request_is_one_line_of_what_machines_need(site: FamilySite, log: Log) -> None:
    jo = site.browser(JO)
    jo.client.get("/cases/EHC-7K2P9?canary=1")
    jo.client.get("/no/such/page/canary")
    case, missing = log.lines
    assert (case["event"], case["route"], case["method"], case["status"]) == (
        "request",
        "/cases/<reference>",
        "GET",
        404,
    )
    assert re.fullmatch(r"[0-9a-f]{12}", case["person"]) and case["ms"] > 0 and len(case["request"]) == 16
    assert (missing["route"], missing["status"]) == ("-", 404)
    assert "canary" not in log.getvalue() and "7K2P9" not in log.getvalue()


def test_one_person_is_the_same_in_each_line_and_unknown_without_the_key(site: FamilySite, log: Log) -> None:
    for who in (JO, JO, KIT):
        site.browser(who).client.get("/home")
    first, second, other = (line["person"] for line in log.lines if line["route"] == "/home")
    assert first == second != other


def test_a_fault_is_told_by_kind_and_place_never_by_its_words(site: FamilySite, log: Log) -> None:
    @site.app.get("/breaks/<path:where>")
    def breaks(where: str) -> str:
        try:
            {}[CANARY_NAME]
        except KeyError as fault:
            raise ValueError(f"{CANARY_NAME} {CANARY_EMAIL}") from fault
        return ""

    assert site.browser().client.get(f"/breaks/{CANARY_NAME}").status_code == 500
    (fault,) = (line for line in log.lines if "fault" in line)
    assert fault["fault"] == ["ValueError", "KeyError"] and "test_logs.py" in fault["at"][-1]
    assert CANARY_NAME not in log.getvalue() and CANARY_EMAIL not in log.getvalue()


def test_mail_that_cannot_leave_is_told_by_its_effect(tmp_path: Path, log: Log) -> None:
    site = FamilySite(tmp_path, SetClock(MONDAY), mail=Mail(host="127.0.0.1", port=1))
    Worker(site.portal).once()
    failed = [line for line in log.lines if line["event"] == "effect failed"]
    assert failed and all(line["kind"] == "mail" and line["tries"] == 1 and line["effect"] for line in failed)
    assert "@" not in log.getvalue()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("to jo@example.org now", "to [address] now"),
        ("code 123456", "code [number]"),
        ("ring 01632 960 123", "ring [number]"),
        ("/reset-password/Zk3vJ0pQ-9x_LmN4bC7tRw", "[path]"),
        ("GET /x?email=jo", "GET [path]"),
        ("first\r\nsecond\x1b[31m\u2028third", "first second [31m third"),
        ("token Zk3vJ0pQ-9x_LmN4bC7tRw", "token [token]"),
        ("could not be fired", "could not be fired"),
        ("x " * 400, ("x " * 150)),
    ],
)
def test_what_looks_like_a_secret_is_replaced_and_a_text_stays_one_line(log: Log, said: str, kept: str) -> None:
    logging.getLogger("portal.worker").warning("%s", said)
    assert [line["event"] for line in log.lines] == [kept]


def test_values_that_are_not_on_the_list_are_refused_by_name(log: Log) -> None:
    logging.getLogger("portal.worker").warning("moved", extra={"effect": 7, "email": CANARY_EMAIL})
    (line,) = log.lines
    assert line["effect"] == 7 and line["refused"] == ["email"] and CANARY_EMAIL not in log.getvalue()


def test_what_other_libraries_put_into_their_lines_is_left_out(log: Log) -> None:
    logging.getLogger("waitress").warning("Exception while serving %s", f"/register/confirm/{CANARY_NAME}")
    assert [line["event"] for line in log.lines] == ["Exception while serving %s"]


def test_the_demos_lines_are_for_eyes(log: Log) -> None:
    made = Log()
    logs.configure(readable=True, stream=made)
    logging.getLogger("portal.worker").warning("effect failed", extra={"effect": 7})
    assert re.search(r"effect failed\s+\[portal.worker\] effect=7", made.getvalue())
