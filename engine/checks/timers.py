"""Timers: a time is set, it can be read, and it does not come back too often."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from engine import periods
from engine.checks.elements import runs
from engine.checks.sheet import Sheet
from engine.drawing import Element, TimerDefinition
from engine.errors import Finding
from engine.feel import FeelError, compile_expression, to_variable

LONGEST = 80  # characters of an expression that is tried here
A_DAY = datetime(2026, 1, 12, 9, tzinfo=UTC)  # any day: only whether the text can be read is asked


def unset(sheet: Sheet) -> Iterator[Finding]:
    """Timers without a time, with one that cannot be read, or that repeat where only one time can come."""
    for element in sheet.drawing.elements.values():
        if element.event == "timer" and runs(sheet, element):
            if element.timer is None or not element.timer.expression:
                yield sheet.finding(element, "No time is set.", "Set a date or a duration, such as P14D or PT1H.")
            elif _begins(sheet, element) and _reads(element.timer.expression):
                message = "Its time reads a variable, and there is none before the process has begun."
                yield sheet.finding(element, message, "Set a date or a duration, such as P14D.")
            elif element.timer.kind == "cycle" and not (_may_repeat(element) or _begins(sheet, element)):
                message = "Only a timer that does not interrupt may repeat."
                yield sheet.finding(element, message, "Set a duration, such as P14D.")
            elif fault := _fault(element.timer):
                yield sheet.finding(element, *fault)


def undue(sheet: Sheet) -> Iterator[Finding]:
    """Due dates that say the same on every day, and no date."""
    for element in sheet.drawing.elements.values():
        value = _constant(element.due) if element.due else _VARIES
        if value is not _VARIES and (fault := _unreadable("duration" if str(value)[:1] == "P" else "date", value)):
            yield sheet.finding(
                element, f"Its due date cannot be read: {fault[0]}", 'Write =duration("P7D") or a date.'
            )


def _may_repeat(element: Element) -> bool:
    return element.kind in ("boundaryEvent", "startEvent") and not element.interrupting


def _begins(sheet: Sheet, element: Element) -> bool:
    """Whether it starts the process itself."""
    return element.kind == "startEvent" and element.within == sheet.drawing.process_id


def _reads(text: str) -> bool:
    try:
        return text.startswith("=") and bool(compile_expression(text).names)
    except FeelError:
        return False  # told by engine.checks.expressions


def _fault(timer: TimerDefinition) -> tuple[str, str] | None:
    text = timer.expression
    value = _constant(text) if text.startswith("=") else text
    if value is _VARIES:
        return None
    fault = _unreadable(timer.kind, value)
    if fault is None and timer.kind == "duration" and periods.later(A_DAY, str(value)) == A_DAY:
        return "Its time is over as soon as it begins.", "Set a longer one, such as P14D or PT1H, or remove it."
    return fault


def _unreadable(kind: str, value: Any) -> tuple[str, str] | None:
    """What is wrong and what mends it, as the engine would say when the timer starts."""
    try:
        periods.due(kind, value, now=A_DAY)
    except periods.BadPeriod as fault:
        message, _, remedy = str(fault).partition(". ")
        return f"{message.rstrip('.')}.", remedy or "Set a shorter time."
    return None


class _Varies:
    """The value of an expression that reads something."""


_VARIES = _Varies()


def _constant(text: str) -> Any:
    """Value of a short expression that reads no names and repeats nothing."""
    if len(text) > LONGEST or ".." in text:
        return _VARIES
    try:
        expression = compile_expression(text)
        return _VARIES if expression.names else to_variable(expression.evaluate({}, now=A_DAY))
    except FeelError:
        return _VARIES  # told by engine.checks.expressions, or only known when it runs
