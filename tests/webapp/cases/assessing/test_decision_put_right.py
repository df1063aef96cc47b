"""Whether to assess was recorded otherwise than it was decided: the right letter goes, and the right phase begins."""

import pytest

from tests.webapp.cases.assessing.conftest import writes
from tests.webapp.cases.assessing.test_requests import asks, does, limits
from tests.webapp.cases.pages import words
from tests.webapp.contributions import scene
from webapp.worker import Worker

DUTY = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}


@pytest.fixture
def address(tmp_path):
    """Pages say the same on either database."""
    return f"sqlite:///{tmp_path}/portal.db"


@pytest.fixture
def decide(play, pages, walk, sam, jo, nell, hugh):
    """Everything up to the decision, which is recorded so."""

    def make(decision):
        asks(walk, jo, sam)
        does(pages, walk, nell, sam, DUTY)
        writes(pages, nell, sam)
        does(
            pages,
            walk,
            hugh,
            sam,
            {"may_have_needs": "yes", "may_need_plan": "no", "decision": decision, "reasons": "So."},
        )

    return make


@pytest.fixture
def put_right(play, pages, walk, sam, nell):
    """An officer says what was decided, and a manager confirms it, each through their pages."""

    def make(truly):
        wrong = {"correction_of": "decision", "mistake_words": "The minutes say otherwise."}
        status, _ = walk(nell).through(f"/cases/{sam}/do/PutRight/begin", wrong)
        assert status == 200
        day = {"truly_on-day": "19", "truly_on-month": "1", "truly_on-year": "2026"}
        said = {"truly": truly, **day, "truly_by": "Grace Lowe", "truly_words": "See the minutes."}
        _does(play, pages, walk, sam, nell, "correction_decision.say_decision", said)
        una = play.person("Una", "Hart", group="send_manager")
        _does(play, pages, walk, sam, una, "correction_decision.confirm_decision", {"confirmed": "yes"})
        Worker(play.portal).once()

    return make


def _does(play, pages, walk, case, who, element, answers):
    task = scene.open_task(play.portal, case, element)
    assert pages.of(who).post(f"/tasks/{task.id}/claim")[0] == 200
    status, _ = walk(who).through(f"/tasks/{task.id}/form/begin", answers)
    assert status == 200


def waiting(play, case):
    """Open tasks besides those to post a letter or a copy."""
    return [task for task in play.waiting(case) if task != "post_letter"]


def test_a_no_that_should_be_a_yes_leads_into_the_assessment(play, pages, sam, jo, nell, decide, put_right):
    decide("no")
    writes(pages, nell, sam)
    put_right("assess")
    assert waiting(play, sam) == ["correction_decision.write_decision"]
    now = limits(play, sam)
    assert now.pop("appeal")[1] == "dropped", "there is no decision to appeal against"
    assert {name: state for name, (_, state) in now.items()} == dict.fromkeys(now, "running"), "all is owed again"
    assert now["final_plan"] == ("2026-06-08", "running")
    letters = words(pages.of(jo).get(f"/cases/{sam}/letters")[1])
    assert "No longer counts" in letters
    writes(pages, nell, sam)
    Worker(play.portal).once()
    assert waiting(play, sam) == ["choose_advisers"]
    assert limits(play, sam)["decide_whether_to_assess"] == ("2026-03-02", "met")
    assert "We will assess Sam" in words(pages.of(jo).get(f"/cases/{sam}/letters")[1])
    assert "We are gathering advice about Sam" in words(pages.of(jo).get(f"/cases/{sam}")[1])


def test_a_yes_that_should_be_a_no_ends_the_assessment(play, pages, sam, jo, nell, decide, put_right):
    decide("assess")
    writes(pages, nell, sam)
    Worker(play.portal).once()
    assert waiting(play, sam) == ["choose_advisers"]
    put_right("no")
    writes(pages, nell, sam)
    assert waiting(play, sam) == []
    now = limits(play, sam)
    assert now.pop("appeal")[1] == "running", "the family can appeal against the right decision"
    assert {state for _, state in now.values()} == {"met", "dropped"}
    page = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "We have decided not to assess Sam" in page and "Ask for an assessment" in page
    assert "We will not assess Sam" in words(pages.of(jo).get(f"/cases/{sam}/letters")[1])


def test_before_its_letter_went_nobody_of_the_family_sees_the_wrong_one(play, pages, sam, jo, nell, decide, put_right):
    decide("no")
    assert waiting(play, sam) == ["request_answer.write_no"]
    put_right("assess")
    assert waiting(play, sam) == ["correction_decision.write_decision"], "the request itself has ended"
    writes(pages, nell, sam)
    Worker(play.portal).once()
    assert waiting(play, sam) == ["choose_advisers"]
    letters = words(pages.of(jo).get(f"/cases/{sam}/letters")[1])
    assert "We will assess Sam" in letters and "We will not assess" not in letters
