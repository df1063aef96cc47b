"""Somebody asks that a child with a plan is assessed again: 15 days to answer, 14 weeks to the plan, or an appeal."""

from datetime import date

import pytest

from engine import PORTAL, GuardRefuses
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from tests.webapp.lives.conftest import Living
from webapp import clocks
from webapp.clocks import Deadline

ASKED = {"changed": "He cannot walk far any more.", "whom_to_ask": "", "assessed_lately": "no"}
YES = {"assessed_lately": "no", "is_necessary": "yes", "reassessment_decision": "assess", "reasons": "So."}
NO = {**YES, "is_necessary": "no", "reassessment_decision": "no"}


def ask(living: Living) -> None:
    """The mother asks on the portal, on Monday 19 January."""
    fill(living.of("jo").client, f"/cases/{living.case}/do/AskForReassessment/begin", ASKED)


def limit(living: Living, name: str) -> Deadline:
    """The newest of this name."""
    with living.portal.look() as services:
        return next(each for each in clocks.of(services, living.case) if each.rule.name == name)


def test_a_request_is_answered_in_fifteen_days(living: Living) -> None:
    ask(living)
    assert limit(living, "answer_reassessment_request").due_on == date(2026, 2, 3)
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert "We are deciding whether to assess Sam again" in page
    assert "Ask for a new assessment" not in page  # it is asked for


def test_who_has_no_plan_is_not_offered_what_is_asked_about_a_plan(living: Living) -> None:
    offered = {"Ask for a new assessment", "Tell us that you are moving to another council"}
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert [each for each in sorted(offered) if each not in page] == []
    living.without_plan()
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert [each for each in sorted(offered) if each in page] == []


def test_who_has_recorded_the_request_does_not_decide_about_it(living: Living) -> None:
    with living.portal.work() as services:
        mo = services.accounts.people.by_reference(living.people["mo"])
        services.accounts.memberships.grant(mo, "panel", origin="test")
    recorded = {"asked_by": "school", "asker": "Ms Reed", "family_knows": "yes", "route": "post", "late": "no"}
    day = {f"received_on-{part}": text for part, text in (("day", "16"), ("month", "1"), ("year", "2026"))}
    path = f"/cases/{living.case}/do/RecordReassessmentRequest/begin"
    fill(living.of("mo").client, path, {**recorded, **day, "words": "His needs have changed."})
    assert limit(living, "answer_reassessment_request").counted_from == date(2026, 1, 19)  # by post, on a Friday
    with pytest.raises(GuardRefuses):
        living.claim("mo", "decide")


def test_a_yes_begins_the_assessment_again_with_fourteen_weeks_to_the_plan(living: Living) -> None:
    ask(living)
    living.does("grace", "decide", YES)
    living.sign("mo", "write_yes")
    living.later(0)
    assert limit(living, "answer_reassessment_request").state == "met"
    assert limit(living, "plan_after_reassessment").due_on == date(2026, 4, 27)
    assert "choose_advisers" in living.waiting()
    living.does("mo", "choose_advisers", {"advisers": []})
    with living.portal.look() as services:
        names = {each.rule.name for each in clocks.of(services, living.case)}
    assert "decide_whether_plan_is_needed" not in names  # the 14 weeks are its own limit
    page = words(living.of("jo").get(f"/cases/{living.case}")[1])
    assert "We are gathering advice about Sam" in page


def test_a_no_opens_the_time_to_appeal_and_the_plan_goes_on(living: Living) -> None:
    ask(living)
    living.does("grace", "decide", NO)
    living.sign("mo", "write_no", reasons="A review is enough.")
    living.later(0)
    page = words(living.of("ali").get(f"/cases/{living.case}")[1])
    assert "We do not assess Sam again, and the plan goes on" in page
    assert "19 March" in page  # to appeal
    assert "choose_advisers" not in living.waiting()


def test_the_plan_that_is_written_anew_meets_the_fourteen_weeks(living: Living) -> None:
    with living.portal.work() as services:
        clocks.start(services, living.case, limit="plan_after_reassessment", counted_from=date(2026, 1, 19), by=PORTAL)
    living.later(1)  # a draft is newer than the plan before it
    living.begin()
    living.of("grace").post(f"/tasks/{living.to_approval()}/approve", approved="yes")
    living.sign("mo")
    living.later(0)
    assert limit(living, "plan_after_reassessment").state == "met"
    assert living.versions()[-1] == "final-2 issued"
    with living.portal.look() as services:
        assert "next_review" in services.engine.instances.running(living.case)


def test_what_is_withdrawn_stops_its_own_clock_alone(living: Living) -> None:
    ask(living)
    told = {"who": "Jo Bell", "how": "telephone", "why": "A review is enough."}
    day = {f"told_on-{part}": text for part, text in (("day", "19"), ("month", "1"), ("year", "2026"))}
    fill(living.of("mo").client, f"/cases/{living.case}/do/WithdrawReassessment/begin", {**told, **day})
    assert limit(living, "answer_reassessment_request").state == "dropped"
    assert limit(living, "annual_review").is_open
