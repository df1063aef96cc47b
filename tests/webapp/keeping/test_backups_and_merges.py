"""Two records of one child, merged or taken apart after the backup: what was erased is erased again, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import SetClock
from tests.webapp.cases.conftest import DAD, MONDAY, Play, visible
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import jo as jo
from tests.webapp.cases.conftest import pages as pages
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import portal as portal
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from tests.webapp.keeping.conftest import new_house
from webapp import destroying
from webapp.backups import backup, restoring
from webapp.cases.models import Case, CaseMerge
from webapp.keeping import certificates
from webapp.portal import Portal
from webapp.worker.work import Work


class Records:
    """The mother's record and the father's, and two who look after them."""

    def __init__(self, play: Play, pages: Pages, people: tuple[str, str, str], folder: Path) -> None:
        self.play, self.pages, self.folder = play, pages, folder
        self.priya, self.grace = people[0], play.person("Grace", "Hill", group="send_manager")
        for asking, answers in zip(people[1:], (None, DAD), strict=True):
            play.approve(self.priya, play.ask(asking, answers))
        self.mothers, self.fathers = (visible(play.portal, each)[0].reference for each in people[1:])

    def merge(self) -> None:
        """The father's goes into the mother's."""
        asked = {"stays": self.mothers, "because": "One child", "read": "yes"}
        self.pages.of(self.priya).post(f"/cases/{self.mothers}/merge/{self.fathers}", **asked)
        self.pages.of(self.grace).post(self._merge(), action="merge", read="yes")
        assert self.merged() == "merged"

    def undo(self) -> None:
        """Both stand for themselves again."""
        self.pages.of(self.grace).post(self._merge(), action="ask_undo", because="They are cousins")
        self.pages.of(self.priya).post(self._merge(), action="undo")
        assert self.merged() == "undone"

    def merged(self) -> str:
        """What has become of it."""
        with self.play.portal.look() as services:
            return services.session.scalars(select(CaseMerge.state)).one()

    def destroy(self) -> None:
        """Two people want the mother's record destroyed, and a week goes by."""
        asked = {"action": "propose", "ground": "right_to_erasure", "because": "Article 17"}
        self.pages.of(self.priya).post(f"/cases/{self.mothers}/keeping", **asked)
        self.pages.of(self.grace).post(f"/cases/{self.mothers}/keeping", action="agree")
        self.play.clock.advance(timedelta(days=7))
        Work(self.play.portal).sweep()
        assert self.mothers not in cases(self.play.portal)

    def back_up(self) -> None:
        """Now."""
        backup.make(self.play.portal, self.folder / "backup", self.certificates)

    def restore(self, into: Portal) -> int:
        """With the certificates of what was erased since; how many records that were."""
        erased = list(certificates.read(self.certificates))
        return restoring.restore(into, self.folder / "backup", erased).erased_again

    def certificate(self, portal: Portal) -> str:
        """What its page says in this house."""
        (made,) = certificates.read(self.certificates)
        browser = Pages(Play(portal, SetClock(MONDAY))).of(self.priya)
        return words(browser.get(f"/keeping/certificates/{made.number}")[1])

    @property
    def certificates(self) -> Path:
        """Where they lie."""
        return destroying.folder(self.play.portal.config)

    def _merge(self) -> str:
        with self.play.portal.look() as services:
            return f"/merges/{services.session.scalars(select(CaseMerge.id)).one()}"


def cases(portal: Portal) -> set[str]:
    """References of all that there are."""
    with portal.look() as services:
        return set(services.session.scalars(select(Case.reference)))


@pytest.fixture
def records(play: Play, pages: Pages, priya: str, jo: str, ali: str, tmp_path: Path) -> Records:
    return Records(play, pages, (priya, jo, ali), tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Portal]:
    with new_house(tmp_path, MONDAY) as made:
        yield made


def test_records_that_were_merged_after_the_backup_are_both_erased_again(records: Records, empty: Portal) -> None:
    records.back_up()
    records.merge()
    records.destroy()
    assert records.restore(empty) == 2
    assert cases(empty) == set()
    assert "its history ends with the backup" in records.certificate(empty)
    assert "are as they were" in records.certificate(records.play.portal)


def test_a_record_that_was_merged_at_the_time_of_the_backup_alone_stays(records: Records, empty: Portal) -> None:
    records.merge()
    records.back_up()
    records.undo()
    records.destroy()
    assert records.restore(empty) == 1
    assert cases(empty) == {records.fathers} == cases(records.play.portal)


def test_a_certificate_whose_file_is_lost_is_written_again(records: Records) -> None:
    records.destroy()
    (path,) = records.certificates.iterdir()
    as_it_was = path.read_bytes()
    path.unlink()
    Work(records.play.portal).sweep()
    assert [each.read_bytes() for each in records.certificates.iterdir()] == [as_it_was]
    (read,) = certificates.read(records.certificates)
    with records.play.portal.look() as services:
        assert certificates.is_whole(services, read)
