"""`./portal accounts import FILE`: people who have an account with the council already do not register again."""

import argparse
from pathlib import Path

from webapp.accounts import AccountsError
from webapp.config import Config
from webapp.portal import Portal

NAME = "accounts"
HELP = "import existing accounts from a CSV file"


class Unreadable(Exception):
    """The file cannot be read as text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["import"])
    parser.add_argument("file", type=Path, help="CSV: email, title, first_name, last_name, phones, services")


def run(arguments: argparse.Namespace) -> int:
    """1 when the file could not be read or a row was refused."""
    portal = Portal(Config.load())
    try:
        lines = _lines(arguments.file)
        with portal.work() as services:
            report = services.accounts.import_accounts(lines)
    except (Unreadable, AccountsError) as fault:
        print(f"{arguments.file}: {fault}")
        return 1
    print(f"{report.created} added, {report.merged} joined to an account that was there, {len(report.refused)} refused")
    for row in report.refused:
        print(f"  line {row.line}: {row.reason}")
    return 1 if report.refused else 0


def _lines(file: Path) -> list[str]:
    """The file's lines. Raises Unreadable with a sentence that says what to do."""
    try:
        return file.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise Unreadable("There is no such file. Look at how it is spelled.") from None
    except IsADirectoryError:
        raise Unreadable("This is a folder. Name the CSV file in it.") from None
    except OSError as fault:
        raise Unreadable(f"The file cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise Unreadable(f"Line {line} is not UTF-8 text. Save it again as “CSV UTF-8”.") from None
