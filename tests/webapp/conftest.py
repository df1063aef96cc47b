"""What tests of the site share: the database that the rooms run on which are tried on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from webapp.db import Database


@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.long), "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """PostgreSQL, and in the longer checks SQLite, too: where locks, races and what lies in tables are at stake."""
    yield from databases.of_kind(request, tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """SQLite, and in the longer checks PostgreSQL, too, on which every page is opened in `abuse` each time."""
    yield from databases.of_kind(request, tmp_path)
