"""Actions: what people may do besides their tasks, as open message catches and message starts offer it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.desk import Desk
from engine.drawing import Element
from engine.feel import compile_expression
from engine.instances import Instances
from engine.messaging.delivery import Receiver
from engine.models import Record, message_subscription, start_event

Facts = Callable[[Desk, str, Actor], Mapping[str, Any]]  # what the host knows of a business key, for one actor


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action as it is offered: its words, its form, and the message that taking it sends."""

    label: str
    text: str  # what it is for, in a sentence; may be empty
    form: str
    name: str  # of the message
    key: str  # its correlation key
    receiver: Receiver
    deployment_id: int  # with which the form was deployed


class Actions:
    """Actions of one session."""

    def __init__(self, desk: Desk, instances: Instances, facts: Facts) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._facts = instances, facts

    def offered(self, business_key: str, *, to: Actor) -> list[Action]:
        """Open message catches of the business key and message starts, for one of the actor's groups, and now."""
        running = self._instances.running(business_key)
        now = _Now(self._desk, running, partial(self._facts, self._desk, business_key, to))
        found = [*self._waiting(business_key), *self._starts(business_key)]
        theirs = ((row, action) for row, action in found if any(to.belongs(g, business_key) for g in _groups(row)))
        return [action for row, action in theirs if now.offers(self._event(row.element_id, action.deployment_id))]

    def _waiting(self, business_key: str) -> Iterator[tuple[Record, Action]]:
        c = message_subscription.c
        query = select(message_subscription).where(c.business_key == business_key, c.action_label != "")
        for row in self._connection.execute(query.order_by(c.id)):
            deployment_id = self._instances.get(row.instance_id).deployment_id
            receiver = Receiver(
                business_key=business_key, instance_id=row.instance_id, token=row.token, element_id=row.element_id
            )
            yield row, self._action(row, row.correlation_key, receiver, deployment_id)

    def _starts(self, business_key: str) -> Iterator[tuple[Record, Action]]:
        c = start_event.c
        query = select(start_event).where(c.kind == "message", c.action_label != "")
        for row in self._connection.execute(query.order_by(c.id)):
            receiver = Receiver(business_key=business_key, process_id=row.process_id, element_id=row.element_id)
            yield row, self._action(row, business_key, receiver, row.deployment_id)

    def _action(self, row: Record, key: str, receiver: Receiver, deployment_id: int) -> Action:
        event = self._event(row.element_id, deployment_id)
        return Action(
            label=row.action_label,
            text=event.properties.get("action_text", ""),
            form=row.form,
            name=row.name,
            key=key,
            receiver=receiver,
            deployment_id=deployment_id,
        )

    def _event(self, element_id: str, deployment_id: int) -> Element:
        return self._desk.deployments.definition(deployment_id).process.elements[element_id]


@dataclass(frozen=True)
class _Now:
    """What decides whether an action makes sense at this moment."""

    desk: Desk
    running: Collection[str]  # processes of the business key
    facts: Callable[[], Mapping[str, Any]]

    def offers(self, event: Element) -> bool:
        """By its properties: beside which processes alone, beside which not, and a condition on the host's facts."""
        only, never = _names(event, "only_while"), _names(event, "not_while")
        if never.intersection(self.running) or (only and not only.intersection(self.running)):
            return False
        condition = event.properties.get("offered_if", "")
        return not condition or compile_expression(condition).evaluate(self._known, now=self.desk.now) is True

    @cached_property
    def _known(self) -> Mapping[str, Any]:
        return self.facts()


def _names(event: Element, which: str) -> set[str]:
    named = event.properties.get(which, "")
    return {name.strip() for name in named.split(",") if name.strip()}


def _groups(row: Record) -> list[str]:
    return row.group_id.split(",")
