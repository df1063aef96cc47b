"""What happens after the commit (mail, scan, rendering): deferred in the step's transaction, done at least once.

A row is the truth about an effect on either database; how a worker learns of it is `engine/waking.py`.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from engine.actor import Actor
from engine.errors import EffectNotFound
from engine.history import History
from engine.models import Record, effect
from engine.waking import wake

MOST_TRIES = 3
BACKOFF = (timedelta(seconds=30), timedelta(minutes=5))
STATES: dict[str, tuple[ColumnElement[bool], ...]] = {
    "dead": (effect.c.state == "dead",),
    "retrying": (effect.c.state == "waiting", effect.c.tries > 0),
    "waiting": (effect.c.state == "waiting", effect.c.tries == 0),
}  # as administrators tell them apart
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
log = logging.getLogger("portal.effects")


class Effects:
    """Defer, find and settle effects."""

    def __init__(self, connection: Connection, now: datetime, history: History) -> None:
        self._connection, self._now, self._history = connection, now, history

    def defer(self, kind: str, *, key: str, business_key: str, payload: Mapping[str, Any]) -> None:
        """Do it after the commit; the same key is deferred once."""
        row = {
            "key": key,
            "kind": kind,
            "business_key": business_key,
            "payload": dict(payload),
            "due_at": self._now,
            "tries": 0,
            "state": "waiting",
            "error": "",
            "created_at": self._now,
        }
        once = INSERT[self._connection.dialect.name](effect).on_conflict_do_nothing(index_elements=["key"])
        effect_id = self._connection.scalar(once.values(row).returning(effect.c.id))
        if effect_id is not None:
            wake(self._connection, effect_id)

    def due(self, limit: int = 20) -> list[Record]:
        """The next effects to perform, oldest first."""
        return self._all(select(effect).where(effect.c.state == "waiting", effect.c.due_at <= self._now), limit)

    def dead(self, limit: int = 50) -> list[Record]:
        """Effects that were given up, for an administrator; oldest first."""
        return self._all(select(effect).where(effect.c.state == "dead"), limit)

    def queue(self, state: str, *, after: int = 0, limit: int = 50) -> list[Record]:
        """Effects in a state of STATES, by due time; `after` is the id of the last one on the page before."""
        query = select(effect).where(*STATES[state])
        if after:
            place = select(effect.c.due_at, effect.c.id).where(effect.c.id == after)
            query = query.where(tuple_(effect.c.due_at, effect.c.id) > place.scalar_subquery())
        return self._all(query, limit)

    def count(self, state: str, *, most: int = 1_000) -> int:
        """How many are in a state of STATES; one more than `most` stands for any number above it."""
        some = select(effect.c.id).where(*STATES[state]).limit(most + 1).subquery()
        return self._connection.scalar(select(func.count()).select_from(some)) or 0

    def get(self, effect_id: int) -> Record:
        """One that is still to be performed or was given up by itself. Raises EffectNotFound."""
        query = select(effect).where(effect.c.id == effect_id, effect.c.state.in_(("waiting", "dead")))
        found = self._connection.execute(query).first()
        if found is None:
            raise EffectNotFound
        return found

    def waiting(self, effect_id: int) -> Record | None:
        """An effect that is still to be performed; None when that has been settled."""
        query = select(effect).where(effect.c.id == effect_id, effect.c.state == "waiting")
        return self._connection.execute(query).first()

    def wake_all(self) -> int:
        """Let workers learn anew of all that waits, as after a restored backup; how many there are."""
        found = self._connection.execute(select(effect.c.id, effect.c.due_at).where(effect.c.state == "waiting")).all()
        for row in found:
            wake(self._connection, row.id, max(row.due_at, self._now))
        return len(found)

    def done(self, effect_id: int) -> None:
        """It happened."""
        self._settle(effect_id, "waiting", state="done", error="")

    def failed(self, found: Record, error: str) -> None:
        """Try again later, or give up after the last try: an administrator sees dead effects."""
        tries = found.tries + 1
        log.warning("effect failed", extra={"effect": found.id, "kind": found.kind, "tries": tries})
        if tries >= MOST_TRIES:
            self._settle(found.id, "waiting", state="dead", error=error, tries=tries)
            return
        due_at = self._now + BACKOFF[tries - 1]
        if self._settle(found.id, "waiting", due_at=due_at, error=error, tries=tries):
            wake(self._connection, found.id, due_at)

    def retry(self, effect_id: int, *, by: Actor) -> bool:
        """An administrator asks for another round of tries; False when it was not dead."""
        found = self._settle(effect_id, "dead", state="waiting", due_at=self._now, tries=0)
        if not found:
            return False
        wake(self._connection, effect_id)
        self._history.record(found.business_key, "effect retried", by=by, payload={"effect": found.key})
        return True

    def give_up(self, effect_id: int, *, because: str, by: Actor) -> bool:
        """An administrator says that it is not to happen any more; False when it was not dead."""
        found = self._settle(effect_id, "dead", state="given_up")
        if not found:
            return False
        self._history.record(
            found.business_key, "effect given up", by=by, payload={"effect": found.key, "because": because}
        )
        return True

    def _all(self, query: Select[Any], limit: int) -> list[Record]:
        return list(self._connection.execute(query.order_by(effect.c.due_at, effect.c.id).limit(limit)))

    def _settle(self, effect_id: int, was: str, **values: Any) -> Record | None:
        """The row after the change; None when somebody else has settled it before."""
        change = update(effect).where(effect.c.id == effect_id, effect.c.state == was).values(**values)
        return self._connection.execute(change.returning(*effect.c)).first()
