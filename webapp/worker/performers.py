"""Who performs which kind of effect. A new kind is a class with `perform` and a line here."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from engine import Record
from webapp.cases import CasesError
from webapp.cases.scanning import SCAN
from webapp.mail.faults import MailFault
from webapp.mail.notices import NoticeFault
from webapp.mail.sending import SendMail
from webapp.portal import Portal
from webapp.service_tasks import MAIL
from webapp.worker.scan_documents import ScanDocuments

HOME = Path(__file__).resolve().parents[2]
PERFORMERS: Mapping[str, Callable[[Portal], "Performer"]] = {MAIL: SendMail, SCAN: ScanDocuments}


class Performer(Protocol):
    """Performs effects of one kind, outside of every transaction; again does no harm."""

    def perform(self, effect: Record) -> None:
        """Raises whatever is in the way: it is tried again."""


class UnknownKind(Exception):
    """No part of this portal performs such effects: an older version runs beside the one that deferred it."""

    def __str__(self) -> str:
        return self.__doc__ or ""


SPEAKING = (CasesError, MailFault, NoticeFault, UnknownKind)  # their words are for an administrator and name nobody


class Performers:
    """One performer for each kind."""

    def __init__(self, portal: Portal) -> None:
        self._by_kind = {kind: make(portal) for kind, make in PERFORMERS.items()}

    def perform(self, effect: Record) -> None:
        """Do it. Raises UnknownKind, and what its performer raises."""
        performer = self._by_kind.get(effect.kind)
        if performer is None:
            raise UnknownKind
        performer.perform(effect)


def in_words(fault: Exception) -> str:
    """What is kept of a fault: its own sentence, or what kind of fault stands where; never a value."""
    if isinstance(fault, SPEAKING):
        said = str(fault)
        return said[:1].upper() + said[1:]
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if Path(frame.filename).is_relative_to(HOME)]
    where = f", {Path(frames[-1].filename).relative_to(HOME)}, line {frames[-1].lineno}" if frames else ""
    return f"Not foreseen: {type(fault).__name__}{where}."
