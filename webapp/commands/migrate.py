"""`./portal migrate-database`: bring the database to the shape that this version needs."""

import argparse

from webapp import schema
from webapp.config import Config
from webapp.portal import Portal

NAME = "migrate-database"
HELP = "bring the database to the shape that this version needs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--grant-to",
        metavar="ROLE",
        help="PostgreSQL: the role of site and workers; it gets what they need and no right to change history",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when the database has the newest shape, and the role its rights."""
    portal = Portal(Config.load())
    if arguments.grant_to and portal.database.kind != "postgresql":
        print("--grant-to is for PostgreSQL: SQLite has no roles. Leave it out.")
        return 1
    portal.config.var.mkdir(parents=True, exist_ok=True)
    schema.upgrade(portal.database.engine)
    if arguments.grant_to:
        schema.grant(portal.database.engine, arguments.grant_to)
    print("The database has the shape of this version.")
    return 0
