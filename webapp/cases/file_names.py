"""The name under which a document was sent, made safe to show, to save and to send in a header."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 100
NOT_IN_NAMES = str.maketrans({character: "_" for character in '<>:"|?*;%'})
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}  # of Windows
UNNAMED = "document"


def clean(name: str) -> str:
    """One visible line of at most 100 characters without path, control or direction characters; keeps the extension."""
    visible = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    last = visible.replace("\\", "/").rsplit("/", 1)[-1].translate(NOT_IN_NAMES)
    path = PurePosixPath(" ".join(last.split()).strip(". ") or UNNAMED)
    stem = f"_{path.stem}" if path.stem.split(".")[0].strip().lower() in DEVICES else path.stem
    suffix = path.suffix[:LONGEST]
    return (stem[: LONGEST - len(suffix)].rstrip() + suffix) or UNNAMED


def extension(name: str) -> str:
    """Lower case, without the dot; of a cleaned name."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
