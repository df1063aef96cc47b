"""The role of site and workers on PostgreSQL: it owns nothing, works, and cannot change what has happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import ProgrammingError

from engine import PORTAL
from webapp import schema
from webapp.config import Config
from webapp.db import Database
from webapp.portal import Portal

CHANGES = (
    "UPDATE history_event SET actor = 'eve'",
    "DELETE FROM history_event",
    "TRUNCATE history_event",
    "ALTER TABLE history_event DISABLE TRIGGER ALL",
    "DROP TABLE effect",
)


@pytest.fixture
def as_site(blank_postgres: str, tmp_path: Path) -> Iterator[Portal]:
    """A portal that reaches PostgreSQL as the role of the site, which owns nothing there."""
    owner = Database(blank_postgres)
    schema.upgrade(owner.engine)
    with owner.engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE site LOGIN")
    schema.grant(owner.engine, "site")
    address = owner.engine.url.set(username="site").render_as_string()
    made = Portal(Config(var=tmp_path, database_url=address, secret_key="k" * 64))
    yield made
    made.database.dispose()
    with owner.engine.begin() as connection:
        connection.exec_driver_sql("DROP OWNED BY site; DROP ROLE site")
    owner.dispose()


@pytest.mark.parametrize("change", CHANGES)
def test_the_role_of_the_site_can_work_and_cannot_change_history(as_site: Portal, change: str) -> None:
    with as_site.work() as services:
        services.engine.history.record("KEY-1", "started", by=PORTAL)
        services.engine.effects.defer("mail", key="k", business_key="KEY-1", payload={})
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"), as_site.transaction() as session:
        session.connection().exec_driver_sql(change)
