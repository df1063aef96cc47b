"""The databases of a measurement: ours by the portal's own door, and the bare driver beside it on the same disk."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from tests import databases
from tests.houses import make_tables
from webapp import postgres
from webapp.db import Database


class Bare:
    """A driver without anything above it; statements are written with `?`."""

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection, self._mark = connection, mark

    def run(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The cursor after the statement."""
        return self._connection.execute(statement.replace("?", self._mark), values)

    def commit(self) -> None:
        """Wait until the disk has it."""
        self._connection.commit()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


@contextmanager
def sqlite(folder: Path) -> Iterator[tuple[Database, Bare]]:
    """SQLite in WAL mode, synchronous=FULL."""
    bare = sqlite3.connect(folder / "bare.db")
    bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    with databases.sqlite(folder) as ours:
        yield ours, Bare(bare, "?")
    bare.close()


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[Database, Bare]]:
    """A throw-away PostgreSQL that waits for the disk (synchronous_commit=on)."""
    with postgres.cluster(durable=True) as address:
        ours = Database(address)
        make_tables(ours)
        url = make_url(address)
        bare = psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database)
        yield ours, Bare(bare, "%s")
        bare.close()
        ours.dispose()


STORES = {"sqlite": sqlite, "postgres": postgresql}
