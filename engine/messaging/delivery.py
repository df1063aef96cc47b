"""Giving a message or a signal to the one that takes it: an instance that waits, or a start event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.actor import Actor
from engine.desk import Desk
from engine.instances import Instances
from engine.models import Record
from engine.spiff.execution import Execution

LONGEST_KEY = 40  # characters of a business key


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """A token that waits, or (without an instance) the start event of a process."""

    business_key: str
    element_id: str
    instance_id: int | None = None
    token: int = 0
    process_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is delivered; `kind` is message or signal, `once` the id under which it starts one instance."""

    kind: str
    name: str
    once: str
    payload: Mapping[str, Any]
    hops: int = 0
    answers: Mapping[str, Any] | None = None  # of the form of an action


class Delivery:
    """Deliveries of one session; each one is a step of its receiver."""

    def __init__(self, desk: Desk, instances: Instances) -> None:
        self._desk, self._instances = desk, instances

    def give(self, parcel: Parcel, to: Receiver, *, by: Actor) -> None:
        """Deliver it. Raises StepFailed, NotReady or InstanceNotFound: the caller must undo what was done then."""
        with self._desk.hops.at(parcel.hops):
            if to.instance_id is None:
                self._start(parcel, to, by)
            else:
                self._fire(parcel, to, self._instances.lock(to.instance_id), by)

    def _start(self, parcel: Parcel, to: Receiver, by: Actor) -> None:
        if len(to.business_key) > LONGEST_KEY:
            raise ValueError(f"the key “{to.business_key}” is longer than the {LONGEST_KEY} characters of a case's")
        self._instances.start(
            to.process_id,
            business_key=to.business_key,
            by=by,
            answers=parcel.answers,
            payload=parcel.payload,
            start_id=f"{parcel.kind}/{parcel.once}",
            start_event=to.element_id,
        )

    def _fire(self, parcel: Parcel, to: Receiver, instance: Record, by: Actor) -> None:
        def receive(execution: Execution) -> None:
            execution.fire(to.token, to.element_id, parcel.payload)

        if parcel.answers is not None:
            element = self._desk.deployments.definition(instance.deployment_id).process.elements[to.element_id]
            self._desk.submissions.keep(instance, element, parcel.answers, by)
        self._desk.history.record(
            to.business_key,
            parcel.kind,
            by=by,
            payload={"name": parcel.name},
            instance_id=instance.id,
            element_id=to.element_id,
        )
        self._instances.step(instance, receive, by=by)
