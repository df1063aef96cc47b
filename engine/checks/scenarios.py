"""Scenarios: they are TOML, every step says one thing, and every name in them stands in the drawing."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import dialect, periods, xml
from engine.checks.report import Report
from engine.checks.timers import A_DAY
from engine.drawing import Drawing
from engine.errors import Finding
from engine.spelling import nearest

VERBS = ("wait", "complete", "claim", "message")
OUTCOMES = ("sent", "waiting", "ended")
AT_TOP = frozenset(("title", "process", "starts_at", "answers", "variables", "results", "steps", *OUTCOMES))
IN_STEP = frozenset(("as", "answers", "payload", *VERBS, *OUTCOMES))
USER_TASKS = ("userTask", "manualTask")


@dataclass(frozen=True, kw_only=True)
class Names:
    """What a scenario of a drawing may name."""

    tasks: Mapping[str, tuple[str, ...]]  # user tasks, and the groups of each
    ends: frozenset[str]
    messages: frozenset[str]
    notices: frozenset[str]
    job_types: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in a part of the scenario, and what mends it."""

    message: str
    remedy: str


def check_scenario(file: str, data: bytes, processes: Mapping[str, bytes]) -> Report:
    """What is wrong with a scenario; `processes` are the drawings that it may play, by process id."""
    try:
        scenario = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        return _report(file, [("", Fault(message=f"This is not TOML: {fault}.", remedy="Mend the line it names."))])
    return _report(file, _faults(scenario, processes))


def _report(file: str, faults: Iterable[tuple[str, Fault]]) -> Report:
    found = (Finding(file=file, element=where, message=f.message, remedy=f.remedy) for where, f in faults)
    return Report(errors=tuple(found))


def _faults(scenario: Mapping[str, Any], processes: Mapping[str, bytes]) -> Iterator[tuple[str, Fault]]:
    for fault in _head(scenario, processes):
        yield "", fault
    names = _names(str(scenario.get("process")), processes)
    if names is None:
        return
    yield from (("the start", fault) for fault in _outcome(scenario, names))
    for job_type in _table(scenario.get("results")):
        if job_type not in names.job_types:
            yield f"results.{job_type}", _nothing("job type", job_type, names.job_types)
    for number, step in enumerate(_list(scenario.get("steps")), start=1):
        faults = _step(step, names) if isinstance(step, dict) else [_wrong("a step", "a table under [[steps]]")]
        yield from ((f"step {number}", fault) for fault in faults)


def _head(scenario: Mapping[str, Any], processes: Mapping[str, bytes]) -> Iterator[Fault]:
    yield from _strange(scenario, AT_TOP)
    if not isinstance(scenario.get("title"), str) or not scenario["title"].strip():
        yield Fault(message="It has no title.", remedy='Tell the story in one line: title = "…".')
    process = scenario.get("process")
    if process not in processes:
        yield _nothing("process", str(process or ""), processes)
    starts_at = scenario.get("starts_at", A_DAY)
    if not isinstance(starts_at, datetime) or starts_at.tzinfo is None:
        yield _wrong("starts_at", "a moment with its zone, such as 2026-01-13T09:00:00Z")
    for key, kind in (("answers", dict), ("variables", dict), ("results", dict), ("steps", list)):
        if not isinstance(scenario.get(key, kind()), kind):
            yield _wrong(key, "[[steps]]" if kind is list else f"a table: [{key}]")


def _step(step: Mapping[str, Any], names: Names) -> Iterator[Fault]:
    yield from _strange(step, IN_STEP)
    verbs = [verb for verb in VERBS if verb in step]
    if len(verbs) != 1:
        yield Fault(message=f"It says {len(verbs)} things to do.", remedy=f"Say exactly one of {', '.join(VERBS)}.")
    if "wait" in step:
        yield from _wait(step["wait"])
    for verb in ("complete", "claim"):
        if verb in step and step[verb] not in names.tasks:
            yield _nothing("user task", str(step[verb]), names.tasks)
        elif verb in step and "as" in step and step["as"] not in names.tasks[step[verb]]:
            yield _nothing("candidate group", str(step["as"]), names.tasks[step[verb]])
    if "message" in step and step["message"] not in names.messages:
        yield _nothing("message", str(step["message"]), names.messages)
    yield from _outcome(step, names)


def _wait(value: Any) -> Iterator[Fault]:
    try:
        periods.later(A_DAY, str(value))
    except periods.BadPeriod as fault:
        message, _, remedy = str(fault).partition(". ")
        yield Fault(message=f"{message.rstrip('.')}.", remedy=remedy or "Wait for a shorter time.")


def _outcome(part: Mapping[str, Any], names: Names) -> Iterator[Fault]:
    for key, what, known in (("sent", "notice", names.notices), ("waiting", "user task", names.tasks)):
        for name in _list(part.get(key)):
            if name not in known:
                yield _nothing(what, str(name), known)
        if not isinstance(part.get(key, []), list):
            yield _wrong(key, "a list")
    if "ended" in part and part["ended"] not in names.ends:
        yield _nothing("end event", str(part["ended"]), names.ends)


def _strange(part: Mapping[str, Any], known: frozenset[str]) -> Iterator[Fault]:
    for key in sorted(part.keys() - known):
        yield Fault(message=f"Nobody reads “{key}”.", remedy=nearest(key, known))


def _nothing(what: str, name: str, known: Iterable[str]) -> Fault:
    message = f"There is no {what} “{name}” in the drawing." if what != "process" else f"There is no process “{name}”."
    return Fault(message=message, remedy=nearest(name, known, "" if known else "Remove it."))


def _wrong(key: str, remedy: str) -> Fault:
    return Fault(message=f"“{key}” cannot be read.", remedy=f"Write {remedy}.")


def _names(process_id: str, processes: Mapping[str, bytes]) -> Names | None:
    """Names of the drawing; None when there is none to read: its own check says why."""
    try:
        drawings = dialect.read(xml.parse(processes.get(process_id, b"")))
    except xml.UnsafeXml:
        return None
    return next((_of(drawing) for drawing in drawings if drawing.process_id == process_id), None)


def _of(drawing: Drawing) -> Names:
    elements = drawing.elements.values()
    return Names(
        tasks={e.id: e.groups for e in elements if e.kind in USER_TASKS},
        ends=frozenset(e.id for e in elements if e.kind == "endEvent"),
        messages=frozenset(e.message.name for e in elements if e.message),
        notices=frozenset(e.headers["notice"] for e in elements if "notice" in e.headers),
        job_types=frozenset(e.job_type for e in elements if e.job_type),
    )


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
