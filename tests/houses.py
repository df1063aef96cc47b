"""What a test's portal begins with, made once in this process: on SQLite every further one is a copy of the file."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from webapp import demo
from webapp.db import Database
from webapp.portal import Portal
from webapp.publishing import shipped
from webapp.schema import METADATA


def make_tables(database: Database) -> None:
    """Every table of the code, where it is missing."""
    _copied(database, "tables", lambda: _make(database))


def furnish(portal: Portal) -> None:
    """Every table, the shipped processes and the demo's people, who have done what they did at this portal's time."""

    def make() -> None:
        _make(portal.database)
        with portal.work() as services:
            shipped.deploy(services)
            demo.make(services)

    _copied(portal.database, f"demo-{portal.clock.now():%Y%m%dT%H%M%S}", make)


def furnish_with(portal: Portal, prepare: Callable[[Portal], None]) -> None:
    """The same on the machine's clock, as a command prepares it: the demo's people are as old as the first copy."""
    _copied(portal.database, prepare.__module__, lambda: prepare(portal))


def _make(database: Database) -> None:
    for metadata in METADATA:
        metadata.create_all(database.engine)


def _copied(database: Database, what: str, make: Callable[[], None]) -> None:
    """Make it in an empty SQLite file at most once in this process; anywhere else each time."""
    place, kept = Path(database.engine.url.database or ""), _kept() / f"{what}.db"
    if database.engine.dialect.name != "sqlite" or place.exists():
        make()
    elif kept.exists():
        shutil.copyfile(kept, place)
    else:
        make()
        database.dispose()  # the last connection that closes brings all into the one file
        shutil.copyfile(place, kept)


@cache
def _kept() -> Path:
    folder = tempfile.mkdtemp(prefix="houses-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
