"""`./portal retention`: records whose time is over; with --erase, what two people have agreed on is destroyed."""

import argparse

from webapp import destroying, keeping
from webapp.config import Config
from webapp.keeping.models import APPROVED
from webapp.keeping.retention import Kept
from webapp.portal import Portal
from webapp.presenters import keeping as words

NAME = "retention"
HELP = "show records whose time is over, and destroy what two people have agreed on"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--erase", action="store_true", help="destroy what two people have agreed on, as the worker does"
    )


def run(arguments: argparse.Namespace) -> int:
    """Names nobody: a reference, its class and day."""
    portal = Portal(Config.load())
    if arguments.erase:
        done = destroying.carry_out(portal)
        for certificate in done:
            print(f"{certificate.record}: destroyed, certificate {certificate.number}")
        print(f"Destroyed: {len(done)}. Certificates: {destroying.folder(portal.config)}")
        return 0
    with portal.look() as services:
        found = keeping.list_due(services)
        for each in found:
            print(f"{each.case.reference}: {each.rule.title}. {words.says(each)} {_state(each)}")
    print(f"Records whose time is over or about which somebody has asked: {len(found)}")
    return 0


def _state(kept: Kept) -> str:
    if kept.hold:
        return "On hold."
    if kept.destruction is None:
        return "To be looked at."
    return "Two have agreed." if kept.destruction.state == APPROVED else "Waits for a second person."
