"""The shape of the database: every table there is, and the migrations that lead to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import engine
from webapp.accounts import models as _accounts
from webapp.cases import models as _cases
from webapp.clocks import models as _clocks
from webapp.coming_of_age import models as _coming_of_age
from webapp.contributions import models as _contributions
from webapp.db import Base
from webapp.keeping import models as _keeping
from webapp.letters import models as _letters
from webapp.meetings import models as _meetings
from webapp.plans import models as _plans
from webapp.schools import models as _schools
from webapp.talking import models as _talking
from webapp.transfers import models as _transfers

METADATA = [engine.metadata, Base.metadata]
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
RIGHTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON history_event FROM {role}",
    "GRANT UPDATE (actor_name, salt) ON history_event TO {role}",  # a trigger lets them be emptied, no more
    "REVOKE UPDATE ON history_payload FROM {role}",  # it may be erased
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
)
ROOMS = (
    _accounts,
    _cases,
    _clocks,
    _coming_of_age,
    _contributions,
    _keeping,
    _letters,
    _meetings,
    _plans,
    _schools,
    _talking,
    _transfers,
)  # whose tables stand on Base


class Dangling(Exception):
    """After this migration rows would point at nothing."""


def settings(connection: Connection | None = None) -> Config:
    """Alembic's settings for this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Engine, revision: str = "head") -> None:
    """Bring the database to the newest shape, or to the one that is named."""
    with _reshaping(database) as connection:
        command.upgrade(settings(connection), revision)


def downgrade(database: Engine, revision: str) -> None:
    """Take the database back to an earlier shape."""
    with _reshaping(database) as connection:
        command.downgrade(settings(connection), revision)


def grant(database: Engine, role: str) -> None:
    """Let a role of PostgreSQL do the site's work; it can neither change history nor the shape of the database."""
    name = database.dialect.identifier_preparer.quote(role)
    with database.begin() as connection:
        for right in RIGHTS:
            connection.exec_driver_sql(right.format(role=name))


@contextmanager
def _reshaping(database: Engine) -> Iterator[Connection]:
    """A transaction for migrations. Raises Dangling when rows would point at nothing.

    SQLite changes a column by building the table anew, which it refuses while rows point at the old one: so it looks
    at foreign keys at the end instead. The switch works outside a transaction only.
    """
    if database.dialect.name != "sqlite":
        with database.begin() as connection:
            yield connection
        return
    with database.connect() as connection, _foreign_keys_off(connection), connection.begin():
        yield connection
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise Dangling(f"After this migration {len(lost)} rows would point at nothing: {lost[0]}.")


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def is_newest(database: Engine) -> bool:
    """Whether every migration has been applied."""
    with database.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == head()


def head() -> str | None:
    """Number of the newest migration."""
    return ScriptDirectory.from_config(settings()).get_current_head()


def differences(database: Engine) -> list[object]:
    """What the migrated database lacks or has too much against the tables of the code."""
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        return list(compare_metadata(context, METADATA))  # type: ignore[arg-type]  # it takes several


def _is_ours(name: str | None, kind: str, _within: object) -> bool:
    return not (kind == "table" and str(name).startswith("procrastinate_"))
