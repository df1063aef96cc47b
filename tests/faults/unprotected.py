"""Turns a protection off, in tests alone, so that its test is seen to fail without it."""

import pytest
from sqlalchemy import bindparam, update
from sqlalchemy.engine import Connection

from engine import engine as house
from engine import instances
from engine.locks import Locks
from engine.models import process_instance
from engine.sql import Statement


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
    patch.setattr(house, "Locks", NoLocks)


def without_version_check(patch: pytest.MonkeyPatch) -> None:
    """The last one to save wins."""
    patch.setattr(instances, "SAVE", UNCHECKED)
