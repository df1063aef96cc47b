"""A letter as a tagged PDF (PDF/UA-1)."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from webapp import typesetting
from webapp.letters.errors import LettersError
from webapp.letters.paper import Paper
from webapp.typesetting import Kind

TEMPLATE = Path(__file__).parent / "letter.typ"


class PdfRefused(LettersError):
    """The letter could not be made into an accessible PDF: {words}"""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands around the letter."""

    council: str
    colour: str  # of the council, #rrggbb
    address: tuple[str, ...]  # name and address of the reader
    facts: tuple[str, ...]  # date and reference, beside the address
    footer: str
    on: date


def render(paper: Paper, head: Head, *, kind: Kind = "pdf") -> bytes:
    """The document; with `kind` png a picture of its first page, for tests. Raises PdfRefused."""
    data = {
        **asdict(paper),
        "council": head.council,
        "colour": head.colour,
        "address": head.address,
        "facts": head.facts,
        "footer": head.footer,
    }
    try:
        return typesetting.typeset(TEMPLATE, data, on=head.on, kind=kind)[0]
    except typesetting.PdfRefused as fault:
        raise PdfRefused(fault.words) from fault
