"""Who would take a message: exactly one instance that waits for it, or one process that it starts."""

from sqlalchemy import bindparam, select

from engine.desk import Desk
from engine.errors import SeveralWait
from engine.instances import Instances
from engine.messaging.delivery import Receiver
from engine.messaging.starts import Starts
from engine.models import message_subscription
from engine.sql import Statement

LOOKS = 3  # how often it is looked again when the one that waited was served in the meantime
c = message_subscription.c
WAITING = Statement(
    select(c.business_key, c.instance_id, c.token, c.element_id)
    .where(c.name == bindparam("called"), c.correlation_key == bindparam("with_key"))
    .order_by(c.id)
)


class Receivers:
    """Receivers as one session sees them."""

    def __init__(self, desk: Desk, instances: Instances, starts: Starts) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._starts = instances, starts

    def of(self, name: str, key: str) -> list[Receiver]:
        """Everything that would take it: waiting instances, then start events."""
        waiting = [
            Receiver(
                business_key=row.business_key, instance_id=row.instance_id, token=row.token, element_id=row.element_id
            )
            for row in WAITING.all(self._connection, called=name, with_key=key)
        ]
        starts = [
            Receiver(business_key=key, process_id=row.process_id, element_id=row.element_id)
            for row in self._starts.named("message", name)
        ]
        return waiting + starts

    def one(self, name: str, key: str) -> Receiver | None:
        """The one that takes it, or None. Raises SeveralWait naming how many."""
        found = self.of(name, key)
        if len(found) > 1:
            raise SeveralWait(f"{len(found)} wait for “{name}” with the key “{key}” or start with it; one may.")
        return found[0] if found else None

    def held(self, name: str, key: str) -> Receiver | None:
        """The one that takes it, its instance locked: another transaction may have served it until then."""
        for _ in range(LOOKS):
            found = self.one(name, key)
            if found is None or found.instance_id is None:
                return found
            if self._instances.lock_if_running(found.instance_id) and found == self.one(name, key):
                return found
        return None
