"""`./portal backup DIR`: the database and every document as of one moment, with a manifest of hashes."""

import argparse
from pathlib import Path

from webapp import destroying, schema
from webapp.backups import backup
from webapp.config import Config
from webapp.portal import Portal

NAME = "backup"
HELP = "write the database and all documents into a new folder"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="a new folder; all of it is secret: encrypt where it goes"
    )


def run(arguments: argparse.Namespace) -> int:
    """1 when it could not be made, or a document is missing."""
    portal = Portal(Config.load())
    try:
        if not schema.is_newest(portal.database.engine):
            raise backup.BackupRefused("The database has an older shape. Run ./portal migrate-database first.")
        manifest = backup.make(portal, arguments.folder, destroying.folder(portal.config))
    except backup.BackupRefused as refused:
        print(refused)
        return 1
    finally:
        portal.database.dispose()
    for name in manifest["missing_documents"]:
        print(f"Missing in the store: {name}")
    print(f"{sum(manifest['rows'].values())} rows and {len(manifest['files'])} files are in {arguments.folder}.")
    print("Keep the folder of certificates apart from it: what is erased from now on is erased again by them.")
    return 1 if manifest["missing_documents"] else 0
