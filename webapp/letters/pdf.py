"""A letter as a tagged PDF (PDF/UA-1), made without network and byte for byte the same for the same letter and day."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Literal

import orjson
import typst

from webapp.letters.errors import LettersError
from webapp.letters.paper import Paper

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
FONT = "Atkinson Hyperlegible Next"
Kind = Literal["pdf", "png"]
NO_GLYPH = "could not be displayed"
NO_PACKAGES = Path(gettempdir()) / "no-such-folder"  # nothing is loaded, and nothing fetched, from there


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
        "date": {"year": head.on.year, "month": head.on.month, "day": head.on.day},
        "fonts": [FONT],
    }
    try:
        return _compiled(data, head.on, kind, "ua-1" if kind == "pdf" else None)
    except typst.TypstError as fault:
        if NO_GLYPH not in str(fault):
            raise PdfRefused(str(fault)) from fault
    # A name in a script that our fonts lack must not hold a letter back: tagged all the same, but not PDF/UA-1.
    return _compiled(data, head.on, kind, None)


def _compiled(data: dict[str, Any], on: date, kind: Kind, standard: Literal["ua-1"] | None) -> bytes:
    made = typst.compile(
        HERE / "letter.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format=kind,
        sys_inputs={"letter": orjson.dumps(data).decode()},
        pdf_standards=standard,
        package_path=NO_PACKAGES,
        package_cache_path=NO_PACKAGES,
        timestamp=datetime.combine(on, time(), UTC),
    )
    assert made is not None  # as no file was named to write to
    return made if isinstance(made, bytes) else made[0]
