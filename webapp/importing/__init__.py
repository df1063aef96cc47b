"""The door of the importing room: cases of a former system come in from a file, again and again until it is off."""

from webapp.importing.columns import explanation, shape
from webapp.importing.reading import of
from webapp.importing.rows import Finding, Row, read
from webapp.importing.taking import ADDED, CHANGED, UNCHANGED, Left, Outcome, take

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
