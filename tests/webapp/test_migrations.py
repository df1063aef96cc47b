"""Migrations: one head, the shape of the code, up and down with data in it; on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine import PORTAL
from engine.models import history_event
from tests import databases
from webapp import schema
from webapp.cases.models import AccessRequest
from webapp.config import Config
from webapp.demo_house import prepare
from webapp.portal import Portal

ANSWERS = '{"child_dob": "2018-03-27", "child_nhs_number": "943 476 5919", "child_upn": null}'
AT = "'2026-01-13 09:00:00'"
BEFORE = (  # a request as it was kept before requests found each other
    "INSERT INTO person (id, reference, kind, email, title, first_name, last_name, address_lines, postcode, area, "
    f"created_at) VALUES ('p', 'PER-1', 'family', 'jo@example.org', '', 'Jo', 'Bell', '[]', '', '', {AT})",
    f"INSERT INTO access_request (id, reference, person_id, sent_at) VALUES ('r', 'ACC-1', 'p', {AT})",
    "INSERT INTO deployment (id, process_id, version, digest, deployed_at, deployed_by) "
    f"VALUES (1, 'walk', 1, 'd', {AT}, 'portal')",
    "INSERT INTO process_instance (id, deployment_id, process_id, business_key, status, row_version, started_at) "
    f"VALUES (1, 1, 'walk', 'ACC-1', 'running', 1, {AT})",
    "INSERT INTO submission (instance_id, business_key, element_id, form, answers, submitted_by, submitted_by_name, "
    f"submitted_at) VALUES (1, 'ACC-1', 's', 'request_authentication', '{ANSWERS}', 'PER-1', 'Jo Bell', {AT})",
)
UNGUARDED = {  # how whoever owns the database takes the guard off, and puts it back
    "sqlite": (
        "DROP TRIGGER history_event_no_update",
        "CREATE TRIGGER history_event_no_update BEFORE UPDATE ON history_event BEGIN SELECT RAISE(ABORT, 'no'); END",
    ),
    "postgresql": (
        "ALTER TABLE history_event DISABLE TRIGGER USER",
        "ALTER TABLE history_event ENABLE TRIGGER USER",
    ),
}
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


@pytest.mark.long  # the step that is new is taken down and up again with people below
def test_a_database_in_use_takes_each_newer_shape_one_after_the_other(portal: Portal) -> None:
    prepare(portal)
    steps = [step.revision for step in ScriptDirectory.from_config(schema.settings()).walk_revisions()]
    for earlier in steps[1:-2]:  # as far back as the shape that holds requests
        schema.downgrade(portal.database.engine, earlier)
        schema.upgrade(portal.database.engine)
        with portal.look() as services:
            assert services.accounts.is_known("jo.bell@example.org")


@pytest.mark.parametrize("change", CHANGES)
def test_history_cannot_be_changed_in_a_migrated_database(portal: Portal, change: str) -> None:
    schema.upgrade(portal.database.engine)
    with portal.work() as services:
        services.engine.history.record("KEY-1", "started", by=PORTAL)
    with pytest.raises(IntegrityError, match="never changed"), portal.transaction() as session:
        session.connection().exec_driver_sql(change)


def test_histories_are_whole_by_the_new_rule_and_a_changed_one_is_not_hidden(portal: Portal) -> None:
    prepare(portal)
    with portal.look() as services:
        keys = {each.business_key for each in services.session.execute(select(history_event))}
    schema.downgrade(portal.database.engine, "0044")
    schema.upgrade(portal.database.engine)
    with portal.look() as services:
        assert len(keys) > 5 and all(services.engine.history.broken_at(key) is None for key in keys)
    schema.downgrade(portal.database.engine, "0044")
    off, on = UNGUARDED[portal.database.kind]
    with portal.transaction() as session:
        for statement in (off, "UPDATE history_event SET actor_name = 'Eve' WHERE id = 3", on):
            session.connection().exec_driver_sql(statement)
    with pytest.raises(Exception, match="A history was changed behind the portal's back"):
        schema.upgrade(portal.database.engine)


def test_requests_that_were_sent_before_find_each_other(portal: Portal) -> None:
    schema.upgrade(portal.database.engine, "0007")
    with portal.transaction() as session:
        for statement in BEFORE:
            session.connection().exec_driver_sql(statement)
    schema.upgrade(portal.database.engine)
    with portal.look() as services:
        (row,) = services.session.scalars(select(AccessRequest))
        assert (row.child_born_on.isoformat(), row.child_upn, row.child_nhs_number) == ("2018-03-27", "", "9434765919")
