"""The name under which a document was sent, made safe to show, to save and to send in a header."""

import unicodedata
from pathlib import PurePosixPath

LONGEST, LONGEST_END = 100, 10
NOT_IN_NAMES = str.maketrans({character: "_" for character in '<>:"|?*;%'})
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}  # of Windows
UNNAMED = "document"


def clean(name: str) -> str:
    """One visible line of at most 100 characters without path, control or direction characters; keeps the extension."""
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    last = unicodedata.normalize("NFC", visible).replace("\\", "/").rsplit("/", 1)[-1].translate(NOT_IN_NAMES)
    name = " ".join(last.split()).strip(". ") or UNNAMED
    end = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix) <= LONGEST_END else ""
    stem = name.removesuffix(end).rstrip(". ")
    safe = f"_{stem}" if stem.split(".")[0].lower() in DEVICES else stem
    return safe[: LONGEST - len(end)].rstrip(". ") + end


def extension(name: str) -> str:
    """Lower case, without the dot; of a cleaned name."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
