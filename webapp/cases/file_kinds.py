"""Kinds of file that may be sent: by extension, and by what the bytes say."""

import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_PIXELS, LONGEST_SIDE = 150_000_000, 20_000  # of a picture; a telephone's are a third of it
MOST_UNPACKED, MOST_PARTS = 200_000_000, 5_000  # bytes and files in a document
HEAD = 64  # bytes that say what a file is
TAIL = 2_048
HEIC_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
CHUNK = 1 << 20


@dataclass(frozen=True)
class FileKind:
    """A kind, and how it is recognised."""

    content_type: str
    recognise: Callable[[Path], bool]


def known(extension: str) -> FileKind | None:
    """The kind with this extension, if it may be sent."""
    return KINDS.get(extension)


def _pdf(path: Path) -> bool:
    with path.open("rb") as file:
        begins = file.read(5) == b"%PDF-"
        file.seek(max(0, path.stat().st_size - TAIL))
        return begins and b"%%EOF" in file.read()


def _docx(path: Path) -> bool:
    """A Word document without macros that does not swell when it is opened."""
    if _head(path)[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(path) as parts:
            listed = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = {part.filename for part in listed}
    harmless = not any(name.lower().endswith("vbaproject.bin") for name in names)
    bounded = len(listed) <= MOST_PARTS and sum(part.file_size for part in listed) <= MOST_UNPACKED
    return harmless and bounded and {"[Content_Types].xml", "word/document.xml"} <= names


def _png(path: Path) -> bool:
    head = _head(path)
    if head[:8] != b"\x89PNG\r\n\x1a\n" or head[12:16] != b"IHDR" or len(head) < 24:
        return False
    return _bearable(*struct.unpack(">II", head[16:24]))


def _jpg(path: Path) -> bool:
    if _head(path)[:3] != b"\xff\xd8\xff":
        return False
    size = next(_jpg_sizes(path), None)
    return size is not None and _bearable(*size)


def _jpg_sizes(path: Path) -> Iterator[tuple[int, int]]:
    """Width and height as the frame headers say, walking from one segment to the next."""
    with path.open("rb") as file:
        file.seek(2)
        while len(segment := file.read(4)) == 4 and segment[0] == 0xFF:
            marker, length = segment[1], int.from_bytes(segment[2:])
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                yield from _frame(file.read(5))
                return
            if marker == 0xDA or length < 2:
                return
            file.seek(length - 2, 1)


def _frame(head: bytes) -> Iterator[tuple[int, int]]:
    if len(head) == 5:
        yield int.from_bytes(head[3:5]), int.from_bytes(head[1:3])


def _heic(path: Path) -> bool:
    head = _head(path)
    return head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS


def _txt(path: Path) -> bool:
    with path.open("rb") as file:
        return not any(NOT_TEXT.search(chunk) for chunk in iter(lambda: file.read(CHUNK), b""))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _bearable(width: int, height: int) -> bool:
    return 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= MOST_PIXELS


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "pdf": FileKind("application/pdf", _pdf),
    "docx": FileKind(_WORD, _docx),
    "png": FileKind("image/png", _png),
    "jpg": FileKind("image/jpeg", _jpg),
    "jpeg": FileKind("image/jpeg", _jpg),
    "heic": FileKind("image/heic", _heic),
    "txt": FileKind("text/plain", _txt),
}
