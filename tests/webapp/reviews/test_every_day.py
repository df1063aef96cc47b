"""Every day from 2024 to 2035 as the day of a plan, of a review, of a meeting: the same as by a second opinion."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from engine import DecisionLibrary, read_library
from tests.webapp.clocks import reference
from webapp.clocks import arithmetic, shared
from webapp.portal import WORKFLOWS
from webapp.reviews import rhythm

YEARS = range(2024, 2036)
WEEKS = {  # after the meeting (the first three) or the notice; domain.md 1.9
    "review_report": 2,
    "review_decision": 4,
    "amended_plan_after_review": 12,
    "amended_plan": 8,
    "review_invitation": 2,
}
BORN = [date(2012, 2, 29), date(2019, 8, 31), date(2020, 2, 29), date(2021, 9, 1), date(2022, 1, 1), date(2023, 12, 31)]


def days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def birthdays(born_on: date, on: date) -> int:
    """How many there have been, each counted; who was born on 29 February has theirs on 1 March in other years."""
    found = 0
    for year in range(born_on.year + 1, on.year + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        short = (born_on.month, born_on.day) == (2, 29) and not leap
        found += (date(year, 3, 1) if short else date(year, born_on.month, born_on.day)) <= on
    return found


@pytest.fixture(scope="module")
def table() -> DecisionLibrary:
    file = WORKFLOWS / "next_review" / "review_rhythm.dmn"
    return read_library({file.name: file.read_bytes()})


@pytest.mark.parametrize("year", YEARS)
def test_when_the_next_review_is_prepared(year: int, table: DecisionLibrary) -> None:
    asked: dict[int, dict[str, str]] = {}
    for day in days(year):
        for born_on in BORN:
            if born_on >= day:
                continue
            years = arithmetic.age(born_on, day)
            assert years == birthdays(born_on, day), (born_on, day)
            if years not in asked:
                found = table.decide("review_rhythm", {"age": years}, now=datetime(year, 1, 1, tzinfo=UTC))
                assert isinstance(found, dict)
                asked[years] = found
            months = "P6M" if years < 5 else "P12M"
            last = reference.later(day, months, "after")
            assert shared.limit(asked[years]["limit"], day).last_day(day) == last
            begins = rhythm.prepared_on(last, asked[years]["prepare_before"])
            assert begins.toordinal() == last.toordinal() - 84
            assert day < begins  # nothing is prepared before the review that it follows
            at = arithmetic.morning(begins)
            assert reference.london(at).isoformat()[:16] == f"{begins.isoformat()}T08:00"


@pytest.mark.parametrize("year", YEARS)
def test_what_counts_from_the_meeting_and_from_the_notice(year: int) -> None:
    for day in days(year):
        for name, weeks in WEEKS.items():
            assert shared.limit(name, day).last_day(day).toordinal() == day.toordinal() + 7 * weeks
        assert shared.limit("comment_on_changes", day).last_day(day).toordinal() == day.toordinal() + 14
        # A notice on the last day for the decision leaves its eight weeks within the twelve.
        notice = shared.limit("review_decision", day).last_day(day)
        whole = shared.limit("amended_plan_after_review", day).last_day(day)
        assert shared.limit("amended_plan", notice).last_day(notice) == whole
        # A review that is prepared in time and held when its papers have been out is decided in the year.
        year_over = shared.limit("annual_review", day).last_day(day)
        begins = rhythm.prepared_on(year_over, "P12W")
        held = begins + timedelta(weeks=2 + 4 + 2)
        assert shared.limit("review_decision", held).last_day(held) <= year_over
