"""`./portal accounts import FILE`: people who have an account with the council already do not register again."""

import argparse
from pathlib import Path

from webapp.accounts import AccountsError
from webapp.config import Config
from webapp.portal import Portal

NAME = "accounts"
HELP = "import existing accounts from a CSV file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["import"])
    parser.add_argument("file", type=Path, help="CSV: email, title, first_name, last_name, phones, services")


def run(arguments: argparse.Namespace) -> int:
    """1 when the file could not be read or a row was refused."""
    portal = Portal(Config.load())
    try:
        lines = arguments.file.read_text("utf-8-sig").splitlines()
        with portal.work() as services:
            report = services.accounts.import_accounts(lines)
    except (OSError, UnicodeDecodeError, AccountsError) as fault:
        print(f"{arguments.file}: {fault}")
        return 1
    print(f"{report.created} added, {report.merged} joined to an account that was there, {len(report.refused)} refused")
    for row in report.refused:
        print(f"  line {row.line}: {row.reason}")
    return 1 if report.refused else 0
