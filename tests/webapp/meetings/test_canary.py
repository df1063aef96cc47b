"""A mother's whereabouts in all that she says about a meeting: nothing of it in the father's pages, mail and calendar."""

import pytest

from tests.webapp.cases.canary import PHONE, SECRET, STREET, crawl, found_in, mails_to
from tests.webapp.meetings.conftest import ALI, Meeting
from webapp.meetings import arranging, reading


def held(meeting: Meeting) -> None:
    """She asks, both are invited, each answers, and what was said is written down and read."""
    meeting.is_asked_for(
        "jo", about=f"We live at {STREET}", times=SECRET, apart="yes", apart_words=SECRET, needs=f"Ring {PHONE}"
    )
    assert meeting.arranged("jo", "ali", together="no")[0] == 200
    meeting.answered("jo", "other_time", f"Near {STREET}, please")
    meeting.answered("ali", "yes")
    meeting.done("MoveMeeting", why=f"She comes from {STREET}")
    meeting.arranged("jo", "ali", together="no")
    meeting.passes(month=1, day=27, hour=11, minute=31)
    meeting.recorded("held", summary="Sam goes by bus.")
    meeting.of("jo").post(f"{meeting.path}/remarks", right="wrong", remarks=f"The bus stops at {STREET}")


def heard(meeting: Meeting) -> list[str]:
    """Where a canary sings for the father."""
    pages = list(crawl(meeting.of("ali"), "/home", f"/cases/{meeting.case}", meeting.path))
    assert {meeting.path, f"/cases/{meeting.case}/meetings"} <= {path for path, _ in pages}
    found = [path for path, text in pages if found_in(text)]
    found += [text for text in mails_to(meeting.house.play, ALI) if found_in(text)]
    feed = meeting.read(meeting.feed_of("ali")).text
    assert "BEGIN:VEVENT" in feed
    return found + [line for line in feed.splitlines() if found_in(line)]


def test_nothing_of_it_reaches_the_father_and_the_officer_reads_it(meeting: Meeting) -> None:
    held(meeting)
    assert heard(meeting) == []
    page = meeting.of("priya").get(meeting.path)[1]
    assert page.count(STREET) >= 3, "the wish, the answer and the remark"


@pytest.mark.parametrize("state", ["while it is arranged", "while it moves"])
def test_nor_before_it_is_held(meeting: Meeting, state: str) -> None:
    meeting.is_asked_for("jo", about=f"We live at {STREET}", apart="yes", apart_words=SECRET)
    meeting.arranged("jo", "ali", together="no")
    meeting.answered("jo", "no", SECRET)
    if state == "while it moves":
        meeting.done("MoveMeeting", why=f"She comes from {STREET}")
    assert heard(meeting) == []


def test_a_place_that_tells_where_she_lives_sings_without_the_question(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting.is_planned()
    assert meeting.arranged("jo", "ali", together="no", place=STREET)[0] == 422
    monkeypatch.setattr(arranging, "require_silence", lambda *_, **__: None)
    assert meeting.arranged("jo", "ali", together="no", place=STREET)[0] == 200
    assert [line for line in heard(meeting) if line.startswith("LOCATION")], "the feed is listened to"
    assert [line for line in heard(meeting) if line.endswith("/meeting.ics")], "and the file of the meeting"


def test_without_a_view_of_their_own_the_fathers_page_sings(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting.is_planned()
    meeting.arranged("jo", "ali", together="no")
    meeting.done("MoveMeeting", why=f"She comes from {STREET}")
    assert heard(meeting) == []
    monkeypatch.setattr(reading, "why_for", lambda desk, found, person: found.why)
    assert heard(meeting)
