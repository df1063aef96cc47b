"""The last word: what every other check lets pass, the library must be able to read."""

from collections.abc import Iterator

from engine import dialect
from engine.checks.sheet import Sheet
from engine.errors import Finding
from engine.spiff.parser import specifications


def unreadable(sheet: Sheet) -> Iterator[Finding]:
    """A drawing of which the library cannot make a specification, in the library's own words."""
    try:
        specifications(dialect.document([dialect.plain(sheet.process)]), sheet.drawing.process_id)
    except Exception as fault:  # the library raises many kinds, some of them by accident
        message = f"The library cannot read it: {str(fault).strip('. ') or type(fault).__name__}."
        yield sheet.finding(sheet.process, message, "Draw this part in another way, and check again.")
