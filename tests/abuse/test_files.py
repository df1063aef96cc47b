"""Abuse cases 17 and 18: files that mean harm, names that do, and bodies without end."""

import socket
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.abuse.browser import Answer, multipart
from tests.abuse.site import RealSite
from tests.abuse.test_guessing import in_one_window
from tests.standins.clamd import EICAR
from tests.webapp.cases.sheets import PDF, jpg
from tests.webapp.cases.test_documents import BAD, GOOD
from tests.webapp.test_long_bodies import A_GIGABYTE, BEGIN, head, pour
from webapp.accounts.throttling import HOUR, LIMITS
from webapp.cases.file_names import LONGEST, extension
from webapp.security import LONGEST_BODY
from webapp.worker import Worker

PAGE, FIELD = "/ask/show-us-who-you-are", "identity_documents"
ASKED_FOR, ANOTHER_KIND = ("pdf", "docx", "png", "jpg", "jpeg", "heic"), "file must be a PDF, DOCX"
ATTACHED = "attachment; filename*=UTF-8''"
INFECTED = PDF.replace(b"%%EOF", EICAR + b"\n%%EOF")


class Sender:
    """A parent at the page that takes files."""

    def __init__(self, site: RealSite) -> None:
        self.site, self.email = site, site.person("Fergus")
        self.browser = site.browser(self.email)
        assert self.browser.posts("/ask/who-is-this-about", about="child", version="0").status == 302
        self.token, self.version = self.browser.token(), 1

    def sends(self, name: str, data: bytes) -> Answer:
        """The answer; the file is taken or not, the other answers are kept."""
        fields = [("csrf_token", self.token), ("version", str(self.version)), ("evidence_way", "upload")]
        answer = self.browser.sends(PAGE, [*fields, ("action", "save")], files=[(FIELD, name, data)])
        self.version += 1
        return answer

    def documents(self) -> list[tuple[str, str]]:
        """Id and name of what was taken."""
        mine = "SELECT d.id, d.name FROM document d JOIN person p ON p.id = owner_id WHERE email = :e ORDER BY sent_at"
        return [tuple(row) for row in self.site.run(mine, e=self.email)]


@pytest.fixture
def sender(real_site: RealSite) -> Sender:
    return Sender(real_site)


def asked_for(name: str) -> bool:
    """Is it of a kind that the page takes?"""
    return extension(name) in ASKED_FOR


def kept(site: RealSite) -> set[Path]:
    """Every file that the site has written, but its log."""
    return {each for each in site.folder.rglob("*") if each.is_file() and each.suffix not in (".log", ".eml")}


# -- 17: what is in them ----------------------------------------------------------------------------------------------
def test_what_is_not_what_it_says_is_refused_in_words_and_leaves_nothing(real_site: RealSite, sender: Sender) -> None:
    before = kept(real_site)
    for name, (data, why) in BAD.items():
        answer = sender.sends(name, data)
        assert answer.status == 422, name
        assert (str(why()) if asked_for(name) else ANOTHER_KIND) in answer.words, name
    assert sender.documents() == [] and kept(real_site) == before


def test_what_families_send_comes_back_byte_for_byte_and_runs_nowhere(real_site: RealSite, sender: Sender) -> None:
    good = {name: data for name, data in GOOD.items() if asked_for(name)}
    assert {name: sender.sends(name, data).status for name, data in good.items()} == dict.fromkeys(good, 302)
    Worker(real_site.portal).once()  # they are scanned
    sent = {name: document for document, name in sender.documents()}
    for name, data in good.items():
        answer = sender.browser.gets(f"/documents/{sent[name]}")
        assert answer.status == 200 and answer.body == data, name
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_virus_is_given_to_nobody(real_site: RealSite, sender: Sender) -> None:
    assert sender.sends("notes.pdf", INFECTED).status == sender.sends("letter.pdf", PDF).status == 302
    (virus, _), (letter, _) = sender.documents()
    assert [sender.browser.gets(f"/documents/{each}").status for each in (virus, letter)] == [409, 409]
    Worker(real_site.portal).once()
    found, clean = (sender.browser.gets(f"/documents/{each}") for each in (virus, letter))
    assert found.status == 410 and EICAR not in found.body
    assert clean.status == 200 and clean.body == PDF


def test_so_many_files_of_one_person_are_taken_in_an_hour_and_the_next_is_told_why(
    real_site: RealSite, sender: Sender
) -> None:
    in_one_window(HOUR)
    most = LIMITS["upload.owner"].tries
    fields = [("csrf_token", sender.token), ("version", "1"), ("evidence_way", "upload"), ("action", "save")]
    answer = sender.browser.sends(PAGE, fields, files=[(FIELD, f"{n}.pdf", PDF) for n in range(most + 3)])
    assert answer.status == 422 and "There were too many tries" in answer.words
    assert len(sender.documents()) == most
    other = Sender(real_site)
    assert other.sends("letter.pdf", PDF).status == 302 and len(other.documents()) == 1


# -- 18: what they are called -----------------------------------------------------------------------------------------
NAMES = {
    "../../../../tmp/escaped.pdf": "escaped.pdf",
    "..\\..\\escaped.pdf": "escaped.pdf",
    "/etc/escaped.pdf": "escaped.pdf",
    "nul\x00.pdf": "_nul.pdf",
    "CON.pdf": "_CON.pdf",
    "x" * 300 + ".pdf": "x" * (LONGEST - 4) + ".pdf",
    "invoice\u202efdp.pdf": "invoicefdp.pdf",
    'a"; filename="b.exe.pdf': "a__ filename=_b.exe.pdf",
    "%2e%2e%2fescaped.pdf": "_2e_2e_2fescaped.pdf",
    "letter.pdf": "letter.pdf",
}


def test_whatever_a_file_is_called_it_lies_under_our_name_and_comes_back_under_one_line(
    real_site: RealSite, sender: Sender
) -> None:
    before = kept(real_site)
    assert {name: sender.sends(name, PDF).status for name in NAMES} == dict.fromkeys(NAMES, 302)
    Worker(real_site.portal).once()
    new = kept(real_site) - before
    assert {(path.parent, len(path.name), path.suffix) for path in new} == {(real_site.folder / "documents", 32, "")}
    assert len(new) == len(NAMES) and not Path("/tmp/escaped.pdf").exists()
    assert [name for _, name in sender.documents()] == list(NAMES.values())
    for document, name in sender.documents():
        header = sender.browser.gets(f"/documents/{document}").headers["Content-Disposition"]
        assert unquote(header.removeprefix(ATTACHED)) == name


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_a_name_of_several_lines_is_no_file(real_site: RealSite, sender: Sender, line_break: str) -> None:
    assert sender.sends(f"a.pdf{line_break}Set-Cookie: evil=1; x.pdf", PDF).status == 422
    assert sender.documents() == []
    assert sender.browser.posts(PAGE, evidence_way="upload", action="save", version="1").status == 302


def test_a_name_of_several_lines_that_is_sent_encoded_becomes_one_line(real_site: RealSite, sender: Sender) -> None:
    fields = [("csrf_token", sender.token), ("version", "1"), ("evidence_way", "upload"), ("action", "save")]
    kind, body = multipart(fields, [(FIELD, "a.pdf", PDF)])
    encoded = body.replace(b'filename="a.pdf"', b"filename*=UTF-8''a%0D%0ASet-Cookie%3A%20evil%3D1%00%0A.pdf")
    assert sender.browser.asks("POST", PAGE, body=encoded, headers={"Content-Type": kind}).status == 302
    Worker(real_site.portal).once()
    ((document, name),) = sender.documents()
    assert name.isprintable()
    answer = sender.browser.gets(f"/documents/{document}")
    assert answer.body == PDF and "evil" not in sender.browser.cookies
    assert unquote(answer.headers["Content-Disposition"].removeprefix(ATTACHED)) == name


# -- 18: how long they are --------------------------------------------------------------------------------------------
def line_to(site: RealSite) -> socket.socket:
    return socket.create_connection(("localhost", site.port), timeout=30)


def nothing_left(site: RealSite) -> bool:
    coming = [path for path in site.folder.rglob("*.coming")]
    return coming == [] and list(site.temporary.iterdir()) == []


def test_a_body_of_a_gigabyte_is_refused_before_it_comes(real_site: RealSite) -> None:
    with line_to(real_site) as line:
        line.sendall(head(f"Content-Length: {A_GIGABYTE}"))
        assert line.recv(12) == b"HTTP/1.1 413"
    assert nothing_left(real_site)


def test_a_gigabyte_that_does_not_say_so_is_cut_off_while_it_streams(real_site: RealSite) -> None:
    with line_to(real_site) as line:
        line.sendall(head("Transfer-Encoding: chunked"))
        assert pour(line, A_GIGABYTE) < 6 * LONGEST_BODY
    assert nothing_left(real_site)


def test_a_sender_who_goes_away_leaves_nothing_and_the_next_file_is_taken(real_site: RealSite, sender: Sender) -> None:
    for _ in range(2 * real_site.processes):
        with line_to(real_site) as line:
            line.sendall(head("Content-Length: 3000000") + BEGIN)
            pour(line, 2_000_000)
    assert nothing_left(real_site)
    large = jpg() + bytes(20_000_000)
    assert sender.sends("large.jpg", large).status == 302
    assert real_site.run("SELECT size FROM document WHERE id = :id", id=sender.documents()[0][0]) == [(len(large),)]
