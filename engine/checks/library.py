"""The last word: what every other check lets pass, the library must be able to read."""

from collections.abc import Iterator

from engine import dialect
from engine.checks.sheet import Sheet, label
from engine.errors import Finding
from engine.spiff.parser import Unreadable, specifications


def unreadable(sheet: Sheet) -> Iterator[Finding]:
    """A drawing of which the library cannot make a specification, in the library's own words."""
    try:
        specifications(dialect.document([dialect.plain(sheet.process)]), sheet.drawing.process_id)
    except Unreadable as fault:
        yield told(fault, sheet.file, label(sheet.nodes.get(fault.element_id, sheet.process)))


def told(fault: Unreadable, file: str, element: str) -> Finding:
    """What the library says, as a finding."""
    message = f"The library cannot read it: {fault}."
    return Finding(file=file, element=element, message=message, remedy="Draw this part in another way.")
