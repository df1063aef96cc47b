"""How mail leaves: by SMTP or GOV.UK Notify; what comes back marks the address until it is confirmed again."""

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from engine import SetClock
from tests.standins.notify import KEY, TEMPLATE, Notify, notify
from tests.webapp.family_site import FamilySite, link_to, main
from webapp.accounts import bounces
from webapp.config import Mail
from webapp.mail import Mailbox
from webapp.mail.telling import tell
from webapp.worker import Worker

JO, DANIEL, PRIYA = "jo.bell@example.org", "daniel.okafor@example.org", "priya.nair@cumberland.example"
MONDAY = datetime(2026, 1, 19, 10, tzinfo=UTC)
TOKEN = "t" * 40


class Postman:
    """An SMTP server's manners: what it says to each address, and what it took."""

    def __init__(self) -> None:
        self.says: dict[str, str] = {}
        self.taken: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def postman() -> Iterator[Postman]:
    yield Postman()


@pytest.fixture
def smtp(postman: Postman, tmp_path: Path, clock: SetClock) -> Iterator[FamilySite]:
    """A portal whose mail goes to the postman; what the demo's people were sent lies behind it."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    server = Controller(postman, hostname="127.0.0.1", port=port)
    server.start()
    site = FamilySite(tmp_path, clock, mail=Mail(host="127.0.0.1", port=port))
    Worker(site.portal).once()
    postman.taken.clear()
    yield site
    server.stop()


@pytest.fixture
def government() -> Iterator[Notify]:
    with notify() as server:
        yield server


@pytest.fixture
def site(government: Notify, tmp_path: Path, clock: SetClock) -> FamilySite:
    settings = Mail(notify_template=TEMPLATE, notify_url=government.url, notify_key=KEY, notify_token=TOKEN)
    made = FamilySite(tmp_path, clock, mail=settings)
    Worker(made.portal).once()
    government.sent.clear()
    return made


def write_to(site: FamilySite, email: str, notice: str = "password_changed") -> None:
    """About the account."""
    with site.portal.work() as services:
        person = services.accounts.people.by_email(email)
        assert person
        tell(services, person, notice)


def ask(site: FamilySite, email: str) -> None:
    """What a drawing writes: about a case."""
    with site.portal.work() as services:
        person = services.accounts.people.by_email(email)
        assert person
        deployment = services.engine.deployments.current("access_authentication").deployment_id
        payload = {"deployment": deployment, "notice": "request_received", "to": "account_holder", "values": {}}
        key = f"case:{services.now.isoformat()}"
        services.engine.effects.defer("mail", key=key, business_key=person.reference, payload=payload)


def marked(site: FamilySite, email: str) -> bool:
    with site.portal.look() as services:
        return bounces.since(services.accounts.desk, email) is not None


def dead(site: FamilySite, clock: SetClock) -> list[str]:
    for _ in range(3):
        Worker(site.portal).once()
        clock.advance(timedelta(minutes=10))
    with site.portal.look() as services:
        return [effect.error for effect in services.engine.effects.dead()]


def test_an_address_that_the_server_refuses_for_good_is_marked_and_not_tried_again(
    smtp: FamilySite, postman: Postman, clock: SetClock
) -> None:
    postman.says[JO] = "550 5.1.1 no such mailbox: jo.bell@example.org"
    write_to(smtp, JO)
    assert dead(smtp, clock) == [] and postman.taken == []
    assert marked(smtp, JO) and not marked(smtp, DANIEL)


@pytest.mark.parametrize("answer", ["451 try later", "552 mailbox full", "554 we do not like you"])
def test_what_may_work_later_marks_nobody_and_tells_an_administrator_without_the_address(
    smtp: FamilySite, postman: Postman, clock: SetClock, answer: str
) -> None:
    postman.says[JO] = f"{answer} {JO}"
    write_to(smtp, JO)
    (error,) = dead(smtp, clock)
    assert error == f"The mail server did not take the mail and answered {answer[:3]}. Its own log says why."
    assert not marked(smtp, JO)


def test_a_mail_server_that_is_away_is_said_to_be_away(tmp_path: Path, clock: SetClock) -> None:
    away = FamilySite(tmp_path, clock, mail=Mail(host="127.0.0.1", port=1))
    write_to(away, JO)
    assert dead(away, clock)[-1].startswith("The mail server cannot be reached")


def test_notify_is_given_subject_and_body_and_a_reference_of_our_own(site: FamilySite, government: Notify) -> None:
    write_to(site, JO)
    Worker(site.portal).once()
    (mail,) = government.sent
    assert (mail["email_address"], mail["template_id"]) == (JO, TEMPLATE)
    assert mail["personalisation"]["subject"] == "Your password was changed"
    assert "Ring 01632 960 100" in mail["personalisation"]["body"] and JO not in mail["reference"]


def test_what_notify_has_taken_before_its_answer_was_lost_is_not_sent_twice(
    site: FamilySite, government: Notify, clock: SetClock
) -> None:
    government.lost = True
    write_to(site, JO)
    Worker(site.portal).once()
    government.lost = False
    assert dead(site, clock) == [] and len(government.sent) == 1


@pytest.mark.parametrize(
    ("status", "message", "lost", "said"),
    [
        (400, "email_address Not a valid email address", True, ""),
        (400, "Missing personalisation: body", False, "did not take the mail and answered 400"),
        (403, "Invalid token: API key not found", False, "did not take the mail and answered 403"),
        (429, "Exceeded rate limit", False, "cannot be reached"),
        (500, "Exception", False, "cannot be reached"),
    ],
)
def test_notifys_refusals_are_kept_in_words(
    site: FamilySite, government: Notify, clock: SetClock, status: int, message: str, lost: bool, said: str
) -> None:
    government.refusal = status, {"errors": [{"error": "Error", "message": message}], "status_code": status}
    write_to(site, JO)
    errors = dead(site, clock)
    assert marked(site, JO) == lost and ("".join(errors) == "" if lost else said in errors[0])


def receipt(site: FamilySite, token: str = TOKEN, **told: Any) -> int:
    given = {"notification_type": "email", "status": "permanent-failure", "to": JO, **told}
    answer = site.app.test_client().post("/mail/receipts", json=given, headers={"Authorization": f"Bearer {token}"})
    return int(answer.status_code)


def test_a_receipt_marks_an_address_that_is_lost_for_good(site: FamilySite) -> None:
    assert receipt(site, to="Jo.Bell@Example.org") == 204 and marked(site, JO)


@pytest.mark.parametrize(
    "told", [{"status": "temporary-failure"}, {"status": "delivered"}, {"notification_type": "sms"}, {"to": 7}]
)
def test_every_other_receipt_changes_nothing(site: FamilySite, told: dict[str, Any]) -> None:
    assert receipt(site, **told) == 204 and not marked(site, JO)


@pytest.mark.parametrize("token", ["", "t" * 39, "t" * 41, "ü" * 40])
def test_without_the_token_there_is_no_such_page(site: FamilySite, token: str) -> None:
    assert receipt(site, token) == 404 and not marked(site, JO)


def test_without_notify_nobody_tells_receipts(smtp: FamilySite) -> None:
    assert receipt(smtp, "") == 404


def test_an_address_that_is_lost_gets_only_mail_about_the_account(site: FamilySite, government: Notify) -> None:
    ask(site, JO)
    Worker(site.portal).once()
    assert len(government.sent) == 1
    receipt(site)
    site.clock.advance(timedelta(minutes=1))
    ask(site, JO)
    Worker(site.portal).once()
    assert len(government.sent) == 1
    write_to(site, JO)
    Worker(site.portal).once()
    assert government.sent[-1]["personalisation"]["subject"] == "Your password was changed"


def test_owner_and_officer_are_told_until_the_address_is_shown_to_work(site: FamilySite, government: Notify) -> None:
    daniel, priya = site.browser(DANIEL), site.browser(PRIYA)
    receipt(site, to=DANIEL)
    page = daniel.reads("/home")
    assert "We could not reach you by email" in page and "has come back since 19 January 2026" in page
    task = link_to(priya.opens("/tasks"), "Check")
    others = [each for each in re.findall(r"/tasks/\d+", priya.opens("/tasks").text)]
    pages = {path: priya.reads(path) for path in {task, *others} if path.count("/") == 2}
    assert sum("Mail comes back since 19 January 2026: ring instead" in each for each in pages.values()) == 1
    assert "We have sent you a mail" in main(daniel.posts("/your-details/email/check"))
    Worker(site.portal).once()
    found = re.search(r"/address-works/\S+", government.sent[-1]["personalisation"]["body"])
    assert found
    assert "Does this address work?" in site.browser().reads(found[0]) and marked(site, DANIEL)
    assert "We write to you again" in main(site.browser().posts(found[0])) and not marked(site, DANIEL)
    assert site.browser().posts(found[0]).status_code == 404
    assert "We could not reach you" not in daniel.reads("/home")


def test_the_demo_keeps_its_mail(tmp_path: Path, clock: SetClock) -> None:
    demo = FamilySite(tmp_path, clock)
    Worker(demo.portal).once()
    assert Mailbox(tmp_path / "mailbox").mails() != []
    assert demo.browser().opens("/demo/mailbox").status_code == 200


def test_where_mail_leaves_there_is_no_mailbox_page(site: FamilySite) -> None:
    assert site.browser().opens("/demo/mailbox").status_code == 404
