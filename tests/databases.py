"""Both databases for tests: a SQLite file of its own, or a PostgreSQL that is emptied between tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.houses import make_tables
from webapp.db import Database

KINDS = ("sqlite", "postgresql")
# Truncating is slow even of what is empty; a forgotten transaction makes it fail instead of hanging;
# as a replica it passes the triggers that keep history.
EMPTY = """
SET LOCAL lock_timeout = '10s';
SET LOCAL session_replication_role = replica;
DO $$
DECLARE name text; used bool;
BEGIN
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO used;
    IF used THEN EXECUTE 'TRUNCATE ' || name || ' RESTART IDENTITY CASCADE'; END IF;
  END LOOP;
END $$
"""


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """A fresh SQLite file with every table."""
    made = Database(f"sqlite:///{folder / 'portal.db'}")
    make_tables(made)
    yield made
    made.dispose()


def empty(database: Database) -> None:
    """Forget every row of a PostgreSQL database."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(EMPTY)


def of_kind(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    """For a fixture whose parameter is one of `KINDS`: an empty database of that kind."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_database")
        return
    with sqlite(folder) as made:
        yield made


@contextmanager
def blank(database: Database) -> Iterator[str]:
    """Address of a database without tables in the same PostgreSQL."""
    alone = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE blank")
        yield database.engine.url.set(database="blank").render_as_string()
        connection.exec_driver_sql("DROP DATABASE blank WITH (FORCE)")
