"""A move to secondary school: a review is begun for it, the plan is changed by a notice, and it names the school."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import PROCESS, house
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.scene import done
from tests.webapp.plans.scene import PLACED
from tests.webapp.reviews.conftest import STAYS, Reviewing
from tests.webapp.reviews.conftest import reviewing as reviewing
from webapp.portal import Portal

BEGUN = {"move_kind": "primary_to_secondary", "moves_in": 2027}
WISH = {"wish_kind": "named", "wish_names": "Hilltop School"}


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    besides = ("phase_transfer", "next_review", "annual_review", "print_and_post", "dispute")
    with house(tmp_path, address, clock, PROCESS, *besides) as made:
        yield made


def stage(reviewing: Reviewing) -> str:
    """Under which filter the board shows the case."""
    pages = Pages(reviewing.play).of(reviewing.people["mo"])
    shown = {name: words(pages.get(f"/transfers?year=2027&stage={name}")[1]) for name in STAGES}
    return next(name for name, page in shown.items() if reviewing.case in page)


STAGES = ("asked", "held", "consulted", "decided", "named")


def test_the_plan_names_the_school_after_review_notice_and_answers(reviewing: Reviewing) -> None:
    reviewing.has_plan()
    reviewing.at("2026-05-04")
    reviewing.takes("mo", "BeginTransfer", BEGUN)
    assert reviewing.running() == ["annual_review", "phase_transfer"], "no review was under way: one is begun"
    jo = reviewing.people["jo"]
    done(reviewing.portal, reviewing.case, jo, "transfer_wish.say_where", WISH, whose=jo)
    assert "transfer_wish.say_where" in reviewing.waiting(), "the father has a task of his own"
    reviewing.prepared("2026-06-12")
    reviewing.at("2026-06-12", 13)
    reviewing.records()
    reviewing.at("2026-06-22")
    assert stage(reviewing) == "held" and "weigh" not in reviewing.waiting(), "the review is not decided yet"
    reviewing.does("grace", "decide_review", {**STAYS, "decision_read": ["notes"]})
    reviewing.signs("plan_maintained.write_maintain", reasons="It works.")
    reviewing.at("2026-06-30")
    assert "weigh" in reviewing.waiting(), "six weeks are over, and nobody waits for the school's report"
    reviewing.does("mo", "weigh", {"next_step": "amend", "next_why": "It names the primary school."})
    reviewing.writes("Needs a quiet place.", "amendment_notice.write_plan")
    reviewing.signs("amendment_notice.sign_letters", changes="The next school.")
    reviewing.answers("jo")
    reviewing.at("2026-07-20")
    reviewing.does("mo", "amendment.answer_comments")
    reviewing.does("mo", "amendment.decide_next", {"next_step": "final", "next_why": "We read it."})
    reviewing.does("mo", "consultation.choose_schools", {"schools_chosen": []})
    reviewing.does("grace", "plan_final.decide_placement", PLACED)
    assert stage(reviewing) == "decided"
    reviewing.writes("Needs a friend.", "plan_final.write_plan")
    reviewing.approves()
    reviewing.signs("plan_final.sign_letters")
    assert "phase_transfer" not in reviewing.running() and stage(reviewing) == "named"
    assert reviewing.limits()["phase_transfer"] == (date(2027, 2, 14), "met")
