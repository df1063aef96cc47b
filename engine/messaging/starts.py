"""Instances that a message, a signal or a time starts, by the catalogue of the current versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from engine import periods
from engine.actor import PORTAL
from engine.desk import Desk
from engine.incidents import Fault, Incidents
from engine.instances import Instances
from engine.models import Record, start_event
from engine.sql import Statement

NAMED = Statement(
    select(start_event)
    .where(start_event.c.kind == bindparam("of_kind"), start_event.c.name == bindparam("called"))
    .order_by(start_event.c.id)
)


def key_at(process_id: str, at: datetime) -> str:
    """Business key of an instance that nobody's message starts: the process and the moment, in 40 characters."""
    return f"{process_id[:26]}-{at:%Y%m%d%H%M}"


class Starts:
    """Start events of one session."""

    def __init__(self, desk: Desk, instances: Instances, incidents: Incidents) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._incidents = instances, incidents

    def named(self, kind: str, name: str) -> list[Record]:
        """Start events for this message or signal."""
        return NAMED.all(self._connection, of_kind=kind, called=name)

    def due(self, limit: int) -> list[int]:
        """Ids of timer start events whose time has come, oldest first."""
        query = select(start_event.c.id).where(start_event.c.due_at <= self._desk.now)
        return list(self._connection.scalars(query.order_by(start_event.c.due_at, start_event.c.id).limit(limit)))

    def taken(self, event_id: int) -> Record | None:
        """One of them, taken until the transaction ends; None when another worker has it or had it."""
        query = select(start_event).where(start_event.c.id == event_id, start_event.c.due_at <= self._desk.now)
        return self._connection.execute(query.with_for_update(skip_locked=True)).first()

    def hand_over(self, found: Record) -> bool:
        """Start one instance for a time that has come; an incident is raised when its first step fails."""
        last = periods.Due(at=found.due_at, repeats=found.repeats, every=found.every)
        again = periods.next_turn(last, began_at=found.began_at, now=self._desk.now)
        left = {"due_at": again.at, "repeats": again.repeats} if again else {"due_at": None, "repeats": 0}
        self._connection.execute(update(start_event).where(start_event.c.id == found.id).values(left))
        where = {"process": found.process_id, "event": found.element_id, "at": found.due_at.isoformat()}
        return self._begin(where)

    def retry(self, where: Mapping[str, Any]) -> bool:
        """Start it after all: for the retry of an incident."""
        return self._begin(where)

    def give_up(self, where: Mapping[str, Any]) -> None:
        """It is not started: its time has passed."""

    def _begin(self, where: Mapping[str, Any]) -> bool:
        process_id, event_id = where["process"], where["event"]
        business_key = key_at(process_id, datetime.fromisoformat(where["at"]))
        once = f"timer/{event_id}/{where['at']}"

        def begin() -> None:
            self._instances.start(process_id, business_key=business_key, by=PORTAL, start_id=once, start_event=event_id)

        fault = Fault(
            key=f"start:{process_id}:{once}",
            business_key=business_key,
            process_id=process_id,
            element_id=event_id,
            retry={"start": dict(where)},
        )
        return self._incidents.attempt(begin, fault)
