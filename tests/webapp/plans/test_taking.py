"""What was given stands beside the writing, and an officer puts it into a section by hand."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import PROCESS, house
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import Planning
from webapp.portal import Portal

SAID = "He played beside the others.\nHe liked the sand."


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, "plan", "print_and_post", "adding") as made:
        yield made


def test_an_answer_goes_into_a_section_by_hand_with_its_source_and_is_kept_from_whom_it_was_kept_from(
    planning: Planning,
) -> None:
    added = {"about": "A letter from the nursery", "words": SAID}
    fill(planning.of("jo").client, f"/cases/{planning.case}/do/AddSomething/begin", added)
    mo = planning.of("mo")
    overview = mo.get(f"{planning.path}/write")[1]
    (source,) = re.findall(r"beside=(\w+)", overview)
    assert "Advice not used yet" in overview
    page = mo.get(f"{planning.path}/write/views?beside={source}")[1]
    assert "Put into this section" in page and "not used yet" in page
    status, page = mo.post(f"{planning.path}/write/views?beside={source}", where="A", words=SAID, sources=source)
    assert status == 200 and "used 1 time" in words(page)
    row = planning.statement("He played beside the others.")
    ali = planning.play.id_of(planning.people["ali"])
    assert (row.section, row.sources, row.kept_from) == ("A", [source], [ali])
    assert "Something was taken from everything that was given." in mo.get(f"{planning.path}/write")[1]
