"""A council grows: the backup of a house on SQLite, restored into PostgreSQL by the command, stands still until released."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests import databases
from tests.webapp.keeping.conftest import NOW, House
from tests.webapp.keeping.scene import THEY, rows
from webapp.backups import backup, restoring
from webapp.cli import main
from webapp.config import Config
from webapp.db import Database
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.worker import Worker

MADE_ANEW = {"restoration", *(kind.__tablename__ for kind in restoring.WAYS_IN)}
CHANGED = {"ticket"}  # they have ended


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Where both families' cases are: SQLite alone."""
    with databases.sqlite(tmp_path) as made:
        yield made


@pytest.fixture
def grown(blank_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """An empty PostgreSQL and a folder of its own, as the settings of the command name them."""
    (tmp_path / "settings.toml").write_text(f'demo = true\nvar = "{tmp_path / "grown"}"\n', "utf-8")
    monkeypatch.setenv("PORTAL_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("PORTAL_DATABASE_URL", blank_postgres)
    made = Portal(Config.load(), SetClock(NOW + timedelta(days=30)))
    yield made
    made.database.dispose()


def backed_up(house: House, folder: Path) -> str:
    """With a mail that waits."""
    with house.portal.work() as services:
        person = services.accounts.people.by_email(THEY.mother.email)
        assert person
        payload = {"notice": "account_closed", "to_owner": person.reference}
        services.engine.effects.defer("mail", key="waits", business_key="", payload=payload)
    backup.make(house.portal, folder / "backup", folder / "certificates")
    return str(folder / "backup")


def mails(portal: Portal) -> int:
    Worker(portal).once()
    return len(Mailbox(portal.config.var / "mailbox").mails())


def due(portal: Portal) -> int:
    with portal.work() as services:
        return len(services.engine.timers.due(limit=1000))


@pytest.mark.long
def test_everything_is_there_and_stands_still_until_it_is_released(house: House, grown: Portal, tmp_path: Path) -> None:
    assert main(["restore", backed_up(house, tmp_path), "--nothing-erased"]) == 0
    before, after = ({row for row in rows(each) if row[0] not in MADE_ANEW} for each in (house.portal, grown))
    assert {table for table, _ in before ^ after} <= CHANGED and len(after) == len(before)
    with grown.look() as services:
        assert [services.engine.history.broken_at(each) for each in (house.theirs, house.others)] == [None, None]
    waiting = due(grown)
    assert (mails(grown), due(grown)) == (0, waiting) and waiting > 0
    assert main(["restore", "--release"]) == 0
    assert mails(grown) > 0 and due(grown) == 0
    # Numbers go on behind those that were restored: a step whose rows took one of them would have failed.
    assert [row for table, row in rows(grown) if table == "timer" and "'failed'" in row] == []
