"""What a test's portal begins with, made once in this process: every further one is a copy of it."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from engine import PORTAL, read_bundle
from tests import copies
from webapp import demo
from webapp.db import Database
from webapp.portal import FORMS, WORKFLOWS, Portal
from webapp.publishing import shipped
from webapp.schema import METADATA

EVERY = "every"  # instead of the names of processes
BEGAN = dict[Path, str]()  # how the house in this folder began: what has been done in it since builds on that
People = dict[str, str]  # references by first name
DONE = dict[Path, People]()


def make_tables(database: Database) -> None:
    """Every table of the code, where it is missing."""
    if database.engine.dialect.name == "sqlite" and not Path(database.engine.url.database or "").exists():
        _copied(database, "tables", lambda: _make(database))
    else:
        _make(database)


def open_with(portal: Portal, *processes: str) -> None:
    """Every table, and these of the shipped processes; `EVERY` stands for all."""

    def make() -> None:
        _make(portal.database)
        with portal.work() as services:
            if EVERY in processes:
                shipped.deploy(services)
            else:
                for process in processes:
                    services.engine.deployments.deploy(read_bundle(process, WORKFLOWS, FORMS), by=PORTAL)

    began = sha256(f"{portal.clock.now()} {processes}".encode()).hexdigest()  # as names of all of them may be too long
    BEGAN[portal.config.var] = began
    _copied(portal.database, began, make)


def done_once(portal: Portal, what: str, do: Callable[[], People]) -> People:
    """What is done first in a house that was just opened: once for each beginning, the next gets a copy.

    Who was there before is forgotten: only whom `do` gives counts.
    """
    database, folder = portal.database, portal.config.var
    began = f"{BEGAN[folder]}-{what}"
    kept = copies.folder() / f"{began}-{database.engine.dialect.name}"
    if copies.is_kept(database, began):
        copies.give(database, began)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
    else:
        DONE[kept] = do()
        copies.keep(database, began)
        shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("portal.db*"))
    return dict(DONE[kept])


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
    """Make it in an empty database at most once in this process."""
    if copies.is_kept(database, what):
        copies.give(database, what)
    else:
        make()
        copies.keep(database, what)
