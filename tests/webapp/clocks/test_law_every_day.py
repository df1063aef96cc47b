"""How long the law gives, written down a second time from the law and not from our list, and tried on every day."""

from datetime import date, timedelta

import pytest

from tests.webapp.clocks import reference
from webapp.clocks import shared

AFTER, WITH, WORKING, WORKING_WITH = "after", "beginning_with", "working_days", "working_days_beginning_with"
LAW = {  # Children and Families Act 2014 and the SEND Regulations 2014, if nothing else is said
    # The request and the first plan
    "decide_whether_to_assess": ("P6W", AFTER),  # regulation 5(1)
    "give_advice": ("P6W", AFTER),  # regulation 8(1)
    "decide_whether_plan_is_needed": ("P16W", AFTER),  # regulation 10(1)
    "comment_on_draft": ("P15D", WITH),  # regulation 13(1)(a)
    "say_whether_it_goes_on": ("P14D", AFTER),  # our practice
    "ask_again_whether_it_goes_on": ("P14D", AFTER),  # our practice
    "school_reply": ("P15D", AFTER),  # Code of Practice 9.83
    "final_plan": ("P20W", AFTER),  # regulation 13(2)
    # Reviews
    "annual_review": ("P12M", AFTER),  # section 44(1)
    "early_years_review": ("P6M", AFTER),  # Code of Practice 9.178
    "review_invitation": ("P2W", AFTER),  # regulation 20(2) to (4)
    "give_review_advice": ("P4W", AFTER),  # our practice
    "review_report": ("P2W", AFTER),  # regulation 20
    "review_decision": ("P4W", AFTER),  # regulation 20(10), Devon
    "comment_on_changes": ("P15D", WITH),  # regulation 22(2)(c)
    "amended_plan": ("P8W", AFTER),  # regulation 22(3) and (4), 28
    "amended_plan_after_review": ("P12W", AFTER),  # Devon
    # Direct payments
    "direct_payment_look": ("P3M", WITH),  # Personal Budgets Regulations 2014, regulation 11
    # Moves between phases: the day itself is worked out by `cohorts`, which has tests of its own
    "phase_transfer": ("P12M", AFTER),  # regulation 18(1)(b)
    "phase_transfer_post_16": ("P12M", AFTER),  # regulation 18(1)(a)
    "phase_transfer_between_post_16": ("P1D", AFTER),  # regulation 18
    # Reassessment, and moves between councils
    "answer_reassessment_request": ("P15D", AFTER),  # regulation 25
    "plan_after_reassessment": ("P14W", AFTER),  # regulation 27(2)
    "transfer_to_another_council": ("P15D", WORKING_WITH),  # regulation 15(2)
    "transfer_on_the_day": ("P1D", WITH),  # regulation 15(2)
    "tell_after_transfer": ("P6W", AFTER),  # regulation 15(4)
    "review_after_transfer": ("P3M", WITH),  # regulation 15(5)
    # Mediation, appeals, orders
    "mediation_health_told": ("P3D", WORKING),  # regulations 36 and 37
    "mediation_arranged": ("P30D", AFTER),  # regulations 36 and 37
    "appeal": ("P2M", AFTER),  # Tribunal Procedure Rules 2008, rule 20
    "appeal_after_certificate": ("P1M", AFTER),  # the same
    "tribunal_response": ("P30D", WORKING),  # rule 21
    "order_assess": ("P2W", AFTER),  # regulation 44
    "order_decide_plan": ("P10W", AFTER),  # the same
    "order_assessed_plan": ("P14W", AFTER),  # the same
    "order_draft_plan": ("P5W", AFTER),  # the same
    "order_make_plan": ("P11W", AFTER),  # regulation 44
    "order_amend": ("P5W", AFTER),  # regulation 44
    "order_name_school": ("P2W", AFTER),  # regulation 44
    # People's data
    "acknowledge_data_complaint": ("P30D", AFTER),  # Data Protection Act 2018, section 164A
    "answer_subject_access": ("P1M", AFTER),  # UK GDPR, article 12(3)
}
MOVED_BY_THE_TRIBUNAL = {"appeal", "appeal_after_certificate"}  # at Christmas, and in August
YEARS = range(2024, 2036)
DAY = timedelta(days=1)


def test_each_limit_of_ours_was_written_down_a_second_time() -> None:
    assert {limit.name for limit in shared.limits()} == set(LAW)


@pytest.mark.parametrize("year", YEARS)
def test_every_limit_is_as_long_as_the_law_gives(year: int) -> None:
    for number in range(366):
        day = date(year, 1, 1) + DAY * number
        for name, (within, counting) in LAW.items():
            last = reference.later(day, within, counting)
            last = reference.tribunal(last) if name in MOVED_BY_THE_TRIBUNAL else last
            assert shared.limit(name, day).last_day(day) == last, (name, day)


@pytest.mark.parametrize("year", YEARS)
def test_an_appeal_never_ends_on_a_day_on_which_the_tribunal_does_not_count(year: int) -> None:
    """Neither in August nor from 25 December to 1 January, and never before its two months are over."""
    for number in range(366):
        day = date(year, 1, 1) + DAY * number
        last = shared.limit("appeal", day).last_day(day)
        assert last.month != 8 and not (last.month == 12 and last.day >= 25) and (last.month, last.day) != (1, 1)
        assert timedelta(days=59) <= last - day <= timedelta(days=62 + 31 + 4), day
