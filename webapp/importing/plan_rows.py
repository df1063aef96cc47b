"""The rows of plans: a table of its own beside the file of cases, one row for each part of a plan."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import orjson

from webapp import csv_rows
from webapp.plans.taking_over import TakenRow
from webapp.plans.writing import DETAILS

NUMBER, ROW, SECTION, FOLLOWS, HEADING, WORDS = "number", "row", "section", "follows", "heading", "words"
COLUMNS = {
    NUMBER: "The number of the case, as in the file of cases.",
    ROW: "A number for this part of the plan, of your own.",
    SECTION: "Its section: A, B, C, D, E, F, G, H1, H2, I or J.",
    FOLLOWS: "The row that it belongs to, which stands further up: of an outcome its need, of help its outcome.",
    HEADING: "A short heading, if it has one.",
    WORDS: "What this part of the plan says.",
    **{name: f"Of help: {what[0].lower()}{what[1:]}." for name, what in DETAILS.items()},
}
NEEDED = (NUMBER, ROW, SECTION, WORDS)


def of_case(path: Path, number: str) -> list[TakenRow]:
    """The parts of one plan, in the order of the file. Raises Unreadable, Misshapen."""
    return list(_by_number(path, hashlib.sha256(path.read_bytes()).hexdigest()).get(number.upper(), ()))


def digest(rows: list[TakenRow]) -> str:
    """SHA-256 of all that they say, wherever they stand in the file."""
    said = [[each.row, each.section, each.follows, each.heading, each.words, dict(each.details)] for each in rows]
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def explanation() -> str:
    """Every column with its meaning, for whoever writes the file."""
    lines = [f"  {name:<22}{what}{' Needed.' if name in NEEDED else ''}" for name, what in COLUMNS.items()]
    return "\n".join(["Columns of a file of plan rows (plan_rows), in any order:", *lines])


@lru_cache(maxsize=2)
def _by_number(path: Path, sha256: str) -> dict[str, list[TakenRow]]:
    """Read once, however many cases it is for; `sha256` is its content's."""
    found: dict[str, list[TakenRow]] = {}
    for number, row in _rows(path):
        found.setdefault(number.upper(), []).append(row)
    return found


def _rows(path: Path) -> Iterator[tuple[str, TakenRow]]:
    optional = {name for name in COLUMNS if name not in NEEDED}
    for line, cells in csv_rows.cells(csv_rows.lines(path), tuple(COLUMNS), optional=optional):
        said = dict(zip(COLUMNS, map(str.strip, cells), strict=False))
        yield (
            said[NUMBER],
            TakenRow(
                line=line,
                row=said[ROW],
                section=said[SECTION].upper(),
                follows=said[FOLLOWS],
                heading=said[HEADING],
                words=said[WORDS],
                details={name: said[name] for name in DETAILS},
            ),
        )
