"""A house with two families and the demo's officers, on each database in turn."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import SetClock
from tests import databases
from tests.houses import furnish
from tests.webapp.keeping.scene import OTHERS, THEY, lives
from webapp.config import Config
from webapp.db import Database
from webapp.demo.stages import SCHOOL
from webapp.keeping import certificates
from webapp.keeping.models import Certificate
from webapp.portal import Portal

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


def certificate(record: str, chains: Mapping[str, tuple[int, str]]) -> Certificate:
    """That this record was erased, and how far its histories go."""
    made = Certificate(
        number="ERA-22222", record=record, people=[], retention_class="plan", source="x", ground="time_is_over",
        proposed_by="A", proposed_at=NOW, decided_by="B", decided_at=NOW, erased_at=NOW, counts={},
        chains={key: [*tip] for key, tip in chains.items()},
    )  # fmt: skip
    made.digest = certificates.digest(made)
    return made


@contextmanager
def new_house(folder: Path, at: datetime) -> Iterator[Portal]:
    """An empty house on another machine, at this time."""
    (folder / "new").mkdir()
    with databases.sqlite(folder / "new") as database:
        made = Portal(Config(var=folder / "new", database_url=database.url, secret_key="k" * 64), SetClock(at))
        yield made
        made.database.dispose()


class House:
    """The portal, and the cases of the two families."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        with portal.work() as services:
            head = services.accounts.people.by_email(SCHOOL)
            assert head
            services.accounts.memberships.grant(head, "school", origin="test")
        self.theirs, self.others = lives(portal, THEY), lives(portal, OTHERS)


@pytest.fixture
def portal(tmp_path: Path, database: Database) -> Iterator[Portal]:
    address = database.engine.url.render_as_string(hide_password=False)
    made = Portal(Config(var=tmp_path, database_url=address, secret_key="k" * 64), SetClock(NOW))
    furnish(made)
    yield made
    made.database.dispose()


@pytest.fixture
def house(portal: Portal) -> House:
    return House(portal)
