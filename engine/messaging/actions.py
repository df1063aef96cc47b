"""Actions: what people may do besides their tasks, as open message catches and message starts offer it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from engine.actor import Actor
from engine.desk import Desk
from engine.instances import Instances
from engine.messaging.delivery import Receiver
from engine.models import Record, message_subscription, start_event


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action as it is offered: its words, its form, and the message that taking it sends."""

    label: str
    form: str
    name: str  # of the message
    key: str  # its correlation key
    receiver: Receiver
    deployment_id: int  # with which the form was deployed


class Actions:
    """Actions of one session."""

    def __init__(self, desk: Desk, instances: Instances) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances = instances

    def offered(self, business_key: str, *, to: Actor) -> list[Action]:
        """Open message catches of the business key and message starts, for one of the actor's groups."""
        found = [*self._waiting(business_key), *self._starts(business_key)]
        return [action for groups, action in found if any(to.belongs(group, business_key) for group in groups)]

    def _waiting(self, business_key: str) -> Iterator[tuple[list[str], Action]]:
        c = message_subscription.c
        query = select(message_subscription).where(c.business_key == business_key, c.action_label != "")
        for row in self._connection.execute(query.order_by(c.id)):
            deployment_id = self._instances.get(row.instance_id).deployment_id
            receiver = Receiver(
                business_key=business_key, instance_id=row.instance_id, token=row.token, element_id=row.element_id
            )
            yield _groups(row), _action(row, row.correlation_key, receiver, deployment_id)

    def _starts(self, business_key: str) -> Iterator[tuple[list[str], Action]]:
        c = start_event.c
        query = select(start_event).where(c.kind == "message", c.action_label != "")
        running = self._instances.running(business_key)
        for row in self._connection.execute(query.order_by(c.id)):
            only = self._named(row, "only_while")
            if running & self._named(row, "not_while") or (only and not running & only):
                continue
            receiver = Receiver(business_key=business_key, process_id=row.process_id, element_id=row.element_id)
            yield _groups(row), _action(row, business_key, receiver, row.deployment_id)

    def _named(self, row: Record, which: str) -> set[str]:
        """The processes beside which alone (`only_while`), or beside none of which, the drawing begins something."""
        drawing = self._desk.deployments.definition(row.deployment_id).drawing
        named = drawing.elements[row.element_id].properties.get(which, "")
        return {name.strip() for name in named.split(",") if name.strip()}


def _groups(row: Record) -> list[str]:
    return row.group_id.split(",")


def _action(row: Record, key: str, receiver: Receiver, deployment_id: int) -> Action:
    return Action(
        label=row.action_label, form=row.form, name=row.name, key=key, receiver=receiver, deployment_id=deployment_id
    )
