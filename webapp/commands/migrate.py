"""`./portal migrate-database`: bring the database to the shape that this version needs."""

import argparse

from webapp import schema
from webapp.config import Config
from webapp.portal import Portal

NAME = "migrate-database"
HELP = "bring the database to the shape that this version needs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose: there is one newest shape."""


def run(arguments: argparse.Namespace) -> int:
    """0 when the database has the newest shape."""
    portal = Portal(Config.load())
    portal.config.var.mkdir(parents=True, exist_ok=True)
    schema.upgrade(portal.database.engine)
    print("The database has the shape of this version.")
    return 0
