"""One business key, one step at a time: on PostgreSQL the lock that comes before every other.

Its order is what keeps steps from waiting for each other in a ring: first the business key, then any row that
belongs to it. SQLite has one writer at a time and needs no more.
"""

from typing import Any

from sqlalchemy import Boolean, Select, bindparam, func, select, true
from sqlalchemy.engine import Connection

from engine.models import process_instance
from engine.sql import Statement

SEED = 20_265  # our part of the numbers that all advisory locks of a database share


def _number(key: Any) -> Any:
    return func.hashtextextended(key, SEED)


TAKE = Statement(select(func.pg_advisory_xact_lock(_number(bindparam("key"))).label("held")))
TRY = Statement(select(func.pg_try_advisory_xact_lock(_number(bindparam("key")), type_=Boolean).label("taken")))


def locking(instance: Select[Any], which: str) -> Select[Any]:
    """The query for an instance's row, which takes the lock of its business key and then the row's.

    PostgreSQL takes row locks last, and gives the row as it is then: not as it was before the wait. Only the key
    is given as it was, as `locked_key`: that is the one whose lock was taken, though the instance has moved since.
    """
    own = process_instance.alias()
    lock = func.pg_advisory_xact_lock(_number(own.c.business_key)).label("held")
    held = select(lock, own.c.business_key.label("locked_key")).where(own.c.id == bindparam(which)).subquery()
    locked = instance.add_columns(held.c.locked_key).join_from(process_instance, held, true())
    return locked.with_for_update(of=process_instance)


class Locks:
    """The business keys that this transaction holds; all are let go when it ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self.needed = connection, connection.dialect.name == "postgresql"
        self.held: frozenset[str] = frozenset()

    def take(self, business_key: str) -> None:
        """Wait until nobody else works on this business key."""
        if self.needed and business_key not in self.held:
            TAKE.first(self._connection, key=business_key)
            self.holds(business_key)

    def take_if_free(self, business_key: str) -> bool:
        """Take it only when that needs no waiting: for who holds a row already."""
        if not self.needed or business_key in self.held:
            return True
        found = TRY.first(self._connection, key=business_key)
        if taken := found is not None and bool(found.taken):
            self.holds(business_key)
        return taken

    def holds(self, business_key: str) -> None:
        """A statement of somebody else's has taken it on the way."""
        self.held |= {business_key}
