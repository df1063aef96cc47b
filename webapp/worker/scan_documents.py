"""Performs effects of the kind `scan`: shows a document to the virus scanner, writes down what it said."""

from engine import Record
from webapp.cases import scanning
from webapp.cases.models import INFECTED, NOT_SCANNED, Document
from webapp.mail import telling
from webapp.portal import Portal


class ScanDocuments:
    """A verdict is written once; a file with a virus is deleted after that."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def perform(self, effect: Record) -> None:
        """Raises ScannerFault, OSError when the file cannot be read."""
        document_id = effect.payload["document"]
        with self._portal.look() as services:
            document = scanning.waiting(services, document_id)
        if document is None:
            return
        verdict = self._verdict(document)
        with self._portal.work() as services:
            document = scanning.waiting(services, document_id)
            if document is None:
                return
            scanning.settle(services, document, verdict)
            if verdict == INFECTED and document.owner_id:
                # Without the file's name: a child's may stand in it.
                telling.tell(services, services.accounts.people.get(document.owner_id), "file_infected")
        if verdict == INFECTED:
            self._portal.uploads.store.delete(document.storage_name)

    def _verdict(self, document: Document) -> str:
        scanner = self._portal.uploads.scanner
        if scanner is None:
            return NOT_SCANNED
        with self._portal.uploads.store.open(document.storage_name) as stream:
            return scanner.scan(stream)
