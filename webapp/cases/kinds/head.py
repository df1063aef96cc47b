"""The first bytes of a file, and boxes: how HEIC, MP4, M4A and MOV are built (ISO/IEC 14496-12)."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

HEAD = 64  # bytes that say what a file is
MOST_BOXES = 10_000


def head(path: Path) -> bytes:
    """How the file begins."""
    with path.open("rb") as file:
        return file.read(HEAD)


def boxes(path: Path) -> list[tuple[bytes, int]]:
    """Kind and length of every box of the file, one behind the other to its very end; none when they do not fit."""
    size = path.stat().st_size
    with path.open("rb") as file:
        found = list(_boxes(file, size))
    fits = len(found) <= MOST_BOXES and sum(length for _, length in found) == size
    return found if fits else []


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    at = 0
    while at < size:
        file.seek(at)
        start = file.read(16)
        length, least = _length(start, size - at)
        if length < least or len(start) < 8:
            return
        yield start[4:8], length
        at += length


def _length(start: bytes, left: int) -> tuple[int, int]:
    """Of a box, and the least that it can be; 0 means to the end, 1 that the length stands behind the kind."""
    length = int.from_bytes(start[:4])
    if length == 1:
        return int.from_bytes(start[8:16]), 16
    return length or left, 8
