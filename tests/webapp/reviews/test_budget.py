"""A personal budget may be asked for while a plan is reviewed (SEN (Personal Budgets) Regulations 2014, regulation 4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import PROCESS, house
from tests.webapp.cases.pages import Pages
from tests.webapp.reviews.conftest import Reviewing
from webapp.portal import Portal

ASK = "Ask for a personal budget"


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, "next_review", "annual_review", "personal_budget") as made:
        yield made


def test_it_is_offered_from_the_day_on_which_the_review_begins(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    jo, path = reviewing.people["jo"], f"/cases/{reviewing.case}"
    assert ASK not in Pages(reviewing.play).of(jo).get(path)[1]
    reviewing.at("2026-10-27")
    assert "plan_review" in reviewing.waiting()
    assert ASK in Pages(reviewing.play).of(jo).get(path)[1]
