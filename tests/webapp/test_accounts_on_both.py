"""An account's whole life on SQLite and on PostgreSQL: imported, signed in to, moved to another address, closed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests import databases
from webapp import schema
from webapp.accounts import importing
from webapp.accounts.closing import KEPT
from webapp.config import Config
from webapp.people.closing import close_account
from webapp.people.email_changes import send_links, settle_email_changes
from webapp.portal import Portal
from webapp.publishing import shipped

FILE = ("email,title,first_name,last_name,phones,services", "lee@example.org,,Lee,Moss,01632 960 002,SEND")
LEE, NEW = "lee@example.org", "leigh@example.org"


@pytest.fixture(params=databases.KINDS)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    address = f"sqlite:///{tmp_path / 'portal.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("blank_postgres")
    clock = SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC))
    made = Portal(Config(var=tmp_path, database_url=address, secret_key="k" * 64), clock)
    schema.upgrade(made.database.engine)
    with made.work() as services:
        shipped.deploy(services)
    yield made
    made.database.dispose()


def imported(portal: Portal) -> tuple[int, int, int]:
    with portal.work() as services:
        report = services.accounts.import_rows(list(importing.read(FILE, {"send": "SEND"})))
    return report.created, report.merged, report.unchanged


def later(portal: Portal, wait: timedelta) -> None:
    assert isinstance(portal.clock, SetClock)
    portal.clock.advance(wait)


def test_an_imported_account_moves_to_another_address_and_is_closed_and_the_list_brings_nothing_back(
    portal: Portal,
) -> None:
    assert imported(portal) == (1, 0, 0)
    assert imported(portal) == (0, 0, 1)
    with portal.work() as services:
        lee = services.accounts.people.by_email(LEE)
        assert lee
        here = services.accounts.sessions.get(services.accounts.sessions.start(lee))
        asked = services.accounts.ask_for_email_change(lee, here, NEW, address="::1")
        send_links(services, asked)  # type: ignore[arg-type]
        mail = services.accounts.link_token(asked.confirm_link_id)  # type: ignore[union-attr]
        assert mail and mail.email == NEW
        services.accounts.confirm_new_email(mail.secret)
    later(portal, timedelta(hours=72))
    for _ in range(2):
        settle_email_changes(portal)
    assert imported(portal) == (0, 0, 1)
    with portal.work() as services:
        moved = services.accounts.people.by_email(NEW)
        assert moved and moved.reference == lee.reference
        close_account(services, moved)
    assert imported(portal) == (0, 0, 1)
    later(portal, KEPT)
    with portal.work() as services:
        services.accounts.sweep()
    with portal.look() as services:
        assert not services.accounts.is_known(NEW) and not services.accounts.is_known(LEE)
