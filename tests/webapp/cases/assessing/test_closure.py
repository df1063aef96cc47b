"""A case is closed: what is open in it ends, its clocks stop, what may be read stays, and a new request opens it."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.webapp.cases.assessing.conftest import writes
from tests.webapp.cases.assessing.test_decision_put_right import decide as decide
from tests.webapp.cases.assessing.test_requests import asks, limits
from tests.webapp.cases.pages import words


@pytest.fixture
def closes(play, pages, walk, sam, nell, grace):
    """An officer asks for it and a manager answers; gives the family's mails since."""

    def close(reason, confirmed="yes", **more):
        day = {"since-day": "16", "since-month": "1", "since-year": "2026"}
        first = {"closing_reason": reason, **day, "closing_words": "They rang us."}
        begin = f"/cases/{sam}/do/CloseCase/begin"
        asked = (
            walk(nell).through(begin, {**first, **more})
            if not more
            else walk(nell).through(begin, first, {**first, **more})
        )
        assert asked[0] == 200, words(asked[1])
        place = pages.task(sam, "confirm_closing")
        pages.of(grace).post(f"{place}/claim")
        before = Counter(play.mails())
        answer = {"confirmed": confirmed, "confirmed_words": "They have changed their mind."}
        fields = {"confirmed": "yes"} if confirmed == "yes" else answer
        pages_to_fill = [fields] if confirmed == "yes" else [{"confirmed": "no"}, answer]
        walk(grace).through(f"{place}/form/begin", *pages_to_fill)
        return [subject for _, subject in Counter(play.mails()) - before]

    return close


def test_everything_open_ends_and_the_family_is_told(play, pages, walk, sam, jo, closes):
    asks(walk, jo, sam)
    walk(jo).through(f"/cases/{sam}/do/AddSomething/begin", {"about": "A letter", "words": "From the nursery."})
    assert f"The case {sam} is closed" in closes("withdrawn")
    assert play.waiting(sam) == []
    assert {state for _, state in limits(play, sam).values()} == {"dropped"}
    said = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "Sam’s case is closed" in said and "What you told us when you asked" in said and "Draft plan" not in said


def test_the_time_to_appeal_goes_on_after_the_case_is_closed(play, pages, sam, nell, decide, closes):
    decide("no")
    writes(pages, nell, sam)
    closes("withdrawn")
    assert limits(play, sam)["appeal"][1] == "running"


def test_that_it_was_closed_is_a_step_and_not_about_people(play, pages, walk, sam, nell, jo, closes):
    closes("withdrawn")
    steps, people = (words(pages.of(nell).get(f"/cases/{sam}/timeline?kind={kind}")[1]) for kind in ("steps", "people"))
    assert "The case was closed" in steps and "The case was closed" not in people


def test_after_a_death_nobody_is_written_to(play, pages, walk, sam, jo, closes):
    asks(walk, jo, sam)
    assert closes("died") == []
    assert play.waiting(sam) == []


def test_a_manager_who_says_no_changes_nothing(play, pages, walk, sam, jo, closes):
    asks(walk, jo, sam)
    assert closes("withdrawn", confirmed="no") == []
    assert play.waiting(sam) == ["check_duty"]
    assert "We are deciding whether to assess Sam" in words(pages.of(jo).get(f"/cases/{sam}")[1])


def test_a_new_request_opens_it_again(play, pages, walk, sam, jo, nell, closes):
    asks(walk, jo, sam)
    closes("withdrawn")
    assert "Closed" in words(pages.of(nell).get(f"/cases/{sam}")[1])
    play.clock.advance(timedelta(hours=1))
    asks(walk, jo, sam)
    assert play.waiting(sam) == ["check_duty"]
    assert "We are deciding whether to assess Sam" in words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "Closed" not in words(pages.of(nell).get(f"/cases/{sam}")[1]).partition("People and access")[0]


def test_the_manager_who_asks_for_it_does_not_confirm_it(play, pages, walk, sam, grace):
    day = {"since-day": "16", "since-month": "1", "since-year": "2026"}
    first = {"closing_reason": "mistake", **day, "closing_words": "Nobody asked."}
    assert walk(grace).through(f"/cases/{sam}/do/CloseCase/begin", first)[0] == 200
    status, page = pages.of(grace).post(f"{pages.task(sam, 'confirm_closing')}/claim")
    assert status == 403 and "You have asked for this yourself." in page
