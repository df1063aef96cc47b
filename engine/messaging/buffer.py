"""The rows of messages: received once by their id, kept until they expire, and what has become of each."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from engine.desk import Desk
from engine.drawing import Element
from engine.models import Record, message, message_subscription, start_event
from engine.sizes import refuse_excess
from engine.sql import Statement, insert_row

KEPT_FOR = timedelta(days=30)
MESSAGE, WAIT = message.c, message_subscription.c
EARLY = Statement(
    select(message)
    .join(message_subscription, and_(WAIT.name == MESSAGE.name, WAIT.correlation_key == MESSAGE.correlation_key))
    .where(
        WAIT.instance_id == bindparam("instance"),
        WAIT.token == bindparam("at"),
        WAIT.element_id == bindparam("element"),
        or_(MESSAGE.state == "kept", MESSAGE.state == "under_way"),
        MESSAGE.expires_at > bindparam("now"),
    )
    .order_by(MESSAGE.received_at, MESSAGE.id)
    .with_for_update(of=message, skip_locked=True)
)
ONE = select(message).where(MESSAGE.id == bindparam("which"))
FOUND = Statement(ONE)
TAKEN = Statement(ONE.where(MESSAGE.state == "under_way").with_for_update(skip_locked=True))
BECOMES = update(message).where(MESSAGE.id == bindparam("which"))
PUT = Statement(BECOMES.values(state=bindparam("becomes")))
DELIVERED = Statement(BECOMES.values(state="delivered", payload={}))  # the id alone is kept


class MessageBuffer:
    """Messages as one session sees them."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._connection = desk, desk.connection

    def receive(
        self,
        name: str,
        key: str,
        message_id: str,
        payload: Mapping[str, Any],
        *,
        lives: timedelta = KEPT_FOR,
        sender: Record | None = None,
        element: Element | None = None,
    ) -> int | None:
        """Its row, under way; None when the same id has come before: the unique constraint decides, also in a race.

        Raises TooLarge.
        """
        refuse_excess(f"The message “{name}” is", payload)
        values = {
            "name": name,
            "correlation_key": key,
            "message_id": message_id,
            "payload": dict(payload),
            "received_at": self._desk.now,
            "expires_at": self._desk.now + lives,
            "state": "under_way",
            "business_key": sender.business_key if sender else "",
            "thrown_by": sender.id if sender else None,
            "element_id": element.id if element else "",
            "must_arrive": element is not None and element.kind == "endEvent",
            "hops": self._desk.hops.next() if sender else 0,
        }
        try:
            with self._desk.savepoint():
                return insert_row(self._connection, message, **values)
        except IntegrityError:
            return None

    def get(self, message_id: int) -> Record:
        """One row."""
        found = FOUND.first(self._connection, which=message_id)
        assert found  # whoever asks has its id from a row
        return found

    def due(self, limit: int) -> list[int]:
        """Ids of messages under way, oldest first."""
        query = select(MESSAGE.id).where(MESSAGE.state == "under_way")
        return list(self._connection.scalars(query.order_by(MESSAGE.received_at, MESSAGE.id).limit(limit)))

    def taken(self, message_id: int) -> Record | None:
        """A message under way, taken until the transaction ends; None when another worker has it or had it."""
        return TAKEN.first(self._connection, which=message_id)

    def early(self, instance_id: int, token: int, element_id: str) -> list[Record]:
        """Messages that came before the instance waited for them there, oldest first."""
        now = self._desk.now
        return EARLY.all(self._connection, instance=instance_id, at=token, element=element_id, now=now)

    def put(self, message_id: int, state: str) -> None:
        """What has become of it; of one that is delivered, the id alone is kept."""
        if state == "delivered":
            DELIVERED.send(self._connection, which=message_id)
        else:
            PUT.send(self._connection, which=message_id, becomes=state)

    def sweep(self) -> int:
        """Forget messages for which nobody has waited in time; how many. The end of a phase never expires."""
        gone = delete(message).where(
            MESSAGE.state == "kept", MESSAGE.expires_at <= self._desk.now, MESSAGE.must_arrive.is_(False)
        )
        return self._connection.execute(gone).rowcount

    def look_again(self) -> int:
        """Send kept messages on for which somebody waits by now; how many.

        A message and the wait for it may be written at the same moment, where neither transaction sees the other.
        """
        starts = start_event.c
        waited_for = or_(
            exists().where(and_(WAIT.name == MESSAGE.name, WAIT.correlation_key == MESSAGE.correlation_key)),
            exists().where(and_(starts.kind == "message", starts.name == MESSAGE.name)),
        )
        again = update(message).where(MESSAGE.state == "kept", MESSAGE.expires_at > self._desk.now, waited_for)
        return self._connection.execute(again.values(state="under_way")).rowcount
