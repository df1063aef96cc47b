"""One place commits, and a reading session cannot change anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import InternalError, OperationalError

from webapp.accounts import PersonDetails
from webapp.config import Config
from webapp.db import Database
from webapp.portal import Portal

REFUSED = (OperationalError, InternalError)  # as SQLite and PostgreSQL say it


@pytest.fixture
def portal(database: Database, tmp_path: Path) -> Iterator[Portal]:
    made = Portal(Config(var=tmp_path, database_url=database.url, secret_key="k" * 64))
    yield made
    made.database.dispose()


def test_looking_cannot_change_a_row(portal: Portal) -> None:
    with pytest.raises(REFUSED, match="read-?only"), portal.look() as services:
        services.accounts.people.add(PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell"))


def test_looking_cannot_change_a_record_in_memory_and_get_away_with_it(portal: Portal) -> None:
    with portal.work() as services:
        services.accounts.people.add(PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell"))
    with pytest.raises(REFUSED, match="read-?only"), portal.look() as services:
        person = services.accounts.people.by_email("jo@example.org")
        assert person
        person.first_name = "Eve"


def test_after_looking_the_same_connection_can_work_again(portal: Portal) -> None:
    with portal.look() as services:
        assert not services.accounts.is_known("jo@example.org")
    with portal.work() as services:
        services.accounts.people.add(PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell"))
    with portal.look() as services:
        assert services.accounts.is_known("jo@example.org")


def test_what_fails_leaves_nothing(portal: Portal) -> None:
    with pytest.raises(ZeroDivisionError), portal.work() as services:
        services.accounts.people.add(PersonDetails(email="jo@example.org", first_name="Jo", last_name="Bell"))
        1 / 0  # noqa: B018
    with portal.look() as services:
        assert not services.accounts.is_known("jo@example.org")
