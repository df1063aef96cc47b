"""A parent asks to meet, an officer arranges and moves it, both keep it in a calendar, and the parent corrects what was
written down."""

import re
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from tests.journeys.conftest import People, Person, pictures
from webapp.london import LONDON, london_day
from webapp.mail import Mailbox
from webapp.worker import Worker

pytestmark = pytest.mark.journey
JO, PRIYA = "jo.bell@example.org", "priya.nair@cumberland.example"


def arranges(priya: Person, day: datetime, at: str) -> None:
    """From the claimed task: the day and the time are entered, the rest where it is not there yet."""
    priya.page.locator('[name="on-day"]').fill(str(day.day))
    priya.page.locator('[name="on-month"]').fill(str(day.month))
    priya.page.locator('[name="on-year"]').fill(str(day.year))
    priya.page.locator('[name="at"]').fill(at)
    pictures(priya, "meeting-arrange")
    priya.presses("Invite them")


def invitation(people: People, to: str) -> tuple[str, datetime]:
    """Method and beginning of the newest mail's file."""
    Worker(people.site.portal).once()
    mails = Mailbox(people.site.portal.config.var / "mailbox").mails()
    part = next(part for mail in mails if mail["To"] == to for part in mail.iter_attachments())
    event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    return str(part.get_param("method")), event["dtstart"].dt


@pytest.mark.long
def test_jo_asks_priya_arranges_and_moves_it_and_jo_corrects_what_was_said(people: People) -> None:
    jo = people.somebody()
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    jo.follows("Ask for a meeting or a call")
    jo.chooses("A meeting")
    jo.fills(about="How Sam gets to school.")
    pictures(jo, "meeting-ask")
    jo.presses("Continue")
    jo.fills(times="Tuesdays and Thursdays before midday")
    jo.chooses("In person")
    jo.presses("Continue")
    for name in ("come with you", "interpreter"):
        jo.page.get_by_role("group", name=name).get_by_label("No", exact=True).check()
    jo.presses("Continue")
    jo.chooses("No")
    pictures(jo, "meeting-others")
    jo.presses("Continue")
    jo.presses("Ask for it")
    assert "We have your wish" in jo.reads()
    pictures(jo, "meeting-case-asked")

    priya = people.somebody()
    priya.signs_in(PRIYA)
    priya.follows("Say when, where and who")
    assert "Tuesdays and Thursdays before midday" in priya.reads()
    priya.presses("Claim this task")
    priya.follows("Do this task")
    first = people.site.clock.now().astimezone(LONDON) + timedelta(days=8)
    priya.fills(about="Getting to school", place="Civic Centre, Room 4, Carlisle")
    priya.page.get_by_label("1 hour", exact=True).check()
    priya.page.get_by_label("In person").check()
    priya.page.get_by_role("group", name="Who is invited?").get_by_label("Jo Bell").check()
    arranges(priya, first, "10:30")
    assert "No answer yet" in priya.reads()
    pictures(priya, "meeting-officer")

    assert invitation(people, JO)[0] == "REQUEST"
    jo.follows("Home")
    jo.follows("Sam Bell")
    pictures(jo, "meeting-case-invited")
    jo.follows("Meeting on")
    assert "Civic Centre, Room 4" in jo.reads()
    jo.chooses("Yes, I come")
    pictures(jo, "meeting-invited")
    jo.presses("Send my answer")
    assert "We have your answer" in jo.reads()

    priya.page.reload()
    assert "Comes" in priya.reads()
    priya.follows("Move the meeting")
    priya.fills(why="The room is taken.")
    priya.presses("Continue")
    priya.presses("Move it")
    pictures(priya, "meeting-case-officer")
    assert "does not take place then" in people.site.subjects(JO)[0]
    priya.follows("Inbox")
    priya.follows("Say when, where and who")
    priya.presses("Claim this task")
    priya.follows("Do this task")
    second = first + timedelta(days=1)
    arranges(priya, second, "2pm")
    method, starts = invitation(people, JO)
    assert (method, london_day(starts), starts.astimezone(LONDON).hour) == ("REQUEST", second.date(), 14)

    jo.page.reload()
    assert "Yes, I come" in jo.reads()
    jo.chooses("Yes, I come")
    jo.presses("Send my answer")
    people.site.clock.ahead += second - people.site.clock.now().astimezone(LONDON) + timedelta(days=1)
    people.site.subjects(JO)  # the worker sees that it is over

    priya.signs_in(PRIYA)
    priya.follows("Write down what came of it")
    priya.presses("Claim this task")
    priya.follows("Do this task")
    priya.chooses("It was held")
    priya.fills(summary="Sam goes by bus from March.\nThe council pays the ticket.")
    pictures(priya, "meeting-record")
    priya.presses("Keep it and tell them")

    assert "is written down" in people.site.subjects(JO)[0]
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    jo.follows("Read what was written down")
    jo.follows("Start now")
    assert "The council pays the ticket." in jo.reads()
    jo.chooses("Something is missing or wrong")
    jo.fills(remarks="We had said from February.")
    pictures(jo, "meeting-summary")
    jo.presses("Send")
    jo.goes("/your-details")
    jo.follows("Add your dates to your calendar")
    if jo.heading != "Your dates in your calendar":
        jo.fills(code=people.site.code(JO))
        jo.presses("Continue")
    pictures(jo, "calendar-details")
    jo.presses("Make a private address")
    pictures(jo, "calendar-made")
    address = re.search(r"http\S+/calendar/\S+\.ics", jo.reads())
    assert address
    answer = jo.page.request.get(address[0])
    assert answer.ok and "BEGIN:VEVENT" in answer.text() and "Sam" not in answer.text()
    priya.page.reload()
    assert "We had said from February." in priya.reads()
    pictures(priya, "meeting-corrected")
