"""`./portal accounts import FILE`: people who have an account with the council already do not register again."""

import argparse
from dataclasses import replace
from itertools import islice
from pathlib import Path

from webapp import csv_rows
from webapp.accounts import AccountsError, ImportReport, importing
from webapp.config import Config
from webapp.form_pages import shipped_lists
from webapp.portal import Portal

NAME = "accounts"
HELP = "import existing accounts from a CSV file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["import"])
    parser.add_argument("file", type=Path, help="CSV: email, title, first_name, last_name, phones, services")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """1 when the file could not be read or a row was left out."""
    portal = Portal(Config.load())
    try:
        importing.check_shape(csv_rows.lines(arguments.file))
        total, left_out = _import(portal, arguments.file, dry_run=arguments.dry_run)
    except (csv_rows.Unreadable, AccountsError) as fault:
        print(f"{arguments.file}: {fault}")
        return 1
    counted = f"{total.created} added, {total.merged} joined to an account that was there, {total.unchanged} unchanged"
    print(f"{counted}, {left_out} left out")
    if arguments.dry_run:
        print("This was a dry run: nothing was changed.")
    return 1 if left_out else 0


def _import(portal: Portal, file: Path, *, dry_run: bool) -> tuple[ImportReport, int]:
    """Some rows at a time, each time in one transaction; what is left out is told as it is found."""
    rows = importing.read(csv_rows.lines(file), _service_names())
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
