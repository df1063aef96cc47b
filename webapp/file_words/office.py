"""Word documents and Excel workbooks: every text of every part, what was struck out and who wrote it, too."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from webapp.file_words.found import LONG, PICTURES, Found, cut

MOST_UNPACKED = 50_000_000  # bytes of all parts that hold text
WITH_TEXT = (".xml", ".rels")
PICTURED = ("/media/", "/embeddings/")
SAYING = ("Target", "descr", "title", "alt")  # attributes that a person has written: links and what a picture shows
PARSER_RULES = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read(data: bytes) -> Found:
    """Raises whatever zipfile and lxml raise for what is broken."""
    texts: list[str] = []
    gap, left = "", MOST_UNPACKED
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for part in parts.infolist():
            if any(place in f"/{part.filename}" for place in PICTURED):
                gap = gap or PICTURES
            if not part.filename.endswith(WITH_TEXT):
                continue
            with parts.open(part) as opened:
                inside = opened.read(left + 1)
            left -= len(inside)
            if left < 0:
                return cut("\n".join(texts), LONG)
            texts.append("".join(_texts(inside)))
    return cut("\n".join(texts), gap)


def _texts(part: bytes) -> Iterator[str]:
    """Without a blank between two pieces: a word may be cut in the middle."""
    root = etree.fromstring(part, etree.XMLParser(**PARSER_RULES))
    yield from root.itertext()
    for each in root.iter(etree.Element):
        yield from (f"\n{value}\n" for key, value in each.attrib.items() if key.rpartition("}")[2] in SAYING)
