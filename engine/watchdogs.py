"""Watchdogs: hand-overs that reach nobody, instances in which nothing can happen any more; each an incident, once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import String, cast, exists, literal, select

from engine.desk import Desk
from engine.errors import HandOverLate, Stalled
from engine.incidents import Fault, Incidents
from engine.models import (
    Record,
    incident,
    message,
    message_subscription,
    process_instance,
    signal_subscription,
    timer,
    user_task,
)

HAND_OVER_WITHIN = timedelta(minutes=1)
STALL = literal("stall:") + cast(process_instance.c.id, String) + ":" + cast(process_instance.c.row_version, String)


class Watchdogs:
    """What they see in one session."""

    def __init__(self, desk: Desk, incidents: Incidents) -> None:
        self._desk, self._connection = desk, desk.connection
        self._incidents = incidents

    def sees(self) -> bool:
        """Whether there is something to be told: changes nothing, so that a long look holds up nobody who writes."""
        return bool(self._late() or self._stalled())

    def look(self) -> int:
        """Raise an incident for each late hand-over and each stalled instance; how many."""
        late, stalled = self._late(), self._stalled()
        for row in late:
            self._incidents.raise_(*_late_incident(row))
        for row in stalled:
            fault = Fault(key=row.fault, business_key=row.business_key, instance_id=row.id, retry={"stall": row.id})
            self._incidents.raise_(fault, Stalled())
        return len(late) + len(stalled)

    def retry(self, instance_id: int) -> bool:
        """Whether something can happen again in an instance that was stalled, or it has ended."""
        return not self._connection.execute(_nothing_waits().where(process_instance.c.id == instance_id)).first()

    def give_up(self, instance_id: int) -> None:
        """It is left as it stands: whoever resolves the incident has said why."""

    def _late(self) -> list[Record]:
        c = message.c
        known = incident.c.fault == literal("message:") + cast(c.id, String)
        query = select(message).where(
            c.state.in_(("under_way", "kept")),
            c.must_arrive,
            c.received_at <= self._desk.now - HAND_OVER_WITHIN,
            ~exists().where(known, incident.c.resolved_at.is_(None)),
        )
        return list(self._connection.execute(query.order_by(c.id)))

    def _stalled(self) -> list[Record]:
        known = exists().where(
            incident.c.instance_id == process_instance.c.id,
            incident.c.resolved_at.is_(None) | (incident.c.fault == STALL),
        )
        return list(self._connection.execute(_nothing_waits().where(~known).order_by(process_instance.c.id)))


def _nothing_waits() -> Any:
    """Running instances without an open task, a timer or a subscription."""
    c = process_instance.c
    waits = (
        exists().where(user_task.c.instance_id == c.id, user_task.c.state == "open"),
        exists().where(timer.c.instance_id == c.id, timer.c.state == "waiting"),
        exists().where(message_subscription.c.instance_id == c.id),
        exists().where(signal_subscription.c.instance_id == c.id),
    )
    query = select(c.id, c.business_key, STALL.label("fault")).where(c.status == "running")
    return query.where(*(~wait for wait in waits))


def _late_incident(row: Record) -> tuple[Fault, HandOverLate]:
    fault = Fault(
        key=f"message:{row.id}",
        business_key=row.business_key,
        instance_id=row.thrown_by,
        element_id=row.element_id,
        retry={"message": row.id},
    )
    why = "nobody waits for it and no process starts with it" if row.state == "kept" else "no worker has taken it"
    return fault, HandOverLate(f"The hand-over “{row.name}” has not arrived within a minute: {why}.")
