"""Play a scenario: the real engine on a database in memory, with a clock of its own and no side effects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engine import periods
from engine.actor import PORTAL, Actor, Membership
from engine.clock import SetClock
from engine.deployments import Bundle, Cache
from engine.engine import Engine
from engine.errors import EngineError
from engine.models import Record, metadata
from engine.service_tasks import Job, Registry

KEY = "REHEARSAL"
EXPECTATIONS = ("sent", "waiting", "ended")
Scenario = Mapping[str, Any]  # as its TOML file says
VERBS = ("wait", "complete", "claim", "message")


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
    cache: Cache = field(default_factory=Cache)
    sent: list[str] = field(default_factory=list)
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


def play(scenario: Scenario, bundle: Bundle, *, groups: Mapping[str, bool]) -> list[Difference]:
    """What differs from the scenario's expectations; the first difference ends the play.

    Raises ScenarioFault for a step that makes no sense, DrawingRefused for the drawing.
    """
    database = create_engine("sqlite://")
    try:
        metadata.create_all(database)
        with Session(database) as session:
            return _play(scenario, bundle, session, groups)
    finally:
        database.dispose()


def _play(
    scenario: Mapping[str, Any], bundle: Bundle, session: Session, groups: Mapping[str, bool]
) -> list[Difference]:
    starts_at = scenario.get("starts_at", datetime(2026, 1, 13, 9, tzinfo=UTC))
    stage = Stage(session=session, clock=SetClock(starts_at), registry=Registry(), groups=groups)
    _stand_in(stage, scenario.get("results", {}))
    engine = stage.engine()
    engine.deployments.deploy(bundle, by=PORTAL)
    answers, variables = scenario.get("answers", {}), scenario.get("variables", {})
    started = engine.instances.start(
        bundle.process_id, business_key=KEY, by=PORTAL, answers=answers, variables=variables
    )
    stage.instance_id = started.id
    for number, step in enumerate([scenario, *scenario.get("steps", [])]):
        if number:
            stage.sent.clear()
            _take(stage, step, number)
        if differences := _compare(stage, step, number):
            return differences
    return []


def _stand_in(stage: Stage, results: Mapping[str, Any]) -> None:
    stage.registry = Registry(functions=_AnyJob(_EveryJob(stage, results)))


class _AnyJob(dict[str, Any]):
    """A registry in which every job type is known."""

    def __init__(self, function: Any) -> None:
        super().__init__()
        self._function = function

    def __contains__(self, job_type: object) -> bool:
        return True

    def __missing__(self, job_type: str) -> Any:
        return lambda job: self._function(job_type, job)


@dataclass(frozen=True)
class _EveryJob:
    """Writes down which notice a job would send, and answers what the scenario says."""

    stage: Stage
    results: Mapping[str, Any]

    def __call__(self, job_type: str, job: Job) -> Mapping[str, Any]:
        if notice := job.headers.get("notice"):
            self.stage.sent.append(notice)
        return dict(self.results.get(job_type, {}))


def _take(stage: Stage, step: Mapping[str, Any], number: int) -> None:
    verbs = [verb for verb in VERBS if verb in step]
    if len(verbs) != 1:
        raise ScenarioFault(f"Step {number} must say exactly one of {', '.join(VERBS)}.")
    try:
        TAKE[verbs[0]](stage, step)
    except EngineError as fault:
        raise ScenarioFault(f"Step {number} ({verbs[0]} {step[verbs[0]]}): {fault}") from fault


def _wait(stage: Stage, step: Mapping[str, Any]) -> None:
    until = periods.later(stage.clock.now(), step["wait"])
    while due := _next_timer(stage, until):
        stage.clock.move_to(max(due.due_at, stage.clock.now()))
        engine = stage.engine()
        if not engine.timers.fire(due):
            raise ScenarioFault(engine.incidents.open()[-1].cause)
    stage.clock.move_to(until)


def _next_timer(stage: Stage, until: datetime) -> Record | None:
    return next((timer for timer in stage.engine().timers.of(stage.instance_id) if timer.due_at <= until), None)


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
    return found, Actor(id=group, name=group, memberships=frozenset({Membership(group=group)}))


def _compare(stage: Stage, step: Mapping[str, Any], number: int) -> list[Difference]:
    found = {"sent": list(stage.sent), "waiting": stage.waiting(), "ended": stage.instance().ended_in or ""}
    expected = {"sent": [], "waiting": [], "ended": "", **{what: step[what] for what in EXPECTATIONS if what in step}}
    expected["waiting"] = sorted(expected["waiting"])
    return [
        Difference(step=number, what=what, expected=expected[what], found=found[what])
        for what in EXPECTATIONS
        if expected[what] != found[what]
    ]


TAKE = {"wait": _wait, "claim": _claim, "complete": _complete, "message": _message}
