"""Files that say something, as people send them."""

import io
from collections.abc import Callable

import docx
import typst
from docx.oxml import OxmlElement
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, NumberObject

LONG_ENOUGH = "A page with words enough to be no scan of a page."


def pdf(*pages: str, head: str = "") -> bytes:
    """Words in a PDF; `head` goes before them, in Typst's own language."""
    words = "\n#pagebreak()\n".join(f"#{_quoted(LONG_ENOUGH)}\n#{_quoted(page)}" for page in pages)
    return typst.compile(f"{head}\n{words}".encode())


def drawn() -> bytes:
    """A page with a shape and no word."""
    return typst.compile(b"#rect(width: 5cm)")


def linked(address: str) -> bytes:
    return typst.compile(f"{LONG_ENOUGH} #link({_quoted(address)})[Write to her]".encode())


def made_by(author: str) -> bytes:
    return pdf("", head=f"#set document(author: {_quoted(author)})")


def with_note(words: str) -> bytes:
    """A PDF with a note on its page, as somebody leaves them who reads it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(""))))
    writer.add_annotation(0, FreeText(text=words, rect=(50, 50, 200, 100)))
    return _bytes(writer.write)


def ciphered(words: str) -> bytes:
    """It looks as it should, and nothing says which letters its shapes are."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(words))))
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        del font.get_object()[NameObject("/ToUnicode")]
    return _bytes(writer.write)


def scanned() -> bytes:
    """A page with words and a picture as large as a page."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(""))))
    picture = DictionaryObject({NameObject("/Subtype"): NameObject("/Image")})
    picture.update({NameObject(side): NumberObject(1_000) for side in ("/Width", "/Height")})
    resources = writer.pages[0]["/Resources"].get_object()
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/P"): picture})
    return _bytes(writer.write)


def word(*runs: str, footer: str = "", struck_out: str = "") -> bytes:
    """A Word document with one paragraph, cut into pieces as Word does it."""
    made = docx.Document()
    paragraph = made.add_paragraph()
    for run in runs:
        paragraph.add_run(run).bold = True
    made.sections[0].footer.paragraphs[0].text = footer
    if struck_out:
        gone, run, text = (OxmlElement(name) for name in ("w:del", "w:r", "w:delText"))
        text.text = struck_out
        run.append(text)
        gone.append(run)
        paragraph._p.append(gone)
    return _bytes(made.save)


def with_picture(picture: bytes) -> bytes:
    made = docx.Document()
    made.add_paragraph(LONG_ENOUGH)
    made.add_picture(io.BytesIO(picture))
    return _bytes(made.save)


def _bytes(write: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    write(made)
    return made.getvalue()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
