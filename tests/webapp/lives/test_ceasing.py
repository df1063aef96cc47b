"""A plan is to end: who is asked, who decides, and that it stays in force until nobody can appeal any more."""

from datetime import date

import pytest
from sqlalchemy import select

from engine import PORTAL, GuardRefuses
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from tests.webapp.lives.conftest import BEGINS, Living, in_force
from webapp import clocks
from webapp.cases.models import CLOSED, OPEN
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic
from webapp.letters.models import Letter

LETTER = "We will end Sam’s plan"


def state(living: Living) -> tuple[str, bool]:
    """Of the case, and whether its plan is in force."""
    with living.portal.look() as services:
        case = find_case(services, living.case)
        return case.state, in_force(services, case) is not None


def test_each_parent_is_asked_alone_and_reads_that_nothing_is_decided(living: Living) -> None:
    living.consider()
    living.sign("mo", "write_considering", reasons="The outcomes are reached.")
    assert living.waiting().count("say_what_you_think") == 2
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert "Tell us what you think about ending the plan" in page
    form = words(living.of("jo").get(f"/tasks/{living.task('say_what_you_think', 'jo')}/form/begin")[1])
    assert "Nothing is decided. The plan and all its help go on meanwhile." in form


def test_what_one_parent_says_the_manager_reads_and_the_other_parent_does_not(living: Living) -> None:
    living.consider()
    living.ask_everybody()
    task = living.claim("grace", "decide")
    assert "Sam still needs pictures." in living.of("grace").get(f"/tasks/{task}")[1]
    assert "Sam still needs pictures." not in living.of("ali").get(f"/cases/{living.case}")[1]


def test_whoever_has_thought_of_it_does_not_decide(living: Living) -> None:
    living.consider("grace")
    living.ask_everybody()
    with pytest.raises(GuardRefuses):
        living.claim("grace", "decide")


def test_the_plan_stays_in_force_until_the_time_to_appeal_is_over_and_then_the_case_closes(living: Living) -> None:
    living.consider()
    living.ask_everybody()
    living.decide("ends")
    living.later(59)  # 19 March is the last day
    assert (living.now.date(), state(living)) == (date(2026, 3, 19), (OPEN, True))
    assert "confirm_end" not in living.waiting()
    assert "19 March" in words(living.of("jo").get(f"/cases/{living.case}")[1])
    living.later(1)
    assert state(living) == (OPEN, True)
    living.does("grace", "confirm_end", {"appeal_over": "ends"})
    living.later(0)
    assert state(living) == (CLOSED, False)
    plan = words(living.of("jo").get(f"/cases/{living.case}/plan")[1])
    assert "This plan ended on 20 March 2026. It can still be read." in plan
    assert any(subject == f"The plan in case {living.case} has ended" for _, subject in living.play.mails())


def test_while_an_appeal_runs_nobody_is_asked_whether_the_plan_ends(living: Living) -> None:
    living.consider()
    living.ask_everybody()
    living.decide("ends")
    living.record_dispute("appeal")
    living.later(90)
    living.later(1)
    assert state(living) == (OPEN, True)
    assert "confirm_end" not in living.waiting()
    answers = {"appeal_response": "oppose", "response_on": "2026-04-20", "response_words": "So."}
    living.does("mo", "respond", answers)
    living.does("mo", "record_order", {"order": "continue", "ordered_on": "2026-04-20", "order_words": "It goes on."})
    living.later(1)
    living.does("grace", "confirm_end", {"appeal_over": "goes_on"})
    living.sign("mo", "write_stays", reasons="The tribunal has said so.")
    assert state(living) == (OPEN, True)


def test_a_month_from_a_mediation_certificate_keeps_the_plan_in_force(living: Living) -> None:
    living.consider()
    living.ask_everybody()
    living.decide("ends")
    living.later(50)
    living.record_dispute("certificate", about="ends")
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert "You can appeal until Friday 10 April 2026" in page
    assert "With the mediation certificate of 10 March 2026. Without it the last day is Thursday 19 March 2026." in page
    with living.portal.work() as services:
        runs = next(each for each in services.engine.instances.of(living.case) if each.process_id == "dispute")
        services.engine.instances.cancel(runs.id, because="It was settled.", by=PORTAL)
    living.later(20)
    living.later(1)
    assert "confirm_end" not in living.waiting(), "10 April has not ended"
    living.later(11)
    assert "confirm_end" in living.waiting()


def test_with_a_case_that_is_closed_its_plan_has_ended(living: Living) -> None:
    closing = {"closing_reason": "withdrawn", "closing_words": "They educate him at home, without a plan."}
    since = {f"since-{part}": text for part, text in (("day", "19"), ("month", "1"), ("year", "2026"))}
    fill(living.of("mo").client, f"/cases/{living.case}/do/CloseCase/begin", {**closing, **since})
    living.does("grace", "confirm_closing", {"confirmed": "yes"})
    assert state(living) == (CLOSED, False)
    assert "This plan ended on 19 January 2026." in words(living.of("jo").get(f"/cases/{living.case}/plan")[1])


def test_a_plan_that_goes_on_is_told_to_everybody(living: Living) -> None:
    living.consider()
    living.ask_everybody()
    living.decide("stays")
    assert "Sam’s plan goes on" in words(living.of("ali").get(f"/cases/{living.case}/letters")[1])
    assert state(living) == (OPEN, True)


def test_a_letter_that_is_not_posted_yet_leaves_the_time_to_appeal_open(living: Living) -> None:
    with living.portal.work() as services:
        services.accounts.people.by_reference(living.people["ali"]).password_hash = None
    living.consider()
    living.sign("mo", "write_considering", reasons="The outcomes are reached.")
    assert living.waiting().count("say_what_you_think") == 2
    living.does("jo", "say_what_you_think", {"should_end": "yes"}, claims=False)
    living.does("ali", "say_what_you_think", {"should_end": "yes"}, claims=False)
    living.does("mo", "ask_institution", {"institution": "None", "institution_says": "no_school"})
    living.decide("ends")
    living.later(100)
    living.later(1)
    assert "confirm_end" not in living.waiting()


@pytest.mark.parametrize(
    ("born_on", "on", "years"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 8, 31), date(2026, 8, 30), 17),
        (date(2008, 8, 31), date(2026, 8, 31), 18),
    ],
)
def test_somebody_is_eighteen_from_their_birthday_on(born_on: date, on: date, years: int) -> None:
    assert arithmetic.age(born_on, on) == years


def processes(living: Living) -> set[str]:
    """Of which something runs in the case, but for letters on their way to the post."""
    with living.portal.look() as services:
        return set(services.engine.instances.running(living.case)) - {"print_and_post"}


def test_under_eighteen_a_plan_is_reviewed_when_somebody_has_left_education_and_does_not_end(living: Living) -> None:
    living.consider(ceasing_reason="left_education")
    task = living.task("read_law")
    page = words(living.of("mo").get(f"/tasks/{living.claim('mo', 'read_law')}/form/begin")[1])
    assert "does not end because somebody has left education" in page
    with living.portal.work() as services:
        mo = living.play.actor(services, living.people["mo"])
        services.engine.user_tasks.complete(task, by=mo, answers={"law_read": True})
    living.later(0)
    assert processes(living) == {"annual_review"}  # and nothing waits any more that would begin a second one
    assert state(living) == (OPEN, True)


def asked_by_a_review(living: Living, reason: str = "not_needed") -> None:
    """The meeting was on 2 January, and the review has decided that the end is considered."""
    with living.portal.work() as services:
        held_on = date(2026, 1, 2)
        clocks.start(services, living.case, limit="review_decision", counted_from=held_on, by=PORTAL)
        next_review = next(iter(services.engine.instances.of(living.case)))
        services.engine.instances.cancel(next_review.id, because="the review has begun", by=PORTAL)
        services.engine.messages.correlate("CeasingConsidered", key=living.case, message_id="a review", by=PORTAL)
    living.later(0)
    living.does("mo", "say_why", {**BEGINS, "ceasing_reason": reason})


def decision(living: Living) -> str:
    """How the four weeks of the review stand."""
    with living.portal.look() as services:
        return next(each.state for each in clocks.of(services, living.case) if each.rule.name == "review_decision")


def letters(living: Living) -> str:
    return words(living.of("ali").get(f"/cases/{living.case}/letters")[1])


def test_a_review_that_asks_for_the_end_is_decided_only_when_the_family_has_read_what_is_decided(
    living: Living,
) -> None:
    asked_by_a_review(living)
    living.ask_everybody()
    living.does("grace", "decide", {"ceasing_decision": "stays", "reasons": "We have read it."})
    assert (decision(living), processes(living)) == ("running", {"ceasing"})
    living.does("grace", "decide_instead", {"review_decision": "maintain", "decision_why": "It works."})
    living.sign("mo", "write_maintain", reasons="It works.")
    living.later(0)
    assert (decision(living), processes(living)) == ("met", {"next_review"})
    assert "After the review: Sam’s plan stays as it is" in letters(living)
    assert "19 March" in words(living.of("ali").get(f"/cases/{living.case}")[1])  # they can appeal
    with living.portal.look() as services:
        case = find_case(services, living.case)
        copies = select(Letter.body).where(Letter.case_id == case.id, Letter.notice == "review_maintain")
        assert "school" in services.session.scalars(copies).all()


def test_a_review_that_leads_to_the_end_is_decided_with_that_letter(living: Living) -> None:
    asked_by_a_review(living)
    living.ask_everybody()
    living.decide("ends")
    living.later(0)
    assert (decision(living), processes(living)) == ("met", {"ceasing", "next_review"})
    assert LETTER in letters(living)


def test_what_a_review_asks_for_is_held_against_the_law_as_well(living: Living) -> None:
    asked_by_a_review(living, "left_education")
    living.does("mo", "read_law", {"law_read": True})
    living.does("grace", "decide_instead", {"review_decision": "maintain", "decision_why": "He comes back."})
    living.sign("mo", "write_maintain", reasons="He comes back.")
    living.later(0)
    assert (decision(living), processes(living)) == ("met", {"next_review"})
    assert state(living) == (OPEN, True)
    assert "After the review: Sam’s plan stays as it is" in letters(living)


def test_while_it_is_considered_reviews_go_on_and_the_page_says_so(living: Living) -> None:
    said = "the plan stays in force and its reviews go on"
    assert said not in words(living.of("mo").get(f"/cases/{living.case}")[1])
    living.consider()
    assert said in words(living.of("mo").get(f"/cases/{living.case}")[1])
    living.ask_everybody()
    living.decide("stays")
    living.later(0)
    assert said not in words(living.of("mo").get(f"/cases/{living.case}")[1])
