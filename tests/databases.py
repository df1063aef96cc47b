"""Both databases for tests: a SQLite file of its own, or a PostgreSQL that is emptied between tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.db import Database
from webapp.schema import METADATA

KINDS = ("sqlite", "postgresql")
# Truncating is slow even of what is empty; a forgotten transaction makes it fail instead of hanging.
EMPTY = """
SET LOCAL lock_timeout = '10s';
DO $$
DECLARE name text; used bool;
BEGIN
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO used;
    IF used THEN EXECUTE 'TRUNCATE ' || name || ' RESTART IDENTITY CASCADE'; END IF;
  END LOOP;
END $$
"""


def make_tables(database: Database) -> None:
    """Every table of the code."""
    for metadata in METADATA:
        metadata.create_all(database.engine)


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
