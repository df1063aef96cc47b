"""Two processes that want to change one plan: one writes, the other waits for its turn, and nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import PORTAL, SetClock
from tests.webapp.cases.conftest import PROCESS, house
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from tests.webapp.reviews.conftest import STAYS, Reviewing
from tests.webapp.reviews.conftest import reviewing as reviewing
from webapp.cases.reading import find_case
from webapp.plans import versions
from webapp.portal import Portal
from webapp.worker import Worker

BESIDES = ("phase_transfer", "next_review", "annual_review", "amendment", "plan", "print_and_post", "dispute")
WANTED = {"amend_why": "The help of every week is every day."}
NOT_CHANGED = {"next_step": "not_amend", "next_why": "We read it."}
WRITE = "amendment_notice.write_plan"


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, *BESIDES) as made:
        yield made


def between(reviewing: Reviewing) -> None:
    """An officer changes the plan between two reviews."""
    reviewing.takes("mo", "AmendPlan", WANTED)


def review(reviewing: Reviewing) -> None:
    """A review was held, and decides that the plan changes."""
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reviewing.at("2027-01-06")
    reviewing.does("grace", "decide_review", {**STAYS, "review_decision": "amend"})


def anew(reviewing: Reviewing) -> None:
    """After an assessment again the plan is written anew."""
    with reviewing.portal.work() as services:
        services.engine.messages.correlate("PlanRequired", key=reviewing.case, message_id="anew", by=PORTAL)
    Worker(reviewing.portal).once()


def an_hour(reviewing: Reviewing) -> None:
    reviewing.play.clock.advance(timedelta(hours=1, minutes=1))
    Worker(reviewing.portal).once()


def shown(reviewing: Reviewing) -> str:
    return words(Pages(reviewing.play).of(reviewing.people["mo"]).get(f"/cases/{reviewing.case}")[1])


def said(reviewing: Reviewing) -> str:
    """All that the version which is written now says."""
    with reviewing.portal.look() as services:
        version = versions.being_written(services, find_case(services, reviewing.case))
        assert version
        return " ".join(each.words for each in versions.statements(services, version))


def gives_it_up(reviewing: Reviewing) -> None:
    """The notice goes out, both parents are silent, and nothing is changed after all."""
    an_hour(reviewing)
    reviewing.signs("amendment_notice.sign_letters", changes="Every day.")
    reviewing.play.clock.advance(timedelta(days=17))
    Worker(reviewing.portal).once()
    called = "amendment." if "amendment.answer_comments" in reviewing.waiting() else ""  # by a review
    reviewing.does("mo", f"{called}answer_comments")
    reviewing.does("mo", f"{called}decide_next", NOT_CHANGED)
    reviewing.signs(f"{called}write_letters", reasons="It is in the plan already.")


def test_a_review_waits_for_a_change_that_is_under_way_and_goes_on_from_the_plan_in_force(reviewing: Reviewing) -> None:
    reviewing.has_plan()
    reviewing.plan_is_final()
    between(reviewing)
    assert WRITE in reviewing.waiting()
    review(reviewing)
    assert reviewing.waiting().count(WRITE) == 1, "one writes"
    assert "“Annual review” waits for the plan. “Change of a plan” is changing it now" in shown(reviewing)
    an_hour(reviewing)
    assert reviewing.waiting().count(WRITE) == 1
    reviewing.writes("A robot.", WRITE)
    gives_it_up(reviewing)
    an_hour(reviewing)
    assert reviewing.waiting().count(WRITE) == 1, "it is the review's turn"
    assert "waits for the plan" not in shown(reviewing)
    assert "A robot." not in said(reviewing), "what was not done is not taken along"
    reviewing.writes("A quiet place.", WRITE)
    assert reviewing.versions()[0] == "amendment-1" and "amendment_notice.sign_letters" in reviewing.waiting()


@pytest.mark.parametrize("first", [between, review])
def test_a_plan_written_anew_waits_for_whoever_changes_it(reviewing: Reviewing, first) -> None:
    reviewing.has_plan()
    reviewing.plan_is_final()
    first(reviewing)
    anew(reviewing)
    assert "plan_draft.write_plan" not in reviewing.waiting() and WRITE in reviewing.waiting()
    assert "waits for the plan" in shown(reviewing)
    reviewing.writes("A quiet place.", WRITE)
    gives_it_up(reviewing)
    an_hour(reviewing)
    assert "plan_draft.write_plan" in reviewing.waiting()


@pytest.mark.parametrize("second", [between, review])
def test_whoever_wants_to_change_a_plan_that_is_written_anew_waits(reviewing: Reviewing, second) -> None:
    reviewing.has_plan()
    reviewing.plan_is_final()
    if second is between:
        between_while_new(reviewing)
    else:
        anew(reviewing)
        second(reviewing)
    assert "plan_draft.write_plan" in reviewing.waiting() and WRITE not in reviewing.waiting()
    assert "is changing it now" in shown(reviewing)


def between_while_new(reviewing: Reviewing) -> None:
    """It is not offered beside a plan that is written; the message of somebody who had the form open comes all the same."""
    anew(reviewing)
    with reviewing.portal.work() as services:
        services.engine.messages.correlate("AmendPlan", key=reviewing.case, message_id="late", by=PORTAL)
    Worker(reviewing.portal).once()
