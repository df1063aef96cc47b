"""The process itself: it is marked as one that runs."""

from collections.abc import Iterator

from engine.checks.sheet import Sheet
from engine.errors import Finding


def not_executable(sheet: Sheet) -> Iterator[Finding]:
    """A process that is meant to run and is not marked so."""
    if not sheet.drawing.executable:
        yield sheet.finding(sheet.process, "The process is not marked executable.", "Tick “Executable” in the panel.")
