"""Dates and lengths of time as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.presenters import words

TODAY = date(2026, 3, 31)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("on", "said", "tone"),
    [
        (date(2026, 3, 27), "Late by 4 days", "late"),
        (date(2026, 3, 30), "Late by 1 day", "late"),
        (date(2026, 3, 31), "Due today", "soon"),
        (date(2026, 4, 1), "Tomorrow", "soon"),
        (date(2026, 4, 10), "Due in 10 days", "soon"),
        (date(2026, 4, 14), "Due in 14 days", ""),
    ],
)
def test_a_due_date_is_told_in_days_and_is_late_only_after_its_last_day(on: date, said: str, tone: str) -> None:
    tag = words.due_tag(on, today=TODAY)
    assert (plain(tag.words), tag.tone) == (said, tone)


def test_under_a_heading_that_says_due_the_word_is_not_said_again() -> None:
    assert plain(words.days_left(date(2026, 4, 8), today=TODAY)) == "8 days"
    assert words.days_left(date(2026, 4, 1), today=TODAY) == "Tomorrow"


def test_what_the_reader_must_do_has_a_day_in_full_whose_number_stays_with_its_month() -> None:
    assert words.day(date(2026, 4, 10)) == "Friday 10\N{NO-BREAK SPACE}April 2026"
    assert plain(words.day(date(2026, 6, 2), weekday=False)) == "2 June 2026"
    assert plain(words.day(date(2026, 4, 10), year=False)) == "Friday 10 April"
    assert plain(words.short_day(date(2026, 3, 27))) == "Fri 27 March"


def test_a_moment_late_in_the_evening_in_summer_belongs_to_the_next_day_in_england() -> None:
    moment = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    assert words.london_day(moment) == date(2026, 6, 2)
    assert plain(words.moment(moment)) == "12:30am on Tuesday 2 June 2026"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        words.london_day(datetime(2026, 6, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 0, "9am"), (16, 12, "4:12pm"), (12, 0, "midday"), (0, 0, "midnight"), (0, 5, "12:05am"), (12, 5, "12:05pm")],
)
def test_a_clock_time_is_said_as_people_say_it(hour: int, minute: int, said: str) -> None:
    assert words.clock_time(datetime(2026, 1, 13, hour, minute, tzinfo=UTC)) == said


def test_what_happened_today_or_yesterday_is_said_so() -> None:
    now = datetime(2026, 1, 13, 17, tzinfo=UTC)
    assert words.moment(datetime(2026, 1, 13, 16, 12, tzinfo=UTC), now=now) == "4:12pm today"
    assert words.moment(datetime(2026, 1, 12, 16, 12, tzinfo=UTC), now=now) == "4:12pm yesterday"
    assert plain(words.moment(datetime(2026, 1, 11, 9, tzinfo=UTC), now=now)) == "9am on Sunday 11 January 2026"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(hours=2, minutes=30), "2 hours and 30 minutes"),
        (timedelta(days=1, hours=1, minutes=5), "1 day and 1 hour"),
        (timedelta(seconds=5), "less than a minute"),
    ],
)
def test_a_length_of_time_names_at_most_two_units(length: timedelta, said: str) -> None:
    assert plain(words.duration(length)) == said


def test_lists_counts_numbers_and_sizes() -> None:
    assert words.joined(["school"]) == "school"
    assert words.joined(["a letter", "a photo", "a recording"]) == "a letter, a photo and a recording"
    assert plain(words.count(1, "child", "children")) == "1 child"
    assert plain(words.count(1781, "character")) == "1,781 characters"
    assert words.phone("01632 960 110") == "01632\N{NO-BREAK SPACE}960\N{NO-BREAK SPACE}110"
    assert words.phone_link("+44 1632 960110") == "tel:+441632960110"
    assert [plain(words.size(octets)) for octets in (12, 340_000, 1_240_000, 5_000_000)] == [
        "1 KB",
        "340 KB",
        "1.2 MB",
        "5 MB",
    ]
