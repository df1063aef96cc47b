"""Turns a protection off, in tests alone, so that its test is seen to fail without it."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL, bindparam, update
from sqlalchemy.engine import Connection

from engine import Engine, Registry, desk, instances
from engine.effects import Effects
from engine.history import History
from engine.locks import Locks
from engine.models import process_instance
from engine.sql import Statement
from webapp.db import Database

DEFER = Effects.defer
LATER = 3.0  # seconds


class NoLocks(Locks):
    """Holds nothing."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.needed = False


UNCHECKED = Statement(
    update(process_instance)
    .where(process_instance.c.id == bindparam("instance"), bindparam("was") >= 0)
    .values({name: bindparam(name) for name in instances.SAVED})
)


def without_lock(patch: pytest.MonkeyPatch) -> None:
    """Nobody waits for anybody's step."""
    patch.setattr(desk, "Locks", NoLocks)


def without_version_check(patch: pytest.MonkeyPatch) -> None:
    """The last one to save wins."""
    patch.setattr(instances, "SAVE", UNCHECKED)


def without_chain(patch: pytest.MonkeyPatch) -> None:
    """Nothing is recorded: the chain of a business key refuses two events in one place, too."""
    patch.setattr(History, "record", lambda *_args, **_more: None)


def with_effects_after_the_commit(patch: pytest.MonkeyPatch) -> None:
    """An effect is deferred by a thread of its own a moment later, not by the step's transaction."""

    def defer(effects: Effects, kind: str, **given: Any) -> None:
        address = effects._connection.engine.url
        threading.Timer(LATER, _defer_elsewhere, args=(address, kind, given)).start()

    patch.setattr(Effects, "defer", defer)


def _defer_elsewhere(address: URL, kind: str, given: dict[str, Any]) -> None:
    database = Database(address.render_as_string(hide_password=False))
    with database.transaction() as session:
        engine = Engine(session, now=datetime.now(UTC), registry=Registry())
        DEFER(engine.effects, kind, **given)
    database.dispose()
