"""A restored backup sends no mail and fires no timer until released, old ways in are dead, erasures are applied again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp.keeping.conftest import NOW, House, certificate, new_house
from tests.webapp.keeping.scene import OTHERS, THEY, naming, rows
from webapp.app import create_app
from webapp.backups import restoring
from webapp.backups.backup import BackupRefused, make
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.worker import Worker

MADE_ANEW = {"restoration", *(kind.__tablename__ for kind in restoring.WAYS_IN)}


@pytest.fixture
def backup(house: House, tmp_path: Path) -> Path:
    """Of both families, a session that is open, and a mail that waits."""
    with house.portal.work() as services:
        person = services.accounts.people.by_email(THEY.mother.email)
        assert person
        (tmp_path / "token").write_text(services.accounts.sessions.start(person))
        payload = {"notice": "account_closed", "to_owner": person.reference}
        services.engine.effects.defer("mail", key="waits", business_key="", payload=payload)
    make(house.portal, tmp_path / "backup", tmp_path / "certificates")
    return tmp_path / "backup"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Portal]:
    with new_house(tmp_path, NOW) as made:
        yield made


def mails(portal: Portal) -> int:
    Worker(portal).once()
    return len(Mailbox(portal.config.var / "mailbox").mails())


def test_everything_is_there_again_and_nothing_leaves_until_it_is_released(
    house: House, backup: Path, empty: Portal
) -> None:
    restoring.restore(empty, backup, [])
    before, after = ({row for row in rows(each) if row[0] not in MADE_ANEW} for each in (house.portal, empty))
    assert {row for row in before if row[0] == "file"} == {row for row in after if row[0] == "file"}
    assert {(row[0], row[1]) for row in before ^ after} == {row for row in before ^ after if row[0] == "ticket"}
    with empty.look() as services:
        assert services.engine.history.broken_at(house.theirs) is None
        timers = services.engine.timers.due(until=NOW.replace(year=2027))
    assert timers and mails(empty) == 0
    empty.clock.advance(timers[-1].due_at - NOW)  # type: ignore[attr-defined]
    assert mails(empty) == 0
    with empty.look() as services:
        assert len(services.engine.timers.due(until=empty.clock.now())) >= len(timers)
    with empty.work() as services:
        assert restoring.release(services) > 0
    assert mails(empty) > 0
    with empty.look() as services:
        assert len(services.engine.timers.due(until=NOW)) == 0


def test_old_cookies_are_dead(house: House, backup: Path, empty: Portal, tmp_path: Path) -> None:
    token = (tmp_path / "token").read_text()

    def status(portal: Portal) -> int:
        client = create_app(portal).test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return client.get("/home").status_code

    restoring.restore(empty, backup, [])
    assert [status(house.portal), status(empty)] == [200, 302]


def test_what_was_erased_since_is_erased_again_and_the_others_are_not(
    house: House, backup: Path, empty: Portal
) -> None:
    assert restoring.restore(empty, backup, [certificate(house.theirs, {})]).erased_again == 1
    assert naming(empty, THEY.word) == []
    assert naming(empty, OTHERS.word) != []


def test_without_its_certificate_it_would_be_back(house: House, backup: Path, empty: Portal) -> None:
    assert restoring.restore(empty, backup, []).erased_again == 0
    assert naming(empty, THEY.word) != []


def test_a_house_with_people_in_it_and_a_changed_backup_are_refused(house: House, backup: Path, empty: Portal) -> None:
    with pytest.raises(BackupRefused, match="not empty"):
        restoring.restore(house.portal, backup, [])
    next((backup / "documents").iterdir()).write_bytes(b"another")
    with pytest.raises(BackupRefused, match="was changed"):
        restoring.restore(empty, backup, [])
    assert rows(empty) == set()
