"""Steps that failed when nobody was waiting: seen, mended and tried again by an administrator."""

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from engine.actor import Actor
from engine.models import Record, incident

if TYPE_CHECKING:
    from engine.engine import Engine


class Incidents:
    """Incidents of one session."""

    def __init__(self, engine: "Engine") -> None:
        self._engine, self._connection = engine, engine.connection

    def open(self) -> list[Record]:
        """Unresolved incidents, oldest first."""
        query = select(incident).where(incident.c.resolved_at.is_(None)).order_by(incident.c.id)
        return list(self._connection.execute(query))

    def retry(self, incident_id: int, *, by: Actor) -> None:
        """Try the failed step again; a new incident is raised when it fails again."""
        found = self._connection.execute(select(incident).where(incident.c.id == incident_id)).one()
        self._connection.execute(
            update(incident).where(incident.c.id == incident_id).values(resolved_at=self._engine.now, resolved_by=by.id)
        )
        self._engine.history.record(
            found.business_key,
            "retried",
            by=by,
            instance_id=found.instance_id,
            element_id=found.element_id,
            payload={"cause": found.cause},
        )
        if "timer" in found.retry:
            self._engine.timers.again(found.retry["timer"])
