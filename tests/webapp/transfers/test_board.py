"""In May the moves of the next year begin by themselves; the board says who is where, and who is late."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import PROCESS, SAM, Play, house, visible
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import jo as jo
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from webapp import clocks
from webapp.cases.reading import find_case
from webapp.db import Database
from webapp.plans import versions
from webapp.plans.models import FINAL
from webapp.portal import Portal
from webapp.worker import Worker
from webapp.worker.work import Work

YEAR_SIX = {**SAM, "child_dob": "2016-03-27"}  # to secondary school in September 2027


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, "phase_transfer") as made:
        yield made


@pytest.fixture
def case(play: Play, jo: str, priya: str) -> str:
    """A child in Year 5 with a final plan."""
    play.approve(priya, play.ask(jo, YEAR_SIX))
    reference = visible(play.portal, jo)[0].reference
    with play.portal.work() as services:
        version = versions.begin(services, find_case(services, reference), FINAL, instance_id=0)
        versions.issue(services, version, dated=date(2026, 1, 19))
    return reference


def at(play: Play, moment: str) -> None:
    play.clock.move_to(datetime.fromisoformat(moment))
    Work(play.portal).sweep()
    Worker(play.portal).once()


def board(play: Play, who: str, query: str = "?year=2027") -> str:
    status, page = Pages(play).of(who).get(f"/transfers{query}")
    assert status == 200
    return words(page).replace("\N{NO-BREAK SPACE}", " ")


def test_it_begins_in_may_of_the_year_before_and_once(play: Play, case: str, jo: str) -> None:
    at(play, "2026-04-30T09:00:00+00:00")
    assert play.waiting(case) == []
    at(play, "2026-05-01T09:00:00+00:00")
    assert play.waiting(case) == ["transfer_wish.say_where"]
    at(play, "2026-05-02T09:00:00+00:00")
    assert play.waiting(case) == ["transfer_wish.say_where"]
    assert any("Where to go next" in about for to, about in play.mails() if to == "jo.bell@example.org")
    with play.portal.look() as services:
        (limit,) = (each for each in clocks.of(services, case) if each.rule.name == "phase_transfer")
    assert limit.due_on == date(2027, 2, 14)


def test_without_a_plan_nothing_begins(play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo, YEAR_SIX))
    at(play, "2026-05-01T09:00:00+00:00")
    assert play.waiting(visible(play.portal, jo)[0].reference) == []


def test_whose_plan_has_ended_does_not_move_with_one(play: Play, case: str) -> None:
    with play.portal.work() as services:
        version = versions.newest(services, find_case(services, case))
        assert version
        version.ended_on = date(2026, 3, 2)
    at(play, "2026-05-01T09:00:00+00:00")
    assert play.waiting(case) == []


def test_the_board_says_who_is_where_and_who_is_late(play: Play, case: str, priya: str) -> None:
    at(play, "2026-05-01T09:00:00+00:00")
    page = board(play, priya)
    assert "No move is late" in page and case in page and "Review by 22 November 2026" in page
    assert "Sam" not in page, "a list names no child"
    at(play, "2026-11-23T09:00:00+00:00")
    assert "1 move is late" in board(play, priya) and "Review late" in board(play, priya)
    assert "settle_review" in play.waiting(case)
    assert case not in board(play, priya, "?year=2027&stage=held")
    assert case not in board(play, priya, "?year=2027&kind=secondary_to_post_16")
    assert case in board(play, priya, "?year=2027&kind=primary_to_secondary&stage=asked")


def test_a_late_plan_is_told(play: Play, case: str, priya: str) -> None:
    at(play, "2026-05-01T09:00:00+00:00")
    at(play, "2027-02-15T09:00:00+00:00")
    assert "Plan late" in board(play, priya)
    texts = [text for text in play.mail_texts() if "By now the plan should name the school" in text]
    assert any("jo.bell@example.org" in text for text in texts)


def test_a_family_has_no_board(play: Play, case: str, jo: str) -> None:
    assert Pages(play).of(jo).get("/transfers")[0] == 403
