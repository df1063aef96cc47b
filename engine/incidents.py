"""What failed when nobody was waiting: raised once for each fault, then tried again, skipped or resolved."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from engine.actor import PORTAL, Actor
from engine.desk import Desk
from engine.drawing import Element
from engine.errors import Busy, EngineError, IncidentNotFound, NotSkippable, Outdated, StepFailed
from engine.instances import Instances, Step
from engine.models import Record, incident
from engine.sql import Statement, send_row

SKIPPABLE_TASKS = ("serviceTask", "scriptTask", "businessRuleTask", "sendTask")
THROWS = ("intermediateThrowEvent", "endEvent")
log = logging.getLogger("portal.incidents")
# One column of an incident -> how the open ones are settled in which it has this value.
SETTLE = {
    column.name: Statement(
        update(incident)
        .where(column == bindparam("value"), incident.c.resolved_at.is_(None))
        .values(resolved_at=bindparam("now"), resolved_by=bindparam("by"))
    )
    for column in (incident.c.id, incident.c.fault, incident.c.instance_id)
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What may fail, and where; `key` names it for good, `retry` says how it is tried again."""

    key: str
    business_key: str
    process_id: str = ""
    instance_id: int | None = None
    element_id: str = ""
    retry: Mapping[str, Any] = field(default_factory=dict)


class Retry(Protocol):
    """A service whose failures become incidents; `what` is the value of the fault's `retry`."""

    def retry(self, what: Any, /) -> bool:
        """Try it again; whether it worked."""

    def give_up(self, what: Any, /) -> None:
        """It is not to be done any more."""


class Incidents:
    """Incidents of one session."""

    def __init__(self, desk: Desk, instances: Instances) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances = instances
        self.retries: dict[str, Retry] = {}  # what tries each kind again, or gives it up

    def open(self) -> list[Record]:
        """Unresolved incidents, oldest first."""
        query = select(incident).where(incident.c.resolved_at.is_(None)).order_by(incident.c.id)
        return list(self._connection.execute(query))

    def page(self, *, after: int = 0, limit: int = 50) -> list[Record]:
        """Some of them; `after` is the id of the last one on the page before."""
        query = select(incident).where(incident.c.resolved_at.is_(None), incident.c.id > after)
        return list(self._connection.execute(query.order_by(incident.c.id).limit(limit)))

    def count(self, *, most: int = 1_000) -> int:
        """How many are unresolved; one more than `most` stands for any number above it."""
        some = select(incident.c.id).where(incident.c.resolved_at.is_(None)).limit(most + 1).subquery()
        return self._connection.scalar(select(func.count()).select_from(some)) or 0

    def get(self, incident_id: int) -> Record:
        """An unresolved one. Raises IncidentNotFound."""
        query = select(incident).where(incident.c.id == incident_id, incident.c.resolved_at.is_(None))
        found = self._connection.execute(query).first()
        if found is None:
            raise IncidentNotFound
        return found

    def attempt(self, do: Callable[[], object], fault: Fault) -> bool:
        """Do what nobody waits for: when it fails it is undone and an incident is raised; gives whether it worked.

        When the database itself fails, or somebody was faster, that is raised: the whole transaction is to be
        tried again. A lock taken in `do` is let go when it fails: take the business key's before.
        """
        try:
            with self._desk.savepoint():
                do()
        except (Busy, Outdated):  # somebody was faster: nothing is wrong
            raise
        except DBAPIError as failure:
            if isinstance(failure, OperationalError) or failure.connection_invalidated:
                raise
            self.raise_(fault, failure)
        except Exception as failure:  # whatever a drawing or a job does, the other instances go on
            self.raise_(fault, failure)
        else:
            return True
        return False

    def raise_(self, fault: Fault, failure: Exception) -> None:
        """An incident for the fault; the one that is open already is told of the newest cause."""
        if not isinstance(failure, EngineError):
            log.error("incident", extra={"incident": fault.key}, exc_info=failure)
        element_id = failure.element_id if isinstance(failure, StepFailed) else fault.element_id
        cause = _cause(failure)
        if self._again(fault, element_id, cause):
            return
        try:
            with self._desk.savepoint():
                self._insert(fault, element_id, cause)
        except IntegrityError:  # another worker was a moment faster
            if not self._again(fault, element_id, cause):
                raise  # no: the row itself was refused, and a failure must not end without its incident

    def retry(self, incident_id: int, *, by: Actor) -> bool:
        """Try what failed again: True when it worked and the incident is resolved. Raises IncidentNotFound."""
        return self._try(self._open(incident_id), "incident retried", by, {})

    def skip(self, incident_id: int, *, because: str, by: Actor) -> bool:
        """Try again and pass over the task that fails, for the reason given; True when that worked.

        Raises NotSkippable for what is no automatic task, IncidentNotFound.
        """
        found = self._open(incident_id)
        element = self._element(found)
        if element is None or not _skippable(element):
            raise NotSkippable
        with self._instances.passing_over(element.id):
            return self._try(found, "incident skipped", by, {"because": because})

    def resolve(self, incident_id: int, *, because: str, by: Actor) -> None:
        """Leave what failed undone, for the reason given. Raises IncidentNotFound."""
        found = self._open(incident_id)
        for kind, value in found.retry.items():
            self.retries[kind].give_up(value)
        self._record(found, "incident resolved", by, {"because": because})
        self._settle("id", incident_id, by)

    def settle(self, fault_key: str) -> None:
        """It has worked after all: by itself, or on another way."""
        self._settle("fault", fault_key, PORTAL)

    def after_step(self, step: Step) -> None:
        """When its instance has ended, nothing in it is to be mended any more."""
        if step.ended:
            self._settle("instance_id", step.instance.id, PORTAL)

    def _try(self, found: Record, kind: str, by: Actor, payload: Mapping[str, Any]) -> bool:
        self._record(found, kind, by, payload)
        worked = all(self.retries[kind].retry(value) for kind, value in found.retry.items())
        if worked:
            self._settle("id", found.id, by)
        return worked

    def _open(self, incident_id: int) -> Record:
        query = select(incident).where(incident.c.id == incident_id, incident.c.resolved_at.is_(None))
        found = self._connection.execute(query.with_for_update()).first()
        if found is None:
            raise IncidentNotFound
        return found

    def _element(self, found: Record) -> Element | None:
        deployments = self._desk.deployments
        if found.instance_id is None:
            return deployments.current(found.process_id).process.elements.get(found.element_id)
        instance = self._instances.get(found.instance_id)
        return deployments.definition(instance.deployment_id).process.elements.get(found.element_id)

    def _insert(self, fault: Fault, element_id: str, cause: str) -> None:
        send_row(
            self._connection,
            incident,
            instance_id=fault.instance_id,
            business_key=fault.business_key,
            process_id=fault.process_id,
            element_id=element_id,
            fault=fault.key,
            cause=cause,
            retry=dict(fault.retry),
            times=1,
            raised_at=self._desk.now,
        )
        self._desk.history.record(
            fault.business_key,
            "incident raised",
            by=PORTAL,
            instance_id=fault.instance_id,
            element_id=element_id,
            payload={"cause": cause},
        )

    def _again(self, fault: Fault, element_id: str, cause: str) -> int:
        known = update(incident).where(incident.c.fault == fault.key, incident.c.resolved_at.is_(None))
        values = {"times": incident.c.times + 1, "cause": cause, "element_id": element_id}
        return self._connection.execute(known.values(values)).rowcount

    def _record(self, found: Record, kind: str, by: Actor, payload: Mapping[str, Any]) -> None:
        self._desk.history.record(
            found.business_key,
            kind,
            by=by,
            instance_id=found.instance_id,
            element_id=found.element_id,
            payload={"cause": found.cause, **payload},
        )

    def _settle(self, column: str, value: int | str, by: Actor) -> None:
        SETTLE[column].send(self._connection, value=value, now=self._desk.now, by=by.id)


def _cause(failure: Exception) -> str:
    """In words; of what the database refuses, its own words without the statement and its values."""
    said = failure.orig if isinstance(failure, DBAPIError) else failure
    return str(said) or type(failure).__name__


def _skippable(element: Element) -> bool:
    return element.kind in SKIPPABLE_TASKS or (element.kind in THROWS and bool(element.message or element.signal))
