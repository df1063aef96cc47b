"""PDF: the text of each page, and every other text in it: notes on it, fields, links, titles, who made it."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from webapp.file_words.found import LONG, PICTURES, Found, cut

MOST_PAGES, MOST_OBJECTS = 500, 50_000
LEAST = 20  # letters and digits: a page with fewer is a scan, or drawn
A_SCAN = 400  # pixels of both sides: a logo is smaller
UNREADABLE_FONTS = ("/Type0", "/Type3")  # without a table of letters nobody knows what their shapes mean


def read(data: bytes) -> Found:
    """Raises whatever the library raises for what is broken."""
    reader = PdfReader(BytesIO(data))
    texts, gap = [], LONG if len(reader.pages) > MOST_PAGES else ""
    for page in islice(reader.pages, MOST_PAGES):
        text = page.extract_text()
        texts.append(text)
        if sum(map(str.isalnum, text)) < LEAST or _has_scan(page) or _is_ciphered(page):
            gap = gap or PICTURES
    numbers = {each for known in (*reader.xref.values(), reader.xref_objStm) for each in known}
    for number in islice(sorted(numbers), MOST_OBJECTS):
        texts += _texts(reader.get_object(number))
    return cut("\n".join(texts), LONG if len(numbers) > MOST_OBJECTS else gap)


def _texts(whole: Any) -> Iterator[str]:
    """Every text in an object, however deep; others that it leads to have their own number."""
    waiting = [whole]
    while waiting:
        each = waiting.pop()
        if isinstance(each, TextStringObject):
            yield str(each)
        elif isinstance(each, ArrayObject):
            waiting += [item for item in each if not isinstance(item, IndirectObject)]
        elif isinstance(each, DictionaryObject):
            waiting += [item for item in each.values() if not isinstance(item, IndirectObject)]
            if isinstance(each, StreamObject) and each.get("/Type") == "/Metadata":
                yield each.get_data().decode(errors="replace")


def _has_scan(page: Any) -> bool:
    pictures = (each for each in _resources(page, "/XObject") if each.get("/Subtype") == "/Image")
    return any(min(each.get("/Width", 0), each.get("/Height", 0)) >= A_SCAN for each in pictures)


def _is_ciphered(page: Any) -> bool:
    """Does it have a font whose shapes nothing turns into letters?"""
    fonts = _resources(page, "/Font")
    return any("/ToUnicode" not in font and _needs_table(font) for font in fonts)


def _needs_table(font: Any) -> bool:
    if font.get("/Subtype") in UNREADABLE_FONTS:
        return True
    return "/Encoding" not in font and "/FontDescriptor" in font


def _resources(page: Any, kind: str) -> Iterator[Any]:
    inherited = page.get("/Resources", DictionaryObject()).get_object()
    named = inherited.get(kind, DictionaryObject()).get_object()
    return (found for each in named.values() if isinstance(found := each.get_object(), DictionaryObject))
