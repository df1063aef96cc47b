"""Word documents and Excel workbooks: parts in a ZIP file, none of them a program, none that swells."""

import zipfile
from pathlib import Path

from lxml import etree

from webapp.cases.errors import HasProgram, IsLocked, NotWhatItSays
from webapp.cases.kinds.head import head

MOST_UNPACKED, MOST_PARTS = 200_000_000, 5_000  # bytes and files in a document
MOST_OF_A_LIST = 1_000_000  # bytes of a part that only lists others
ENCRYPTED = 0x1  # flag of a part
LOCKED = b"\xd0\xcf\x11\xe0"  # a document with a password lies in a container of the old format
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "oleobject")
CONTENT_TYPES = "[Content_Types].xml"
REMOTE = ("/attachedTemplate", "/frame", "/oleObject")  # relationships that fetch from elsewhere when opened
PARSER_RULES = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def check_document(path: Path) -> None:
    """Raises NotWhatItSays, HasProgram, IsLocked for what is no Word document."""
    _check(path, "word/document.xml")


def check_workbook(path: Path) -> None:
    """The same for an Excel workbook."""
    _check(path, "xl/workbook.xml")


def _check(path: Path, main: str) -> None:
    begin = head(path)[:4]
    if begin == LOCKED:
        raise IsLocked
    if begin != b"PK\x03\x04":
        raise NotWhatItSays
    try:
        with zipfile.ZipFile(path) as parts:
            _check_parts(parts.infolist(), main)
            _check_lists(parts)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, etree.XMLSyntaxError):
        raise NotWhatItSays from None


def _check_parts(listed: list[zipfile.ZipInfo], main: str) -> None:
    names = {part.filename for part in listed}
    if any(part.flag_bits & ENCRYPTED for part in listed):
        raise IsLocked
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise NotWhatItSays
    if any(program in name.lower() for name in names for program in PROGRAMS):
        raise HasProgram
    if len(names) < len(listed) or not {CONTENT_TYPES, main} <= names:
        raise NotWhatItSays


def _check_lists(parts: zipfile.ZipFile) -> None:
    if b"macroEnabled" in _list(parts, CONTENT_TYPES):
        raise HasProgram
    for name in parts.namelist():
        if name.endswith(".rels") and _reaches_out(_list(parts, name)):
            raise HasProgram


def _list(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        data = part.read(MOST_OF_A_LIST + 1)
    if len(data) > MOST_OF_A_LIST or b"<!DOCTYPE" in data:
        raise NotWhatItSays
    return data


def _reaches_out(data: bytes) -> bool:
    root = etree.fromstring(data, etree.XMLParser(**PARSER_RULES))
    outside = (each for each in root.iter() if each.get("TargetMode") == "External")
    return any(each.get("Type", "").endswith(REMOTE) for each in outside)
