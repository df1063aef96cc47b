"""Correlate messages with exactly one receiver, once per id; keep early ones; hand over those that are thrown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine import periods
from engine.actor import PORTAL, Actor
from engine.desk import Desk
from engine.drawing import Element
from engine.errors import NobodyWaits, NotOffered, SeveralWait
from engine.incidents import Fault, Incidents
from engine.instances import Instances, Step
from engine.messaging.actions import Action, Actions, Facts
from engine.messaging.buffer import KEPT_FOR, MessageBuffer
from engine.messaging.delivery import Delivery, Parcel, Receiver
from engine.messaging.receivers import Receivers
from engine.messaging.starts import Starts
from engine.models import Record, message
from engine.spiff.execution import Waiting
from engine.waking import wake_for_hand_overs


class Messages:
    """Messages of one session."""

    def __init__(
        self,
        desk: Desk,
        instances: Instances,
        incidents: Incidents,
        delivery: Delivery,
        starts: Starts,
        facts: Facts,
    ) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._incidents, self._delivery = instances, incidents, delivery
        self._buffer, self._actions = MessageBuffer(desk), Actions(desk, instances, facts)
        self._receivers = Receivers(desk, instances, starts)
        self._due_here: list[tuple[int, int]] = []  # message and instance, to be delivered in this transaction
        self._delivering = False

    def correlate(
        self,
        name: str,
        *,
        key: str,
        message_id: str,
        payload: Mapping[str, Any] | None = None,
        by: Actor = PORTAL,
        keep: bool = True,
        lives: timedelta = KEPT_FOR,
    ) -> bool:
        """Deliver to the one instance that waits for this name and key, or start it; True when delivered now.

        The same id is delivered once. Nobody waiting: the message is kept while it `lives`, or, with keep=False,
        NobodyWaits is raised. Several waiting: SeveralWait. StepFailed when the receiver's step fails, TooLarge; in
        all these cases nothing is written. From within the step of another instance it is handed over after the commit.
        """
        with self._desk.savepoint():
            row_id = self._buffer.receive(name, key, message_id, payload or {}, lives=lives)
            if row_id is None:
                return False
            receiver = self._receivers.one(name, key)
            if receiver is None and not keep:
                raise NobodyWaits(f"Nobody waits for “{name}” with the key “{key}”.")
            # After the commit: taking a second instance's lock while holding the first's can deadlock.
            if not self._instances.may_take(receiver.instance_id if receiver else None):
                wake_for_hand_overs(self._connection)
                return False
            return self._deliver(self._buffer.get(row_id), by=by)

    def actions(self, business_key: str, *, for_: Actor) -> list[Action]:
        """Open message catches and message starts that are offered to one of the actor's groups at this moment."""
        return self._actions.offered(business_key, to=for_)

    def take(self, action: Action, *, by: Actor, message_id: str, answers: Mapping[str, Any]) -> bool:
        """An action is taken: its answers are kept and its message is delivered; False when the id has come before.

        Raises NotOffered when it is not, or not any more; StepFailed.
        """
        business_key = action.receiver.business_key
        with self._desk.savepoint():
            row_id = self._buffer.receive(action.name, action.key, message_id, {})
            if row_id is None:
                return False
            if action not in self.actions(business_key, for_=by):
                raise NotOffered
            found = self._buffer.get(row_id)
            parcel = Parcel(kind="message", name=found.name, once=_once(found), payload=answers, answers=answers)
            self._buffer.put(row_id, "delivered")
            self._delivery.give(parcel, action.receiver, by=by)
        return True

    def under_way(self, business_key: str) -> list[Record]:
        """Messages by which a phase of this business key has ended and the next has not begun yet."""
        c = message.c
        query = select(message).where(c.business_key == business_key, c.must_arrive, c.state.not_in(("delivered",)))
        return [row for row in self._connection.execute(query.order_by(c.id)) if row.state != "skipped"]

    def due(self, limit: int) -> list[int]:
        """Ids of messages to be handed over, oldest first."""
        return self._buffer.due(limit)

    def taken(self, row_id: int) -> Record | None:
        """One of them, taken until the transaction ends; None when another worker has it or had it."""
        return self._buffer.taken(row_id)

    def hand_over(self, found: Record) -> bool:
        """Deliver a message that an instance has thrown; nobody waiting, it is kept. An incident when it fails."""
        try:
            receiver = self._receivers.one(found.name, found.correlation_key)
        except SeveralWait:
            receiver = None
        if receiver:
            self._desk.locks.take(receiver.business_key)
        fault = _fault(found, receiver)
        worked = self._incidents.attempt(lambda: self._deliver(found, by=PORTAL), fault)
        if not worked:
            self._buffer.put(found.id, "failed")
        return worked

    def after_step(self, step: Step) -> None:
        """Messages that a step has thrown, after it is saved: those to the same instance are delivered in this step."""
        if not step.messages and not step.opened:
            return
        sender = step.instance
        for number, (element, key, payload) in enumerate(step.messages):
            assert element.message is not None
            lives = _lives(element, self._desk.now)
            message_id = f"{sender.id}.{sender.row_version}.{element.id}.{number}"
            name = element.message.name
            row_id = self._buffer.receive(name, key, message_id, payload, lives=lives, sender=sender, element=element)
            if row_id is not None:
                self._due_here.append((row_id, sender.id))
        if step.messages:
            wake_for_hand_overs(self._connection)
        self.take_early(sender, step.opened)

    def take_early(self, instance: Record, opened: list[Waiting]) -> None:
        """New waits take what came before them, and what the step has thrown to its own instance is delivered."""
        for wait in opened:
            for found in self._buffer.early(instance.id, wait.token, wait.element.id):
                self._due_here.append((found.id, instance.id))
        self._deliver_here()

    def _deliver_here(self) -> None:
        """One after the other, however much each of them opens and throws."""
        if self._delivering:
            return
        self._delivering = True
        try:
            while self._due_here:
                self._deliver_to(*self._due_here.pop(0))
        finally:
            self._delivering = False
            self._due_here.clear()

    def retry(self, row_id: int) -> bool:
        """Deliver it after all: for the retry of an incident."""
        found = self._buffer.get(row_id)
        if found.state in ("delivered", "skipped"):
            return True
        return self.hand_over(found) and self._buffer.get(row_id).state == "delivered"

    def give_up(self, row_id: int) -> None:
        """It is not delivered any more."""
        self._buffer.put(row_id, "skipped")

    def sweep(self) -> int:
        """Forget what has expired; how many messages."""
        return self._buffer.sweep()

    def look_again(self) -> int:
        """Send kept messages on for which somebody waits by now; how many."""
        return self._buffer.look_again()

    def _deliver_to(self, row_id: int, instance_id: int) -> None:
        """In this transaction only to the instance whose lock it holds; all else is handed over after the commit."""
        found = self._buffer.get(row_id)
        receivers = self._receivers.of(found.name, found.correlation_key)
        if found.state not in ("kept", "under_way") or not receivers:
            return
        if len(receivers) == 1 and receivers[0].instance_id == instance_id:
            waiting = len(self._due_here)
            if not self.hand_over(found):
                del self._due_here[waiting:]  # what the undone step has thrown
        elif found.state == "kept":
            self._buffer.put(row_id, "under_way")

    def _deliver(self, found: Record, *, by: Actor) -> bool:
        receiver = self._receivers.held(found.name, found.correlation_key)
        if receiver is None:
            self._buffer.put(found.id, "kept")
            return False
        parcel = Parcel(kind="message", name=found.name, once=_once(found), payload=found.payload, hops=found.hops)
        self._buffer.put(found.id, "delivered")  # first: the step that it causes may open a wait for the next one
        self._delivery.give(parcel, receiver, by=by)
        if found.must_arrive:
            self._incidents.settle(f"message:{found.id}")
        return True


def _once(found: Record) -> str:
    return f"{found.name}/{found.message_id}"


def _lives(element: Element, now: datetime) -> timedelta:
    said = element.properties.get("time_to_live", "")
    return periods.later(now, said) - now if said else KEPT_FOR


def _fault(found: Record, receiver: Receiver | None) -> Fault:
    """At the receiver when there is one, else at the sender."""
    return Fault(
        key=f"message:{found.id}",
        business_key=receiver.business_key if receiver else found.business_key,
        process_id=receiver.process_id if receiver else "",
        instance_id=receiver.instance_id if receiver else found.thrown_by,
        element_id=receiver.element_id if receiver else found.element_id,
        retry={"message": found.id},
    )
