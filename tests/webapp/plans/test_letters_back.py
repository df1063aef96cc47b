"""A letter with a plan is taken back and written anew: who may read the plan goes with the letter that counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import PROCESS, house
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import NEED, Planning
from tests.webapp.plans.scene import ANSWER
from tests.webapp.plans.test_kept_apart import leave_out
from webapp.letters.models import SERVED, Letter
from webapp.portal import Portal


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, "plan", "print_and_post", "correction", "draft_given_later") as made:
        yield made


def letters(planning: Planning, who: str) -> list[Letter]:
    """Those to this reader that count."""
    with planning.portal.look() as services:
        found = [each for each in services.session.query(Letter) if each.person and each.state == SERVED]
        return [each for each in found if each.person.reference == planning.people[who]]


def take_back(planning: Planning, from_whom: str, *, to: str, seen: str = "no") -> None:
    """The officer sees that this reader's letter is wrong, takes it back, and chooses who gets the right one."""
    mo = planning.of("mo")
    wrong = {"correction_of": "letter", "mistake_words": "It went to the wrong place."}
    fill(mo.client, f"/cases/{planning.case}/do/PutRight/begin", wrong)
    task = planning.claim("mo", "choose_letter")
    (letter,) = letters(planning, from_whom)
    said = {
        "letter": letter.id,
        "because": "It was wrong.",
        "seen": seen,
        "to": planning.play.id_of(planning.people[to]),
    }
    status, page = mo.post(f"/tasks/{task}/letter-back", **said)
    assert status == 200, page


def reads(planning: Planning, who: str) -> bool:
    status, page = planning.of(who).get(f"{planning.path}/draft-1/needs")
    assert status in (200, 404)
    return NEED in page


def test_who_gets_the_letter_anew_reads_the_plan_again(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    take_back(planning, "ali", to="ali")
    assert (reads(planning, "jo"), reads(planning, "ali")) == (True, False)
    planning.sign("mo", "write_again")
    assert (reads(planning, "jo"), reads(planning, "ali")) == (True, True)
    (letter,) = letters(planning, "ali")
    page = planning.of("ali").get(f"/cases/{planning.case}/letters/{letter.id}")[1]
    assert f"{planning.path}/draft-1" in page, "the letter leads to the plan that goes with it"


def test_a_letter_to_the_wrong_parent_goes_to_the_other_and_the_plan_with_it(planning: Planning) -> None:
    planning.write()
    leave_out(planning, "jo")
    assert (reads(planning, "jo"), reads(planning, "ali")) == (False, True)
    take_back(planning, "ali", to="jo", seen="yes")
    planning.sign("mo", "write_again")
    assert (reads(planning, "jo"), reads(planning, "ali")) == (True, False)


def test_who_gets_the_draft_only_with_a_corrected_letter_answers_it_in_days_of_their_own(planning: Planning) -> None:
    planning.write()
    leave_out(planning, "jo")
    planning.wait(6)
    take_back(planning, "ali", to="jo", seen="yes")
    planning.sign("mo", "write_again")
    planning.wait(1)
    page = words(planning.of("jo").get(f"{planning.path}/draft-1/needs")[1])
    assert "14days left Tell us what you think by the end of Monday 9 February 2026" in page
    assert "Due in 14 days" in words(planning.of("jo").get(f"/cases/{planning.case}")[1])
    planning.wait(9)
    assert [who for who in ("jo", "ali") if asked(planning, who)] == ["jo"], "the first 15 days are over"
    planning.does("jo", "answer_draft", ANSWER, claims=False)
    assert not asked(planning, "jo")
    assert "hold_meeting" not in planning.waiting()


def test_who_answers_later_meets_an_officer_if_they_ask_for_it(planning: Planning) -> None:
    planning.write()
    leave_out(planning, "jo")
    take_back(planning, "ali", to="jo", seen="yes")
    planning.sign("mo", "write_again")
    planning.wait(1)
    planning.does("jo", "answer_draft", {**ANSWER, "wants_meeting": "yes"}, claims=False)
    met = {"held": "held", "held_on": "2026-01-24", "meeting_outcome": "We read the draft together."}
    planning.does("mo", "hold_meeting", met)
    assert "hold_meeting" not in planning.waiting()


def test_who_has_a_task_for_the_draft_is_not_asked_twice(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    take_back(planning, "ali", to="ali")
    planning.sign("mo", "write_again")
    planning.wait(1)
    assert planning.waiting().count("answer_draft") == 2


def asked(planning: Planning, who: str) -> bool:
    """Does a task to answer the draft wait for this person?"""
    tasks = planning.tasks()
    return any(each.form == "draft_answer" and each.assignee == planning.people[who] for each in tasks)


def test_what_an_officer_has_taken_from_somebody_by_hand_no_letter_gives_back(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    take_back(planning, "ali", to="ali")
    ali = planning.play.id_of(planning.people["ali"])
    planning.of("mo").post(f"{planning.path}/draft-1/readers", person=ali, action="end")
    planning.sign("mo", "write_again")
    assert not reads(planning, "ali")
