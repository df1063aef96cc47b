"""What happens after the commit (mail, scan, rendering): deferred in the step's transaction, done at least once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from engine.models import Record, effect

MOST_TRIES = 3
BACKOFF = (timedelta(seconds=30), timedelta(minutes=5))
log = logging.getLogger("portal.effects")

Perform = Callable[[Record], None]


class Effects:
    """Defer, find and settle effects."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now

    def defer(self, kind: str, *, key: str, business_key: str, payload: Mapping[str, Any]) -> None:
        """Do it after the commit; the same key is deferred once."""
        known = self._connection.execute(select(effect.c.id).where(effect.c.key == key)).first()
        if known:
            return
        self._connection.execute(
            insert(effect).values(
                key=key,
                kind=kind,
                business_key=business_key,
                payload=dict(payload),
                due_at=self._now,
                tries=0,
                state="waiting",
                error="",
                created_at=self._now,
            )
        )

    def due(self, limit: int = 20) -> list[Record]:
        """The next effects to perform, oldest first."""
        query = select(effect).where(effect.c.state == "waiting", effect.c.due_at <= self._now)
        return list(self._connection.execute(query.order_by(effect.c.due_at, effect.c.id).limit(limit)))

    def done(self, effect_id: int) -> None:
        """It happened."""
        self._settle(effect_id, state="done", error="")

    def failed(self, found: Record, error: str) -> None:
        """Try again later, or give up after the last try: an administrator sees dead effects."""
        tries = found.tries + 1
        log.warning("effect %s (%s) failed, try %s of %s", found.id, found.kind, tries, MOST_TRIES)
        if tries >= MOST_TRIES:
            self._settle(found.id, state="dead", error=error, tries=tries)
        else:
            self._settle(found.id, due_at=self._now + BACKOFF[tries - 1], error=error, tries=tries)

    def retry(self, effect_id: int) -> None:
        """An administrator asks for another round of tries."""
        self._settle(effect_id, state="waiting", due_at=self._now, tries=0)

    def _settle(self, effect_id: int, **values: Any) -> None:
        self._connection.execute(update(effect).where(effect.c.id == effect_id).values(**values))
