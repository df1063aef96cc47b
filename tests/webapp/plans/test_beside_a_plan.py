"""What the family may ask for beside a plan: a personal budget once there is one, mediation about a decision."""

import pytest

from tests.webapp.cases.canary import case_of_both
from tests.webapp.cases.canary import mother as canary_mother
from tests.webapp.cases.conftest import Play
from tests.webapp.cases.pages import Pages
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


def test_mediation_must_be_arranged_in_thirty_days(planning: Planning) -> None:
    planning.record_dispute("mediation")
    with planning.portal.look() as services:
        found = {each.rule.name: each for each in clocks.of(services, planning.case)}
    assert (found["mediation_arranged"].due_on - found["mediation_arranged"].counted_from).days == 30
    assert "arrange_mediation" in planning.waiting()


@pytest.mark.parametrize(
    ("order", "limit", "days"), [("amend", "order_amend", 35), ("name_school", "order_name_school", 14)]
)
def test_an_order_of_the_tribunal_starts_its_own_clock(planning: Planning, order: str, limit: str, days: int) -> None:
    planning.record_dispute("appeal")
    planning.does("mo", "respond", {"appeal_response": "oppose", "response_on": "2026-01-19", "response_words": "So."})
    planning.does("mo", "record_order", {"order": order, "ordered_on": "2026-01-19", "order_words": "So."})
    with planning.portal.look() as services:
        found = next(each for each in clocks.of(services, planning.case) if each.rule.name == limit)
    assert (found.due_on - found.counted_from).days == days
    planning.does("mo", "comply", {"kept_on": "2026-01-19", "kept_words": "Done."})
    assert not {"comply", "record_order"} & set(planning.waiting())
