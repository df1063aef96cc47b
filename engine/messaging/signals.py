"""Signals: broadcast to everything that waits for them at that moment; nothing is kept for later."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, literal, select, update

from engine.actor import PORTAL
from engine.desk import Desk
from engine.incidents import Fault, Incidents
from engine.instances import Instances, Step
from engine.messaging.delivery import Delivery, Parcel, Receiver
from engine.messaging.starts import Starts, key_at
from engine.models import Record, process_instance, signal_delivery, signal_subscription
from engine.sizes import refuse_excess
from engine.sql import send_row
from engine.waking import wake_for_hand_overs

PLACE = ("business_key", "instance_id", "token", "process_id", "element_id")


class Signals:
    """Signals of one session."""

    def __init__(
        self, desk: Desk, instances: Instances, incidents: Incidents, delivery: Delivery, starts: Starts
    ) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._incidents, self._delivery, self._starts = instances, incidents, delivery, starts

    def broadcast(
        self, name: str, *, signal_id: str, payload: Mapping[str, Any] | None = None, business_key: str = ""
    ) -> int:
        """Send it to everything that waits for it now; how many. Each receiver takes it in a step of its own,
        after the commit. An instance that it starts has the `business_key`, else one of the process and the time.
        Raises TooLarge.
        """
        refuse_excess(f"The signal “{name}” is", payload or {})
        sent = {
            "name": name,
            "signal_id": signal_id,
            "payload": dict(payload or {}),
            "sent_at": self._desk.now,
            "state": "under_way",
            "hops": self._desk.hops.next(),
        }
        starts = self._starts.named("signal", name)
        for row in starts:
            key = business_key or key_at(row.process_id, self._desk.now)
            place = {"token": 0, "process_id": row.process_id, "element_id": row.element_id}
            send_row(self._connection, signal_delivery, **sent, **place, business_key=key)
        found = self._to_those_who_wait(sent) + len(starts)
        if found:
            wake_for_hand_overs(self._connection)
        return found

    def after_step(self, step: Step) -> None:
        """Signals that a step has thrown, after it is saved."""
        sender = step.instance
        for number, (element, payload) in enumerate(step.signals):
            signal_id = f"{sender.id}.{sender.row_version}.{element.id}.{number}"
            self.broadcast(element.signal, signal_id=signal_id, payload=payload, business_key=sender.business_key)

    def due(self, limit: int) -> list[int]:
        """Ids of deliveries to be made, oldest first."""
        c = signal_delivery.c
        query = select(c.id).where(c.state == "under_way").order_by(c.sent_at, c.id).limit(limit)
        return list(self._connection.scalars(query))

    def taken(self, delivery_id: int) -> Record | None:
        """One of them, taken until the transaction ends; None when another worker has it or had it."""
        query = select(signal_delivery).where(
            signal_delivery.c.id == delivery_id, signal_delivery.c.state == "under_way"
        )
        return self._connection.execute(query.with_for_update(skip_locked=True)).first()

    def hand_over(self, found: Record) -> bool:
        """Deliver it, unless the receiver waits no more. An incident is raised when its step fails."""
        receiver = Receiver(
            business_key=found.business_key,
            instance_id=found.instance_id,
            token=found.token,
            process_id=found.process_id,
            element_id=found.element_id,
        )
        once = f"{found.name}/{found.signal_id}"
        parcel = Parcel(kind="signal", name=found.name, once=once, payload=found.payload, hops=found.hops)
        fault = Fault(
            key=f"signal:{found.id}",
            business_key=found.business_key,
            process_id=found.process_id,
            instance_id=found.instance_id,
            element_id=found.element_id,
            retry={"signal": found.id},
        )

        self._desk.locks.take(found.business_key)

        def give() -> None:
            if self._still_waits(receiver):
                self._delivery.give(parcel, receiver, by=PORTAL)

        worked = self._incidents.attempt(give, fault)
        if worked:
            self.give_up(found.id)
        else:
            failed = update(signal_delivery).where(signal_delivery.c.id == found.id)
            self._connection.execute(failed.values(state="failed"))
        return worked

    def retry(self, delivery_id: int) -> bool:
        """Deliver it after all: for the retry of an incident."""
        query = select(signal_delivery).where(signal_delivery.c.id == delivery_id)
        found = self._connection.execute(query).first()
        return found is None or self.hand_over(found)

    def give_up(self, delivery_id: int) -> None:
        """It is delivered, or is not to be any more."""
        self._connection.execute(delete(signal_delivery).where(signal_delivery.c.id == delivery_id))

    def _to_those_who_wait(self, sent: Mapping[str, Any]) -> int:
        """One statement, however many they are."""
        s, instance = signal_subscription.c, process_instance.c
        values = [literal(value, signal_delivery.c[name].type) for name, value in sent.items()]
        places = [instance.business_key, s.instance_id, s.token, literal(""), s.element_id]
        joined = signal_subscription.join(process_instance, instance.id == s.instance_id)
        waiting = select(*values, *places).select_from(joined).where(s.name == sent["name"])
        copy = insert(signal_delivery).from_select([*sent, *PLACE], waiting)
        return self._connection.execute(copy.execution_options(preserve_rowcount=True)).rowcount

    def _still_waits(self, receiver: Receiver) -> bool:
        if receiver.instance_id is None or not self._instances.lock_if_running(receiver.instance_id):
            return receiver.instance_id is None
        s = signal_subscription.c
        place = (s.instance_id == receiver.instance_id, s.token == receiver.token, s.element_id == receiver.element_id)
        return self._connection.execute(select(s.id).where(*place)).first() is not None
