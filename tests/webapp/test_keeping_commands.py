"""`./portal mail bounced` and `./portal documents scan`: done by hand when a server could not tell or was away."""

import io
from datetime import timedelta
from pathlib import Path

import pytest

from engine import SystemClock
from tests.standins.clamd import clamd
from tests.webapp.family_site import FamilySite
from webapp.accounts import bounces
from webapp.cases import documents
from webapp.cases.models import Document
from webapp.cli import main
from webapp.config import Config
from webapp.portal import Portal
from webapp.worker.work import Work

JO = "jo.bell@example.org"


class LongAgo(SystemClock):
    """Two hours before now."""

    def now(self):  # type: ignore[no-untyped-def]
        return super().now() - timedelta(hours=2)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FamilySite:
    """What it has was sent two hours ago, while there was no scanner."""
    made = FamilySite(tmp_path, LongAgo())  # type: ignore[arg-type]
    monkeypatch.setenv("PORTAL_DATABASE_URL", made.portal.config.database_url)
    settings(monkeypatch, tmp_path, "")
    return made


def settings(monkeypatch: pytest.MonkeyPatch, folder: Path, scanner: str) -> None:
    path = folder / "settings.toml"
    path.write_text(f'demo = true\nvar = "{folder}"\n[uploads]\nscanner = "{scanner}"\n', "utf-8")
    monkeypatch.setenv("PORTAL_SETTINGS", str(path))


def test_addresses_that_mail_came_back_from_are_marked_by_hand(
    site: FamilySite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mail", "bounced", "Jo.Bell@Example.org", "nobody@example.org"]) == 0
    assert "Marked: 2." in capsys.readouterr().out
    with site.portal.look() as services:
        assert bounces.since(services.accounts.desk, JO) is not None


def test_without_a_scanner_nothing_can_be_scanned_again(site: FamilySite, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "scan"]) == 1
    assert "No virus scanner is set." in capsys.readouterr().out


def test_what_came_without_a_scanner_is_shown_to_it_later(
    site: FamilySite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with site.portal.work() as services:
        owner = services.accounts.people.by_email(JO)
        assert owner
        sent = documents.add(services, site.portal.uploads, owner, name="a.txt", stream=io.BytesIO(b"hello")).id
    with clamd() as scanner:
        settings(monkeypatch, tmp_path, scanner.address)
        assert main(["documents", "scan"]) == 0
        assert "To be scanned by the worker: 1." in capsys.readouterr().out
        Work(Portal(Config.load())).perform_due()
        assert scanner.seen == [5]
    with site.portal.look() as services:
        document = services.session.get(Document, sent)
        assert document and document.state == "clean"
