"""Dates for calendar programs: the file of a meeting, and the private address that a program reads again and again."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from engine import PORTAL
from engine.models import history_event
from tests.webapp.contributions.conftest import Reader
from tests.webapp.meetings.conftest import ALI, JO, Meeting
from webapp import clocks
from webapp.accounts.throttling import LIMITS, Limit
from webapp.cases import party_access
from webapp.london import london_moment
from webapp.meetings.models import CalendarFeed

LONDON = ZoneInfo("Europe/London")


def arranged(meeting: Meeting, *people: str, **other: str) -> None:
    meeting.is_planned()
    assert meeting.arranged(*people, **({"together": "no"} | other))[0] == 200


def test_an_invitation_has_what_a_calendar_program_needs_and_no_name_of_the_child(meeting: Meeting) -> None:
    arranged(meeting, "jo")
    method, event = meeting.invitation(JO)
    assert method == "REQUEST"
    assert event["dtstart"].dt == datetime(2026, 1, 27, 10, 30, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
    assert event["uid"].startswith(meeting.reference.lower()) and "@" in event["uid"]
    assert event["attendee"] == f"mailto:{JO}" and event["organizer"].startswith("mailto:")
    assert meeting.case in event["summary"] and event["location"] == "Civic Centre, Room 4"
    mail = next(mail for mail in meeting.mails(JO) if "invited" in str(mail["Subject"])).as_string()
    assert "Sam" not in event.to_ical().decode() and "Sam" not in mail


def test_its_page_gives_the_same_date_to_be_saved(meeting: Meeting) -> None:
    arranged(meeting, "jo")
    for who in ("jo", "priya"):
        answer = meeting.of(who).client.get(f"{meeting.path}/meeting.ics")
        assert answer.mimetype == "text/calendar" and answer.headers["Cache-Control"] == "no-store"
        (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
        assert event["dtstart"].dt == datetime(2026, 1, 27, 10, 30, tzinfo=UTC)
    meeting.done("MoveMeeting", why="The room is taken.")
    assert meeting.of("jo").get(f"{meeting.path}/meeting.ics")[0] == 404, "it has no time now"


@pytest.mark.parametrize(
    ("on", "at", "utc"),
    [
        (date(2026, 3, 28), "10:30", datetime(2026, 3, 28, 10, 30, tzinfo=UTC)),
        (date(2026, 3, 29), "10:30", datetime(2026, 3, 29, 9, 30, tzinfo=UTC)),
        (date(2026, 10, 24), "2pm", datetime(2026, 10, 24, 13, 0, tzinfo=UTC)),
        (date(2026, 10, 25), "2pm", datetime(2026, 10, 25, 14, 0, tzinfo=UTC)),
        (date(2026, 10, 25), "1:30am", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
        (date(2028, 2, 29), "12am", datetime(2028, 2, 29, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_the_clock_in_england(meeting: Meeting, on: date, at: str, utc: datetime) -> None:
    day = {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}
    arranged(meeting, "jo", at=at, **day)
    assert meeting.invitation(JO)[1]["dtstart"].dt == utc
    (event,) = [each for each in meeting.events(meeting.feed_of("jo")) if "Meeting" in each["summary"]]
    assert event["dtstart"].dt == utc


def test_every_minute_of_two_years_is_the_moment_that_england_shows() -> None:
    left_out = []
    day = date(2026, 1, 1)
    while day < date(2028, 1, 1):
        for hour, minute in ((0, 0), (0, 59), (1, 0), (1, 30), (1, 59), (2, 0), (12, 0), (23, 59)):
            try:
                moment = london_moment(day, hour, minute)
            except ValueError:
                left_out.append((day, hour))
                continue
            assert moment.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, time(hour, minute))
        day += timedelta(days=1)
    assert set(left_out) == {(date(2026, 3, 29), 1), (date(2027, 3, 28), 1)}


def test_a_private_address_gives_meetings_last_days_and_tasks_without_a_cookie(meeting: Meeting) -> None:
    with meeting.portal.work() as services:
        clocks.start(services, meeting.case, limit="final_plan", counted_from=date(2026, 1, 5), by=PORTAL)
        of_a_school = {"limit": "give_advice", "subject": "ADV-22222", "counted_from": date(2026, 1, 5)}
        clocks.start(services, meeting.case, by=PORTAL, **of_a_school)
    arranged(meeting, "jo")
    path = meeting.feed_of("jo")
    answer = meeting.read(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-store" and "Set-Cookie" not in answer.headers
    whole = Calendar.from_ical(answer.data)
    assert whole["version"] == "2.0" and whole["refresh-interval"].dt == timedelta(hours=6)
    found = {str(event["summary"]).split(",")[0]: event for event in whole.walk("VEVENT")}
    last = found["Last day by law: Send the final plan"]
    assert (last["dtstart"].dt, last["dtend"].dt) == (date(2026, 5, 25), date(2026, 5, 26))
    assert found["To do by today: Say whether you come"]["dtstart"].dt == date(2026, 1, 27)
    assert [name for name in found if name.startswith("Meeting with")]
    assert len([name for name in found if name.startswith("Last day")]) == 1, "what a school owes us is not theirs"
    assert b"Sam" not in answer.data and b"Bell" not in answer.data
    assert len({event["uid"] for event in whole.walk("VEVENT")}) == len(found)


def test_it_is_kept_as_a_hash_renewed_and_ended(meeting: Meeting) -> None:
    first = meeting.feed_of("jo")
    with meeting.portal.look() as services:
        kept = services.session.scalars(select(CalendarFeed)).one()
        assert kept.token_hash not in first and first.split("/")[-1].removesuffix(".ics") not in str(vars(kept))
    assert first not in meeting.of("jo").get("/your-details/calendar")[1], "it is shown once"
    second = meeting.feed_of("jo")
    assert (meeting.read(first).status_code, meeting.read(second).status_code) == (404, 200)
    meeting.of("jo").post("/your-details/calendar/end")
    assert meeting.read(second).status_code == 404
    assert "private calendar address was made" in str(meeting.mails(JO)[0]["Subject"])


def test_it_ends_with_the_access_and_with_the_account(meeting: Meeting) -> None:
    arranged(meeting, "jo", "ali")
    jo, ali = meeting.feed_of("jo"), meeting.feed_of("ali")
    with meeting.portal.work() as services:
        officer = services.accounts.people.by_reference(meeting.house.people["priya"])
        person = services.accounts.people.by_reference(meeting.house.people["ali"])
        party = services.session.merge(meeting.house.play.party(meeting.house.people["ali"]))
        party_access.end(services, party, because="A court has said so.", by=officer, actor=services.actor(officer))
        assert person.active
    assert meeting.read(ali).status_code == 404
    assert len(meeting.events(jo)) == 2
    with meeting.portal.work() as services:
        services.accounts.people.by_reference(meeting.house.people["jo"]).disabled_at = services.now
    assert meeting.read(jo).status_code == 404


def test_whoever_has_forgotten_the_password_has_no_calendar_address_left(meeting: Meeting) -> None:
    path = meeting.feed_of("jo")
    visitor = Reader(meeting.house.pages.app.test_client())
    visitor.post("/forgotten-password", email=JO)
    assert meeting.read(path).status_code == 200
    visitor.post(meeting.house.link(JO), password="four-Winds 77 lanterns")
    assert meeting.read(path).status_code == 404


def test_reading_changes_nothing_but_the_log_of_who_looked_once_a_day(meeting: Meeting) -> None:
    arranged(meeting, "jo")
    path = meeting.feed_of("jo")

    def events() -> list[str]:
        with meeting.portal.look() as services:
            kinds = select(history_event.c.kind).where(history_event.c.business_key == meeting.case)
            return list(services.session.scalars(kinds.order_by(history_event.c.id)))

    before = events()
    for _ in range(3):
        meeting.read(path)
    assert events() == [*before, "read"]
    meeting.passes(month=1, day=20, hour=10)
    meeting.read(path)
    assert events().count("read") == before.count("read") + 2


def test_a_moved_meeting_is_tentative_and_one_called_off_is_cancelled(meeting: Meeting) -> None:
    arranged(meeting, "jo")
    path = meeting.feed_of("jo")

    def status() -> str:
        (event,) = [each for each in meeting.events(path) if "Meeting" in each["summary"]]
        return str(event["status"])

    assert status() == "CONFIRMED"
    meeting.done("MoveMeeting", why="The room is taken.")
    assert status() == "TENTATIVE"
    meeting.arranged("jo")
    meeting.done("CancelMeeting", why="No need.")
    assert status() == "CANCELLED"
    meeting.passes(month=5, day=1)
    assert not meeting.events(path), "what is long over is left out"


def test_an_officer_reads_the_dates_of_cases_in_which_they_work_and_of_no_other(meeting: Meeting) -> None:
    path = meeting.feed_of("priya")
    assert meeting.events(path) == []
    arranged(meeting, "jo", "ali")
    summaries = [str(event["summary"]) for event in meeting.events(path)]
    assert [each for each in summaries if each.startswith("Meeting with") and meeting.case in each]
    other = meeting.house.play.person("Olu", "Ash", group="send_officer")
    meeting.house.people["olu"] = other
    assert meeting.events(meeting.feed_of("olu")) == []


def test_too_many_readings_from_one_place_are_refused(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "calendar.address", Limit(3, timedelta(hours=1)))
    assert [meeting.read(f"/calendar/{'A' * 43}.ics").status_code for _ in range(5)] == [404, 404, 404, 429, 429]


def test_the_other_parent_finds_nothing_of_it_in_their_calendar(meeting: Meeting) -> None:
    arranged(meeting, "jo")
    assert meeting.events(meeting.feed_of("ali")) == []
    assert not [mail for mail in meeting.mails(ALI) if list(mail.iter_attachments())]
