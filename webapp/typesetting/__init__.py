"""PDF by typst: tagged (PDF/UA-1), without network, and byte for byte the same for the same words and day."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Literal

import orjson
import typst

FONTS = Path(__file__).parent / "fonts"
SCRIPTS = (
    *("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew"),
    *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thai"),
)
# In this order: a font of the machine may have most of a script, and lack a letter that ours has.
FAMILIES = ["Atkinson Hyperlegible Next", "Noto Sans", *(f"Noto Sans {script}" for script in SCRIPTS)]
Kind = Literal["pdf", "png"]
NO_GLYPH = "could not be displayed"
NO_GLYPH_FOR = re.compile(r'the text `"(?:\\u\{([0-9a-f]+)\}|(.))')  # what cannot be printed is named by its number
WORDS = Path(__file__).parent / "words.typ"
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
    given = {**data, "fonts": FAMILIES, "date": {"year": on.year, "month": on.month, "day": on.day}}
    for system_fonts in (False, True):  # those of the machine only where ours lack a script: each machine has others
        try:
            return _compiled(template, given, on, kind, "ua-1" if kind == "pdf" else None, system_fonts=system_fonts)
        except typst.TypstError as fault:
            if NO_GLYPH not in str(fault):
                raise PdfRefused(str(fault)) from fault
    # A name in a script that no font here has must not hold it back: tagged all the same, but not PDF/UA-1.
    return _compiled(template, given, on, kind, None, system_fonts=True)


def unshown(*texts: str) -> str:
    """The first character in these texts that no font here has: it is an empty box in every PDF. Empty: there is none.

    Scripts of East Asia are too large to be bundled; a machine that has a font for them shows them.
    """
    try:
        typeset_words("\n".join(texts), system_fonts=True)
    except typst.TypstError as fault:
        if found := NO_GLYPH_FOR.search(str(fault)):
            return chr(int(found[1], 16)) if found[1] else found[2]
    return ""


def typeset_words(words: str, *, system_fonts: bool) -> list[bytes]:
    """Only these words. Raises TypstError for a character that no font has."""
    return _compiled(
        WORDS, {"words": words, "fonts": FAMILIES}, date(2000, 1, 1), "pdf", "ua-1", system_fonts=system_fonts
    )


def _compiled(
    template: Path,
    data: Mapping[str, Any],
    on: date,
    kind: Kind,
    standard: Literal["ua-1"] | None,
    *,
    system_fonts: bool,
) -> list[bytes]:
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=not system_fonts,
        format=kind,
        sys_inputs={"data": orjson.dumps(data).decode()},
        pdf_standards=standard,
        package_path=NO_PACKAGES,
        package_cache_path=NO_PACKAGES,
        timestamp=datetime.combine(on, time(), UTC),
    )
    assert made is not None  # as no file was named to write to
    return [made] if isinstance(made, bytes) else list(made)
