"""A school or a professional is invited to a meeting by email and answers by the link, without an account."""

import re

import pytest

from tests.webapp.cases.canary import CANARIES
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import Reader
from tests.webapp.meetings.conftest import JO, Meeting

RUTH, SEN = "head@beckside.example", "sen@beckside.example"
BOTH = f"Ruth Marsh, {RUTH}\n Ann Lee <{SEN}>"
OFFICER = "priya.nair@example.org"


def link(meeting: Meeting, to: str = RUTH) -> str:
    """The address in the newest mail to them that has one."""
    for mail in meeting.mails(to):
        body = mail.get_body(("plain",))
        if body and (found := re.search(r"http://localhost:8000(/meeting/\S+)", body.get_content())):
            return found[1]
    raise AssertionError(f"no link to {to}")


def reader(meeting: Meeting) -> Reader:
    return Reader(meeting.house.pages.app.test_client())


def invited(meeting: Meeting, *people: str, **other: str) -> tuple[int, str]:
    meeting.is_planned()
    return meeting.arranged(*(people or ("jo",)), **{"together": "no", "visitors": BOTH, **other})


def test_a_school_gets_a_mail_with_the_date_and_answers_without_an_account(meeting: Meeting) -> None:
    status, page = invited(meeting)
    assert status == 200 and "Ruth Marsh, not of the family" in page
    mail = meeting.mails(RUTH)[0]
    assert "You are invited: meeting on Tuesday 27 January 2026" in str(mail["Subject"])
    assert "Sam" not in str(mail) and "Bell" not in str(mail)
    method, event = meeting.invitation(RUTH)
    assert method == "REQUEST" and event["location"] == "Civic Centre, Room 4" and "url" not in event
    school = reader(meeting)
    shown = words(school.get(link(meeting)))
    assert "Civic Centre, Room 4" in shown and "Getting to school" in shown
    answer = school.post(link(meeting), coming="other_time", words="After 3pm")
    assert "We have your answer" in answer.text
    assert "Asks for another timeAfter 3pm" in words(meeting.of("priya").get(meeting.path)[1])
    assert "Somebody cannot come" in str(meeting.mails(OFFICER)[0]["Subject"])
    assert "After 3pm" not in meeting.of("jo").get(meeting.path)[1]
    assert school.post(link(meeting), coming="yes").status_code == 200, "until it begins they may change it"


def test_a_visitor_learns_of_nobody_unless_all_meet_together(meeting: Meeting) -> None:
    invited(meeting, "jo", "ali")
    shown = words(reader(meeting).get(link(meeting)))
    for name in ("Jo", "Ali", "Ann Lee", "Sam", *CANARIES):
        assert name not in shown
    assert "Ruth Marsh" not in words(meeting.of("ali").get(meeting.path)[1])
    meeting.done("MoveMeeting", why="The room is taken.")
    meeting.arranged("jo", "ali", together="yes", visitors=BOTH)
    shown = words(reader(meeting).get(link(meeting)))
    assert "Jo Bell" in shown and "Ann Lee" in shown
    assert not [each for each in CANARIES if each in shown]
    assert "Ruth Marsh" in words(meeting.of("ali").get(meeting.path)[1])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"visitors": "Ruth Marsh"}, "“Ruth Marsh” is no name and email address"),
        ({"visitors": RUTH}, "is no name and email address"),
        ({"visitors": "\n".join(f"A B, a{n}@b.example" for n in range(13))}, "Invite at most 12 people"),
        ({"place": "77 Canary Wharfside, Penrith"}, "It tells Ruth Marsh where somebody else is"),
        ({"bring": "Ring 01632 960977"}, "It tells Ruth Marsh where somebody else is"),
        ({"about": "What Ruth Marsh has seen"}, "It names Ruth Marsh, and not everybody who is invited"),
        ({"together": ""}, "Select whether they may know of one another"),
        ({"minded": ""}, "Tick the box when you have read what must be kept from whom"),
    ],
)
def test_what_a_visitor_must_not_learn_is_refused(meeting: Meeting, fields: dict[str, str], said: str) -> None:
    status, page = invited(meeting, **fields)
    assert status == 422 and said in words(page)
    assert fields.get("visitors", BOTH).split("\n")[0].strip().split(",")[0] in page, "what was typed stays"
    assert meeting.mails(RUTH) == []


def test_who_is_left_out_or_called_off_is_told_and_the_link_ends(meeting: Meeting) -> None:
    invited(meeting)
    first, other = link(meeting), link(meeting, SEN)
    meeting.done("MoveMeeting", why="The room is taken.")
    assert "does not take place for you" in str(meeting.mails(RUTH)[0]["Subject"])
    assert meeting.arranged("jo", together="no", visitors=f"Ruth Marsh, {RUTH}", **{"on-day": "28"})[0] == 200
    assert reader(meeting).client.get(other).status_code == 404
    assert reader(meeting).client.get(first).status_code == 404, "a new mail has a new link"
    assert meeting.invitation(SEN)[0] == "CANCEL"
    second = link(meeting)
    assert "Wednesday 28 January" in words(reader(meeting).get(second))
    meeting.done("CancelMeeting", why="Nobody can come.")
    assert meeting.invitation(RUTH)[0] == "CANCEL"
    assert reader(meeting).client.get(second).status_code == 404


def test_visitors_are_reminded_unless_they_do_not_come(meeting: Meeting) -> None:
    invited(meeting)
    reader(meeting).post(link(meeting, SEN), coming="no")
    meeting.passes(month=1, day=26, hour=12)
    assert "A reminder of the meeting" in str(meeting.mails(RUTH)[0]["Subject"])
    assert "A reminder" not in str(meeting.mails(SEN)[0]["Subject"])
    assert reader(meeting).post(link(meeting), coming="yes").status_code == 200
    assert "Comes" in words(meeting.of("priya").get(meeting.path)[1])
    meeting.passes(month=1, day=27, hour=10, minute=31)
    assert reader(meeting).post(link(meeting), coming="no").status_code == 409, "it has begun"


def test_an_unknown_link_opens_nothing(meeting: Meeting) -> None:
    invited(meeting)
    assert reader(meeting).client.get("/meeting/abc").status_code == 404
    assert len(meeting.mails(JO)) > 0
