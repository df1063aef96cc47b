"""Which record a request means: what the officer is offered, why, and what choosing does."""

from typing import Any

import pytest

from tests.webapp.cases.conftest import DAD, SAM, Play, visible
from webapp.cases import access
from webapp.cases.errors import ChildNotFound, NotToBeMatched

NHS = "943 476 5919"


@pytest.fixture
def offered(play: Play, jo: str, ali: str, priya: str) -> Any:
    """What the officer is offered for Ali's request when Jo's Sam is known."""
    play.approve(
        priya, play.ask(jo, {**SAM, "child_known_as": "Sammy", "child_upn": "K123456789012", "child_nhs_number": NHS})
    )

    def ask(**answers: Any) -> list[access.Candidate]:
        reference = play.ask(ali, {**DAD, **answers})
        play.review(priya, reference, "approve")
        play.claim(priya, reference, "match_record")
        with play.portal.work() as services:
            return access.candidates(services, reference, by=play.actor(services, priya))

    return ask


@pytest.mark.parametrize(
    ("answers", "least", "why"),
    [
        ({}, 90, "The name is the same"),
        ({"child_first_name": "SAMMY", "child_last_name": "O Bell"}, 60, "The name is spelled nearly the same"),
        ({"child_first_name": "Sammy"}, 90, "The name is the same"),
        ({"child_first_name": "Samm", "child_last_name": "Bel"}, 60, "The name is spelled nearly the same"),
        (
            {"child_first_name": "Olive"},
            40,
            "The surname is the same, the first name is another one: a twin, perhaps",
        ),
    ],
)
def test_the_same_day_and_a_name_like_it_is_offered(
    offered: Any, answers: dict[str, Any], least: int, why: str
) -> None:
    (found,) = offered(**answers)
    assert found.name == "Sam Bell" and found.score >= least
    assert found.why == ("The date of birth is the same", why)


@pytest.mark.parametrize(
    "answers",
    [
        {"child_dob": "2018-03-28"},
        {"child_first_name": "Olive", "child_last_name": "Thackeray"},
        {"child_first_name": "Olive", "child_upn": "Z999999999999", "child_dob": "2011-01-01"},
    ],
)
def test_another_child_is_not_offered(offered: Any, answers: dict[str, Any]) -> None:
    assert offered(**answers) == []


@pytest.mark.parametrize(
    ("number", "score", "why"),
    [
        ({"child_upn": "k12345 6789012"}, 95, "The unique pupil number is the same"),
        ({"child_nhs_number": "9434765919"}, 100, "The NHS number is the same"),
    ],
)
def test_the_same_number_is_offered_whatever_else_differs(
    offered: Any, number: dict[str, str], score: int, why: str
) -> None:
    (found,) = offered(child_first_name="Olive", child_dob="2011-01-01", **number)
    assert (found.score, found.why) == (score, (why, "The date of birth is another one"))


def test_the_same_number_and_name_say_so_both(offered: Any) -> None:
    (found,) = offered(child_upn="K123456789012")
    assert found.why == (
        "The unique pupil number is the same",
        "The date of birth is the same",
        "The name is the same",
    )


def test_being_offered_is_a_reading_of_the_record(play: Play, offered: Any, priya: str) -> None:
    (found,) = offered()
    with play.portal.look() as services:
        (read,) = [e for e in services.engine.history.of(found.case_reference) if e.kind == "read"]
        assert read.actor == priya and read.payload["what"].startswith("offered as a match for ACC-")


def test_the_likeliest_record_comes_first(play: Play, jo: str, ali: str, priya: str) -> None:
    play.approve(priya, play.ask(jo, {**SAM, "child_first_name": "Sal"}))
    play.approve(priya, play.ask(jo))
    reference = play.ask(ali, DAD)
    play.review(priya, reference, "approve")
    play.claim(priya, reference, "match_record")
    with play.portal.work() as services:
        found = access.candidates(services, reference, by=play.actor(services, priya))
    assert [candidate.name for candidate in found] == ["Sam Bell", "Sal Bell"]


def test_a_new_record_is_made_of_what_was_asked(play: Play, jo: str, priya: str) -> None:
    answers = {**SAM, "child_nhs_number": "943 476 5919", "child_school": "Fellview", "child_known_as": "Sammy"}
    play.approve(priya, play.ask(jo, answers))
    child = play.child()
    assert (child.first_name, child.last_name, child.known_as) == ("Sam", "Bell", "Sammy")
    assert (child.nhs_number, child.school, child.born_on.isoformat()) == ("9434765919", "Fellview", "2018-03-27")
    assert (child.address, child.postcode) == ("1 Mill Lane\nPenrith", "CA11 7AA")
    assert visible(play.portal, jo)[0].child_first_name == "Sammy"


def test_a_child_who_lives_elsewhere_has_that_address(play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo, {**SAM, "lives_with": "elsewhere", "child_address": "9 Beck Row\nKendal la94dq"}))
    child = play.child()
    assert (child.address, child.postcode) == ("9 Beck Row\nKendal la94dq", "LA9 4DQ")


def test_only_the_officer_who_has_claimed_the_task_chooses(play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    other = play.person("Dana", "Frost", group="send_admin")
    with play.portal.work() as services, pytest.raises(NotToBeMatched):
        access.match(services, reference, None, by=play.actor(services, priya))  # nothing to choose yet
    play.review(priya, reference, "approve")
    play.claim(priya, reference, "match_record")
    for verb in (access.candidates, lambda s, r, by: access.match(s, r, None, by=by)):
        with play.portal.work() as services, pytest.raises(NotToBeMatched):
            verb(services, reference, by=play.actor(services, other))


def test_a_record_that_is_not_there_cannot_be_chosen(play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    play.review(priya, reference, "approve")
    with pytest.raises(ChildNotFound):
        play.match(priya, reference, "0" * 32)
    assert visible(play.portal, jo) == []
