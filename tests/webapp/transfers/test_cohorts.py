"""Who moves when, and by when the plan names the next place: against school lives that are lived class by class."""

from datetime import date, timedelta

import pytest

from webapp.clocks import shared
from webapp.transfers import cohorts

DAY = timedelta(days=1)
BORN = [date(1998, 1, 1) + DAY * n for n in range((date(2021, 1, 1) - date(1998, 1, 1)).days)]
MOVES = {0: "early_years_to_school", 7: "primary_to_secondary", 12: "secondary_to_post_16"}  # by the class moved into


def class_in(born: date, september: int) -> int:
    """0 for the reception class: children start in the first September in which they are 4 already."""
    starts = next(year for year in range(born.year + 4, born.year + 6) if four_by(born, date(year, 8, 31)))
    return september - starts


def four_by(born: date, day: date) -> bool:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) >= 4


@pytest.mark.parametrize("year", [2015, 2024, 2027, 2032])
def test_everybody_born_from_1998_to_2020_moves_with_their_class(year: int) -> None:
    for born in BORN:
        move = cohorts.move(born, "Hill School", year)
        assert (move.kind if move else None) == MOVES.get(class_in(born, year)), (born, year)


@pytest.mark.parametrize("year", [2015, 2024, 2027])
def test_the_sweep_looks_at_nobody_else(year: int) -> None:
    spans = cohorts.births(year)
    for born in BORN:
        moves = class_in(born, year) in (0, 3, 5, 7, 9, 12)
        assert any(first <= born <= last for first, last in spans) == moves, born


@pytest.mark.parametrize(
    ("born", "school", "kind"),
    [
        ("2019-09-01", "Beck Infant School", "infant_to_junior"),
        ("2020-08-31", "Beck INFANT School", "infant_to_junior"),
        ("2020-03-27", "Beck Infant and Junior School", None),
        ("2020-03-27", "Beck Primary School", None),
        ("2018-02-28", "Fell First School", "primary_to_middle"),
        ("2016-02-29", "Fell Middle School", None),
        ("2014-02-28", "Fell Middle School", "middle_to_secondary"),
        ("2011-08-31", "Fell Middle School", "secondary_to_post_16"),
        ("2011-08-31", "", "secondary_to_post_16"),
        ("2011-09-01", "", None),
    ],
)
def test_who_moves_from_an_infant_first_or_middle_school(born: str, school: str, kind: str | None) -> None:
    move = cohorts.move(date.fromisoformat(born), school, 2027)
    assert (move.kind if move else None) == kind


@pytest.mark.parametrize("year", range(2024, 2041))
def test_before_that_day_means_the_day_before_it_also_in_a_leap_year(year: int) -> None:
    """Regulation 18; the limit that a drawing starts ends on the same day as the table says."""
    school, college = (cohorts.of_kind(kind, year) for kind in ("primary_to_secondary", "secondary_to_post_16"))
    assert (school.due_on + DAY, college.due_on + DAY) == (date(year, 2, 15), date(year, 3, 31))
    for move in (school, college):
        assert shared.limit(move.limit, move.counted_from).last_day(move.counted_from) == move.due_on
        assert move.review_by + timedelta(weeks=12) == move.due_on
    assert school.review_by == date(year - 1, 11, 22)


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2032])
def test_between_two_places_after_16_it_is_the_last_day_that_is_five_months_before(year: int) -> None:
    """Regulation 18: a second opinion that tries each day, from the move backwards."""
    for number in range(366):
        moves_on = date(year, 1, 1) + DAY * number
        last = next(day for day in (moves_on - DAY * back for back in range(400)) if five_months_later(day) <= moves_on)
        move = cohorts.between(moves_on)
        assert move.kind == "post_16_to_post_16"
        assert last - 3 * DAY <= move.due_on <= last, moves_on
        assert move.due_on == last or max(last.day, moves_on.day) > 27, (
            "at the end of a month the safer of two readings"
        )
        assert shared.limit(move.limit, move.counted_from).last_day(move.counted_from) == move.due_on


def five_months_later(day: date) -> date:
    """The same day of the month; where there is none, the last one."""
    year, month = day.year + (day.month + 4) // 12, (day.month + 4) % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)
