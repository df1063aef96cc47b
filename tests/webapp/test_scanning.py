"""Files that people send are shown to a virus scanner before anybody opens them."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests.standins.clamd import EICAR, Clamd, clamd
from tests.webapp.cases.sheets import PDF
from tests.webapp.family_site import FamilySite, main
from webapp.cases import documents, scanning
from webapp.cases.clamd import Clamd as Client
from webapp.cases.errors import ScannerAway, ScannerRefused
from webapp.cases.models import Document
from webapp.config import UploadRules
from webapp.db import Database
from webapp.mail import Mailbox
from webapp.worker import Worker
from webapp.worker.work import Work

JO, KIT, PRIYA = "jo.bell@example.org", "kit.dale@example.org", "priya.nair@cumberland.example"
MONDAY = datetime(2026, 1, 19, 10, tzinfo=UTC)


@pytest.fixture
def scanner() -> Iterator[Clamd]:
    with clamd() as server:
        yield server


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def site(tmp_path: Path, clock: SetClock, database: Database, scanner: Clamd) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, clock, database_url=database.url, uploads=UploadRules(scanner=scanner.address))
    Worker(made.portal).once()
    yield made
    made.portal.database.dispose()


def send(site: FamilySite, data: bytes = PDF, name: str = "letter.pdf", *, sender: str = JO) -> str:
    with site.portal.work() as services:
        owner = services.accounts.people.by_email(sender)
        assert owner
        return documents.add(services, site.portal.uploads, owner, name=name, stream=io.BytesIO(data)).id


def state(site: FamilySite, document_id: str) -> str:
    with site.portal.look() as services:
        found = services.session.get(Document, document_id)
        assert found
        return found.state


def subjects(site: FamilySite, to: str) -> list[str]:
    return [str(mail["Subject"]) for mail in Mailbox(site.portal.config.var / "mailbox").mails() if mail["To"] == to]


def kept(site: FamilySite) -> int:
    return len(list((site.portal.config.var / "documents").iterdir()))


def test_a_file_is_opened_only_after_the_scanner_has_passed_it(site: FamilySite, scanner: Clamd) -> None:
    sent, jo = send(site), site.browser(JO)
    answer = jo.opens(f"/documents/{sent}")
    assert (answer.status_code, state(site, sent)) == (409, "quarantined")
    assert "We are still checking this file for viruses." in main(answer)
    Worker(site.portal).once()
    assert (state(site, sent), scanner.seen) == ("clean", [len(PDF)])
    assert jo.opens(f"/documents/{sent}").data == PDF


def test_a_file_with_a_virus_is_deleted_and_its_sender_is_told_without_its_name(site: FamilySite) -> None:
    sent, jo = send(site, EICAR, "Sam Bell.txt"), site.browser(JO)
    Worker(site.portal).once()
    answer = jo.opens(f"/documents/{sent}")
    assert (answer.status_code, state(site, sent), kept(site)) == (410, "infected", 0)
    assert "had a virus" in main(answer) and EICAR not in answer.data
    assert subjects(site, JO)[0] == "A file that you sent us had a virus"
    newest = Mailbox(site.portal.config.var / "mailbox").mails()[0]
    assert "Sam" not in newest.as_string() and "EICAR" not in newest.as_string()


def test_a_virus_is_told_once_however_often_the_effect_is_performed(site: FamilySite) -> None:
    sent = send(site, EICAR, "notes.txt")
    for turn in ("again", "and again"):
        with site.portal.work() as services:
            document = services.session.get(Document, sent)
            assert document
            scanning.ask(services, document, turn=turn)
    Worker(site.portal).once()
    assert subjects(site, JO).count("A file that you sent us had a virus") == 1


def test_what_the_scanner_finds_too_large_is_held(site: FamilySite, scanner: Clamd) -> None:
    scanner.limit = 10
    sent = send(site)
    Worker(site.portal).once()
    assert state(site, sent) == "not_scanned"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_%20x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        ("a\";b='c.pdf", "a__b%3D%27c.pdf"),
    ],
)
def test_whatever_a_file_is_called_it_comes_back_as_an_attachment_of_one_line(
    tmp_path: Path, clock: SetClock, name: str, header: str
) -> None:
    site = FamilySite(tmp_path, clock)
    answer = site.browser(JO).opens(f"/documents/{send(site, name=name)}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{header}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    assert (answer.headers["Content-Length"], answer.mimetype) == (str(len(PDF)), "application/octet-stream")


@pytest.mark.parametrize(
    ("setting", "demo", "status"), [("hold", True, 409), ("", False, 409), ("release", False, 200)]
)
def test_what_nobody_could_scan_is_held_or_released_as_the_settings_say(
    tmp_path: Path, clock: SetClock, setting: str, demo: bool, status: int
) -> None:
    site = FamilySite(tmp_path, clock, uploads=UploadRules(unscanned=setting), demo=demo)
    answer = site.browser(JO).opens(f"/documents/{send(site)}")
    assert answer.status_code == status
    assert status == 200 or "Nobody could check this file for viruses" in main(answer)


def test_while_the_scanner_is_away_a_file_waits_and_is_tried_again(
    tmp_path: Path, clock: SetClock, scanner: Clamd, database: Database
) -> None:
    nobody = UploadRules(scanner="127.0.0.1:1")
    site = FamilySite(tmp_path, clock, uploads=nobody, database_url=database.url)
    sent = send(site)
    for _ in range(3):
        Worker(site.portal).once()
        clock.advance(timedelta(minutes=10))
    with site.portal.look() as services:
        (dead,) = services.engine.effects.dead()
    assert dead.error.startswith("The virus scanner cannot be reached") and state(site, sent) == "quarantined"
    site.portal.database.dispose()
    back = FamilySite(tmp_path, clock, uploads=UploadRules(scanner=scanner.address), database_url=database.url)
    clock.advance(timedelta(hours=1))
    Work(back.portal).sweep()
    Worker(back.portal).once()
    assert state(back, sent) == "clean"
    back.portal.database.dispose()


@pytest.mark.parametrize(
    ("said", "fault"),
    [(b"stream: ERROR\0", ScannerRefused), (b"HTTP/1.1 400 Bad Request\r\n", ScannerRefused), (b"\0", ScannerAway)],
)
def test_an_answer_that_is_no_verdict_passes_nothing(scanner: Clamd, said: bytes, fault: type[Exception]) -> None:
    scanner.answer = said
    with pytest.raises(fault):
        Client(address=scanner.address).scan(io.BytesIO(PDF))


def test_a_scanner_that_hangs_is_not_waited_for_without_end(scanner: Clamd) -> None:
    scanner.silent.set()
    with pytest.raises(ScannerAway):
        Client(address=scanner.address, seconds=0.3).scan(io.BytesIO(PDF))


def test_a_virus_across_two_chunks_is_found(scanner: Clamd) -> None:
    data = b"a" * ((1 << 16) - 20) + EICAR + b"b" * 300_000
    assert Client(address=scanner.address).scan(io.BytesIO(data)) == "infected"
    assert scanner.seen == [len(data)]
