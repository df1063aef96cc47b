"""Which report of a review is asked for: a table says it from the date of birth and the day of the meeting."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine import read_library
from webapp.config import HOME

TABLE = HOME / "workflows" / "annual_review" / "report_form.dmn"
LIBRARY = read_library({TABLE.name: TABLE.read_bytes()})
DAY, NOW = timedelta(days=1), datetime(2026, 1, 12, tzinfo=UTC)


def report(born_on: str, held_on: str = "2026-12-18", taught_in: str = "") -> str:
    said = {"born_on": born_on, "held_on": held_on, "taught_in": taught_in}
    return str(LIBRARY.decide("report_form", said, now=NOW)).removeprefix("review_report_")


def lived(born_on: date, held_on: date) -> str:
    """Class by class: into reception in the first September in which they are four already."""
    starts = date(born_on.year + 4 + ((born_on.month, born_on.day) >= (9, 1)), 9, 1)
    year = sum(starts.replace(year=y) <= held_on for y in range(starts.year, starts.year + 30)) - 1
    return "early_years" if year < 1 else "primary" if year < 7 else "secondary" if year < 9 else "year_9_plus"


def test_every_child_from_nursery_to_25_is_asked_about_as_their_class_is() -> None:
    for held_on in (date(2026, 8, 31), date(2026, 9, 1), date(2028, 2, 29)):
        for days in range(600, 365 * 25, 17):
            born_on = held_on - days * DAY
            assert report(born_on.isoformat(), held_on.isoformat()) == lived(born_on, held_on), (born_on, held_on)


@pytest.mark.parametrize(
    ("born_on", "held_on", "wanted"),
    [
        ("2021-09-01", "2026-12-18", "early_years"),
        ("2021-08-31", "2026-12-18", "primary"),
        ("2015-09-01", "2026-12-18", "primary"),
        ("2015-08-31", "2026-12-18", "secondary"),
        ("2013-09-01", "2026-12-18", "secondary"),
        ("2013-08-31", "2026-12-18", "year_9_plus"),
        ("2013-08-31", "2026-08-31", "secondary"),
        ("2013-08-31", "2026-09-01", "year_9_plus"),
        ("2012-02-29", "2025-07-01", "secondary"),
        ("2012-02-29", "2025-09-01", "year_9_plus"),
        ("2001-10-01", "2026-09-30", "year_9_plus"),
    ],
)
def test_a_school_year_begins_on_1_september(born_on: str, held_on: str, wanted: str) -> None:
    assert report(born_on, held_on) == wanted


@pytest.mark.parametrize("taught_in", ["early_years", "primary", "secondary", "year_9_plus"])
def test_what_an_officer_knows_goes_before_age_but_nobody_of_the_age_of_year_9_misses_adult_life(
    taught_in: str,
) -> None:
    assert report("2021-08-31", taught_in=taught_in) == taught_in
    assert report("2013-09-01", taught_in=taught_in) == taught_in
    assert report("2013-08-31", taught_in=taught_in) == "year_9_plus"
