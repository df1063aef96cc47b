"""A plan is looked at each year: prepared in time, held in a meeting, reported, decided, and then the next one waits."""

from datetime import date

import pytest

from tests.webapp.cases.pages import Pages
from tests.webapp.contributions.scene import done
from tests.webapp.plans.scene import ANSWER, PLACED
from tests.webapp.plans.test_documents import text_of, words_of
from tests.webapp.reviews.conftest import PLANNED, REPORT, STAYS, Reviewing
from webapp import meetings
from webapp.cases.reading import find_case
from webapp.meetings.errors import NoticeTooShort


def test_a_year_with_a_review_that_leaves_the_plan_as_it_is(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()  # on 19 January 2026
    assert (reviewing.running(), reviewing.limits()) == (
        ["next_review"],
        {"annual_review": (date(2027, 1, 19), "running")},
    )
    reviewing.at("2026-10-26")
    assert reviewing.waiting() == []
    reviewing.at("2026-10-27")  # twelve weeks before the last day
    assert (reviewing.running(), reviewing.waiting()) == (["annual_review"], ["plan_review"])
    assert reviewing.line()[-1] == ("", "It is time to look at [{child}’s | your] plan together")
    reviewing.prepared("2026-12-18")
    assert reviewing.limits()["give_review_advice"][0] == date(2026, 11, 24)
    reviewing.at("2026-12-04")
    assert "review_papers.send_papers" in reviewing.waiting()
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    assert reviewing.waiting() == ["decide_review", "review_report.write_report"]
    assert reviewing.limits()["review_report"] == (date(2027, 1, 1), "running")
    assert reviewing.limits()["review_decision"] == (date(2027, 1, 15), "running")
    reviewing.does(reviewing.school(), "review_report.write_report", REPORT)
    assert reviewing.met("review_report") == date(2026, 12, 18)
    reviewing.does("grace", "decide_review", STAYS)
    reviewing.at("2027-01-06")
    reviewing.signs("plan_maintained.write_maintain", reasons="It works.")
    assert (reviewing.met("review_decision"), reviewing.met("annual_review")) == (date(2027, 1, 6), None)
    assert reviewing.limits()["annual_review"] == (date(2028, 1, 6), "running")
    assert reviewing.limits()["appeal"] == (date(2027, 3, 6), "running")
    assert reviewing.running() == ["annual_review", "next_review"]  # the report is not shared yet
    assert reviewing.line()[-2:] == [
        ("Annual review", "here"),
        (
            "",
            "We have looked at [{child}’s | your] plan together. The review is over",
        ),
    ]


def test_a_decision_does_not_wait_for_the_report(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reviewing.at("2027-01-04")
    assert reviewing.limits()["review_report"][1] == "late"
    assert reviewing.waiting() == ["decide_review", "review_report.write_instead", "review_report.write_report"]
    reviewing.does("grace", "decide_review", {**STAYS, "decision_read": ["notes"]})
    reviewing.signs("plan_maintained.write_maintain", reasons="It works.")
    assert reviewing.limits()["review_decision"][1] == "met"
    assert reviewing.running() == ["annual_review", "next_review"]
    reviewing.does(reviewing.school(), "review_report.write_report", REPORT)
    assert reviewing.limits()["review_report"][1] == "met_late"
    assert "review_report.check_report" in reviewing.waiting()
    assert "review_report.write_instead" not in reviewing.waiting()  # nobody need write what has come


def test_an_invitation_to_a_review_goes_out_two_weeks_ahead(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.does(
        "mo",
        "plan_review",
        {"meeting_by": "2026-11-10", "held_by": "council", "advisers": []},
    )
    with pytest.raises(NoticeTooShort, match="Choose 10 November 2026 or a later day"):
        reviewing.arranges("2026-11-09")
    reviewing.arranges("2026-11-10")
    assert "review_meeting.sign_letters" in reviewing.waiting()


def test_another_plan_is_reviewed_instead_of_the_one_before(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-03-02")
    reviewing.plan_is_final("again")
    assert reviewing.running() == ["next_review"]
    assert reviewing.limits() == {"annual_review": (date(2027, 3, 2), "running")}


def test_a_mother_asks_for_an_early_review_and_is_told_no_then_the_school_asks_and_it_begins(
    reviewing: Reviewing,
) -> None:
    reviewing.plan_is_final()
    reviewing.takes("jo", "AskForEarlyReview", {"early_why": "help", "early_words": "The therapist has left."})
    reviewing.does("mo", "decide_early", {"early": "no", "early_reason": "She is back."})
    assert any("About the early review" in subject for _, subject in reviewing.play.mails())
    assert reviewing.running() == ["next_review"]
    said = {"early_who": "school", "early_name": "Ruth", "early_on": "2026-01-19", "early_words": "At risk."}
    reviewing.takes("mo", "RecordEarlyReview", said)
    reviewing.does("mo", "decide_early", {"early": "yes", "early_reason": "The place is at risk."})
    assert reviewing.running() == ["annual_review"]


def test_a_new_school_writes_the_report_that_the_one_before_was_asked_for(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    new = {"school_name": "Hilltop School", "school_email": "office@hilltop.example", "school_from": "2027-01-04"}
    reviewing.takes("mo", "ReviewSchoolChanged", new)
    wanted = [who for who, subject in reviewing.play.mails() if "asks for the report of a review" in subject]
    assert wanted == ["head@beckside.example", "office@hilltop.example"]
    reviewing.does(reviewing.school(), "review_report.write_report", REPORT)
    assert reviewing.limits()["review_report"][1] == "met"


def changes_are_sent(reviewing: Reviewing, **others: str) -> None:
    """A review whose meeting was on 18 December, and the notice of changes that went out on 6 January."""
    reviewing.has_plan()
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reviewing.at("2027-01-06")
    reviewing.does("grace", "decide_review", {**STAYS, "review_decision": "amend"})
    for old, new in others.items():
        reviewing.rewrites(old, new)
    reviewing.writes("Needs a quiet place.", "amendment_notice.write_plan")
    reviewing.signs("amendment_notice.sign_letters", changes="A quiet place.")


def test_suggested_changes_are_marked_in_the_pdf_and_in_word_without_colour(reviewing: Reviewing) -> None:
    changes_are_sent(reviewing, **{"Trains.": "Trains and towns.", "A young carer.": ""})
    path = f"/cases/{reviewing.case}/plan"
    mo = Pages(reviewing.play).of(reviewing.people["mo"]).client
    marked = text_of(mo.get(f"{path}/amendment-1/pdf").data)
    assert "[+Needs a quiet place.+]" in marked and "words that come are underlined" in marked
    assert "Trains[+ and towns+]." in marked and "[-A young carer.-]" in marked
    assert "Needs pictures." in marked and "[+Needs pictures." not in marked
    assert "[+Needs a quiet place.+]" in words_of(mo.get(f"{path}/amendment-1/word").data)
    assert "[+" not in text_of(mo.get(f"{path}/final-1/pdf").data)


def test_a_plan_is_changed_after_its_review(reviewing: Reviewing) -> None:
    changes_are_sent(reviewing)
    assert reviewing.versions() == ["amendment-1", "final-1"]
    limits = reviewing.limits()
    assert (limits["review_decision"][1], limits["annual_review"][1]) == ("met", "met")
    assert limits["comment_on_changes"] == (date(2027, 1, 20), "running")  # 15 days, the first of them the 6th
    assert limits["amended_plan"] == (date(2027, 3, 3), "running")  # 8 weeks from the notice
    assert limits["amended_plan_after_review"] == (date(2027, 3, 12), "running")  # 12 weeks from the meeting
    assert reviewing.running() == ["annual_review"]
    reviewing.answers("jo")
    reviewing.at("2027-01-21")
    reviewing.does("mo", "amendment.answer_comments")
    reviewing.does("mo", "amendment.decide_next", {"next_step": "final", "next_why": "We read it."})
    reviewing.does("mo", "consultation.choose_schools", {"schools_chosen": []})
    reviewing.does("grace", "plan_final.decide_placement", PLACED)
    reviewing.writes("Needs a friend.", "plan_final.write_plan")
    reviewing.approves()
    reviewing.signs("plan_final.sign_letters")
    assert reviewing.versions() == ["final-2", "amendment-1", "final-1"]
    limits = reviewing.limits()
    assert (limits["amended_plan"][1], limits["amended_plan_after_review"][1]) == ("met", "met")
    assert limits["annual_review"] == (date(2028, 1, 6), "running")  # since the review, not since the changed plan
    assert "next_review" in reviewing.running()


def test_a_plan_that_is_not_changed_after_all_opens_the_time_to_appeal(reviewing: Reviewing) -> None:
    changes_are_sent(reviewing)
    reviewing.at("2027-01-21")
    reviewing.does("mo", "amendment.answer_comments")
    reviewing.does("mo", "amendment.decide_next", {"next_step": "not_amend", "next_why": "We read it."})
    reviewing.signs("amendment.write_letters", reasons="It is in the plan already.")
    limits = reviewing.limits()
    assert (limits["amended_plan"][1], limits["appeal"]) == ("met", (date(2027, 3, 21), "running"))
    assert "next_review" in reviewing.running()
    assert reviewing.line()[-2][1] == "here"


def test_whoever_is_asked_is_invited_to_the_meeting(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.does("mo", "plan_review", PLANNED)
    with reviewing.portal.look() as services:
        (meeting,) = meetings.of_case(services, find_case(services, reviewing.case))
        invited = sorted((each.name, each.email) for each in meeting.visitors)
    school = ("Beckside Primary School", "head@beckside.example")
    assert invited == [school, ("Social care", "social.care@example.org")]
    assert {
        who for who, subject in reviewing.play.mails() if "advice" in subject
    } == set()  # a team finds it in its queue


def test_a_change_from_between_two_reviews_leaves_the_clock_of_the_review_alone(reviewing: Reviewing) -> None:
    reviewing.has_plan()
    reviewing.plan_is_final()
    reviewing.at("2026-10-20")
    reviewing.takes("mo", "AmendPlan", {"amend_why": "The therapist changed."})
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18")
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reviewing.writes("Needs a quiet place.", "amendment_notice.write_plan")
    reviewing.signs("amendment_notice.sign_letters", changes="A quiet place.")
    limits = reviewing.limits()
    assert limits["amended_plan"][1] == "running" and "amended_plan_after_review" not in limits
    assert limits["review_decision"] == (date(2027, 1, 15), "running")
    assert limits["annual_review"] == (date(2027, 1, 19), "running")
    reviewing.at("2027-01-18")
    assert "decide_review" in reviewing.waiting() and reviewing.limits()["review_decision"][1] == "late"


@pytest.mark.parametrize("step", ["final", "not_amend"])
def test_no_change_is_decided_before_the_meeting_that_was_asked_for(reviewing: Reviewing, step: str) -> None:
    changes_are_sent(reviewing)
    jo = reviewing.people["jo"]
    done(
        reviewing.portal, reviewing.case, jo, "draft_answer.answer_draft", {**ANSWER, "wants_meeting": "yes"}, whose=jo
    )
    reviewing.at("2027-01-21")
    reviewing.does("mo", "amendment.answer_comments")
    reviewing.does("mo", "amendment.decide_next", {"next_step": step, "next_why": "We read it."})
    assert "amendment.hold_meeting" in reviewing.waiting()
    assert reviewing.line()[-1][1] == "We are looking at what was said about the changes to [{child}’s | your] plan"
