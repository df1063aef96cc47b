"""A plan goes to another council with its child, and one comes to us: by when, what is told, and what becomes ours."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.cases.sheets import PDF
from tests.webapp.clocks import reference
from tests.webapp.contributions.conftest import fill
from tests.webapp.lives.conftest import Living, day_fields, in_force
from webapp import clocks
from webapp.cases.models import CLOSED, OPEN
from webapp.cases.reading import find_case
from webapp.clocks import Deadline
from webapp.moving import days

TELLS = {"new_council": "Northumberland", "new_address": "1 Canary Lane, Hexham", "new_school": "", "move_words": ""}
HANDED = {
    "what_goes": ["plan", "advice", "contacts"],
    "handed_to": "SEND team, Northumberland",
    "handed_how": "secure_email",
    "handed_on": "2026-01-19",
}
CONFIRMED = {"other_council_has_it": "yes", "confirmed_by": "Ms Wood", "confirmed_on": "2026-01-19"}
COMES = {"from_council": "Northumberland", "kept_as": "file", "now_at": ""}
FOLLOWS = {"reassess": "no", "reassess_why": "The plan fits.", "school_reachable": "yes"}
WRITTEN = {"whether_we_reassess": "We do not assess again.", "when_we_review": "In August."}


def running(living: Living) -> dict[str, Deadline]:
    """Limits that are open, by name."""
    with living.portal.look() as services:
        return {each.rule.name: each for each in clocks.of(services, living.case) if each.is_open}


def tell(living: Living, moving_on: date) -> None:
    """The mother says when they move, on Monday 19 January."""
    answers = {**TELLS, **day_fields("moving_on", moving_on)}
    fill(living.of("jo").client, f"/cases/{living.case}/do/TellOfMove/begin", answers)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2031])
def test_a_plan_goes_on_the_day_of_the_move_or_fifteen_working_days_after_we_learned_of_it(year: int) -> None:
    """Regulation 15(2), by a second opinion: known 15 working days before the move, it is the day itself."""
    for number in range(0, 365, 3):
        learned_on = date(year, 1, 1) + timedelta(days=number)
        for ahead in (-40, -1, 0, 10, 19, 20, 21, 22, 23, 24, 25, 60):
            moving_on = learned_on + timedelta(days=ahead)
            between = range(learned_on.toordinal(), moving_on.toordinal())
            known_before = sum(reference.works(each) for each in between) >= 15
            first_fifteen = [each for each in range(learned_on.toordinal(), learned_on.toordinal() + 60)]
            last = [each for each in first_fifteen if reference.works(each)][14]
            expected = moving_on if known_before else date.fromordinal(max(last, moving_on.toordinal()))
            assert days.transfer(moving_on, learned_on).due_on == expected, (learned_on, moving_on)


@pytest.mark.parametrize("year", [2025, 2026, 2028])
def test_the_first_review_here_is_due_before_the_later_of_the_two(year: int) -> None:
    """Regulation 15(5): a year from the plan or its last review, or three months from the transfer."""
    for number in range(0, 365, 5):
        transferred_on = date(year, 1, 1) + timedelta(days=number)
        for ago in (0, 30, 200, 270, 280, 366, 900):
            made_on = transferred_on - timedelta(days=ago)
            a_year = days.Counted(limit="annual_review", counted_from=made_on).due_on
            three_months = reference.later(transferred_on, "P3M", "beginning_with")
            assert days.review(transferred_on, made_on, None).due_on == max(a_year, three_months)
            older = made_on - timedelta(days=300)
            assert days.review(transferred_on, older, made_on).due_on == max(a_year, three_months)


def test_who_moves_at_once_has_the_plan_handed_over_in_fifteen_working_days(living: Living) -> None:
    tell(living, date(2026, 1, 20))
    assert running(living)["transfer_to_another_council"].due_on == date(2026, 2, 6)
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert "Sam’s plan goes on" in page
    assert "Tell us that you are moving" not in page  # it is told


def test_the_new_address_is_read_by_officers_alone(living: Living) -> None:
    tell(living, date(2026, 1, 20))
    task = living.claim("mo", "hand_over")
    assert "1 Canary Lane, Hexham" in living.of("mo").get(f"/tasks/{task}")[1]
    assert "Canary Lane" not in living.of("ali").get(f"/cases/{living.case}")[1]


def test_the_family_reads_on_until_a_manager_has_confirmed_that_the_case_closes(living: Living) -> None:
    tell(living, date(2026, 3, 2))
    assert running(living)["transfer_on_the_day"].due_on == date(2026, 3, 2)
    living.does("mo", "hand_over", HANDED)
    assert "transfer_on_the_day" not in running(living)
    living.does("mo", "confirm", {"other_council_has_it": "no", "missing": "The report of the therapist."})
    living.does("mo", "confirm", CONFIRMED)
    living.later(0)
    with living.portal.look() as services:
        assert find_case(services, living.case).state == OPEN
    living.does("grace", "confirm_closing", {"confirmed": "yes"})
    with living.portal.look() as services:
        case = find_case(services, living.case)
        assert (case.state, in_force(services, case)) == (CLOSED, None)
    plan = words(living.of("jo").get(f"/cases/{living.case}/plan")[1])
    assert "This plan ended on 19 January 2026. It has moved to another council. It can still be read." in plan
    # Her address is secret: he reads that it ended, and nothing of a move.
    plan = words(living.of("ali").get(f"/cases/{living.case}/plan")[1])
    assert "This plan ended on 19 January 2026. It can still be read." in plan and "another council" not in plan
    plan = words(
        living.of("mo").get(f"/cases/{living.case}/plan/final-1/needs?as={living.play.id_of(living.people['ali'])}")[1]
    )
    assert "another council" not in plan


def test_who_does_not_move_after_all_stays_with_us(living: Living) -> None:
    tell(living, date(2026, 1, 20))
    path = f"/cases/{living.case}/do/MoveCalledOff/begin"
    fill(living.of("mo").client, path, {"stay_words": "The house was sold to somebody else."})
    assert "transfer_to_another_council" not in running(living)
    assert "hand_over" not in living.waiting()
    assert "Sam stays with us, and the plan goes on" in words(living.of("jo").get(f"/cases/{living.case}")[1])


def comes(living: Living, transferred_on: date, **more: Any) -> None:
    """An officer records a plan of September 2024 that was never reviewed."""
    living.without_plan()
    came = {
        **COMES,
        **day_fields("transferred_on", transferred_on),
        **day_fields("moved_on", transferred_on),
        **day_fields("plan_on", date(2024, 9, 2)),
        **day_fields("reviewed_on", None),
        "plan_files": (BytesIO(PDF), "plan.pdf"),
        **more,
    }
    fill(living.of("mo").client, f"/cases/{living.case}/do/RecordMovedIn/begin", came)
    living.later(0)


def test_a_plan_that_has_come_is_ours_told_in_six_weeks_and_reviewed_in_three_months(living: Living) -> None:
    comes(living, date(2026, 1, 16))
    found = running(living)
    assert found["tell_after_transfer"].due_on == date(2026, 2, 27)
    assert found["review_after_transfer"].due_on == date(2026, 4, 15)
    assert "Sam’s plan has moved to us" in words(living.of("jo").get(f"/cases/{living.case}")[1])
    living.does("mo", "decide", FOLLOWS)
    living.sign("mo", "write", **WRITTEN)
    assert "tell_after_transfer" not in running(living)
    assert "Sam’s plan has moved to us" in words(living.of("jo").get(f"/cases/{living.case}/letters")[1])
    living.later(7)  # 12 weeks before the last day
    with living.portal.look() as services:
        assert "annual_review" in services.engine.instances.running(living.case)


def test_a_plan_that_is_typed_in_is_in_force_under_its_old_day_and_read_by_whoever_got_the_letter(
    living: Living,
) -> None:
    comes(living, date(2026, 1, 16), kept_as="rows")
    task = living.claim("mo", "type_plan")
    living.add("mo", "school", "I", "Hexham Middle School. Type: mainstream.")
    status, page = living.of("mo").post(f"/tasks/{task}/plan")
    assert status == 200, page
    living.does("mo", "decide", FOLLOWS)
    living.sign("mo", "write", **WRITTEN)
    with living.portal.look() as services:
        found = in_force(services, find_case(services, living.case))
        assert found and (found.slug, found.dated) == ("final-2", date(2024, 9, 2))
    assert "Hexham Middle School" in living.of("ali").get(f"{living.path}/final-2/school")[1]


def test_after_a_move_we_may_assess_again(living: Living) -> None:
    comes(living, date(2026, 1, 16))
    living.does("mo", "decide", {**FOLLOWS, "reassess": "yes"})
    living.sign("mo", "write", **WRITTEN)
    living.later(0)
    assert running(living)["plan_after_reassessment"].due_on == date(2026, 4, 27)
    assert "choose_advisers" in living.waiting()
