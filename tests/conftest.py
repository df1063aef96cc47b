"""What tests of every room share: the databases that the portal runs on."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event
from sqlalchemy.pool import Pool
from werkzeug.routing import Rule

from tests import databases
from tests.houses import make_tables
from webapp import postgres
from webapp.db import Database


class _Compiled(BytecodeCache):
    """Templates of every site that a test makes, compiled once in a process."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": _Compiled()}
gc.set_threshold(50_000, 20, 50)  # most of what tests make lives as long as their process: looking for garbage is dear


def _compiled_once(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """What makes the addresses of a route, which depends on nothing but these, for every site that a test makes."""
    made = dict[tuple[object, ...], Any]()

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, append_unknown, *(rule.defaults or {}).items())
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    return builder


Rule._compile_builder = _compiled_once(Rule._compile_builder)  # type: ignore[method-assign]


@event.listens_for(Pool, "checkout")
def _do_not_wait_for_the_disk(connection: Any, *_: object) -> None:
    """Nothing of a test outlives the machine."""
    if isinstance(connection, Connection):
        connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Address of a throw-away PostgreSQL, started by the first test that asks for it."""
    with postgres.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def _postgres(cluster: str) -> Iterator[Database]:
    made = Database(cluster)
    make_tables(made)
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
    yield from databases.of_kind(request, tmp_path)


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
