"""A meeting is asked for, arranged, answered, moved, called off, and what came of it is read by who was invited."""

from datetime import date, timedelta

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from tests.webapp.meetings.conftest import ALI, JO, Meeting
from webapp.cases import entered
from webapp.cases.entered import HIDDEN_ADDRESS, NewRestriction
from webapp.cases.reading import find_case


def test_who_asks_is_told_alone_and_an_officer_reads_the_wish(meeting: Meeting) -> None:
    meeting.is_asked_for("jo")
    assert "We have your wish to meet or talk" in str(meeting.mails(JO)[0]["Subject"])
    assert not [mail for mail in meeting.mails(ALI) if "meet" in str(mail["Subject"]).lower()]
    assert "Meeting We have your wish." in words(meeting.of("jo").get(f"/cases/{meeting.case}")[1])
    assert "Meetings and calls" not in meeting.of("ali").get(f"/cases/{meeting.case}")[1]
    page = meeting.of("priya").get(f"/tasks/{meeting.task('arrange').id}")[1]
    assert "Tuesdays before midday" in page and "How Sam gets to school" in page


def test_each_who_is_invited_gets_a_mail_and_a_date_and_answers_alone(meeting: Meeting) -> None:
    meeting.is_planned()
    status, page = meeting.arranged("jo", "ali", together="no")
    assert status == 200 and "Each knows of nobody else who is invited" in page
    for to in (JO, ALI):
        assert "You are invited: meeting on Tuesday 27 January 2026 at 10:30am" in str(meeting.mails(to)[0]["Subject"])
    page = words(meeting.answered("ali", "other_time", "After 3pm, please")[1])
    assert "We have your answer" in page and "Jo" not in page
    assert meeting.waiting() == ["answer"]
    page = words(meeting.of("priya").get(meeting.path)[1])
    assert "Ali KhanAsks for another timeAfter 3pm, please" in page and "Jo BellNo answer yet" in page
    assert "Somebody cannot come" in str(meeting.mails("priya.nair@example.org")[0]["Subject"])
    assert "After 3pm" not in meeting.of("jo").get(meeting.path)[1]


def test_an_answer_may_be_changed_until_it_begins(meeting: Meeting) -> None:
    meeting.is_asked_for()
    meeting.arranged("jo")
    meeting.answered("jo", "yes")
    assert "You have said that you come" in meeting.of("jo").get(f"/cases/{meeting.case}")[1]
    assert meeting.answered("jo", "no", "I am ill")[0] == 200
    assert "Cannot come" in meeting.of("priya").get(meeting.path)[1]
    meeting.passes(month=1, day=27, hour=10, minute=30)
    assert meeting.answered("jo", "yes")[0] == 409


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"about": ""}, "Enter what it is about"),
        ({"on-month": "13"}, "The day must be a real date"),
        ({"at": "half past ten"}, "Enter a time, such as 10:30 or 2pm"),
        ({"at": "2"}, "Enter a time, such as 10:30 or 2pm"),
        ({"at": "25:00"}, "Enter a time, such as 10:30 or 2pm"),
        ({"on-day": "19", "at": "9:59am"}, "The day and time must be in the future"),
        ({"on-day": "29", "on-month": "3", "at": "1:30"}, "There is no such time on that day"),
        ({"minutes": "61"}, "Select how long it is"),
        ({"place_kind": "letter"}, "Select how you meet"),
        ({"place": " "}, "Enter where it is"),
        ({"place": "77 Canary Wharfside, Penrith"}, "It tells Ali Khan where somebody else is"),
        ({"bring": "Ring 01632 960977"}, "It tells Ali Khan where somebody else is"),
        ({"about": "Jo’s worries"}, "It names Jo, and not everybody who is invited may know of them"),
        ({"together": ""}, "Select whether they may know of one another"),
        ({"minded": ""}, "Tick the box when you have read what must be kept from whom"),
        ({"about": "x" * 2001}, "Write at most 2,000 characters"),
    ],
)
def test_what_cannot_be_arranged_is_refused_with_what_was_typed(
    meeting: Meeting, fields: dict[str, str], said: str
) -> None:
    meeting.is_planned()
    status, page = meeting.arranged("jo", "ali", **{"together": "no", **fields})
    assert status == 422 and said in words(page)
    assert fields.get("place", "Civic Centre, Room 4") in page
    assert not [mail for mail in meeting.mails(ALI) if "invited" in str(mail["Subject"])]
    assert meeting.waiting() == ["arrange"]


def test_nobody_may_be_invited_who_is_not_of_the_case(meeting: Meeting) -> None:
    meeting.is_planned()
    status, page = meeting.arranged("priya")
    assert status == 422 and "Select who is invited" in page


def test_who_meets_together_reads_of_one_another_and_who_does_not_does_not(meeting: Meeting) -> None:
    meeting.is_planned()
    assert meeting.arranged("jo", "ali", together="yes", about="What Jo and Ali want")[0] == 200
    assert "Jo Bell" in words(meeting.of("ali").get(meeting.path)[1])
    meeting.done("MoveMeeting", why="The room is taken.")
    meeting.arranged("jo", "ali", together="no")
    assert "Jo Bell" not in words(meeting.of("ali").get(meeting.path)[1])


def test_who_is_not_invited_does_not_find_it(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo")
    for path in (meeting.path, f"{meeting.path}/meeting.ics"):
        assert meeting.of("ali").get(path)[0] == 404
    assert meeting.answered("ali", "yes")[0] == 404
    assert meeting.of("jo").get(meeting.path)[0] == 200
    assert "MTG-" not in meeting.of("ali").get(f"/cases/{meeting.case}/meetings")[1]


def test_who_may_only_read_by_now_answers_nothing(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo", "ali", together="no")
    shown = meeting.of("priya").get(f"/cases/{meeting.case}")[1]
    party = meeting.house.play.party(meeting.house.people["ali"])
    assert party.id in shown
    path = f"/cases/{meeting.case}/people/{party.id}"
    assert meeting.of("priya").post(path, scope="view_only")[0] == 200
    assert meeting.answered("ali", "yes")[0] == 404
    status, page = meeting.of("ali").get(meeting.path)
    assert status == 200 and "Yes, I come" not in page
    assert meeting.answered("jo", "yes")[0] == 200


def test_a_moved_meeting_is_told_at_once_and_asks_everybody_anew(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo", "ali", together="no")
    meeting.answered("jo", "yes")
    method, first = meeting.invitation(JO)
    meeting.done("MoveMeeting", why="The officer is ill. Jo knows.")
    assert "does not take place then" in str(meeting.mails(ALI)[0]["Subject"])
    page = words(meeting.of("ali").get(meeting.path)[1])
    assert "We look for another time" in page and "Jo knows" not in page, "what tells of another is left out"
    assert meeting.waiting() == ["arrange"]
    assert meeting.arranged("jo", **{"on-day": "28"})[0] == 200
    assert "New time: meeting on Wednesday 28 January" in str(meeting.mails(JO)[0]["Subject"])
    method, second = meeting.invitation(JO)
    assert (method, second["uid"], second["sequence"]) == ("REQUEST", first["uid"], first["sequence"] + 1)
    assert meeting.waiting() == ["answer"], "what was answered before does not count"
    method, gone = meeting.invitation(ALI)
    assert method == "CANCEL" and "dtstart" not in gone, "who is left out learns no new time"
    assert meeting.of("ali").get(meeting.path)[0] == 404


def test_a_meeting_that_is_called_off_leaves_the_calendars(meeting: Meeting) -> None:
    meeting.is_asked_for()
    meeting.arranged("jo")
    meeting.done("CancelMeeting", why="The question is answered.")
    method, event = meeting.invitation(JO)
    assert (method, str(event["status"]), int(event["sequence"])) == ("CANCEL", "CANCELLED", 1)
    assert "The question is answered." in meeting.of("jo").get(meeting.path)[1]
    assert meeting.waiting() == []


def test_who_asked_learns_that_nothing_is_arranged(meeting: Meeting) -> None:
    meeting.is_asked_for()
    meeting.done("CancelMeeting", why="We have rung you.")
    assert "that you asked for" in str(meeting.mails(JO)[0]["Subject"])
    assert "We have rung you." in meeting.of("jo").get(meeting.path)[1]


def test_a_mail_about_a_time_that_holds_no_longer_is_not_sent(meeting: Meeting) -> None:
    meeting.is_asked_for()
    meeting.arranged("jo")
    meeting.done("CancelMeeting", why="A mistake.")
    subjects = [str(mail["Subject"]) for mail in meeting.mails(JO)]
    assert not [each for each in subjects if "You are invited" in each]
    assert [each for each in subjects if "is called off" in each]


def test_what_was_said_is_read_and_corrected_by_each_alone(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo", "ali", together="no")
    meeting.passes(month=1, day=27, hour=11, minute=31)
    assert "Over" in words(meeting.of("jo").get(f"/cases/{meeting.case}")[1])
    assert meeting.waiting() == ["record"]
    status, page = meeting.recorded("held", summary="Jo brings Sam by bus.")
    assert status == 422 and "It names Jo" in page and "Jo brings Sam by bus." in page
    assert meeting.recorded("held", summary="Sam goes by bus.\nWe pay the ticket.")[0] == 200
    assert "We met" in words(meeting.of("jo").get(f"/cases/{meeting.case}/timeline")[1])
    assert meeting.waiting() == ["read", "read"]
    assert meeting.of("jo").post(f"{meeting.path}/remarks", right="wrong")[0] == 422
    assert meeting.of("jo").post(f"{meeting.path}/remarks", right="wrong", remarks="By taxi, not by bus")[0] == 200
    assert "By taxi" not in meeting.of("ali").get(meeting.path)[1]
    assert "By taxi, not by bus" in meeting.of("priya").get(meeting.path)[1]
    assert "missing or wrong" in str(meeting.mails("priya.nair@example.org")[0]["Subject"])
    meeting.of("ali").post(f"{meeting.path}/remarks", right="right")
    assert meeting.waiting() == []


def test_what_was_not_held_is_arranged_again(meeting: Meeting) -> None:
    meeting.is_asked_for()
    meeting.arranged("jo")
    meeting.passes(month=1, day=27, hour=11, minute=31)
    assert meeting.recorded("moving", why="")[0] == 422
    meeting.recorded("moving", why="The officer was ill.")
    assert "The officer was ill." in meeting.of("jo").get(meeting.path)[1]
    assert meeting.arranged("jo", **{"on-day": "30"})[0] == 200
    assert meeting.waiting() == ["answer"]


def test_two_meetings_of_a_case_are_moved_apart(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo")
    first = meeting.reference
    meeting.house.play.clock.advance(timedelta(minutes=1))  # the same action at the same moment is taken once
    meeting.is_planned("call")
    meeting.arranged("ali", place_kind="telephone", place="We ring you")
    rows = words(meeting.of("priya").get(f"/cases/{meeting.case}/meetings")[1])
    assert "Meeting on" in rows and "Telephone call on" in rows
    page = meeting.of("priya").get(f"/cases/{meeting.case}")[1]
    assert "Move the meeting" not in page, "which of them?"
    path = f"/cases/{meeting.case}/do/CancelMeeting.{first}/begin"
    fill(meeting.of("priya").client, path, {"why": "No need."})
    assert "Called off" in meeting.of("priya").get(f"/cases/{meeting.case}/meetings/{first}")[1]
    assert meeting.waiting() == ["answer"], "the other one stands"


def test_the_family_finds_the_meeting_on_the_page_of_the_case_and_its_task_leads_there(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo")
    page = meeting.of("jo").get(f"/cases/{meeting.case}")[1]
    assert "Meeting on Tuesday 27" in words(page) and "You are invited" in page
    task = meeting.task("answer", "jo")
    assert "Do you come?" in meeting.of("jo").get(f"/tasks/{task.id}/meeting")[1]
    assert meeting.of("ali").get(f"/tasks/{task.id}/meeting")[0] == 404
    assert "Meeting on Tuesday 27" in words(meeting.of("priya").get(f"/cases/{meeting.case}")[1])


def test_a_request_may_be_made_while_a_meeting_is_arranged(meeting: Meeting) -> None:
    meeting.is_asked_for()
    assert "Ask for an assessment" in meeting.of("jo").get(f"/cases/{meeting.case}")[1]


def test_pressed_twice_is_once(meeting: Meeting) -> None:
    meeting.is_asked_for()
    meeting.arranged("jo")
    for _ in range(2):
        assert meeting.answered("jo", "yes")[0] == 200
    assert meeting.waiting() == []


def test_an_officer_from_whom_an_address_is_hidden_reads_no_word_of_its_owner(meeting: Meeting) -> None:
    meeting.is_asked_for("jo", apart="yes", apart_words="His new partner")
    play, people = meeting.house.play, meeting.house.people
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(people["priya"])
        case = find_case(services, meeting.case)
        new = NewRestriction(
            kind=HIDDEN_ADDRESS, about_id=play.id_of(people["jo"]), from_on=date(2026, 1, 1), only_for=("safeguarding",)
        )
        entered.enter(services, case, new, by=officer, actor=services.actor(officer))
    task = meeting.task("arrange")
    meeting.of("priya").post(f"/tasks/{task.id}/claim")
    for path in (f"/tasks/{task.id}/arrange", meeting.path):
        page = words(meeting.of("priya").get(path)[1])
        assert "Tuesdays before midday" not in page and "His new partner" not in page
        assert "Jo Bell wrote is hidden from your team" in page
    assert meeting.arranged("jo", "ali", together="no", minded="")[0] == 422, (
        "that somebody must not be there is minded"
    )


def test_the_wish_stands_beside_the_form_that_arranges_it(meeting: Meeting) -> None:
    meeting.is_asked_for("jo", apart="yes", apart_words="His new partner")
    task = meeting.task("arrange")
    meeting.of("priya").post(f"/tasks/{task.id}/claim")
    page = words(meeting.of("priya").get(f"/tasks/{task.id}/arrange")[1])
    assert "Tuesdays before midday" in page and "Who must not be there, or must not knowHis new partner" in page


def test_a_task_is_done_on_its_own_page_only(meeting: Meeting) -> None:
    meeting.is_asked_for()
    task = meeting.task("arrange")
    meeting.of("priya").post(f"/tasks/{task.id}/claim")
    assert meeting.of("priya").post(f"/tasks/{task.id}/outcome", state="held", summary="Well")[0] == 404
    assert meeting.waiting() == ["arrange"]


def test_everybody_who_has_not_said_no_is_reminded_the_day_before_and_once(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo", "ali", together="no")
    meeting.answered("ali", "no")
    meeting.passes(month=1, day=26, hour=10, minute=29)
    assert reminders(meeting, JO) == 0
    meeting.passes(month=1, day=26, hour=10, minute=31)
    meeting.passes(month=1, day=26, hour=18)
    assert (reminders(meeting, JO), reminders(meeting, ALI)) == (1, 0)
    assert "Civic Centre" not in str(meeting.mails(JO)[0]), "where it is stands behind signing in"


def test_what_is_called_off_or_arranged_at_the_last_minute_reminds_nobody(meeting: Meeting) -> None:
    meeting.is_planned()
    meeting.arranged("jo", "ali", together="no")
    meeting.done("CancelMeeting", why="The officer is ill.")
    meeting.passes(month=1, day=26, hour=12)
    assert reminders(meeting, JO) == reminders(meeting, ALI) == 0
    meeting.is_planned()
    meeting.arranged("jo")
    meeting.passes(month=1, day=27, hour=12)
    assert reminders(meeting, JO) == 0, "it was told the day before already"


def reminders(meeting: Meeting, to: str) -> int:
    return len([mail for mail in meeting.mails(to) if "A reminder of your meeting" in str(mail["Subject"])])
