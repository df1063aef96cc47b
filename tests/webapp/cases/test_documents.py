"""Documents: what is taken, under which name, who opens it; hostile files stay outside (trust cases 17 and 18)."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from tests.standins.clamd import EICAR
from tests.webapp.cases.conftest import SAM, Play
from tests.webapp.cases.sheets import (
    PDF,
    TEXT,
    boxed,
    docx,
    jpg,
    linking,
    mp3,
    packed_pdf,
    pdf,
    png,
    remote_template,
    xlsx,
)
from webapp.cases import documents, evidence
from webapp.cases.errors import (
    DocumentNotFound,
    DocumentRefused,
    FileEmpty,
    FileTooLarge,
    HasProgram,
    IsLocked,
    KindNotAllowed,
    NoRoom,
    NotWhatItSays,
)
from webapp.cases.file_names import clean
from webapp.cases.files import MOST_BYTES, Files
from webapp.cases.models import Document
from webapp.cases.uploads import Uploads

RUNS = b"<</S/JavaScript/JS(app.alert(1))>>"
DOUBLE = b"PK\x03\x04" + b"0" * 50

GOOD = {
    "letter.pdf": PDF,
    "packed.pdf": packed_pdf(b"<</Type/Catalog>>"),
    "scan of scripts.pdf": pdf(b"<</Title(Learning /JavaScripting)>>"),
    "report.docx": docx(),
    "links.docx": linking(),
    "sums.xlsx": xlsx(),
    "photo.png": png(),
    "photo.JPG": jpg(),
    "photo.jpeg": jpg(),
    "telephone.jpg": jpg() + b"more of the telephone's own",
    "phone.heic": boxed(b"heic", b"meta", b"mdat"),
    "notes.txt": TEXT,
    "talk.mp3": mp3(),
    "bare.mp3": mp3(tagged=False),
    "talk.m4a": boxed(b"M4A ", b"moov", b"mdat"),
    "film.mp4": boxed(b"isom", b"moov", b"mdat"),
    "film.mov": boxed(b"qt  ", b"wide", b"mdat", b"moov"),
}
BAD = {
    "drawing.svg": (b"<svg onload='alert(1)'/>", KindNotAllowed),
    "page.html": (b"<script>alert(1)</script>", KindNotAllowed),
    "tool.exe": (b"MZ\x90\x00", KindNotAllowed),
    "letter.pdf.exe": (PDF, KindNotAllowed),
    "noextension": (PDF, KindNotAllowed),
    ".pdf": (PDF, KindNotAllowed),
    "cod\u202egpj.exe": (jpg(), KindNotAllowed),
    "macro.docm": (docx("word/vbaProject.bin"), KindNotAllowed),
    "page.pdf": (b"<html>%PDF-1.7 %%EOF", NotWhatItSays),
    "cut.pdf": (PDF[:20], NotWhatItSays),
    "script.pdf": (pdf(RUNS), HasProgram),
    "spelled.pdf": (pdf(RUNS.replace(b"/JavaScript", b"/J#61vaScrip#74")), HasProgram),
    "hidden.pdf": (packed_pdf(RUNS), HasProgram),
    "twice.pdf": (packed_pdf(b"<<>>", b"/Filter[/ASCIIHexDecode/FlateDecode]", raw=b"789c"), NotWhatItSays),
    "starts.pdf": (pdf(b"<</S/Launch/F(cmd.exe)>>"), HasProgram),
    "carries.pdf": (pdf(b"<</Type/EmbeddedFile>>"), HasProgram),
    "locked.pdf": (PDF.replace(b"trailer<<", b"trailer<</Encrypt 2 0 R"), IsLocked),
    "bomb.pdf": (packed_pdf(b"0" * 210_000_000), NotWhatItSays),
    "archive.pdf": (PDF + docx(), NotWhatItSays),
    "archive.jpg": (jpg() + docx(), NotWhatItSays),
    "exe.jpg": (b"MZ\x90\x00" + jpg(), NotWhatItSays),
    "cut.jpg": (jpg()[:24], NotWhatItSays),
    "huge.png": (png(60_000, 60_000), NotWhatItSays),
    "long.jpg": (jpg(60_000, 2), NotWhatItSays),
    "flat.png": (png(0, 4), NotWhatItSays),
    "cut.png": (png()[:18], NotWhatItSays),
    "short.png": (png()[:-2], NotWhatItSays),
    "more.png": (png() + b"<script>", NotWhatItSays),
    "spoilt.png": (png()[:20] + b"\x01" + png()[21:], NotWhatItSays),
    "renamed.docx": (docx("word/vbaProject.bin"), HasProgram),
    "macros.docx": (docx(parts={"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled"}), HasProgram),
    "fetches.docx": (remote_template(), HasProgram),
    "embeds.docx": (docx("word/embeddings/oleObject1.bin"), HasProgram),
    "entities.docx": (docx(parts={"word/_rels/x.rels": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), NotWhatItSays),
    "broken.docx": (docx(parts={"word/_rels/x.rels": "<a>"}), NotWhatItSays),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, IsLocked),
    "sums.docx": (xlsx(), NotWhatItSays),
    "letter.xlsx": (docx(), NotWhatItSays),
    "zip.docx": (DOUBLE, NotWhatItSays),
    "front.docx": (b"#!/bin/sh\n" + docx(), NotWhatItSays),
    "bomb.docx": (docx(size=300_000_000), NotWhatItSays),
    "video.heic": (boxed(b"isom", b"meta"), NotWhatItSays),
    "cut.heic": (boxed(b"heic", b"meta")[:-3], NotWhatItSays),
    "behind.mp4": (boxed(b"isom", b"moov", b"mdat") + b"<script>", NotWhatItSays),
    "empty.mp4": (boxed(b"isom", b"mdat"), NotWhatItSays),
    "film.m4a": (boxed(b"qt  ", b"moov", b"mdat"), NotWhatItSays),
    "one.mp3": (mp3()[:420], NotWhatItSays),
    "words.mp3": (TEXT, NotWhatItSays),
    "program.txt": (b"MZ\x90\x00\x03\x00", NotWhatItSays),
    "empty.txt": (b"", FileEmpty),
    "empty.pdf": (b"", FileEmpty),
}


@pytest.fixture
def files(tmp_path: Path) -> Uploads:
    return Uploads(store=Files(tmp_path / "documents"), scanner=None, release_unscanned=True)


def send(play: Play, files: Uploads, who: str, name: str = "letter.pdf", data: bytes = PDF) -> str:
    with play.portal.work() as services:
        owner = services.accounts.people.by_reference(who)
        return documents.add(services, files, owner, name=name, stream=io.BytesIO(data)).id


def stored(play: Play, document_id: str) -> Document:
    with play.portal.look() as services:
        found = services.session.get(Document, document_id)
        assert found
        return found


def opened(play: Play, files: Uploads, who: str, document_id: str) -> bytes:
    with play.portal.work() as services:
        person = services.accounts.people.by_reference(who)
        found = evidence.read(services, files, person, document_id)
    with found.stream as stream:
        return stream.read()


@pytest.mark.parametrize("name", GOOD)
def test_what_families_send_is_taken_byte_for_byte(play: Play, files: Uploads, jo: str, name: str) -> None:
    sent = send(play, files, jo, name, GOOD[name])
    assert opened(play, files, jo, sent) == GOOD[name]
    document = stored(play, sent)
    assert (document.name, document.size, len(document.sha256)) == (name, len(GOOD[name]), 64)


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_what_it_says_leaves_nothing(
    play: Play, files: Uploads, tmp_path: Path, jo: str, name: str
) -> None:
    data, why = BAD[name]
    with pytest.raises(why):
        send(play, files, jo, name, data)
    folder = tmp_path / "documents"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_file_over_50_mb_is_cut_off_while_it_streams(play: Play, files: Uploads, tmp_path: Path, jo: str) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(FileTooLarge), play.portal.work() as services:
        owner = services.accounts.people.by_reference(jo)
        documents.add(services, files, owner, name="big.txt", stream=stream)  # type: ignore[arg-type]
    assert stream.given <= MOST_BYTES + (1 << 20)
    assert list((tmp_path / "documents").iterdir()) == []


def test_a_full_disk_refuses_the_file_in_words(play: Play, files: Uploads, tmp_path: Path, jo: str) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(NoRoom) as refused, play.portal.work() as services:
        owner = services.accounts.people.by_reference(jo)
        documents.add(services, files, owner, name="letter.pdf", stream=Full())
    assert "try again later" in str(refused.value)
    assert list((tmp_path / "documents").iterdir()) == []


def test_files_lie_under_names_of_our_own_and_for_us_alone(play: Play, files: Uploads, tmp_path: Path, jo: str) -> None:
    sent = send(play, files, jo, "Sam Bell birth certificate.pdf")
    (path,) = (tmp_path / "documents").iterdir()
    assert path.name == stored(play, sent).storage_name and len(path.name) == 32 and path.suffix == ""
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_without_a_scanner_no_document_claims_to_be_scanned(play: Play, files: Uploads, jo: str) -> None:
    sent = send(play, files, jo, "eicar.txt", EICAR)  # nobody scans here, so nobody knows it
    assert stored(play, sent).state == "not_scanned"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\Jo\letter.pdf", "letter.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("CON", "_CON"),
        ("con .pdf", "_con.pdf"),
        ("nul.tar.txt", "_nul.tar.txt"),
        ("..", "document"),
        ("", "document"),
        ("  two   spaces .pdf", "two spaces.pdf"),
        ('he said "hi"; <b>.txt', "he said _hi__ _b_.txt"),
        ("Mamán’s écrit 🌈.pdf", "Mamán’s écrit 🌈.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 98),
    ],
)
def test_names_are_made_safe_to_show_and_to_save(name: str, cleaned: str) -> None:
    assert clean(name) == cleaned and len(clean(name)) <= 100
    assert clean(cleaned) == cleaned


@given(text())
def test_whatever_a_file_is_called_its_clean_name_is_one_short_visible_line(name: str) -> None:
    cleaned = clean(name)
    assert 0 < len(cleaned) <= 100 and clean(cleaned) == cleaned
    assert not set(cleaned) & set('/\\<>:"|?*;%\r\n\t\x00') and not cleaned.startswith(".")


def test_evidence_goes_with_the_request_to_the_officer_who_decides(
    play: Play, files: Uploads, jo: str, priya: str
) -> None:
    sent = send(play, files, jo)
    reference = play.ask(jo, {**SAM, "evidence_way": "upload", "identity_documents": [sent]})
    assert [document.id for document in play.look_at(priya, reference).documents] == [sent]
    assert opened(play, files, priya, sent) == PDF
    with play.portal.look() as services:
        reads = [e for e in services.engine.history.of(reference) if e.kind == "read"]
        assert [(e.actor, e.payload["what"]) for e in reads] == [(priya, "request"), (priya, f"document {sent}")]


def test_nobody_else_opens_evidence(play: Play, files: Uploads, jo: str, ali: str, priya: str) -> None:
    given, kept = send(play, files, jo), send(play, files, jo)
    play.ask(jo, {**SAM, "identity_documents": [given]})
    aunt = play.person("Eve", "Bell", group="send_admin")
    analyst = play.person("Zoe", "Fox", group="analyst")
    refused = [(ali, given), (aunt, given), (analyst, given), (priya, kept), (priya, "0" * 32), (ali, "")]
    for who, document_id in refused:
        with pytest.raises(DocumentNotFound) as said:
            opened(play, files, who, document_id)
        assert str(said.value) == "There is no such document, or you may not see it."


def test_somebody_elses_document_is_no_evidence(play: Play, files: Uploads, jo: str, ali: str) -> None:
    sent = send(play, files, jo)
    with pytest.raises(DocumentNotFound):
        play.ask(ali, {**SAM, "identity_documents": [sent]})


def test_more_evidence_joins_the_request_once(play: Play, files: Uploads, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    more = send(play, files, jo)
    with play.portal.work() as services:
        owner = services.accounts.people.by_reference(jo)
        documents.give(services, owner, [more], reference)
        documents.give(services, owner, [more], reference)
        with pytest.raises(DocumentNotFound):
            documents.give(services, owner, [more], "ACC-22222")
    assert [document.id for document in play.look_at(priya, reference).documents] == [more]


def test_what_was_not_given_can_be_taken_back_and_its_file_is_swept(
    play: Play, files: Uploads, tmp_path: Path, jo: str, ali: str
) -> None:
    given, kept = send(play, files, jo), send(play, files, jo)
    play.ask(jo, {**SAM, "identity_documents": [given]})
    with play.portal.work() as services:
        owner, other = (services.accounts.people.by_reference(who) for who in (jo, ali))
        for who, document_id in ((owner, given), (other, kept)):
            with pytest.raises(DocumentNotFound):
                documents.remove(services, who, document_id)
        documents.remove(services, owner, kept)
        assert documents.sweep(services, files) == 0  # perhaps its page is still open
    for path in (tmp_path / "documents").iterdir():
        then = (play.clock.now() - timedelta(days=2)).timestamp()
        os.utime(path, (then, then))
    with play.portal.work() as services:
        assert documents.sweep(services, files) == 1
    assert opened(play, files, jo, given) == PDF


def test_every_refusal_of_a_file_says_what_to_do() -> None:
    for kind in DocumentRefused.__subclasses__():
        assert str(kind()).startswith(("The file", "We cannot")) and str(kind()).endswith(".")
