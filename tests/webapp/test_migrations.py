"""Migrations: one head, the shape of the code, up and down with data in it; on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError

from engine import PORTAL
from tests import databases
from webapp import schema
from webapp.commands.run import prepare
from webapp.config import Config
from webapp.portal import Portal

CHANGES = ("UPDATE history_event SET actor = 'eve'", "DELETE FROM history_event")


@pytest.fixture(params=databases.KINDS)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """A portal whose database has no table yet."""
    address = f"sqlite:///{tmp_path / 'portal.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("blank_postgres")
    made = Portal(Config(var=tmp_path, database_url=address, secret_key="k" * 64))
    yield made
    made.database.dispose()


def test_there_is_one_history_with_numbered_steps() -> None:
    script = ScriptDirectory.from_config(schema.settings())
    assert len(script.get_heads()) == 1
    assert [step.revision for step in script.walk_revisions()][::-1] == [
        f"{number:04d}" for number in range(1, len(list(script.walk_revisions())) + 1)
    ]


def test_a_migrated_database_has_the_shape_of_the_code(portal: Portal) -> None:
    schema.upgrade(portal.database.engine)
    assert schema.differences(portal.database.engine) == []


def test_migrations_go_down_and_up_again_with_people_in_the_database(portal: Portal) -> None:
    prepare(portal)
    schema.downgrade(portal.database.engine, "base")
    prepare(portal)
    with portal.look() as services:
        assert services.accounts.is_known("jo.bell@example.org")


@pytest.mark.parametrize("change", CHANGES)
def test_history_cannot_be_changed_in_a_migrated_database(portal: Portal, change: str) -> None:
    schema.upgrade(portal.database.engine)
    with portal.work() as services:
        services.engine.history.record("KEY-1", "started", by=PORTAL)
    with pytest.raises(IntegrityError, match="never changed"), portal.transaction() as session:
        session.connection().exec_driver_sql(change)
