"""Scenarios: they are TOML, every step says one thing, and every name in them stands in the drawing."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import periods
from engine.calling import family
from engine.checks.report import Report
from engine.checks.timers import A_DAY
from engine.drawing import Drawing
from engine.errors import Finding
from engine.spelling import nearest

VERBS = ("wait", "complete", "claim", "message")
OUTCOMES = ("sent", "waiting", "ended")
AT_TOP = frozenset(
    ("title", "process", "start", "starts_at", "answers", "variables", "results", "steps", "besides", *OUTCOMES)
)
IN_STEP = frozenset(("as", "answers", "payload", "results", *VERBS, *OUTCOMES))
TEXTS = ("title", "process", "start", "as", "ended", *VERBS)
TABLES = ("answers", "variables", "results", "payload")
LISTS = ("sent", "waiting", "besides")
Part = Mapping[str, Any]  # a scenario or one of its steps, as TOML


@dataclass(frozen=True, kw_only=True)
class Names:
    """What a scenario of a drawing may name."""

    tasks: Mapping[str, tuple[str, ...]]  # user tasks, and the groups of each
    starts: frozenset[str]
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


def _faults(scenario: Part, processes: Mapping[str, bytes]) -> Iterator[tuple[str, Fault]]:
    yield from (("", fault) for fault in _misshapen(scenario, AT_TOP))
    shaped = _shaped(scenario)
    yield from (("", fault) for fault in _head(shaped, scenario, processes))
    names = _names((shaped.get("process", ""), *shaped.get("besides", ())), processes)
    if names is None:
        return
    if "start" in shaped and shaped["start"] not in names.starts:
        yield "the start", _nothing("start event", shaped["start"], names.starts)
    yield from (("the start", fault) for fault in _outcome(shaped, names))
    yield from ((f"results.{job_type}", fault) for job_type, fault in _results(shaped, names))
    for number, step in enumerate(shaped.get("steps", ()), start=1):
        faults = _step(step, names) if isinstance(step, dict) else [_wrong("a step", "a table under [[steps]]")]
        yield from ((f"step {number}", fault) for fault in faults)


def _misshapen(part: Part, known: frozenset[str]) -> Iterator[Fault]:
    """Keys that nobody reads, and values that are not what their key asks for."""
    for key in sorted(part.keys() - known):
        yield Fault(message=f"Nobody reads “{key}”.", remedy=nearest(key, known))
    for key in sorted(part.keys() & known):
        if remedy := _shape(key, part[key]):
            yield _wrong(key, remedy)


def _shaped(part: Part) -> Part:
    """What of it is as its key asks for: the rest has been told."""
    return {key: value for key, value in part.items() if not _shape(key, value)}


def _shape(key: str, value: Any) -> str:
    """What to write instead; empty when the value is of the right kind."""
    if key in TEXTS:
        return "" if isinstance(value, str) else 'a text: "…"'
    if key in TABLES:
        return "" if isinstance(value, dict) else f"a table: [{key}]"
    if key in LISTS:
        good = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return "" if good else 'a list of names: ["…"]'
    if key == "starts_at":
        good = isinstance(value, datetime) and value.tzinfo is not None
        return "" if good else "a moment with its zone, such as 2026-01-13T09:00:00Z"
    return "[[steps]]" if key == "steps" and not isinstance(value, list) else ""


def _head(shaped: Part, written: Part, processes: Mapping[str, bytes]) -> Iterator[Fault]:
    if not shaped.get("title", "").strip() and ("title" in shaped or "title" not in written):
        yield Fault(message="It has no title.", remedy='Tell the story in one line: title = "…".')
    if shaped.get("process") not in processes and ("process" in shaped or "process" not in written):
        yield _nothing("process", shaped.get("process", ""), processes)
    yield from (_nothing("process", each, processes) for each in shaped.get("besides", ()) if each not in processes)


def _step(written: Part, names: Names) -> Iterator[Fault]:
    yield from _misshapen(written, IN_STEP)
    step, verbs = _shaped(written), [verb for verb in VERBS if verb in written]
    if len(verbs) != 1:
        yield Fault(message=f"It says {len(verbs)} things to do.", remedy=f"Say exactly one of {', '.join(VERBS)}.")
    if "wait" in step:
        yield from _wait(step["wait"])
    for verb in ("complete", "claim"):
        if verb in step:
            yield from _task(step[verb], step.get("as"), names)
    if "message" in step and step["message"] not in names.messages:
        yield _nothing("message", step["message"], names.messages)
    yield from (fault for _, fault in _results(step, names))
    yield from _outcome(step, names)


def _results(part: Part, names: Names) -> Iterator[tuple[str, Fault]]:
    for job_type, result in part.get("results", {}).items():
        if job_type not in names.job_types:
            yield job_type, _nothing("job type", job_type, names.job_types)
        elif not isinstance(result, dict):
            yield job_type, _wrong(job_type, f"a table: [results.{job_type}]")


def _task(name: str, group: str | None, names: Names) -> Iterator[Fault]:
    if name not in names.tasks:
        yield _nothing("user task", name, names.tasks)
        return
    groups = names.tasks[name]  # none where a called process takes that of its caller
    if group is not None and groups and group not in groups:
        yield _nothing("candidate group", group, groups)


def _wait(value: str) -> Iterator[Fault]:
    try:
        periods.later(A_DAY, value)
    except periods.BadPeriod as fault:
        message, _, remedy = str(fault).partition(". ")
        yield Fault(message=f"{message.rstrip('.')}.", remedy=remedy or "Wait for a shorter time.")


def _outcome(part: Part, names: Names) -> Iterator[Fault]:
    for key, what, known in (("sent", "notice", names.notices), ("waiting", "user task", names.tasks)):
        yield from (_nothing(what, name, known) for name in part.get(key, ()) if name not in known)
    if "ended" in part and part["ended"] not in names.ends:
        yield _nothing("end event", part["ended"], names.ends)


def _nothing(what: str, name: str, known: Iterable[str]) -> Fault:
    message = f"There is no {what} “{name}” in the drawing." if what != "process" else f"There is no process “{name}”."
    return Fault(message=message, remedy=nearest(name, known, "" if known else "Remove it."))


def _wrong(key: str, remedy: str) -> Fault:
    return Fault(message=f"“{key}” cannot be read.", remedy=f"Write {remedy}.")


def _names(process_ids: Iterable[str], processes: Mapping[str, bytes]) -> Names | None:
    """Names of the process, of what runs besides, and of all that they call; None when the first cannot be read."""
    files = {f"{name}.bpmn": data for name, data in processes.items()}
    families = [family(each, files) for each in process_ids]
    return _of([each for one in families if one.members for each in one.drawings]) if families[0].members else None


def _of(drawings: Sequence[Drawing]) -> Names:
    elements = [element for drawing in drawings for element in drawing.elements.values()]
    return Names(
        tasks={e.id: e.groups for e in elements if e.kind == "userTask"},
        starts=frozenset(e.id for e in drawings[0].starts()),
        ends=frozenset(e.id for e in drawings[0].elements.values() if e.kind == "endEvent"),
        messages=frozenset(e.message.name for e in elements if e.message),
        notices=frozenset(e.headers["notice"] for e in elements if "notice" in e.headers),
        job_types=frozenset(e.job_type for e in elements if e.job_type),
    )
