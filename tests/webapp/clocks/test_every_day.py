"""Every start from 2024 to 2035, by every route, at every awkward time: the same as by a second opinion."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.webapp.clocks import reference
from webapp.clocks import deemed, shared
from webapp.clocks.shared import NOTICE_SERVED, REQUEST_RECEIVED

LONDON = ZoneInfo("Europe/London")
YEARS = range(2024, 2036)
CLOCKS = (time(0), time(0, 59, 59), time(16, 59, 59), time(17), time(17, 0, 1), time(23, 59, 59))


def days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def test_the_bank_holidays_are_those_of_the_fixed_rules() -> None:
    listed = shared.holidays().days
    years = range(2024, shared.holidays().complete_until.year + 1)
    assert sorted(listed) == sorted(day for year in years for day in reference.bank_holidays(year))
    assert all(day.weekday() < 5 for day in listed)


@pytest.mark.parametrize("year", YEARS)
def test_the_day_that_counts(year: int) -> None:
    for day in days(year):
        for clock in CLOCKS:
            at = datetime.combine(day, clock, LONDON).astimezone(UTC)
            for kind in (REQUEST_RECEIVED, NOTICE_SERVED):
                routes = deemed.ROUTES[kind]
                route = routes[day.toordinal() % len(routes)] if kind == NOTICE_SERVED else ""
                for one in (route,) if route else routes:
                    assert deemed.deemed_on(kind, at, one) == reference.deemed(at, one), (at, one)


@pytest.mark.parametrize("year", YEARS)
def test_the_last_day_of_every_limit(year: int) -> None:
    for day in days(year):
        for limit in shared.limits():
            expected = reference.later(day, limit.within, limit.counting)
            expected = reference.tribunal(expected) if limit.ends else expected
            assert limit.last_day(day) == expected, (limit.name, day)


def test_after_the_list_only_weekends_are_no_working_days() -> None:
    christmas = date(2037, 12, 25)  # a Friday
    assert shared.holidays().is_working(christmas) and not shared.holidays().is_working(date(2037, 12, 26))
