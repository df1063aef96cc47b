"""What the family has asked for with a draft, a meeting and a school, is not passed over; they read that we go on."""

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import Planning

WISH = {"school_wish": "yes", "schools": [{"school_name": "Dearham School"}]}
HELD = {"held": "held", "held_on": "2026-01-19", "meeting_outcome": "A named therapist."}


def draft_is_answered(planning: Planning, **jo: object) -> None:
    planning.write()
    planning.send_draft()
    planning.answered(jo=jo, ali={})


def test_no_plan_is_final_before_the_meeting_that_was_asked_for(planning: Planning) -> None:
    draft_is_answered(planning, wants_meeting="yes")  # regulation 13(1)(a)(ii)
    planning.next("final")
    assert planning.waiting() == ["hold_meeting"]
    planning.does("mo", "hold_meeting", HELD)
    planning.next("final")
    assert planning.waiting() == ["choose_schools"]


def test_who_no_longer_wants_the_meeting_is_believed_with_how_we_know(planning: Planning) -> None:
    draft_is_answered(planning, wants_meeting="yes")
    planning.next("final")
    task = planning.claim("mo", "hold_meeting")
    gone = {"held": "not_wanted", "held_on-day": "19", "held_on-month": "1", "held_on-year": "2026"}
    fill(planning.of("mo").client, f"/tasks/{task}/form/begin", {**gone, "meeting_outcome": "Jo rang us."})
    planning.next("final")
    assert planning.waiting() == ["choose_schools"]


def test_a_meeting_that_was_not_held_is_owed_after_a_new_draft_too(planning: Planning) -> None:
    draft_is_answered(planning, wants_meeting="yes")
    planning.next("new_draft")
    planning.claim("mo", "write_plan")
    planning.send_draft()
    planning.answered(ali={})
    planning.wait(16)  # Jo says nothing more
    planning.next("final")
    assert planning.waiting() == ["hold_meeting"]


def test_a_school_that_was_asked_for_is_consulted_or_it_is_said_why_not(planning: Planning) -> None:
    draft_is_answered(planning, **WISH)
    planning.next("final")
    path = f"/tasks/{planning.claim('mo', 'choose_schools')}/form"
    browser = planning.of("mo")
    with pytest.raises(AssertionError, match="Enter why no school is consulted that the family has asked for"):
        fill(browser.client, f"{path}/begin", {})
    fill(browser.client, f"{path}/begin", {"no_school_why": "Jo wrote that she is content with Beckside."})
    assert planning.waiting() == ["decide_placement"]


def test_the_family_reads_that_we_look_at_what_was_said(planning: Planning) -> None:
    draft_is_answered(planning)
    for element in ("answer_comments", "decide_next"):
        assert element in planning.waiting()
        said = words(planning.of("jo").get(f"/cases/{planning.case}")[1])
        assert "We are looking at what was said about Sam’s draft plan" in said
        assert "is ready for you to read" not in said
        if element == "answer_comments":
            planning.of("mo").post(f"/tasks/{planning.claim('mo', element)}/comments")


def test_the_days_to_answer_stand_beside_the_newest_draft_alone(planning: Planning) -> None:
    draft_is_answered(planning)
    planning.next("new_draft")
    planning.claim("mo", "write_plan")
    planning.send_draft()
    jo = planning.of("jo")
    said = {slug: words(jo.get(f"{planning.path}/{slug}/needs")[1]) for slug in ("draft-1", "draft-2")}
    assert "Tell us what you think by the end of" in said["draft-2"]
    assert "You are reading an older version" in said["draft-1"]
    assert "Tell us what you think" not in said["draft-1"] and "days left" not in said["draft-1"]


def test_who_consults_the_school_that_was_asked_for_need_not_say_why_none(planning: Planning) -> None:
    draft_is_answered(planning, **WISH)
    planning.next("final")
    row = {"school_name": "Dearham School", "school_kind": "maintained", "asked_by_family": "yes"}
    fields = {f"schools_chosen-0-{name}": value for name, value in row.items()}
    fill(planning.of("mo").client, f"/tasks/{planning.claim('mo', 'choose_schools')}/form/begin", fields)
    assert planning.waiting() == ["sign_letters"]
