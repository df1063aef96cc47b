"""What is due; fire it once."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, select, tuple_, update

from engine import periods
from engine.actor import PORTAL
from engine.desk import Desk
from engine.errors import Busy
from engine.incidents import Fault, Incidents
from engine.instances import Instances
from engine.models import Record, process_instance, timer
from engine.spiff.execution import Execution
from engine.sql import Statement

TIMER = select(timer, process_instance.c.business_key).join(process_instance)
Place = tuple[datetime, int]  # in the order of firing: due time and id


@cache
def _due(later: bool) -> Statement:
    query = TIMER.where(timer.c.state == "waiting", timer.c.due_at <= bindparam("now"))
    if later:
        place = tuple_(bindparam("from_due", type_=timer.c.due_at.type), bindparam("from_id", type_=timer.c.id.type))
        query = query.where(tuple_(timer.c.due_at, timer.c.id) > place)
    query = query.order_by(timer.c.due_at, timer.c.id).limit(bindparam("rows", type_=Integer))
    return Statement(query.with_for_update(of=timer, skip_locked=True))


@cache
def _become(*columns: str) -> Statement:
    """Sets these columns of one timer."""
    values = {name: bindparam(name, type_=timer.c[name].type) for name in columns}
    return Statement(update(timer).where(timer.c.id == bindparam("which")).values(values))


class Timers:
    """Timers of one session."""

    def __init__(self, desk: Desk, instances: Instances, incidents: Incidents) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._incidents = instances, incidents

    def due(self, limit: int = 20, *, after: Place | None = None, until: datetime | None = None) -> list[Record]:
        """The next timers to fire, oldest first, each taken until the transaction ends.

        Those that another worker has taken are passed over, as are those up to the place `after`, and those due
        after `until`: a round that keeps it ends, however soon what it fires is due again.
        """
        place = dict(zip(("from_due", "from_id"), after, strict=True)) if after else {}
        return _due(bool(after)).all(self._connection, now=until or self._desk.now, rows=limit, **place)

    def fire(self, found: Record) -> bool:
        """Fire one due timer in the caller's transaction; an incident is raised when its step fails.

        Raises Busy when somebody works on its business key: let the transaction go and come again.
        """
        # Who completes a task holds the key and may want this timer's row: waiting for the key could last for ever.
        if not self._desk.locks.take_if_free(found.business_key):
            raise Busy
        instance = self._instances.lock_if_running(found.instance_id)
        if instance is None:
            self._set(found.id, state="cancelled")
            return False
        fault = Fault(
            key=f"timer:{found.id}",
            business_key=found.business_key,
            instance_id=found.instance_id,
            element_id=found.element_id,
            retry={"timer": found.id},
        )
        worked = self._incidents.attempt(lambda: self._tick(found, instance), fault)
        if not worked:
            self._set(found.id, state="failed")
        return worked

    def of(self, instance_id: int) -> list[Record]:
        """Waiting timers of an instance, by due time."""
        query = TIMER.where(timer.c.instance_id == instance_id, timer.c.state == "waiting")
        return list(self._connection.execute(query.order_by(timer.c.due_at)))

    def retry(self, timer_id: int) -> bool:
        """Fire a failed timer after all: for the retry of an incident."""
        found = self._connection.execute(TIMER.where(timer.c.id == timer_id).with_for_update(of=timer)).one()
        return found.state != "failed" or self.fire(found)

    def give_up(self, timer_id: int) -> None:
        """It does not fire any more."""
        self._set(timer_id, state="cancelled")

    def _tick(self, found: Record, instance: Record) -> None:
        last = periods.Due(at=found.due_at, repeats=found.repeats, every=found.every)
        again = periods.next_turn(last, began_at=found.began_at, now=self._desk.now)
        if again:
            self._set(found.id, state="waiting", due_at=again.at, repeats=again.repeats)
        else:
            self._set(found.id, state="fired")

        def tick(execution: Execution) -> None:
            execution.fire(found.token, found.element_id, {}, again=again is not None)

        with self._desk.hops.at(found.hops):
            self._instances.step(instance, tick, by=PORTAL)

    def _set(self, timer_id: int, **values: Any) -> None:
        _become(*values).send(self._connection, which=timer_id, **values)
