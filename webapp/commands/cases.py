"""`./portal cases import FILE`: cases of the system before, with their families, open phase, dates and plans."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from webapp import csv_rows, importing
from webapp.config import Config
from webapp.form_pages import shipped_lists
from webapp.importing import Finding, Left, Outcome, Row
from webapp.london import london_day
from webapp.portal import Portal

NAME = "cases"
HELP = "import cases from a CSV file"
LEFT_OUT = "left out"


class _DryRun(Exception):
    """Nothing of this stays."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = importing.explanation()
    parser.add_argument("verb", choices=["import"])
    parser.add_argument("file", type=Path, help="CSV with the columns above")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """1 when the file could not be read or a row was left out."""
    portal, file = Portal(Config.load()), arguments.file
    try:
        for _ in _rows(portal, file):  # once for its shape alone, before anything is written
            pass
        total = Counter(_one(portal, file, each, dry_run=arguments.dry_run) for each in _rows(portal, file))
    except (csv_rows.Unreadable, csv_rows.Misshapen) as fault:
        print(f"{file}: {fault} `./portal cases --help` explains the columns.")
        return 1
    finally:
        portal.database.dispose()
    names = (importing.ADDED, importing.CHANGED, importing.UNCHANGED, LEFT_OUT)
    print(", ".join(f"{total[name]} {name}" for name in names))
    if arguments.dry_run:
        print("This was a dry run: nothing was changed.")
    return 1 if total[LEFT_OUT] else 0


def _rows(portal: Portal, file: Path) -> Iterator[Row | list[Finding]]:
    return importing.read(csv_rows.lines(file), _lists(portal), today=london_day(portal.clock.now()))


def _lists(portal: Portal) -> Mapping[str, Sequence[str]]:
    """Values of every list that a column may name."""
    shipped = {name: tuple(option.value for option in options) for name, options in shipped_lists().items()}
    return {**shipped, **importing.LISTS, "areas": tuple(portal.config.areas)}


def _one(portal: Portal, file: Path, row: Row | list[Finding], *, dry_run: bool) -> str:
    """One row in a transaction of its own; what is to be said of it is told at once."""
    if isinstance(row, list):
        _tell(file, row)
        return LEFT_OUT
    try:
        outcome = _taken(portal, file, row, dry_run=dry_run)
    except Left as left:
        _tell(file, [left.finding])
        return LEFT_OUT
    _tell(file, outcome.notes)
    return outcome.what


def _taken(portal: Portal, file: Path, row: Row, *, dry_run: bool) -> Outcome:
    try:
        with portal.work() as services:
            outcome = importing.take(services, portal.uploads, row, file.parent, store=not dry_run)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return outcome


def _tell(file: Path, findings: list[Finding]) -> None:
    for each in findings:
        print(f"  {file.name}, line {each.line}, {each.column or 'all'}: {each.what} {each.remedy}")
