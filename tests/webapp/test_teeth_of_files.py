"""What the protections of files, logs and receipts are for: seen by turning each off."""

import io
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import SetClock
from tests.logged import logged
from tests.standins.clamd import EICAR, clamd
from tests.webapp.cases.sheets import packed_pdf
from tests.webapp.family_site import FamilySite
from webapp import logs
from webapp.cases import documents
from webapp.cases.errors import DocumentRefused
from webapp.cases.kinds import FileKind
from webapp.cases.uploads import Uploads
from webapp.config import Config, UploadRules
from webapp.worker.performers import in_words

JO = "jo.bell@example.org"


def sent(site: FamilySite, name: str, data: bytes) -> str:
    with site.portal.work() as services:
        owner = services.accounts.people.by_email(JO)
        assert owner
        return documents.add(services, site.portal.uploads, owner, name=name, stream=io.BytesIO(data)).id


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 1, 19, 10, tzinfo=UTC))


def test_without_the_gate_a_virus_is_given_out_before_it_is_scanned(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clamd() as scanner:
        site = FamilySite(tmp_path, clock, uploads=UploadRules(scanner=scanner.address))
        path = f"/documents/{sent(site, 'notes.txt', EICAR)}"
        assert site.browser(JO).opens(path).status_code == 409
        monkeypatch.setattr(Uploads, "require_free", lambda *_: None)
        assert site.browser(JO).opens(path).data == EICAR


def test_without_the_second_reading_a_hidden_script_is_taken(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, script = FamilySite(tmp_path, clock), packed_pdf(b"<</S/JavaScript/JS(app.alert(1))>>")
    with pytest.raises(DocumentRefused):
        sent(site, "letter.pdf", script)
    monkeypatch.setattr(FileKind, "require", lambda *_: None)
    assert sent(site, "letter.pdf", script)


def test_without_the_nets_an_address_stands_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    for hidden, there in ((logs.HIDDEN, False), ((), True)):
        monkeypatch.setattr(logs, "HIDDEN", hidden)
        with logged() as log:
            logging.getLogger("portal.worker").warning("to %s", JO)
        assert (JO in log.getvalue()) is there


def test_the_words_of_an_unforeseen_fault_are_not_kept() -> None:
    try:
        Config().cookie(None + JO)  # type: ignore[operator]
    except TypeError as fault:
        assert (
            in_words(fault)
            == f"Not foreseen: TypeError, tests/webapp/test_teeth_of_files.py, line {fault.__traceback__.tb_lineno}."
        )
        assert JO not in in_words(ValueError(JO)) and JO in str(ValueError(JO))
