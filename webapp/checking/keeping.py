"""For how long records are kept: every class is dated, has a source, and one length."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import Report
from webapp.checking.clocks import dated, one_of
from webapp.checking.ground import Ground
from webapp.checking.shared import Fault, report, tables, words
from webapp.keeping.classes import FITS, OTHER

LENGTHS = ("until_age", "years_after_end")
KNOWN = {"name", "title", "fits", "source", "effective_from", "effective_to", *LENGTHS}


def check_retention(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the retention classes."""
    return report(ground.shown(file), data, _retention)


def _retention(table: dict[str, Any]) -> Iterator[Fault]:
    days, rows = table.get("review_days"), tables(table, "classes")
    if not isinstance(days, int) or days < 1:
        yield "", "It gives no time to think before a record is destroyed.", "Write review_days = 7."
    for row in rows:
        yield from _class(str(row.get("name", "")), row)
    if not rows or rows[-1].get("fits") != OTHER or "effective_to" in rows[-1]:
        yield "", "Some records fall into no class.", f'End with a class of fits = "{OTHER}" without effective_to.'


def _class(name: str, row: dict[str, Any]) -> Iterator[Fault]:
    yield from words(name, row, ("name", "title", "fits", "source"))
    yield from one_of(name, row, "fits", FITS)
    yield from dated(name, row)
    years = [row[length] for length in LENGTHS if length in row]
    if len(years) != 1 or not isinstance(years[0], int) or years[0] < 1:
        yield name, "It says not in one way how long records are kept.", f"Write {' or '.join(LENGTHS)} with years."
    for word in row.keys() - KNOWN:
        yield name, f"Nothing is known of “{word}”.", "Take it out, or look at how it is spelled."
