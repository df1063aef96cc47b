"""Correlate messages with exactly one waiter, once per id; keep early ones until they expire."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from engine.actor import PORTAL, Actor
from engine.drawing import Element
from engine.errors import NobodyWaits, SeveralWait
from engine.models import Record, message, message_subscription
from engine.spiff.execution import Execution, Waiting
from engine.sql import insert_row

if TYPE_CHECKING:
    from engine.engine import Engine

KEPT_FOR = timedelta(days=30)


class Messages:
    """Messages of one session."""

    def __init__(self, engine: "Engine") -> None:
        self._engine, self._connection = engine, engine.connection

    def correlate(
        self,
        name: str,
        *,
        key: str,
        message_id: str,
        payload: Mapping[str, Any] | None = None,
        by: Actor = PORTAL,
        keep: bool = True,
    ) -> bool:
        """Deliver to the one instance that waits for this name and key; True when it was delivered now.

        The same id is delivered once. Nobody waiting: the message is kept until it expires, or, with keep=False,
        NobodyWaits is raised. Several waiting: SeveralWait.
        """
        if self._known(name, key, message_id):
            return False
        waiters = self._waiters(name, key)
        if len(waiters) > 1:
            raise SeveralWait(f"{len(waiters)} instances wait for “{name}” with the key “{key}”.")
        if not waiters and not keep:
            raise NobodyWaits(f"Nobody waits for “{name}” with the key “{key}”.")
        now = self._engine.now
        row_id = insert_row(
            self._connection,
            message,
            name=name,
            correlation_key=key,
            message_id=message_id,
            payload=dict(payload or {}),
            received_at=now,
            expires_at=now + KEPT_FOR,
            delivered=False,
        )
        if not waiters:
            return False
        self._deliver(waiters[0], row_id, payload or {}, by)
        return True

    def actions(self, business_key: str, *, for_: Actor) -> list[Record]:
        """Open message catches that are offered to one of the actor's groups."""
        c = message_subscription.c
        query = select(message_subscription).where(c.business_key == business_key, c.action_label != "")
        rows = self._connection.execute(query.order_by(c.id))
        return [row for row in rows if any(for_.belongs(g.strip(), business_key) for g in row.group_id.split(","))]

    def hand_over(self, row: Record, outbox: list[tuple[Element, str, Mapping[str, Any]]]) -> None:
        """Messages that a step has thrown, after it is saved; each once per instance, element and version."""
        for number, (element, key, payload) in enumerate(outbox):
            assert element.message is not None
            message_id = f"{row.id}.{row.row_version}.{element.id}.{number}"
            self.correlate(element.message.name, key=key, message_id=message_id, payload=payload)

    def take_early(self, row: Record, opened: list[Waiting]) -> None:
        """A new wait takes the oldest message that came before it."""
        for waiting in opened:
            subscription = self._subscription(row.id, waiting)
            early = subscription and self._early(subscription)
            if subscription and early:
                self._deliver(subscription, early.id, early.payload, PORTAL)

    def _deliver(self, subscription: Record, row_id: int, payload: Mapping[str, Any], by: Actor) -> None:
        def receive(execution: Execution) -> None:
            execution.fire(subscription.token, subscription.element_id, payload)

        self._connection.execute(update(message).where(message.c.id == row_id).values(delivered=True))
        self._engine.history.record(
            subscription.business_key,
            "message",
            by=by,
            payload={"name": subscription.name},
            instance_id=subscription.instance_id,
            element_id=subscription.element_id,
        )
        self._engine.instances.step(self._engine.instances.lock(subscription.instance_id), receive, by=by)

    def _known(self, name: str, key: str, message_id: str) -> bool:
        c = message.c
        query = select(c.id).where(c.name == name, c.correlation_key == key, c.message_id == message_id)
        return self._connection.execute(query).first() is not None

    def _waiters(self, name: str, key: str) -> list[Record]:
        c = message_subscription.c
        query = select(message_subscription).where(c.name == name, c.correlation_key == key)
        return list(self._connection.execute(query))

    def _subscription(self, instance_id: int, waiting: Waiting) -> Record | None:
        c = message_subscription.c
        query = select(message_subscription).where(
            c.instance_id == instance_id, c.token == waiting.token, c.element_id == waiting.element.id
        )
        return self._connection.execute(query).first()

    def _early(self, subscription: Record) -> Record | None:
        c = message.c
        query = select(message).where(
            c.name == subscription.name,
            c.correlation_key == subscription.correlation_key,
            c.delivered.is_(False),
            c.expires_at > self._engine.now,
        )
        return self._connection.execute(query.order_by(c.received_at, c.id).limit(1)).first()
