"""The house of the cases' tests with every shipped drawing, as a new database has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import SetClock
from tests.houses import EVERY
from tests.webapp.cases.conftest import house
from webapp.portal import Portal


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, EVERY) as made:
        yield made
