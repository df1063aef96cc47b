"""Files of every kind, as small as they can be."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TEXT = "Grüße, Sam\r\n\tpage 2\f".encode()
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def png(width: int = 3, height: int = 2) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", struct.pack(">II", width, height) + b"\x08\x02\0\0\0") + _part(b"IEND")


def _part(kind: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def jpg(width: int = 3, height: int = 2) -> bytes:
    before = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return before + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x00" * 20


def boxed(brand: bytes, *kinds: bytes) -> bytes:
    """A file of boxes: HEIC, MP4, M4A, MOV."""
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + b"".join(box(kind, b"\0" * 9) for kind in kinds)


def box(kind: bytes, data: bytes) -> bytes:
    return (len(data) + 8).to_bytes(4) + kind + data


def mp3(*, tagged: bool = True) -> bytes:
    """Two frames of 128 kbit/s at 44,100 Hz, 417 bytes each."""
    tag = b"ID3\x03\0\0\0\0\0\x05" + b"title" if tagged else b""
    return tag + (b"\xff\xfb\x90\x00" + b"\0" * 413) * 2


def office(main: str, *more: str, size: int = 10, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document or an Excel workbook by the name of its main part."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", main, *more):
            if name not in (parts or {}):
                packed.writestr(name, b"0" * (size if name == main else 10))
        for name, data in (parts or {}).items():
            packed.writestr(name, data)
    return made.getvalue()


def docx(*more: str, size: int = 10, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    return office("word/document.xml", *more, size=size, parts=parts)


def xlsx(*more: str) -> bytes:
    return office("xl/workbook.xml", *more)


def remote_template() -> bytes:
    """A Word document that fetches its template, with whatever runs in it, from elsewhere."""
    told = '<Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://x/" TargetMode="External"/>'
    return docx(parts={"word/_rels/settings.xml.rels": RELATIONS.format(told)})


def linking() -> bytes:
    """A Word document with a link to a page, as everybody writes them."""
    told = '<Relationship Id="r1" Type="http://x/hyperlink" Target="http://x/" TargetMode="External"/>'
    return docx(parts={"word/_rels/document.xml.rels": RELATIONS.format(told)})


def pdf(inside: bytes) -> bytes:
    return PDF.replace(b"<<>>endobj", inside + b"endobj", 1)


def packed_pdf(inside: bytes, filters: bytes = b"/Filter/FlateDecode", *, raw: bytes = b"") -> bytes:
    """A PDF whose objects lie in a packed stream."""
    data = raw or zlib.compress(inside)
    return pdf(b"<</Type/ObjStm" + filters + b">>stream\r\n" + data + b"\nendstream ")
