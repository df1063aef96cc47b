"""Hostile words stay words, in HTML and in the PDF; the PDF is accessible, the same each time, and asks no network."""

import io
import re
import socket
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from time import sleep
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from tests.webapp.letters.papers import FREE, HEAD, paper, said, shipped, words_of_pdf
from webapp import typesetting
from webapp.letters import html, pdf
from webapp.letters.errors import LetterFault
from webapp.letters.paper import put_together, texts
from webapp.letters.source import LegalBlock, read_letter

HOSTILE = (
    '#import "@preview/cetz:0.4.0": canvas',
    '#panic(read("/etc/passwd"))',
    "$ x^2 $ \\ \\u{41} = heading",
    "<script>alert(1)</script> & <b>bold</b>",
    "{{ reference }} {{> mediation}} {% raw %}",
    "[a](https://evil.example) **not bold** # Not a heading `code`",
    "Zoë O’Brien – Łukasz Ünal",
)


class Text(HTMLParser):
    """The words of some HTML, and its tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words, self.tags = "", set[str]()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.words += " "

    def handle_endtag(self, tag: str) -> None:
        self.words += "" if tag in ("strong", "em") else " "

    def handle_data(self, data: str) -> None:
        self.words += data


def words_of_html(source: str) -> str:
    return " ".join(Text(source).words.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    whole = paper("will_not_assess", {**FREE, "reasons": text}, child_first_name=text, reader_name=text)
    lines = texts(whole)
    assert text in lines and f"Dear {text}," in lines and text in whole.title
    shown = html.render(whole)
    assert text in Text(shown).words
    assert Text(shown).tags <= {"p", "h2", "h3", "ul", "li", "strong", "br"}
    assert pdf.render(whole, replace(HEAD, address=(text,), footer=text)).startswith(b"%PDF")


def test_html_says_what_the_letter_says() -> None:
    for notice in shipped():
        whole = paper(notice)
        assert words_of_html(f"<h1>{'x'}</h1>{html.render(whole)}")[2:] == said(whole)[len(whole.title) + 1 :]


def test_the_pdf_says_what_the_letter_says() -> None:
    for notice in shipped():
        whole = paper(notice, reader_name="Łukasz O’Brien")
        head = (HEAD.council, *HEAD.address, *HEAD.facts)
        listed = (line if line.startswith("•") else line for line in texts(whole))
        expected = re.sub(r"\s", "", "".join((*head, *listed)))
        assert words_of_pdf(pdf.render(whole, HEAD)).replace("•", "") == expected


@pytest.mark.parametrize("notice", sorted(shipped()))
def test_the_pdf_of_each_letter_that_ships_is_pdf_ua_and_has_language_title_and_headings(notice: str) -> None:
    whole = paper(notice)
    made = PdfReader(io.BytesIO(pdf.render(whole, HEAD)))
    root = made.trailer["/Root"]
    assert made.metadata and made.metadata.title == whole.title
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en-GB",
        True,
        True,
    )
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tags = Counter(_tags(root["/StructTreeRoot"]))
    assert (tags["/H1"], tags["/H2"], tags["/H3"]) == (1, *(sum(b.level == n for b in whole.blocks) for n in (2, 3)))
    assert tags["/LI"] == sum(len(block.items) for block in whole.blocks)


def _tags(node: Any) -> Iterator[str]:
    """The kinds of all elements below one of the structure."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield str(found["/S"])
            yield from _tags(found)


def test_what_is_not_accessible_does_not_become_a_pdf() -> None:
    with pytest.raises(typst.TypstError, match="PDF/UA-1 error"):
        typst.compile(b'#set document(title: "A")\n= A\n=== C', pdf_standards=["ua-1"])
    with pytest.raises(pdf.PdfRefused, match="PDF/UA-1 error"):
        pdf.render(replace(paper("will_assess"), title=""), HEAD)


def test_the_same_letter_on_the_same_day_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a letter needs no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    first = pdf.render(paper("no_plan"), HEAD)
    sleep(1.1)  # a document that says when it was made would say another second
    assert pdf.render(paper("no_plan"), HEAD) == first
    assert pdf.render(paper("no_plan", reader_name="Ali"), HEAD) != first


SCRIPTS = {
    "Arabic": "محمد الأحمد",
    "Urdu": "فاطمہ گل",
    "Pashto": "ګلالۍ ښکلې",
    "Kurdish": "ئاراس",
    "Hebrew": "שרה כהן",
    "Bengali": "রহিমা বেগম",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "નેહા પટેલ",
    "Hindi": "अनीता शर्मा",
    "Tamil": "செல்வி",
    "Telugu": "లక్ష్మి",
    "Kannada": "ರಾಮ",
    "Malayalam": "അനു",
    "Sinhala": "නිමල්",
    "Amharic": "ሰላም ተስፋዬ",
    "Thai": "สมชาย",
    "Lao": "ສົມ",
    "Khmer": "សុខ",
    "Burmese": "အောင်",
    "Georgian": "ნინო",
    "Armenian": "Անի",
    "Polish": "Łucja Żółć",
    "Romanian": "Ștefan Țurcanu",
    "Turkish": "Şükrü Işık",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Yoruba": "Ọlábísí Ṣadé",
    "Ukrainian": "Олексій Ґалаґан",
    "Greek": "Γιώργος",
}
NOBODYS = "\u0378"  # no character: no font has it


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_a_name_in_a_script_of_our_families_is_set_accessibly_with_our_own_fonts(name: str) -> None:
    made = typesetting.typeset_words(name, system_fonts=False)[0]  # refused by typst while a glyph is missing
    read = unicodedata.normalize("NFC", words_of_pdf(made))  # syllables and lines from right to left come otherwise
    assert set(unicodedata.normalize("NFC", name)) - {" "} == set(read)
    whole = paper("will_assess", reader_name=name, child_first_name=name)
    letter = PdfReader(io.BytesIO(pdf.render(whole, HEAD)))
    assert letter.metadata and name in str(letter.metadata.title)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in letter.trailer["/Root"]["/Metadata"].get_data()


def test_a_character_that_no_font_has_holds_no_letter_back_and_is_told() -> None:
    assert pdf.render(paper("will_assess", reader_name=f"Jo {NOBODYS}"), HEAD).startswith(b"%PDF")
    assert typesetting.unshown("Jo", f"Bell {NOBODYS}") == NOBODYS
    assert typesetting.unshown("Jo", *SCRIPTS.values()) == ""


def test_letters_do_not_wait_for_a_value_that_nothing_gives() -> None:
    with pytest.raises(LetterFault, match="Nothing gives “reader_name”"):
        put_together(read_letter("Title: A\n\nDear {{ reader_name }}"), values={}, free={}, block=no_block)


def no_block(name: str) -> LegalBlock:
    raise AssertionError(name)


def test_an_officers_lines_are_paragraphs_and_lists() -> None:
    shown = html.render(paper("will_not_assess", {"reasons": "One\ntwo\n\n- a\n* b\nthree"}))
    assert re.search(r"<p>One<br>two</p>\n<ul><li>a</li><li>b</li></ul>\n<p>three</p>", shown)
