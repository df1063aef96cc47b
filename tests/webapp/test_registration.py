"""Registration through the engine: the drawing sends known and unknown addresses different mail behind one page."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import PORTAL, Bundle, SetClock
from tests.engine.conftest import drawing
from webapp.accounts import PersonDetails, Registration
from webapp.config import Config
from webapp.db import Database
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.schema import METADATA
from webapp.worker import Worker

JO = PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell")
PASSWORD = "four-Winds 77 lanterns"
NOTICE = '<zeebe:taskDefinition type="send-notice"/><zeebe:taskHeaders><zeebe:header key="notice" value="{0}"/><zeebe:header key="to" value="registrant"/>{1}</zeebe:taskHeaders>'
LINK = '<zeebe:header key="link" value="confirm_email"/>'


def job(element_id: str, extensions: str) -> str:
    return f'<bpmn:serviceTask id="{element_id}"><bpmn:extensionElements>{extensions}</bpmn:extensionElements></bpmn:serviceTask>'


REGISTRATION = drawing(
    f"""
<bpmn:startEvent id="start"/>
{job("check", '<zeebe:taskDefinition type="check-email"/><zeebe:ioMapping><zeebe:input source="=email" target="email"/><zeebe:output source="=known" target="email_known"/></zeebe:ioMapping>')}
<bpmn:exclusiveGateway id="known" default="f11"/>
{job("tell", NOTICE.format("already_registered", ""))}
{job("ask", NOTICE.format("confirm_email", LINK))}
<bpmn:userTask id="confirm_email"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="registrant"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:boundaryEvent id="expired" attachedToRef="confirm_email"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
{job("discard", '<zeebe:taskDefinition type="discard-registration"/>')}
<bpmn:endEvent id="end"/>
start -> check
check -> known
known -> ask
known -> tell if email_known = true
tell -> end
ask -> confirm_email
confirm_email -> end
expired -> discard
discard -> end
""",
    "registration",
)
RESOURCES = {
    "registration.bpmn": REGISTRATION,
    "notices/confirm_email.md": b"Subject: Confirm your email address\n\n[Confirm your email address]({{ link }})\n",
    "notices/already_registered.md": b"Subject: You already have an account\n\nSign in at {{ portal }}.\n",
}


@pytest.fixture
def portal(database: Database, tmp_path: Path) -> Iterator[Portal]:
    """On each database in turn."""
    clock = SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC))
    made = Portal(Config(var=tmp_path, database_url=database.url, secret_key="k" * 64), clock)
    with made.work() as services:
        services.engine.deployments.deploy(Bundle(process_id="registration", resources=RESOURCES), by=PORTAL)
    yield made
    made.database.dispose()


def register(portal: Portal, details: PersonDetails = JO) -> str:
    with portal.work() as services:
        registered = services.accounts.register(details, PASSWORD, address="127.0.0.1")
        assert isinstance(registered, Registration)
        services.engine.instances.start(
            "registration", business_key=registered.business_key, by=PORTAL, variables={"email": details.email}
        )
    Worker(portal).once()
    return registered.business_key


def newest(portal: Portal) -> EmailMessage:
    return Mailbox(portal.config.var / "mailbox").mails()[0]


def link_in(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"/register/confirm/(\S+)", body.get_content())
    assert found
    return found[1]


def test_the_link_in_the_mail_makes_the_account(portal: Portal) -> None:
    register(portal)
    assert newest(portal)["To"] == "jo@example.org"
    with portal.work() as services:
        services.accounts.confirm(link_in(newest(portal)))
        assert services.accounts.is_known("JO@example.org")


def test_a_known_address_gets_another_mail(portal: Portal) -> None:
    register(portal)
    with portal.work() as services:
        services.accounts.confirm(link_in(newest(portal)))
    portal.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    register(portal)
    subjects = [mail["Subject"] for mail in Mailbox(portal.config.var / "mailbox").mails()]
    assert sorted(subjects) == ["Confirm your email address", "You already have an account"]


def test_an_unconfirmed_registration_is_forgotten_after_three_days(portal: Portal) -> None:
    key = register(portal)
    portal.clock.advance(timedelta(days=3))  # type: ignore[attr-defined]
    Worker(portal).once()
    with portal.work() as services:
        assert services.engine.instances.of(key)[0].status == "completed"
        assert not services.accounts.is_known("jo@example.org")


def test_no_secret_lies_in_any_row(portal: Portal) -> None:
    register(portal)
    token = link_in(newest(portal))
    with portal.reading() as session:
        tables = [table for metadata in METADATA for table in metadata.sorted_tables]
        rows = [str(row) for table in tables for row in session.execute(select(table))]
    files = [path.read_bytes() for path in portal.config.var.glob("portal.db*")]
    assert any(JO.email in row for row in rows)
    for secret in (token, PASSWORD):
        assert not any(secret in row for row in rows)
        assert not any(secret.encode() in file for file in files)
