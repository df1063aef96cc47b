"""One review of a case runs at a time: what another plan begins does not stand beside it, and the years go on."""

from tests.webapp.reviews.conftest import REPORT, STAYS, Reviewing


def test_no_second_review_begins_beside_one_that_is_not_over(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    assert reviewing.running() == ["annual_review"]
    reviewing.plan_is_final("again")  # its review would begin twelve weeks before a year is over
    reviewing.at("2027-08-16")
    assert (reviewing.running(), reviewing.waiting()) == (["annual_review"], ["plan_review"])


def test_a_review_whose_report_is_not_shared_keeps_no_later_one_from_beginning(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reviewing.does(reviewing.school(), "review_report.write_report", REPORT)
    reviewing.does("grace", "decide_review", STAYS)
    reviewing.signs("plan_maintained.write_maintain", reasons="It works.")
    assert reviewing.running() == ["annual_review", "next_review"]
    reviewing.at("2027-09-30")
    assert "plan_review" in reviewing.waiting()
