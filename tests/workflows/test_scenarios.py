"""Every scenario that ships plays as it is written."""

from pathlib import Path

import pytest

from webapp.publishing.scenarios import rehearse, scenarios


@pytest.mark.parametrize("path", scenarios(), ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_the_scenario_plays_as_written(path: Path) -> None:
    assert [str(difference) for difference in rehearse(path)] == []


def test_there_are_scenarios() -> None:
    assert len(scenarios()) >= 15
