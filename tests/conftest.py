"""What tests of every room share: the databases that the portal runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from webapp import postgres
from webapp.db import Database


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Address of a throw-away PostgreSQL, started by the first test that asks for it."""
    with postgres.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def _postgres(cluster: str) -> Iterator[Database]:
    made = Database(cluster)
    databases.make_tables(made)
    yield made
    made.dispose()


@pytest.fixture
def postgres_database(_postgres: Database) -> Database:
    """A PostgreSQL database with every table and no row."""
    databases.empty(_postgres)
    return _postgres


@pytest.fixture(params=databases.KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind in turn: whatever asks for it runs twice."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_database")
        return
    with databases.sqlite(tmp_path) as made:
        yield made


@pytest.fixture
def blank_postgres(_postgres: Database) -> Iterator[str]:
    """Address of a PostgreSQL database that has no table yet."""
    with databases.blank(_postgres) as address:
        yield address


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the ledgers that tests have drawn up."""
    for report in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        for name, value in report.user_properties:
            if name == "ledger":
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {value}")
