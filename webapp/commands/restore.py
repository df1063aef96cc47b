"""`./portal restore DIR`: a backup into an empty house, which stands still until `./portal restore --release`."""

import argparse
from pathlib import Path

from webapp import destroying, schema
from webapp.backups import backup, restoring
from webapp.config import Config
from webapp.keeping import Certificate, certificates
from webapp.portal import Portal

NAME = "restore"
HELP = "restore a backup into an empty database, or release a restored one"
NO_CERTIFICATES = (
    "There is no certificate in {folder}. If records were erased since the backup, they would be back: name the folder "
    "with --certificates. If none was erased, say --nothing-erased."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", nargs="?", help="the backup")
    parser.add_argument("--certificates", type=Path, metavar="DIR", help="of what was erased since; else those in var")
    parser.add_argument("--nothing-erased", action="store_true", help="no record was erased since the backup")
    parser.add_argument("--release", action="store_true", help="let a restored house send mail and fire timers again")


def run(arguments: argparse.Namespace) -> int:
    """1 when it was refused; then nothing is changed."""
    portal = Portal(Config.load())
    try:
        return _release(portal) if arguments.release else _restore(portal, arguments)
    except (backup.BackupRefused, ValueError) as refused:
        print(refused)
        return 1
    finally:
        portal.database.dispose()


def _restore(portal: Portal, arguments: argparse.Namespace) -> int:
    if arguments.folder is None:
        raise backup.BackupRefused("Name the folder of the backup: ./portal restore DIR")
    portal.config.var.mkdir(parents=True, exist_ok=True)
    schema.upgrade(portal.database.engine)
    made = restoring.restore(portal, arguments.folder, _certificates(portal, arguments))
    print(f"Restored as it was at {made.made_at:%H:%M on %d %B %Y}. Erased again: {made.erased_again}.")
    print("It sends no mail and fires no timer until ./portal restore --release. Everybody signs in again.")
    return 0


def _certificates(portal: Portal, arguments: argparse.Namespace) -> list[Certificate]:
    folder = arguments.certificates or destroying.folder(portal.config)
    found = list(certificates.read(folder))
    if not found and not arguments.nothing_erased:
        raise backup.BackupRefused(NO_CERTIFICATES.format(folder=folder))
    return found


def _release(portal: Portal) -> int:
    with portal.work() as services:
        waiting = restoring.release(services)
    print(f"Released. Mails and scans that wait: {waiting}.")
    return 0
