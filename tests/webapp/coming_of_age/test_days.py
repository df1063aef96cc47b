"""Every day that counts from a date of birth, against a reckoning of its own that goes day by day."""

from calendar import FRIDAY
from datetime import date, timedelta

import pytest

from webapp.coming_of_age import days

DAY = timedelta(days=1)
BORN = [date(1998, 1, 1) + DAY * n for n in range((date(2021, 1, 1) - date(1998, 1, 1)).days)]


def age(born: date, on: date) -> int:
    """Whole years; who was born on 29 February has a birthday on 1 March where there is no such day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def last_friday_in_june(born: date) -> date:
    """Of the school year in which they become 16: from September to August, looked through from its end."""
    last = next(
        date(year, 8, 31) for year in range(born.year + 15, born.year + 19) if age(born, date(year, 8, 31)) > 15
    )
    found = date(last.year, 6, 30)
    while found.weekday() != FRIDAY:
        found -= DAY
    return found


def test_rights_pass_after_the_last_friday_in_june_whenever_somebody_was_born_from_1998_to_2020() -> None:
    assert [born for born in BORN if days.of(born).last_of_parents != last_friday_in_june(born)] == []


@pytest.mark.parametrize(
    ("born", "last", "begins", "adult"),
    [
        ("2010-08-31", "2026-06-26", "2025-12-26", "2028-08-31"),  # the last birthday of a school year
        ("2010-09-01", "2027-06-25", "2026-12-25", "2028-09-01"),  # and the first of the next
        ("2008-02-29", "2024-06-28", "2023-12-28", "2026-03-01"),  # no such day in 2026
        ("2012-02-29", "2028-06-30", "2027-12-30", "2030-03-01"),
    ],
)
def test_awkward_birthdays(born: str, last: str, begins: str, adult: str) -> None:
    found = days.of(date.fromisoformat(born))
    assert [each.isoformat() for each in (found.last_of_parents, found.begins_on, found.adult_on)] == [
        last,
        begins,
        adult,
    ]


def test_everybody_is_adult_on_the_first_day_on_which_they_are_18() -> None:
    for born in BORN:
        adult = days.of(born).adult_on
        assert (age(born, adult - DAY), age(born, adult)) == (17, 18), born


@pytest.mark.parametrize("today", ["2026-06-26", "2026-12-25", "2025-12-26", "2024-02-29", "2026-02-28", "2026-08-31"])
def test_the_sweep_looks_at_exactly_those_for_whom_it_is_time(today: str) -> None:
    now = date.fromisoformat(today)
    time = [born for born in BORN if days.of(born).begins_on <= now < days.of(born).adult_on]
    assert [born for born in BORN if days.born_after(now) < born <= days.born_until(now)] == time
