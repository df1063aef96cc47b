"""PDF: begins and ends as one, runs nothing, is not locked; the names stand in ISO 32000-1."""

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from webapp.cases.errors import HasProgram, IsLocked, NotWhatItSays

TAIL = 2_048  # bytes in which the end must be marked
MOST_UNPACKED = 200_000_000  # bytes of all packed objects
PIECE = 1 << 16
STREAM = re.compile(rb"(?<!end)stream\r?\n")


def _named(*names: str) -> re.Pattern[bytes]:
    """Finds names however they are written: /J#61vaScript is /JavaScript."""
    return re.compile(b"/(?:" + b"|".join(map(_escapable, names)) + b")(?![A-Za-z0-9])")


def _escapable(name: str) -> bytes:
    letters = ((letter, "".join(f"[{d}{d.lower()}]" for d in f"{ord(letter):02X}")) for letter in name)
    return "".join(f"(?:{letter}|#{code})" for letter, code in letters).encode()


# Not /JS: three bytes stand by chance in every large picture, and it runs only beside /JavaScript.
PROGRAM = _named("JavaScript", "Launch", "RichMedia", "EmbeddedFile")
LOCKED, OBJECTS, PACKED = _named("Encrypt"), _named("ObjStm"), _named("Filter")


def check(path: Path) -> None:
    """Raises NotWhatItSays, HasProgram, IsLocked."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:5] != b"%PDF-" or b"%%EOF" not in data[-TAIL:]:
            raise NotWhatItSays
        if LOCKED.search(data):
            raise IsLocked
        if PROGRAM.search(data) or any(PROGRAM.search(piece) for piece in _objects(data)):
            raise HasProgram


def _objects(data: mmap.mmap) -> Iterator[bytes]:
    """What is in the streams that pack objects; others hold pictures, fonts and text. Refuses past the limit."""
    left = MOST_UNPACKED
    for match in STREAM.finditer(data):
        said = data[max(0, data.rfind(b"obj", 0, match.start())) : match.start()]
        if not (OBJECTS.search(said) and PACKED.search(said)):
            continue
        unpacked = _unpacked(data, match.end(), left)
        left -= len(unpacked)
        yield unpacked


def _unpacked(data: mmap.mmap, at: int, most: int) -> bytes:
    """Of one stream; what is not packed in the usual way cannot be looked into, and is refused."""
    unpacker, found = zlib.decompressobj(), bytearray()
    try:
        while not unpacker.eof and at < len(data) and len(found) <= most:
            found += unpacker.decompress(unpacker.unconsumed_tail or data[at : at + PIECE], PIECE * 16)
            at += 0 if unpacker.unconsumed_tail else PIECE
    except zlib.error:
        raise NotWhatItSays from None
    if len(found) > most:
        raise NotWhatItSays
    return bytes(found)
