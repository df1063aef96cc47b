"""`./portal mail bounced ADDRESS…`: mail to these addresses came back, as somebody read in the council's inbox."""

import argparse

from webapp.accounts import bounces
from webapp.config import Config
from webapp.portal import Portal

NAME = "mail"
HELP = "mark addresses that mail came back from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["bounced"])
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS", help="email address that mail came back from")


def run(arguments: argparse.Namespace) -> int:
    """0; whether an address is anybody's is not told."""
    with Portal(Config.load()).work() as services:
        for address in arguments.addresses:
            bounces.mark(services.accounts.desk, address)
    print(
        f"Marked: {len(arguments.addresses)}. Their owners are told at their next sign-in; officers see it beside them."
    )
    return 0
