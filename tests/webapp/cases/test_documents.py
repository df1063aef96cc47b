"""Documents: what is taken, under which name, who opens it; hostile files stay outside (trust cases 17 and 18)."""

import io
import os
import struct
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from tests.webapp.cases.conftest import SAM, Play
from webapp.cases import documents, evidence
from webapp.cases.errors import (
    DocumentNotFound,
    DocumentRefused,
    FileEmpty,
    FileTooLarge,
    KindNotAllowed,
    NoRoom,
    NotWhatItSays,
)
from webapp.cases.file_names import clean
from webapp.cases.files import MOST_BYTES, Files
from webapp.cases.models import Document

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TEXT = "Grüße, Sam\r\n\tpage 2\f".encode()
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\x00" * 40


def png(width: int = 3, height: int = 2) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00" * 3


def jpg(width: int = 3, height: int = 2) -> bytes:
    before = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return before + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\x00" * 20


def docx(*more: str, size: int = 10) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            parts.writestr(name, b"0" * size)
    return made.getvalue()


GOOD = {
    "letter.pdf": PDF,
    "report.docx": docx(),
    "photo.png": png(),
    "photo.JPG": jpg(),
    "photo.jpeg": jpg(),
    "phone.heic": HEIC,
    "notes.txt": TEXT,
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
    "exe.jpg": (b"MZ\x90\x00" + jpg(), NotWhatItSays),
    "cut.jpg": (jpg()[:24], NotWhatItSays),
    "huge.png": (png(60_000, 60_000), NotWhatItSays),
    "long.jpg": (jpg(60_000, 2), NotWhatItSays),
    "flat.png": (png(0, 4), NotWhatItSays),
    "cut.png": (png()[:18], NotWhatItSays),
    "renamed.docx": (docx("word/vbaProject.bin"), NotWhatItSays),
    "zip.docx": (b"PK\x03\x04" + b"0" * 50, NotWhatItSays),
    "front.docx": (b"#!/bin/sh\n" + docx(), NotWhatItSays),
    "bomb.docx": (docx(size=150_000_000), NotWhatItSays),
    "video.heic": (b"\x00\x00\x00\x18ftypisom" + b"\x00" * 40, NotWhatItSays),
    "program.txt": (b"MZ\x90\x00\x03\x00", NotWhatItSays),
    "empty.txt": (b"", FileEmpty),
}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "documents")


def send(play: Play, files: Files, who: str, name: str = "letter.pdf", data: bytes = PDF) -> str:
    with play.portal.work() as services:
        owner = services.accounts.people.by_reference(who)
        return documents.add(services, files, owner, name=name, stream=io.BytesIO(data)).id


def stored(play: Play, document_id: str) -> Document:
    with play.portal.look() as services:
        found = services.session.get(Document, document_id)
        assert found
        return found


def opened(play: Play, files: Files, who: str, document_id: str) -> bytes:
    with play.portal.work() as services:
        person = services.accounts.people.by_reference(who)
        found = evidence.read(services, files, person, document_id)
    with found.stream as stream:
        return stream.read()


@pytest.mark.parametrize("name", GOOD)
def test_what_families_send_is_taken_byte_for_byte(play: Play, files: Files, jo: str, name: str) -> None:
    sent = send(play, files, jo, name, GOOD[name])
    assert opened(play, files, jo, sent) == GOOD[name]
    document = stored(play, sent)
    assert (document.name, document.size, len(document.sha256)) == (name, len(GOOD[name]), 64)


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_what_it_says_leaves_nothing(play: Play, files: Files, tmp_path: Path, jo: str, name: str) -> None:
    data, why = BAD[name]
    with pytest.raises(why):
        send(play, files, jo, name, data)
    folder = tmp_path / "documents"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_file_over_50_mb_is_cut_off_while_it_streams(play: Play, files: Files, tmp_path: Path, jo: str) -> None:
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


def test_a_full_disk_refuses_the_file_in_words(play: Play, files: Files, tmp_path: Path, jo: str) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(NoRoom) as refused, play.portal.work() as services:
        owner = services.accounts.people.by_reference(jo)
        documents.add(services, files, owner, name="letter.pdf", stream=Full())
    assert "try again later" in str(refused.value)
    assert list((tmp_path / "documents").iterdir()) == []


def test_files_lie_under_names_of_our_own_and_for_us_alone(play: Play, files: Files, tmp_path: Path, jo: str) -> None:
    sent = send(play, files, jo, "Sam Bell birth certificate.pdf")
    (path,) = (tmp_path / "documents").iterdir()
    assert path.name == stored(play, sent).storage_name and len(path.name) == 32 and path.suffix == ""
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_no_document_claims_to_be_scanned(play: Play, files: Files, jo: str) -> None:
    sent = send(play, files, jo, "eicar.txt", EICAR)  # nobody scans here, so nobody knows it
    assert stored(play, sent).state == "not_scanned"
    assert documents.SCAN_WORDS["not_scanned"] == "Not checked for viruses: open it with care."


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
    play: Play, files: Files, jo: str, priya: str
) -> None:
    sent = send(play, files, jo)
    reference = play.ask(jo, {**SAM, "evidence_way": "upload", "identity_documents": [sent]})
    assert [document.id for document in play.look_at(priya, reference).documents] == [sent]
    assert opened(play, files, priya, sent) == PDF
    with play.portal.look() as services:
        reads = [e for e in services.engine.history.of(reference) if e.kind == "read"]
        assert [(e.actor, e.payload["what"]) for e in reads] == [(priya, "request"), (priya, f"document {sent}")]


def test_nobody_else_opens_evidence(play: Play, files: Files, jo: str, ali: str, priya: str) -> None:
    given, kept = send(play, files, jo), send(play, files, jo)
    play.ask(jo, {**SAM, "identity_documents": [given]})
    aunt = play.person("Eve", "Bell", group="send_admin")
    analyst = play.person("Zoe", "Fox", group="analyst")
    refused = [(ali, given), (aunt, given), (analyst, given), (priya, kept), (priya, "0" * 32), (ali, "")]
    for who, document_id in refused:
        with pytest.raises(DocumentNotFound) as said:
            opened(play, files, who, document_id)
        assert str(said.value) == "There is no such document, or you may not see it."


def test_somebody_elses_document_is_no_evidence(play: Play, files: Files, jo: str, ali: str) -> None:
    sent = send(play, files, jo)
    with pytest.raises(DocumentNotFound):
        play.ask(ali, {**SAM, "identity_documents": [sent]})


def test_more_evidence_joins_the_request_once(play: Play, files: Files, jo: str, priya: str) -> None:
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
    play: Play, files: Files, tmp_path: Path, jo: str, ali: str
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
