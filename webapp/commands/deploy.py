"""`./portal deploy [PATH]`: what has changed becomes the version on which new cases start."""

import argparse
from pathlib import Path

from engine import Bundle, DrawingRefused
from webapp import schema
from webapp.config import Config
from webapp.portal import Portal, Services
from webapp.publishing.deploying import Outcome, bundles, deploy

NAME = "deploy"
HELP = "publish what has changed: new cases start on it, running ones finish on their version"
OLD_SHAPE = "The database has not the shape of this version. Run ./portal migrate-database first. Nothing was deployed."
NO_PROCESS = "{path}: there is no process here. A process is a folder that holds a drawing of its own name."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", type=Path, help="a process's folder or drawing; without one, all that ships")


def run(arguments: argparse.Namespace) -> int:
    """1 when `./portal check` finds an error, there is no process, or the database is of another version."""
    try:
        found = bundles(arguments.path)
    except DrawingRefused as refused:
        print(f"{refused}\nNothing was deployed.")
        return 1
    if not found:
        print(NO_PROCESS.format(path=arguments.path))
        return 1
    portal = Portal(Config.load())
    if not _ready(portal):
        print(OLD_SHAPE)
        return 1
    with portal.work() as services:
        lines = _lines(services, found)
    print("\n".join(lines))
    return 0


def _lines(services: Services, found: list[Bundle]) -> list[str]:
    outcomes = deploy(services, found)
    widest = max(len(each.process_id) for each in outcomes)
    lines = [f"{each.process_id:{widest}}  {_words(each)}" for each in outcomes]
    changed = any(each.version != each.before for each in outcomes)
    return [*lines, *(["New cases start on the new version; running ones finish on theirs."] if changed else [])]


def _words(outcome: Outcome) -> str:
    if outcome.before == outcome.version:
        return f"unchanged, version {outcome.version}"
    return f"version {outcome.version}" + (f", was {outcome.before}" if outcome.before else ", the first")


def _ready(portal: Portal) -> bool:
    """Whether the database has every table as it is now; the demo's is brought there, as `run` does it."""
    portal.config.var.mkdir(parents=True, exist_ok=True)
    if portal.config.demo:
        schema.upgrade(portal.database.engine)
    return schema.is_newest(portal.database.engine)
