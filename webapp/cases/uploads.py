"""What is done with the files that people send: where they lie, who looks for viruses, what is given back."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from webapp.cases.errors import HadVirus, NotScanned, StillScanning
from webapp.cases.files import Store
from webapp.cases.models import CLEAN, INFECTED, QUARANTINED, Document


class Scanner(Protocol):
    """Looks for viruses."""

    def scan(self, stream: BinaryIO) -> str:
        """A state of a document: clean, infected or, when it is too large, not_scanned. Raises ScannerFault."""


@dataclass(frozen=True, kw_only=True)
class Uploads:
    """The settings for files, put to work."""

    store: Store
    scanner: Scanner | None  # none: every file is not_scanned
    release_unscanned: bool  # whether a file that nobody could scan is given back

    def require_free(self, document: Document) -> None:
        """Raises StillScanning, HadVirus, NotScanned: only what is clean is opened, or what the settings release."""
        if document.state == QUARANTINED:
            raise StillScanning
        if document.state == INFECTED:
            raise HadVirus
        if document.state != CLEAN and not self.release_unscanned:
            raise NotScanned
