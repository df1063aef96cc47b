"""PDF by typst: tagged (PDF/UA-1), without network, and byte for byte the same for the same words and day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Literal

import orjson
import typst

FONTS = Path(__file__).parent / "fonts"
FONT = "Atkinson Hyperlegible Next"
Kind = Literal["pdf", "png"]
NO_GLYPH = "could not be displayed"
NO_PACKAGES = Path(gettempdir()) / "no-such-folder"  # nothing is loaded, and nothing fetched, from there


class PdfRefused(Exception):
    """The document could not be made into an accessible PDF: {words}"""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def typeset(template: Path, data: Mapping[str, Any], *, on: date, kind: Kind = "pdf") -> list[bytes]:
    """One PDF; with `kind` png a picture of each page, for tests. `data` is read by the template as JSON, never as
    markup. Raises PdfRefused.
    """
    given = {**data, "fonts": [FONT], "date": {"year": on.year, "month": on.month, "day": on.day}}
    try:
        return _compiled(template, given, on, kind, "ua-1" if kind == "pdf" else None)
    except typst.TypstError as fault:
        if NO_GLYPH not in str(fault):
            raise PdfRefused(str(fault)) from fault
    # A name in a script that our fonts lack must not hold it back: tagged all the same, but not PDF/UA-1.
    return _compiled(template, given, on, kind, None)


def _compiled(
    template: Path, data: Mapping[str, Any], on: date, kind: Kind, standard: Literal["ua-1"] | None
) -> list[bytes]:
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format=kind,
        sys_inputs={"data": orjson.dumps(data).decode()},
        pdf_standards=standard,
        package_path=NO_PACKAGES,
        package_cache_path=NO_PACKAGES,
        timestamp=datetime.combine(on, time(), UTC),
    )
    assert made is not None  # as no file was named to write to
    return [made] if isinstance(made, bytes) else list(made)
