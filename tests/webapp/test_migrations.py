"""Migrations: one head, the shape of the code, up and down with data in it."""

from pathlib import Path

from alembic.script import ScriptDirectory

from webapp import schema
from webapp.commands.run import prepare
from webapp.config import Config
from webapp.portal import Portal


def portal(folder: Path) -> Portal:
    return Portal(Config(var=folder, database_url=f"sqlite:///{folder / 'portal.db'}", secret_key="k" * 64))


def test_there_is_one_history_with_numbered_steps() -> None:
    script = ScriptDirectory.from_config(schema.settings())
    assert len(script.get_heads()) == 1
    assert [step.revision for step in script.walk_revisions()][::-1] == [
        f"{number:04d}" for number in range(1, len(list(script.walk_revisions())) + 1)
    ]


def test_a_migrated_database_has_the_shape_of_the_code(tmp_path: Path) -> None:
    made = portal(tmp_path)
    schema.upgrade(made.database.engine)
    assert schema.differences(made.database.engine) == []
    made.database.dispose()


def test_migrations_go_down_and_up_again_with_people_in_the_database(tmp_path: Path) -> None:
    made = portal(tmp_path)
    prepare(made)
    schema.downgrade(made.database.engine, "base")
    prepare(made)
    with made.look() as services:
        assert services.accounts.is_known("jo.bell@example.org")
    made.database.dispose()


def test_history_cannot_be_changed_in_a_migrated_database(tmp_path: Path) -> None:
    made = portal(tmp_path)
    schema.upgrade(made.database.engine)
    with made.database.reading() as session:
        triggers = session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert sorted(row[0] for row in triggers) == ["history_event_no_delete", "history_event_no_update"]
    made.database.dispose()
