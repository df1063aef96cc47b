"""The rows of the file, each cell checked: what can be taken, and what cannot and why."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from webapp import csv_rows
from webapp.accounts import AccountsError
from webapp.accounts.details import normal_email, one_line
from webapp.cases.likeness import same_code
from webapp.cases.numbers import is_nhs_number, is_upn
from webapp.importing.columns import Column, Shape, shape

SEVERAL = ";"
LONGEST = 200  # characters of one cell: a name with more is a quotation mark that is missing
LONGEST_NUMBER = 40
BRITISH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
Lists = Mapping[str, Iterable[str]]  # name -> values


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something in the file that is wrong, or that was left: where, what, and the remedy."""

    line: int
    column: str
    what: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row that can be taken: its cells as the portal writes them, by column; empty ones are there, too."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def day(self, column: str) -> date | None:
        """A date; none where the cell is empty."""
        return date.fromisoformat(self.cells[column]) if self.cells[column] else None

    def several(self, column: str) -> list[str]:
        """The parts of a cell that holds several."""
        return [part for part in self.cells[column].split(SEVERAL) if part]


class _Wrong(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def read(lines: Iterable[str], lists: Lists, *, today: date) -> Iterator[Row | list[Finding]]:
    """Each row, or everything that is wrong with it; raises Misshapen for another kind of file."""
    found, seen = shape(), dict[str, int]()
    for line, cells in csv_rows.cells(lines, tuple(found.columns), optional=found.optional):
        yield _row(found, line, cells, lists, today, seen)


def _row(
    found: Shape, line: int, cells: list[str], lists: Lists, today: date, seen: dict[str, int]
) -> Row | list[Finding]:
    findings, clean = [], {}
    for column, cell in zip(found.columns.values(), cells, strict=False):
        try:
            clean[column.name] = _clean(column, cell, lists, today)
        except _Wrong as wrong:
            findings.append(Finding(line=line, column=column.name, what=wrong.what, remedy=wrong.remedy))
    if len(cells) > len(found.columns):
        what = "There are more cells than the first line has names."
        findings.append(Finding(line=line, column="", what=what, remedy="Look for a quotation mark that is missing."))
    findings += [] if findings else _whole(found, line, clean, seen)
    return findings or Row(line=line, cells=clean)


def _clean(column: Column, cell: str, lists: Lists, today: date) -> str:
    text = one_line(cell)
    if not text:
        if column.needed:
            raise _Wrong("It is empty.", "Fill it in.")
        return ""
    if len(text) > (LONGEST_NUMBER if column.name == "number" else LONGEST * 10 if column.kind == "files" else LONGEST):
        raise _Wrong(f"It has {len(text)} characters.", "Look for a quotation mark that is missing, or shorten it.")
    if column.kind == "choice":
        return _choice(text, lists[column.list])
    return KINDS[column.kind](text, today)


def _choice(text: str, values: Iterable[str]) -> str:
    known = {value.lower(): value for value in values}
    key = text.lower()
    found = known.get(key) or known.get(key.replace(" ", "_"))
    if found is None:
        raise _Wrong(f"“{text[:40]}” is no value that we know.", f"Write one of {', '.join(known.values())}.")
    return found


def _day(text: str, today: date) -> str:
    british = BRITISH_DAY.fullmatch(text)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _Wrong(f"“{text[:20]}” is no date.", "Write it like 2015-03-27 or 27/03/2015.") from None


def _past_day(text: str, today: date) -> str:
    day = _day(text, today)
    if date.fromisoformat(day) > today:
        raise _Wrong(f"{day} has not come yet.", "Correct the year, or leave it empty.")
    return day


def _email(text: str, today: date) -> str:
    try:
        return normal_email(text)
    except AccountsError:
        raise _Wrong(
            f"“{text[:60]}” is no email address.", "Write it like name@example.com, or leave it empty."
        ) from None


def _code(is_right: Callable[[str], bool], called: str) -> Callable[[str, date], str]:
    def read_code(text: str, today: date) -> str:
        code = same_code(text)
        if not is_right(code):
            raise _Wrong(f"“{text[:20]}” is no {called}: its check does not fit.", "Correct it, or leave it empty.")
        return code

    return read_code


def _several(text: str, today: date) -> str:
    return SEVERAL.join(part.strip() for part in text.split(SEVERAL) if part.strip())


def _text(text: str, today: date) -> str:
    return text


KINDS: Mapping[str, Callable[[str, date], str]] = {
    "text": _text,
    "day": _day,
    "past_day": _past_day,
    "lines": _several,
    "files": _several,
    "email": _email,
    "upn": _code(is_upn, "unique pupil number"),
    "nhs_number": _code(is_nhs_number, "NHS number"),
}


def _whole(found: Shape, line: int, cells: Mapping[str, str], seen: dict[str, int]) -> list[Finding]:
    """What is wrong between the cells of a row, or between two rows."""
    wrong = []
    first = seen.setdefault(cells["number"].upper(), line)
    if first != line:
        wrong.append(("number", f"Line {first} has the same number.", "Each case needs a number of its own."))
    for name in found.phases[cells["phase"]].needs:
        if not cells[name]:
            wrong.append((name, f"It is empty, and the phase {cells['phase']} begins with it.", "Fill it in."))
    for start in found.people:
        filled = [name for name in ("email", "relationship", "responsibility", "access") if cells[start + name]]
        wrong += [
            (start + name, f"It is empty, and {start}{filled[0]} is not.", "Fill in all four, or none.")
            for name in ("email", "relationship", "responsibility", "access")
            if filled and name not in filled
        ]
    emails = [cells[start + "email"] for start in found.people if cells[start + "email"]]
    if len(set(emails)) < len(emails):
        wrong.append((f"{found.people[1]}email", "Two people have one email address.", "Each needs their own."))
    return [Finding(line=line, column=column, what=what, remedy=remedy) for column, what, remedy in wrong]
