"""The words in a file are found wherever they stand in it; what cannot be read says so, and breaks nothing."""

import io
import zlib
from collections.abc import Callable

import pytest

from tests.webapp.cases.sheets import PDF, png, xlsx
from tests.webapp.file_words import saying
from webapp.cases.keeping_apart import plain
from webapp.file_words import pdf, reading
from webapp.file_words.found import BROKEN, LONG, PICTURES, Found

STREET = "77 Canary Wharfside"
PAGED = (
    b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R%s>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
)
SAYING = {
    "page.pdf": lambda: saying.pdf(f"She lives at {STREET}."),
    "second page.pdf": lambda: saying.pdf("", STREET),
    "link.pdf": lambda: saying.linked(f"https://maps.example/{STREET.replace(' ', '_')}"),
    "author.pdf": lambda: saying.made_by(STREET),
    "note.pdf": lambda: saying.with_note(STREET),
    "SHOUTS.PDF": lambda: saying.pdf(STREET.upper()),
    "pieces.docx": lambda: saying.word("She lives at 77 Can", "ary Wh", "arfside."),
    "footer.docx": lambda: saying.word("Report", footer=STREET),
    "struck out.docx": lambda: saying.word("Report", struck_out=STREET),
    "text.txt": lambda: f"Grüße, {STREET}".encode(),
    "old.txt": lambda: f"Grüße, {STREET}".encode("cp1252"),
}
PICTURED = {
    "photo.png": png,
    "song.mp3": lambda: b"ID3",
    "drawn.pdf": saying.drawn,
    "scanned.pdf": saying.scanned,
    "shapes.pdf": lambda: saying.ciphered(STREET),
    "picture.docx": lambda: saying.with_picture(png()),
}
HOSTILE = {
    "swells": lambda: PAGED % (b"", b"3 0 R", 1, len(bomb := zlib.compress(b"A" * 300_000_000)), bomb),
    "is nested without end": lambda: PAGED % (b"/X " + b"[" * 200_000 + b"]" * 200_000, b"3 0 R", 1, 0, b""),
    "is its own page": lambda: PAGED % (b"", b"2 0 R", 1_000_000_000, 0, b""),
    "is cut off": lambda: saying.pdf(STREET)[:3_000],
    "is empty": lambda: b"",
    "is nothing": lambda: PDF,
}
Makes = Callable[[], bytes]


def read(name: str, data: bytes) -> Found:
    return reading.look_into(name, io.BytesIO(data))


@pytest.mark.parametrize(("name", "data"), SAYING.items(), ids=SAYING)
def test_it_is_found_wherever_it_stands(name: str, data: Makes) -> None:
    found = read(name, data())
    assert plain(STREET) in plain(found.text) and found.gap == ""


@pytest.mark.parametrize(("name", "data"), PICTURED.items(), ids=PICTURED)
def test_what_only_a_person_can_look_at_says_so(name: str, data: Makes) -> None:
    assert read(name, data()).gap == PICTURES


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_broken_or_means_harm_cannot_be_read(data: Makes) -> None:
    assert read("report.pdf", data()).gap == BROKEN


def test_a_document_that_is_none_cannot_be_read() -> None:
    assert read("report.docx", b"PK\x03\x04").gap == read("report.xlsx", xlsx()).gap == BROKEN


def test_what_takes_too_long_or_is_too_large_is_left_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading.look_into("a.pdf", io.BytesIO(saying.pdf(STREET)), seconds=0.01).gap == BROKEN
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert read("a.pdf", saying.pdf(STREET)) == Found(text="", gap=LONG)


def test_of_too_many_pages_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    found = pdf.read(saying.pdf(STREET, "Another page"))
    assert STREET in found.text and "Another page" not in found.text and found.gap == LONG
