"""How the law's time is counted: the worked examples, days that are counted in other ways, the week of a limit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from webapp.clocks import arithmetic, shared
from webapp.clocks.errors import NoLimitThen, UnknownGround, UnknownLimit

LONDON = ZoneInfo("Europe/London")
EXAMPLES = [
    ("decide_whether_to_assess", "2026-01-05", "2026-02-16"),
    ("decide_whether_plan_is_needed", "2026-01-05", "2026-04-27"),
    ("final_plan", "2026-01-05", "2026-05-25"),  # a bank holiday: the limit does not move
    ("comment_on_draft", "2026-03-02", "2026-03-16"),
    ("review_report", "2026-10-01", "2026-10-15"),
    ("review_decision", "2026-10-01", "2026-10-29"),
    ("amended_plan_after_review", "2026-10-01", "2026-12-24"),
    ("amended_plan", "2026-10-15", "2026-12-10"),
    ("appeal", "2026-10-01", "2026-12-01"),
    ("appeal_after_certificate", "2026-11-29", "2027-01-04"),  # 29 December; 1 January is a holiday, then a weekend
    ("appeal_after_certificate", "2025-11-25", "2026-01-02"),
    ("appeal_after_certificate", "2025-12-01", "2026-01-02"),  # 1 January itself
    ("appeal_after_certificate", "2025-12-02", "2026-01-02"),  # in its own right
    ("appeal_after_certificate", "2025-11-24", "2025-12-24"),
    ("appeal", "2026-06-01", "2026-09-01"),
    ("appeal", "2029-06-30", "2029-09-03"),  # 1 September is a Saturday
    ("appeal", "2026-07-31", "2026-09-30"),
    ("annual_review", "2024-02-29", "2025-02-28"),
    ("annual_review", "2027-02-28", "2028-02-28"),
    ("transfer_to_another_council", "2026-03-31", "2026-04-22"),  # the day itself is the first; over Easter
    ("transfer_to_another_council", "2026-12-18", "2027-01-12"),
    ("transfer_to_another_council", "2026-05-30", "2026-06-19"),  # learned on a Saturday: Monday is the first
    ("transfer_on_the_day", "2026-07-01", "2026-07-01"),
    ("tell_after_transfer", "2026-05-29", "2026-07-10"),
    ("review_after_transfer", "2026-05-29", "2026-08-28"),  # before the three months expire
    ("answer_reassessment_request", "2026-06-01", "2026-06-16"),
    ("plan_after_reassessment", "2026-01-19", "2026-04-27"),
    ("tribunal_response", "2026-03-31", "2026-05-15"),
]


@pytest.mark.parametrize(("name", "start", "last"), EXAMPLES)
def test_the_last_day_of_a_limit(name: str, start: str, last: str) -> None:
    counted_from = date.fromisoformat(start)
    assert shared.limit(name, counted_from).last_day(counted_from) == date.fromisoformat(last)


def test_a_limit_passes_at_midnight_in_england() -> None:
    last = date(2026, 5, 25)  # in summer time
    assert not arithmetic.has_passed(last, datetime(2026, 5, 25, 22, 59, 59, tzinfo=ZoneInfo("UTC")))
    assert arithmetic.has_passed(last, datetime(2026, 5, 25, 23, tzinfo=ZoneInfo("UTC")))
    assert arithmetic.end_of(last) == datetime(2026, 5, 26, tzinfo=LONDON)
    assert arithmetic.end_of(date(2026, 2, 16)) == datetime(2026, 2, 17, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("today", "week"),
    [
        ("2026-01-12", 1),  # sent after 17:00: it counts from tomorrow
        ("2026-01-13", 1),
        ("2026-01-19", 1),
        ("2026-01-20", 2),
        ("2026-03-31", 12),
        ("2026-05-26", 20),
        ("2026-06-02", 20),  # the last day of twenty weeks
        ("2026-06-03", None),
    ],
)
def test_the_week_of_twenty(today: str, week: int | None) -> None:
    received, last = date(2026, 1, 13), date(2026, 6, 2)
    assert arithmetic.weeks_of(received, last) == 20
    assert arithmetic.week_of(received, last, date.fromisoformat(today)) == week


def test_people_are_told_two_weeks_and_one_week_before_and_the_day_after() -> None:
    days = arithmetic.looks(date(2026, 1, 13), date(2026, 2, 24))
    assert days == [date(2026, 2, 10), date(2026, 2, 17), date(2026, 2, 25)]
    assert arithmetic.look_at(days, date(2026, 1, 13)) == days[0]
    assert arithmetic.look_at(days, date(2026, 2, 18)) == days[1]  # nobody was there on the first
    assert arithmetic.look_at(days, date(2026, 4, 1)) == days[2]
    assert [arithmetic.look_after(days, each) for each in days] == [days[1], days[2], None]


def test_a_limit_of_two_weeks_is_not_warned_of_when_it_begins() -> None:
    assert arithmetic.looks(date(2026, 1, 13), date(2026, 1, 27)) == [date(2026, 1, 20), date(2026, 1, 28)]


@pytest.mark.parametrize("within", ["", "6W", "P0D", "P1Y", "PT5H", "P-1D"])
def test_what_is_no_length_of_time_is_refused(within: str) -> None:
    with pytest.raises(arithmetic.NotCountable, match="P6W"):
        arithmetic.last_day(date(2026, 1, 1), within, arithmetic.AFTER, lambda day: True)


def test_weeks_are_not_counted_in_working_days() -> None:
    with pytest.raises(arithmetic.NotCountable, match="P15D"):
        arithmetic.last_day(date(2026, 1, 1), "P2W", arithmetic.WORKING_DAYS, lambda day: True)


def test_a_limit_is_looked_up_by_the_day_of_the_event(monkeypatch: pytest.MonkeyPatch) -> None:
    old = shared.limit("final_plan", date(2026, 1, 5))
    rule = {name: getattr(old, name) for name in old.__dataclass_fields__}
    until = shared.Limit(**{**rule, "effective_to": date(2029, 8, 31)})
    then = shared.Limit(**{**rule, "within": "P18W", "effective_from": date(2029, 9, 1)})
    monkeypatch.setattr(shared, "limits", lambda: (until, then))
    assert shared.limit("final_plan", date(2029, 8, 31)).within == "P20W"
    assert shared.limit("final_plan", date(2029, 9, 1)).within == "P18W"
    with pytest.raises(NoLimitThen, match="was not the law on 2014-08-31"):
        shared.limit("final_plan", date(2014, 8, 31))


def test_a_misspelled_limit_is_told_with_the_nearest_name() -> None:
    with pytest.raises(UnknownLimit, match="Did you mean “final_plan”"):
        shared.limit("finel_plan", date(2026, 1, 5))


@pytest.mark.parametrize(
    ("asked", "closed", "opens", "counts"),
    [
        ("2026-07-15", "2026-07-22", "2026-09-02", True),  # a week before it closed
        ("2026-07-14", "2026-07-22", "2026-09-02", False),
        ("2026-08-26", "2026-07-22", "2026-09-02", True),  # a week before it opened again
        ("2026-08-27", "2026-07-22", "2026-09-02", False),
        ("2026-07-22", "2026-07-22", "2026-08-19", True),  # four weeks to the day
        ("2026-07-22", "2026-07-22", "2026-08-18", False),
    ],
)
def test_the_long_closure_of_a_school(asked: str, closed: str, opens: str, counts: bool) -> None:
    ground = shared.ground("school_closed", "final_plan", date(2026, 7, 1))
    assert ground.closure
    assert ground.closure.covers(*(date.fromisoformat(day) for day in (asked, closed, opens))) is counts


def test_each_limit_has_the_grounds_that_the_law_gives_it() -> None:
    found = {
        each: [one.value for one in shared.grounds_for(each, date(2026, 1, 5))]
        for each in ("final_plan", "give_advice")
    }
    of_a_plan = ["school_closed", "early_years_closed", "exceptional_circumstances", "away"]
    assert found == {"final_plan": of_a_plan, "give_advice": [*of_a_plan[2:], "missed_appointment"]}
    with pytest.raises(UnknownGround):
        shared.ground("school_closed", "give_advice", date(2026, 1, 5))
