"""What a database holds, kept once in this process and given to the next one of its kind: a file, or a template."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine

from webapp.db import Database

KEPT = dict[tuple[str, str], str]()  # templates of PostgreSQL: by the folder of its server and what they hold


@cache
def folder() -> Path:
    """Where files are kept until this process ends."""
    made = tempfile.mkdtemp(prefix="houses-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def is_kept(database: Database, what: str) -> bool:
    """Has this been kept for this kind of database?"""
    return _file(what).exists() if _place(database) else _key(database, what) in KEPT


def keep(database: Database, what: str) -> None:
    """Keep what it holds; nobody has it open then."""
    database.dispose()  # the last connection that closes brings all of a SQLite database into the one file
    if place := _place(database):
        shutil.copyfile(place, _file(what))
        return
    KEPT[_key(database, what)] = name = f"kept_{len(KEPT)}"
    _copy(database, str(database.engine.url.database), name)


def give(database: Database, what: str) -> None:
    """It holds what was kept, and nothing else."""
    database.dispose()
    if place := _place(database):
        shutil.copyfile(_file(what), place)
        return
    _copy(database, KEPT[_key(database, what)], str(database.engine.url.database))


def _file(what: str) -> Path:
    return folder() / f"{what}.db"


def _place(database: Database) -> Path | None:
    """The file of a SQLite database."""
    return Path(database.engine.url.database or "") if database.engine.dialect.name == "sqlite" else None


def _key(database: Database, what: str) -> tuple[str, str]:
    return str(database.engine.url.query["host"]), what


def _copy(database: Database, template: str, name: str) -> None:
    """A database of this name like the template; whoever is still connected to either is cut off."""
    server = _server(database.engine.url.set(database="postgres").render_as_string())
    gone = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"
    with server.connect() as connection:
        connection.exec_driver_sql(gone)
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


@cache
def _server(address: str) -> Engine:
    return create_engine(address, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
