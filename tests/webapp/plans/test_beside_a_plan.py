"""What the family may ask for beside a plan: a personal budget once there is one, mediation about a decision."""

from datetime import date

import pytest

from tests.webapp.cases.canary import case_of_both
from tests.webapp.cases.canary import mother as canary_mother
from tests.webapp.cases.conftest import Play
from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import Planning
from webapp import clocks

BUDGET = {"budget_for": ["care"], "budget_way": "direct", "budget_words": "A carer on Saturdays."}
WISH = {"dispute_about": "contents", "dispute_words": "The therapy is not counted.", "dispute_health": "no"}


def test_a_personal_budget_is_offered_once_there_is_a_plan(play: Play, priya: str, ali: str) -> None:
    jo = canary_mother(play)
    case = case_of_both(play, jo, ali, priya)
    assert "Ask for a personal budget" not in Pages(play).of(jo).get(f"/cases/{case}")[1]


def test_a_budget_is_asked_for_refused_with_a_letter_and_looked_at_again(planning: Planning) -> None:
    jo = planning.of("jo")
    assert "Ask for a personal budget" in jo.get(f"/cases/{planning.case}")[1]
    fill(jo.client, f"/cases/{planning.case}/do/AskForPersonalBudget/begin", BUDGET)
    assert "Ask for a personal budget" not in jo.get(f"/cases/{planning.case}")[1]  # it is asked for
    planning.does("mo", "decide_budget", {"budget_decision": "refused", "decision_words": "No."})
    planning.sign("mo", "write_refusal", reasons="The carer lives in your home.")
    assert "Ask us to look again" in planning.of("jo").get(f"/cases/{planning.case}")[1]


def test_who_has_refused_a_budget_does_not_look_again_at_it(planning: Planning) -> None:
    fill(planning.of("jo").client, f"/cases/{planning.case}/do/AskForPersonalBudget/begin", BUDGET)
    with planning.portal.work() as services:
        mo = services.accounts.people.by_reference(planning.people["mo"])
        services.accounts.memberships.grant(mo, "send_manager", origin="test")
    planning.does("mo", "decide_budget", {"budget_decision": "refused", "decision_words": "No."})
    planning.sign("mo", "write_refusal", reasons="The carer lives in your home.")
    again = {"review_words": "Nobody asked us."}
    fill(planning.of("jo").client, f"/cases/{planning.case}/do/AskForBudgetReview/begin", again)
    task = planning.task("review_budget")
    assert planning.of("mo").post(f"/tasks/{task}/claim")[0] == 403
    assert planning.of("grace").post(f"/tasks/{task}/claim")[0] == 200


def test_health_is_told_in_three_working_days_that_mediation_is_about_it(planning: Planning) -> None:
    planning.record_dispute("mediation", health="yes")  # on a Monday
    assert limits(planning)["mediation_health_told"] == (date(2026, 1, 22), "soon")
    planning.wait(4)
    assert limits(planning)["mediation_health_told"][1] == "late"
    planning.does("mo", "tell_health", {"told_on": "2026-01-22", "told_words": "The clinical officer."})
    assert limits(planning)["mediation_health_told"][1] == "met"  # by the day on which it was done
    assert "arrange_mediation" in planning.waiting()


def test_a_certificate_gives_a_month_of_its_own_where_no_letter_of_ours_is_known(planning: Planning) -> None:
    planning.record_dispute("certificate")
    assert limits(planning)["appeal_after_certificate"] == (date(2026, 2, 19), "running")
    assert "You can appeal until Thursday 19 February 2026" in words(
        planning.of("jo").get(f"/cases/{planning.case}")[1]
    )


@pytest.mark.parametrize(("needed", "state"), [("yes", "running"), ("no", "dropped")])
def test_an_order_to_assess_has_three_clocks(planning: Planning, needed: str, state: str) -> None:
    order(planning, "assess")
    told = {"order_assess": date(2026, 2, 2), "order_decide_plan": date(2026, 3, 30)}
    assert days(planning) == {**told, "order_assessed_plan": date(2026, 4, 27)}
    planning.does("mo", "say_assess", {"order_told_on": "2026-01-19", "told_words": "By letter."})
    decided = {"plan_needed": needed, "plan_decided_on": "2026-01-19", "decided_words": "So."}
    planning.does("mo", "decide_plan", decided)
    now = {name: state for name, (_, state) in limits(planning).items() if name.startswith("order")}
    assert now == {"order_assess": "met", "order_decide_plan": "met", "order_assessed_plan": state}
    assert ("comply" in planning.waiting()) is (needed == "yes")


def test_an_order_to_make_a_plan_has_a_clock_for_its_draft(planning: Planning) -> None:
    order(planning, "make_plan")
    assert days(planning) == {"order_draft_plan": date(2026, 2, 23), "order_make_plan": date(2026, 4, 6)}
    planning.wait(36)
    assert limits(planning)["order_draft_plan"][1] == "late"
    page = words(planning.of("jo").get(f"/cases/{planning.case}")[1])
    late = "By now we should have done what the tribunal has ordered. That was due on Monday 23 February 2026."
    assert f"We are late. {late}" in page
    planning.does("mo", "send_draft", {"order_draft_on": "2026-02-24", "sent_words": "To both."})
    assert (limits(planning)["order_draft_plan"][1], limits(planning)["order_make_plan"][1]) == ("met_late", "running")


def order(planning: Planning, ordered: str) -> None:
    """The tribunal orders this on the day on which the appeal comes."""
    planning.record_dispute("appeal")
    planning.does("mo", "respond", {"appeal_response": "oppose", "response_on": "2026-01-19", "response_words": "So."})
    planning.does("mo", "record_order", {"order": ordered, "ordered_on": "2026-01-19", "order_words": "So."})


def limits(planning: Planning) -> dict[str, tuple[date, str]]:
    """The case's limits by name: last day and state."""
    with planning.portal.look() as services:
        return {each.rule.name: (each.due_on, each.state) for each in clocks.of(services, planning.case)}


def days(planning: Planning) -> dict[str, date]:
    """Last days of what an order has started."""
    return {name: day for name, (day, _) in limits(planning).items() if name.startswith("order")}


def test_mediation_must_be_arranged_in_thirty_days(planning: Planning) -> None:
    planning.record_dispute("mediation")
    with planning.portal.look() as services:
        found = {each.rule.name: each for each in clocks.of(services, planning.case)}
    assert (found["mediation_arranged"].due_on - found["mediation_arranged"].counted_from).days == 30
    assert "arrange_mediation" in planning.waiting()


@pytest.mark.parametrize(
    ("ordered", "limit", "length"), [("amend", "order_amend", 35), ("name_school", "order_name_school", 14)]
)
def test_an_order_of_the_tribunal_starts_its_own_clock(
    planning: Planning, ordered: str, limit: str, length: int
) -> None:
    order(planning, ordered)
    with planning.portal.look() as services:
        found = next(each for each in clocks.of(services, planning.case) if each.rule.name == limit)
    assert (found.due_on - found.counted_from).days == length
    planning.does("mo", "comply", {"kept_on": "2026-01-19", "kept_words": "Done."})
    assert not {"comply", "record_order"} & set(planning.waiting())
