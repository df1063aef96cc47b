"""What tests of the site share: the database that the rooms run on which are tried on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from webapp.db import Database


@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.long), "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """PostgreSQL, and in the longer checks SQLite, too: all other rooms are tried on that."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_database")
        return
    with databases.sqlite(tmp_path) as made:
        yield made
