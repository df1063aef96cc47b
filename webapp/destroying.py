"""Records that two people have agreed to destroy go: each in a transaction of its own, its files after it."""

import logging
from pathlib import Path

from webapp import keeping
from webapp.config import Config
from webapp.keeping import Certificate, KeepingError, certificates
from webapp.portal import Portal

log = logging.getLogger("portal.keeping")


def folder(config: Config) -> Path:
    """Where certificates lie as files. A restored backup is cleaned by them, so they are kept apart from backups."""
    return config.var / "certificates"


def carry_out(portal: Portal) -> list[Certificate]:
    """All that is to be destroyed now; what something stands against stays until that is settled."""
    _write_missing(portal)
    with portal.look() as services:
        waiting = keeping.agreed(services)
    done = (_one(portal, each) for each in waiting)
    return [certificate for certificate in done if certificate]


def _write_missing(portal: Portal) -> None:
    """Certificates that no file tells of: whoever destroyed died before writing it, or the house was restored."""
    place = folder(portal.config)
    with portal.look() as services:
        every = certificates.all_of(services)
    for certificate in every:
        if not certificates.file(place, certificate).exists():
            certificates.write(place, certificate)


def _one(portal: Portal, destruction_id: str) -> Certificate | None:
    try:
        with portal.work() as services:
            certificate, erased = keeping.carry_out(services, destruction_id)
    except KeepingError as refused:
        log.warning("a record is not destroyed: %s", type(refused).__name__)
        return None
    except Exception:  # whatever it was, the others must go
        log.exception("a record could not be destroyed; it has another turn")
        return None
    certificates.write(folder(portal.config), certificate)
    erased.delete_files(portal.uploads)
    return certificate
