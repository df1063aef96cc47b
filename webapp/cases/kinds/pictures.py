"""Pictures: PNG and JPEG walked from part to part, HEIC by its boxes; none larger than can be shown."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from webapp.cases.errors import NotWhatItSays
from webapp.cases.kinds.head import boxes, head

MOST_PIXELS, LONGEST_SIDE = 150_000_000, 20_000  # of a picture; a telephone's are a third of it
HEIC_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))
SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNK = 1 << 16
NOT_A_FRAME = (0xC4, 0xC8, 0xCC)


def check_png(path: Path) -> None:
    """Raises NotWhatItSays unless every part is whole and the last one ends the file."""
    begin = head(path)
    if begin[:8] != SIGNATURE or begin[12:16] != b"IHDR" or len(begin) < 24:
        raise NotWhatItSays
    if not _bearable(*struct.unpack(">II", begin[16:24])) or not _whole(path):
        raise NotWhatItSays


def check_jpg(path: Path) -> None:
    """Raises NotWhatItSays; telephones write more behind a picture, so that is let be."""
    if head(path)[:3] != b"\xff\xd8\xff":
        raise NotWhatItSays
    size = next(_jpg_sizes(path), None)
    if size is None or not _bearable(*size):
        raise NotWhatItSays


def check_heic(path: Path) -> None:
    """Raises NotWhatItSays."""
    begin = head(path)
    brand = begin[4:8] == b"ftyp" and begin[8:12] in HEIC_BRANDS
    if not brand or b"meta" not in {kind for kind, _ in boxes(path)}:
        raise NotWhatItSays


def _whole(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(len(SIGNATURE))
        while (kind := _part(file)) not in (b"IEND", b""):
            pass
        return kind == b"IEND" and file.tell() == size


def _part(file: BinaryIO) -> bytes:
    """Kind of the next part; empty when it is not whole."""
    length, kind = int.from_bytes(file.read(4)), file.read(4)
    total, left = zlib.crc32(kind), length
    while left and (piece := file.read(min(left, CHUNK))):
        total, left = zlib.crc32(piece, total), left - len(piece)
    right = not left and total == int.from_bytes(file.read(4))
    return kind if right else b""


def _jpg_sizes(path: Path) -> Iterator[tuple[int, int]]:
    """Width and height as the frame headers say, walking from one segment to the next."""
    with path.open("rb") as file:
        file.seek(2)
        while len(segment := file.read(4)) == 4 and segment[0] == 0xFF:
            marker, length = segment[1], int.from_bytes(segment[2:])
            if 0xC0 <= marker <= 0xCF and marker not in NOT_A_FRAME:
                yield from _frame(file.read(5))
                return
            if marker == 0xDA or length < 2:
                return
            file.seek(length - 2, 1)


def _frame(head: bytes) -> Iterator[tuple[int, int]]:
    if len(head) == 5:
        yield int.from_bytes(head[3:5]), int.from_bytes(head[1:3])


def _bearable(width: int, height: int) -> bool:
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS
