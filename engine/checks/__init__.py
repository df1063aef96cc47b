"""Checks of a drawing before it may run: one module for each kind of fault, and the one list of them."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from lxml import etree

from engine import dialect, xml
from engine.calling import drawn, family
from engine.checks import (
    activities,
    calls,
    credentials,
    decisions,
    elements,
    expressions,
    flows,
    foreign,
    gateways,
    groups,
    ids,
    labels,
    lanes,
    layout,
    library,
    messages,
    names,
    process,
    references,
    routes,
    throwing,
    timers,
    words,
)
from engine.checks.decisions import check_decisions, check_tables
from engine.checks.report import Report
from engine.checks.scenarios import check_scenario
from engine.checks.sheet import Known, Sheet, Text
from engine.dialect import BPMN
from engine.errors import Finding

__all__ = ["Known", "Report", "Text", "check_bundle", "check_decisions", "check_drawing", "check_scenario"]

MOST_TOLD = 100  # findings of one kind in one process
MOST_PROCESSES = 50
Check = Callable[[Sheet], Iterable[Finding]]

FIRST: tuple[Check, ...] = (ids.missing,)  # without ids nothing else can be told
ALWAYS: tuple[Check, ...] = (ids.doubled, ids.lengthy, flows.loose, lanes.alike, references.named)  # drawn only, too
WHEN_RUN: tuple[Check, ...] = (
    process.not_executable,
    elements.refused,
    elements.strange,
    flows.starts,
    flows.ends,
    flows.unreached,
    flows.forks,
    gateways.undecided,
    gateways.unasked,
    gateways.unwaited,
    gateways.endless,
    activities.unfastened,
    activities.unlisted,
    activities.unscripted,
    lanes.doubled,
    messages.missing,
    messages.unkept,
    messages.unoffered,
    messages.unasked,
    throwing.uncoded,
    throwing.twice,
    calls.uncalled,
    calls.unmapped,
    calls.ungrouped,
    timers.unset,
    timers.undue,
    foreign.never_evaluated,
    foreign.other_language,
    foreign.unread,
    foreign.code,
    expressions.not_feel,
    names.unknown,
    names.unnameable,
    names.unvalued,
    credentials.in_variables,
    references.forms,
    references.asked_without,
    references.jobs,
    decisions.asked,
    references.notices,
    groups.missing,
    groups.unknown,
)
AT_LAST: tuple[Check, ...] = (library.unreadable,)  # when nothing else is wrong
WARNINGS: tuple[Check, ...] = (
    references.properties,
    foreign.dropped,
    words.unnamed,
    words.undone,
    words.unasked,
    layout.unplaced,
    layout.overlapping,
    layout.astray,
    labels.hidden,
    labels.cut,
    routes.through,
    layout.crowded,
    layout.wide,
)


def check_drawing(
    file: str,
    data: bytes,
    resources: Mapping[str, bytes],
    known: Known,
    *,
    process_id: str | None = None,
    runs: bool = True,
    called: bool = False,
) -> Report:
    """What is wrong with a drawing; with a `process_id`, that one process must be in it and is what runs.

    `runs` is False for a drawing that is only to be looked at; `called` says that it is another that calls it.
    """
    try:
        root = xml.parse(data)
    except xml.UnsafeXml as fault:
        message, _, remedy = str(fault).partition(". ")
        remedy = remedy or "Save it again as a BPMN 2.0 drawing."
        return _refused(file, fault.element, f"{message.rstrip('.')}.", remedy)
    sheets = list(_sheets(file, root, resources, known, called))
    running = _running(sheets, process_id) if runs else []
    if process_id and not running:
        return _refused(file, "", "The process is missing.", f"Name the process “{process_id}”, like its folder.")
    if not sheets:
        return _refused(file, "", "There is no process in this file.", "Save it as a BPMN 2.0 drawing.")
    if len(sheets) > MOST_PROCESSES:
        return _refused(file, "", f"There are {len(sheets)} processes in this file.", "Save each in a file of its own.")
    return sum((_checked(sheet, ALWAYS + WHEN_RUN if sheet in running else ALWAYS) for sheet in sheets), Report())


def _checked(sheet: Sheet, checks: tuple[Check, ...]) -> Report:
    if errors := tuple(_each(FIRST, sheet)):
        return Report(errors=errors)
    errors = tuple(_each(checks, sheet))
    if not errors and checks != ALWAYS:
        errors = tuple(_each(AT_LAST, sheet))
    return Report(errors=errors, warnings=tuple(_each(WARNINGS, sheet)))


def check_bundle(process_id: str, resources: Mapping[str, bytes], known: Known) -> Report:
    """What is wrong with all that is deployed together: the process, its decisions, and keys of its forms."""
    file = f"{process_id}.bpmn"
    found = check_drawing(file, resources.get(file, b""), resources, known, process_id=process_id)
    found += _check_called(process_id, resources, known)
    found += check_tables(resources)
    for name, data in resources.items():
        if name.endswith(".form"):
            found += Report(errors=tuple(credentials.in_form(name, data)))
    if not found.errors:
        found += Report(errors=tuple(ids.twins(family(process_id, resources))))
    return found


def _check_called(process_id: str, resources: Mapping[str, bytes], known: Known) -> Report:
    if process_id not in drawn(process_id, resources):
        return Report()  # told already
    found = Report()
    for member in family(process_id, resources).members[1:]:
        called = member.drawing.process_id
        found += check_drawing(member.file, resources[member.file], resources, known, process_id=called, called=True)
    return found


def _running(sheets: list[Sheet], process_id: str | None) -> list[Sheet]:
    """The process asked for, else the executable ones; else all, as the mark may be all that is missing."""
    if process_id:
        return [sheet for sheet in sheets if sheet.drawing.process_id == process_id]
    drawn = [sheet for sheet in sheets if sheet.drawing.elements] or sheets  # a closed pool has an empty process
    return [sheet for sheet in drawn if sheet.drawing.executable] or drawn


def _sheets(
    file: str, root: etree._Element, resources: Mapping[str, bytes], known: Known, called: bool
) -> Iterable[Sheet]:
    for node, drawing in zip(root.iter(f"{BPMN}process"), dialect.read(root, resources), strict=True):
        yield Sheet(
            file=file, root=root, process=node, drawing=drawing, resources=resources, known=known, called=called
        )


def _each(checks: Iterable[Check], sheet: Sheet) -> Iterable[Finding]:
    for check in checks:
        yield from dict.fromkeys(islice(check(sheet), MOST_TOLD))  # what is drawn twice at a shape is told once


def _refused(file: str, element: str, message: str, remedy: str) -> Report:
    return Report(errors=(Finding(file=file, element=element, message=message, remedy=remedy),))
