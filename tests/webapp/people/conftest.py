"""The site with the demo's people, and Sol, who runs it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import FamilySite

SOL, PRIYA, TOM = "sol.reyes@cumberland.example", "priya.nair@cumberland.example", "tom.hale@cumberland.example"
JO, HEAD = "jo.bell@example.org", "head@beckside.example"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 1, 19, 10, tzinfo=UTC))


@pytest.fixture
def site(tmp_path: Path, clock: SetClock) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, clock)
    yield made
    made.portal.database.dispose()
