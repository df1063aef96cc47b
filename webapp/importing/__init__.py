"""The door of the importing room: cases of a former system come in from a file, again and again until it is off."""

from webapp.importing import columns, plan_rows
from webapp.importing.columns import shape
from webapp.importing.reading import of
from webapp.importing.rows import Finding, Row, read
from webapp.importing.taking import ADDED, CHANGED, UNCHANGED, Left, Outcome, take


def explanation() -> str:
    """Both files, column by column."""
    return f"{columns.explanation()}\n\n{plan_rows.explanation()}"


LISTS = shape().lists  # of this file alone, beside those of workflows/shared/lists

__all__ = [
    "ADDED",
    "CHANGED",
    "LISTS",
    "UNCHANGED",
    "Finding",
    "Left",
    "Outcome",
    "Row",
    "explanation",
    "of",
    "read",
    "take",
]
