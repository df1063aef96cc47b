"""What a family may do is offered while it makes sense: before, afterwards and beside what rules it out it is not."""

from tests.webapp.cases.pages import words
from tests.webapp.lives.conftest import Living

EARLY = "Ask for an early review of the plan"
MEDIATION = "Ask for mediation about a decision"
MORE_TIME = "Ask for more time"


def page(living: Living, who: str = "jo") -> str:
    return words(living.of(who).get(f"/cases/{living.case}")[1])


def test_while_a_plan_is_ending_nobody_is_told_to_review_it_or_may_ask_for_that(living: Living) -> None:
    assert EARLY in page(living)
    living.consider()
    meanwhile = page(living)
    assert EARLY not in meanwhile and "Finish the review of the plan" not in meanwhile
    status, _ = living.of("jo").get(f"/cases/{living.case}/do/AskForEarlyReview/begin")
    assert status == 404
    living.ask_everybody()
    living.decide("stays")
    assert EARLY in page(living) and "next stepFinish the review of the plan" in page(living)


def test_mediation_is_offered_from_the_letter_until_the_time_to_appeal_is_over(living: Living) -> None:
    assert MEDIATION not in page(living)
    living.consider()
    living.ask_everybody()
    living.decide("ends")
    assert MEDIATION in page(living)
    living.later(59)  # 19 March is the last day
    assert MEDIATION in page(living)
    living.later(1)
    assert MEDIATION not in page(living)


def test_more_time_is_offered_to_whoever_has_something_to_do_by_a_day(living: Living) -> None:
    assert MORE_TIME not in page(living)
    living.consider()
    living.sign("mo", "write_considering", reasons="The outcomes are reached.")
    assert MORE_TIME in page(living) and MORE_TIME in page(living, "ali")
    living.does("jo", "say_what_you_think", {"should_end": "no", "think_words": "No."}, claims=False)
    assert MORE_TIME not in page(living) and MORE_TIME in page(living, "ali")
