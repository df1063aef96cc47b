"""`./portal accounts import FILE`: people who have an account with the council already do not register again."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from webapp.accounts import AccountsError, ImportReport, importing
from webapp.config import Config
from webapp.form_pages import shipped_lists
from webapp.portal import Portal

NAME = "accounts"
HELP = "import existing accounts from a CSV file"
LONGEST_LINE = 100_000  # bytes: beyond that a quotation mark or a line end is missing
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file cannot be read as text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["import"])
    parser.add_argument("file", type=Path, help="CSV: email, title, first_name, last_name, phones, services")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """1 when the file could not be read or a row was left out."""
    portal = Portal(Config.load())
    try:
        importing.check_shape(_lines(arguments.file))
        total, left_out = _import(portal, arguments.file, dry_run=arguments.dry_run)
    except (Unreadable, AccountsError) as fault:
        print(f"{arguments.file}: {fault}")
        return 1
    counted = f"{total.created} added, {total.merged} joined to an account that was there, {total.unchanged} unchanged"
    print(f"{counted}, {left_out} left out")
    if arguments.dry_run:
        print("This was a dry run: nothing was changed.")
    return 1 if left_out else 0


def _import(portal: Portal, file: Path, *, dry_run: bool) -> tuple[ImportReport, int]:
    """Some rows at a time, each time in one transaction; what is left out is told as it is found."""
    rows = importing.read(_lines(file), _service_names())
    total, left_out = ImportReport(), 0
    while some := list(islice(rows, importing.AT_ONCE)):
        with portal.look() if dry_run else portal.work() as services:
            report = services.accounts.import_rows(some, dry_run=dry_run)
        for finding in report.findings:
            print(f"  line {finding.line}: {finding.what} {finding.remedy}")
        total, left_out = total + replace(report, findings=()), left_out + len(report.findings)
    return total, left_out


def _service_names() -> dict[str, str]:
    """How a file may call a service: by its value, with blanks in it, or as people read it."""
    options = shipped_lists()["services"]
    named = {option.value: option.value for option in options}
    named |= {option.value.replace("_", " "): option.value for option in options}
    return named | {option.label.lower(): option.value for option in options}


def _lines(file: Path) -> Iterator[str]:
    """The file's lines, one at a time. Raises Unreadable with a sentence that says what to do."""
    try:
        # Latin-1 is byte for byte, and lines end as on any system: a Mac's CR as well.
        with file.open(encoding="latin-1", newline=None) as opened:
            yield from _decoded(opened)
    except FileNotFoundError:
        raise Unreadable("There is no such file. Look at how it is spelled.") from None
    except IsADirectoryError:
        raise Unreadable("This is a folder. Name the CSV file in it.") from None
    except OSError as fault:
        raise Unreadable(f"The file cannot be read: {fault.strerror}.") from None


def _decoded(opened: TextIO) -> Iterator[str]:
    number = 0
    while read := opened.readline(LONGEST_LINE + 1):
        line = read.encode("latin-1")
        number += 1
        if number == 1 and line.startswith(UTF_16):
            raise Unreadable("This is “Unicode text” (UTF-16). Save it again as “CSV UTF-8”.")
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"Line {number} has more than {LONGEST_LINE:,} characters. Save it again as “CSV UTF-8”.")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"Line {number} is not UTF-8 text. Save it again as “CSV UTF-8”.") from None
