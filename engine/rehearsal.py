"""Play a scenario: the real engine on a database in memory, with a clock of its own and no side effects."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engine import periods
from engine.actor import PORTAL, Actor, Membership
from engine.checks.scenarios import OUTCOMES
from engine.clock import SetClock
from engine.deployments import Bundle, Cache
from engine.engine import Engine
from engine.errors import EngineError
from engine.models import Record, metadata
from engine.service_tasks import Job, Registry

KEY = "REHEARSAL"
Scenario = Mapping[str, Any]  # as its TOML file says


class ScenarioFault(ValueError):
    """This scenario cannot be played."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where a scenario and the drawing part: in which step, what was expected, what happened."""

    step: int  # 0 is the start
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        where = f"step {self.step}" if self.step else "the start"
        return f"after {where}, {self.what}: expected {self.expected!r}, found {self.found!r}"


@dataclass
class Stage:
    """Everything a rehearsal keeps while it plays."""

    session: Session
    clock: SetClock
    registry: Registry
    groups: Mapping[str, bool]
    sent: list[str]  # notices that jobs would send, since the last step
    cache: Cache = field(default_factory=Cache)
    instance_id: int = 0

    def engine(self) -> Engine:
        """The engine at the clock's moment."""
        guards = _NoGuards()
        return Engine(
            self.session,
            now=self.clock.now(),
            registry=self.registry,
            cache=self.cache,
            groups=self.groups,
            guards=guards,
        )

    def instance(self) -> Record:
        """The instance that is played."""
        return self.engine().instances.get(self.instance_id)

    def waiting(self) -> list[str]:
        """Open user tasks by element id."""
        return sorted(task.element_id for task in self.engine().user_tasks.open_of(KEY))


class _NoGuards(dict[str, Any]):
    """In a rehearsal nobody is related to anybody."""

    def __missing__(self, name: str) -> Any:
        return lambda engine, task, actor: None


def play(
    scenario: Scenario, bundle: Bundle, *, groups: Mapping[str, bool], besides: Iterable[Bundle] = ()
) -> list[Difference]:
    """What differs from the scenario's expectations; the first difference ends the play.

    What a message of the scenario begins `besides` runs in the same case: its tasks and times are played, too.

    Raises ScenarioFault for a step that makes no sense, DrawingRefused for the drawing.
    """
    database = create_engine("sqlite://")
    try:
        metadata.create_all(database)
        with Session(database) as session:
            return _play(scenario, bundle, session, groups, besides)
    finally:
        database.dispose()


def _play(
    scenario: Scenario, bundle: Bundle, session: Session, groups: Mapping[str, bool], besides: Iterable[Bundle]
) -> list[Difference]:
    starts_at = scenario.get("starts_at", datetime(2026, 1, 13, 9, tzinfo=UTC))
    sent: list[str] = []
    results = dict(scenario.get("results", {}))
    registry = Registry(functions=_AnyJob(results, sent))
    stage = Stage(session=session, clock=SetClock(starts_at), registry=registry, groups=groups, sent=sent)
    _start(stage, scenario, bundle, besides)
    for number, step in enumerate([scenario, *scenario.get("steps", [])]):
        if number:
            stage.sent.clear()
            results.update(step.get("results", {}))  # what jobs answer from here on
            _take(stage, step, number)
        _hand_over(stage)
        if differences := _compare(stage, step, number):
            return differences
    return []


def _start(stage: Stage, scenario: Scenario, bundle: Bundle, besides: Iterable[Bundle]) -> None:
    engine = stage.engine()
    for each in (bundle, *besides):
        engine.deployments.deploy(each, by=PORTAL)
    answers = scenario.get("answers", {})  # they come as what the message of a start carries does
    given = {"answers": answers, "payload": answers, "variables": scenario.get("variables", {})}
    given["start_event"] = scenario.get("start")
    with _told("The start"):
        stage.instance_id = engine.instances.start(bundle.process_id, business_key=KEY, by=PORTAL, **given).id


class _AnyJob(dict[str, Any]):
    """Functions for every job type: they write down the notice, and answer what the scenario says."""

    def __init__(self, results: Mapping[str, Any], sent: list[str]) -> None:
        super().__init__()
        self._results, self._sent = results, sent

    def __contains__(self, job_type: object) -> bool:
        return True

    def __missing__(self, job_type: str) -> Any:
        return partial(self._do, job_type)

    def _do(self, job_type: str, job: Job) -> Mapping[str, Any]:
        if notice := job.headers.get("notice"):
            self._sent.append(notice)
        return dict(self._results.get(job_type, {}))


def _take(stage: Stage, step: Mapping[str, Any], number: int) -> None:
    verbs = [verb for verb in TAKE if verb in step]
    if len(verbs) != 1:
        raise ScenarioFault(f"Step {number} must say exactly one of {', '.join(TAKE)}.")
    with _told(f"Step {number} ({verbs[0]} {step[verbs[0]]})"):
        TAKE[verbs[0]](stage, step)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What goes wrong here is the scenario's fault, and it is said where."""
    try:
        yield
    except (EngineError, ScenarioFault, periods.BadPeriod) as fault:
        raise ScenarioFault(f"{where}: {fault}") from fault


def _wait(stage: Stage, step: Mapping[str, Any]) -> None:
    until = periods.later(stage.clock.now(), step["wait"])
    while due := _next_timer(stage, until):
        stage.clock.move_to(max(due.due_at, stage.clock.now()))
        engine = stage.engine()
        if not engine.timers.fire(due):
            raise ScenarioFault(engine.incidents.open()[-1].cause)
        _hand_over(stage)
    stage.clock.move_to(until)


def _next_timer(stage: Stage, until: datetime) -> Record | None:
    engine = stage.engine()
    timers = [timer for row in engine.instances.of(KEY) for timer in engine.timers.of(row.id) if timer.due_at <= until]
    return min(timers, key=lambda timer: timer.due_at, default=None)


def _hand_over(stage: Stage) -> None:
    """What the worker does after each commit."""
    while pieces := stage.engine().hand_overs.due():
        for piece in pieces:
            engine = stage.engine()
            if not engine.hand_overs.deliver(piece):
                raise ScenarioFault(engine.incidents.open()[-1].cause)


def _claim(stage: Stage, step: Mapping[str, Any]) -> None:
    task, actor = _task(stage, step["claim"], step)
    stage.engine().user_tasks.claim(task.id, by=actor)


def _complete(stage: Stage, step: Mapping[str, Any]) -> None:
    task, actor = _task(stage, step["complete"], step)
    engine = stage.engine()
    if task.claimable and task.assignee is None:
        engine.user_tasks.claim(task.id, by=actor)
    engine.user_tasks.complete(task.id, by=actor, answers=step.get("answers", {}))


def _message(stage: Stage, step: Mapping[str, Any]) -> None:
    message_id = f"{step['message']}-{stage.clock.now().isoformat()}-{stage.instance().row_version}"
    payload = step.get("payload", {})
    stage.engine().messages.correlate(step["message"], key=KEY, message_id=message_id, payload=payload, keep=False)


def _task(stage: Stage, element_id: str, step: Mapping[str, Any]) -> tuple[Record, Actor]:
    engine = stage.engine()
    found = next((task for task in engine.user_tasks.open_of(KEY) if task.element_id == element_id), None)
    if found is None:
        raise ScenarioFault(f"“{element_id}” is not open; open are: {', '.join(stage.waiting()) or 'none'}.")
    group = step.get("as") or engine.user_tasks.groups_of(found.id)[0]
    alone = found.assignee if not found.claimable else None
    return found, Actor(id=alone or group, name=group, memberships=frozenset({Membership(group=group)}))


def _compare(stage: Stage, step: Mapping[str, Any], number: int) -> list[Difference]:
    found = {"sent": list(stage.sent), "waiting": stage.waiting(), "ended": stage.instance().ended_in or ""}
    expected = {"sent": [], "waiting": [], "ended": "", **{what: step[what] for what in OUTCOMES if what in step}}
    expected["waiting"] = sorted(expected["waiting"])
    return [
        Difference(step=number, what=what, expected=expected[what], found=found[what])
        for what in OUTCOMES
        if expected[what] != found[what]
    ]


TAKE = {"wait": _wait, "claim": _claim, "complete": _complete, "message": _message}
