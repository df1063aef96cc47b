"""`./portal documents scan`: what came while no scanner was there is shown to it now."""

import argparse

from webapp.cases import scanning
from webapp.config import Config
from webapp.portal import Portal

NAME = "documents"
HELP = "have files scanned that came without a virus scanner"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["scan"])


def run(arguments: argparse.Namespace) -> int:
    """1 when the settings name no scanner; the worker does the scanning."""
    portal = Portal(Config.load())
    if portal.uploads.scanner is None:
        print("No virus scanner is set. Write its address into the settings, [uploads] scanner.")
        return 1
    with portal.work() as services:
        asked = scanning.ask_again(services, states=scanning.WAITING)
    print(
        f"To be scanned by the worker: {asked}."
        + (" Run it again for the rest." if asked == scanning.MOST_AT_ONCE else "")
    )
    return 0
