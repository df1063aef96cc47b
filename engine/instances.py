"""Start, advance, cancel and retry process instances: the only code that loads and saves a workflow."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from engine import locks
from engine.actor import Actor
from engine.deployments import ProcessDefinition
from engine.desk import Desk
from engine.drawing import Element
from engine.errors import InstanceNotFound, Outdated
from engine.history import PASSED
from engine.models import Record, process_instance
from engine.service_tasks import Job, Registry
from engine.sizes import refuse_excess
from engine.spiff.execution import Execution, Waiting
from engine.sql import Statement, insert_row

Act = Callable[[Execution], None]
RUNNING = "running"  # status of an instance that has not ended
ORDINARY = frozenset(("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"))

ONE = select(process_instance).where(process_instance.c.id == bindparam("which"))
INSTANCE = Statement(ONE)
LOCKED = Statement(locks.locking(ONE, "which"))
OF_KEY = Statement(
    select(*(c for c in process_instance.c if c.name != "state"))
    .where(process_instance.c.business_key == bindparam("key"))
    .order_by(process_instance.c.id)
)
NOTHING: Mapping[str, Any] = {}
SAVED = ("status", "state", "ended_at", "ended_in", "row_version")
SAVE = Statement(
    update(process_instance)
    .where(process_instance.c.id == bindparam("instance"), process_instance.c.row_version == bindparam("was"))
    .values({name: bindparam(name) for name in SAVED})
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that has been saved: what it has thrown and opened, and whether it was the last."""

    instance: Record  # as it was before the step
    ended: bool
    messages: list[tuple[Element, str, Mapping[str, Any]]] = field(default_factory=list)  # element, key, payload
    signals: list[tuple[Element, Mapping[str, Any]]] = field(default_factory=list)
    opened: list[Waiting] = field(default_factory=list)  # new waits for messages


class _Host:
    """What an instance reaches while it runs; thrown messages wait until the step is saved."""

    def __init__(self, desk: Desk, registry: Registry, row: Record, by: Actor, passed_over: frozenset[str]) -> None:
        self._desk, self._registry, self._row, self._by, self.now = desk, registry, row, by, desk.now
        self.passed_over = passed_over
        self.messages: list[tuple[Element, str, Mapping[str, Any]]] = []
        self.signals: list[tuple[Element, Mapping[str, Any]]] = []

    def perform(self, element: Element, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        job = Job(
            desk=self._desk,
            instance_id=self._row.id,
            business_key=self._row.business_key,
            element_id=element.id,
            headers=element.headers,
            inputs=inputs,
            by=self._by,
            now=self.now,
            deployment_id=self._row.deployment_id,
        )
        return self._registry.perform(element.job_type, job)

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        definition = self._desk.deployments.definition(self._row.deployment_id)
        return definition.decisions.decide(decision_id, scope, now=self.now)

    def send(self, element: Element, key: str, payload: Mapping[str, Any]) -> None:
        self._desk.hops.next()  # raises at the element that throws once too often
        self.messages.append((element, key, payload))

    def broadcast(self, element: Element, payload: Mapping[str, Any]) -> None:
        self._desk.hops.next()
        self.signals.append((element, payload))


class Instances:
    """Process instances of one session."""

    def __init__(self, desk: Desk, registry: Registry) -> None:
        self._desk, self._connection, self._registry = desk, desk.connection, registry
        self.after_step: list[Callable[[Step], None]] = []  # who is told of each step that has been saved
        self.passed_over: frozenset[str] = frozenset()
        self._held: set[int] = set()  # instances whose lock this transaction has taken
        self._steps = 0  # under way in this transaction, one inside the other

    def start(
        self,
        process_id: str,
        *,
        business_key: str,
        by: Actor,
        answers: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
        start_id: str | None = None,
        start_event: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> Record:
        """A new instance on the current version; the same (process, key, start_id) gives the one there is.

        Raises NotDeployed, TooLarge, and StepFailed when the first step fails: then nothing is written.
        """
        refuse_excess("What it starts with is", variables or {})
        definition = self._desk.deployments.current(process_id)
        self._desk.locks.take(business_key)
        row, fresh = self._insert(definition, business_key, start_id)
        if not fresh:
            return row
        given = {"business_key": business_key, "instance_started": self._desk.now.isoformat(), **(variables or {})}
        element = definition.drawing.start(start_event)
        if answers is not None:
            self._desk.submissions.keep(row, element, answers, by)
            given |= {name: answers[name] for name in answers.keys() & definition.process.reads}
        host = self._host(row, by)
        execution = Execution.begin(definition.process, host, given, start_event, payload)
        version = {"process": process_id, "version": definition.version}
        self._desk.history.record(
            business_key, "started", by=by, instance_id=row.id, element_id=element.id, payload=version
        )
        self._advance(row, execution, host, before=[], by=by)
        return self.get(row.id)

    def get(self, instance_id: int) -> Record:
        """One instance's row. Raises InstanceNotFound."""
        if row := INSTANCE.first(self._connection, which=instance_id):
            return row
        raise InstanceNotFound

    def of(self, business_key: str) -> list[Record]:
        """All instances of a business key, oldest first, without their state."""
        return OF_KEY.all(self._connection, key=business_key)

    def runs(self, business_key: str) -> bool:
        """Does anything of this business key run?"""
        c = process_instance.c
        running = select(c.id).where(c.business_key == business_key, c.status == RUNNING).limit(1)
        return self._connection.execute(running).first() is not None

    def running(self, business_key: str) -> set[str]:
        """Ids of the processes of which an instance of this business key runs."""
        c = process_instance.c
        wanted = select(c.process_id).where(c.business_key == business_key, c.status == RUNNING)
        return set(self._connection.execute(wanted).scalars())

    def step(self, row: Record, act: Act, *, by: Actor) -> None:
        """Act on a locked instance, run on, project and save. Raises StepFailed: the caller must not commit then."""
        host = self._host(row, by)
        execution = self._restored(row, host)
        before = execution.waiting()
        act(execution)
        self._advance(row, execution, host, before=before, by=by)

    def execution(
        self, row: Record, *, by: Actor, definition: ProcessDefinition | None = None, state: Mapping[str, Any] = NOTHING
    ) -> Execution:
        """An instance in memory, to be looked at: as it is, or as it would be with that state on that version."""
        return self._restored(row, self._host(row, by), definition, state)

    @contextmanager
    def passing_over(self, element_id: str) -> Iterator[None]:
        """Let steps pass this task without doing it."""
        self.passed_over = frozenset((element_id,))
        try:
            yield
        finally:
            self.passed_over = frozenset()

    def cancel(self, instance_id: int, *, because: str, by: Actor) -> None:
        """End an instance where it stands."""
        row = self.lock(instance_id)
        execution = self.execution(row, by=by)
        before = execution.waiting()
        execution.cancel()
        self._desk.projections.apply(row, execution, before)
        self._desk.history.record(
            row.business_key, "cancelled", by=by, instance_id=row.id, payload={"because": because}
        )
        self._save(row, execution, status="cancelled")
        self._tell(Step(instance=row, ended=True))

    def put_right(
        self, instance_id: int, name: str, *, was: Any, becomes: Any, by: Actor
    ) -> tuple[Execution, list[Waiting]]:
        """What held a wrong value holds the right one; nothing runs on. Gives what waits now, if there was any."""
        row = self.lock(instance_id)
        execution = self.execution(row, by=by)
        if not execution.put_right(name, was=was, becomes=becomes):
            return execution, []
        self._desk.history.record(
            row.business_key, "variable put right", by=by, instance_id=row.id, payload={"name": name}
        )
        self._save(row, execution, status=RUNNING)
        return execution, execution.waiting()

    def _restored(
        self, row: Record, host: _Host, definition: ProcessDefinition | None = None, state: Mapping[str, Any] = NOTHING
    ) -> Execution:
        definition = definition or self._desk.deployments.definition(row.deployment_id)
        return Execution.restore(definition.process, host, dict(state) or row.state)

    def _insert(self, definition: ProcessDefinition, business_key: str, start_id: str | None) -> tuple[Record, bool]:
        values = {
            "deployment_id": definition.deployment_id,
            "process_id": definition.drawing.process_id,
            "business_key": business_key,
            "start_id": start_id,
            "status": RUNNING,
            "row_version": 0,
            "started_at": self._desk.now,
        }
        try:
            with self._desk.savepoint():
                instance_id = insert_row(self._connection, process_instance, **values)
        except IntegrityError:
            c = process_instance.c
            query = select(process_instance).where(
                c.process_id == values["process_id"], c.business_key == business_key, c.start_id == start_id
            )
            return self._connection.execute(query).one(), False
        self._held.add(instance_id)
        return self.get(instance_id), True

    def lock(self, instance_id: int) -> Record:
        """A running instance, held until the transaction ends. Raises InstanceNotFound."""
        statement = LOCKED if self._desk.locks.needed else INSTANCE
        row = statement.first(self._connection, which=instance_id)
        if row is None or row.status != RUNNING:
            raise InstanceNotFound
        self._desk.locks.holds(getattr(row, "locked_key", row.business_key))
        self._desk.locks.take(row.business_key)  # another one, if it moved while this step waited
        self._held.add(instance_id)
        return row

    def lock_if_running(self, instance_id: int) -> Record | None:
        """Hold an instance until the transaction ends; None when it does not run any more."""
        try:
            return self.lock(instance_id)
        except InstanceNotFound:
            return None

    def may_take(self, instance_id: int | None) -> bool:
        """Whether an instance (None: a new one) may take a step now: no other one is held, and none is in a step."""
        return not self._steps and self._held <= {instance_id}

    def _advance(self, row: Record, execution: Execution, host: _Host, *, before: list[Waiting], by: Actor) -> None:
        self._steps += 1
        try:
            execution.run()
        finally:
            self._steps -= 1
        ended = execution.ended
        opened = self._desk.projections.apply(row, execution, before)
        for element in execution.trace:
            if element.kind not in ORDINARY and element.kind != "userTask":
                self._desk.history.record(
                    row.business_key,
                    PASSED,
                    by=by,
                    instance_id=row.id,
                    element_id=element.id,
                )
        self._save(row, execution, status="completed" if ended else RUNNING)
        self._tell(Step(instance=row, ended=ended, messages=host.messages, signals=host.signals, opened=opened))

    def _tell(self, step: Step) -> None:
        for listener in self.after_step:
            listener(step)

    def _host(self, row: Record, by: Actor) -> _Host:
        return _Host(self._desk, self._registry, row, by, self.passed_over)

    def _save(self, row: Record, execution: Execution, *, status: str) -> None:
        values: dict[str, Any] = {"status": status, "state": None, "ended_at": None, "ended_in": None}
        if status == RUNNING:
            values["state"] = execution.save()
        else:
            ends = [e.id for e in execution.trace if e.kind == "endEvent"]
            values |= {"ended_at": self._desk.now, "ended_in": ends[-1] if ends else None}
        was, now = row.row_version, row.row_version + 1
        if not SAVE.run(self._connection, instance=row.id, was=was, row_version=now, **values):
            raise Outdated
