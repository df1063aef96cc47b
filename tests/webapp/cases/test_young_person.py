"""A young person decides for themselves after the last Friday in June of the school year in which they become 16."""

from calendar import FRIDAY, monthcalendar
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.webapp.cases.conftest import SAM, Play, visible
from tests.webapp.cases.pages import Pages, words
from webapp.accounts.memberships import FULL, VIEW_ONLY
from webapp.cases import young_person

ROBIN = {
    "about": "myself",
    "child_first_name": "Robin",
    "child_last_name": "Tarn",
    "child_dob": "2010-03-27",
    "others_may_see": "no",
    "evidence_way": "later",
    "safety_worry": "no",
    "declaration": True,
}
NO_DAY = {"last_day-day": "", "last_day-month": "", "last_day-year": ""}
FRIDAY_OF_2026, NEXT_DAY = datetime(2026, 6, 26, 22, tzinfo=UTC), datetime(2026, 6, 27, 9, tzinfo=UTC)


@pytest.fixture
def robin(play: Play) -> str:
    return play.person("Robin", "Tarn", address_lines=("2 Fell Row",), postcode="CA1 1AA")


def reference_of(born_on: date) -> date:
    """Counted another way: through the school years, each from September to August."""
    year = next(y for y in range(born_on.year, born_on.year + 20) if date(y, 9, 1) > sixteen(born_on))
    return date(year, 6, max(week[FRIDAY] for week in monthcalendar(year, 6)))


def sixteen(born_on: date) -> date:
    """A birthday on 29 February is kept on 1 March; either lies in one school year."""
    leap = (born_on.month, born_on.day) == (2, 29)
    return date(born_on.year + 16, 3, 1) if leap else born_on.replace(year=born_on.year + 16)


def test_the_day_is_right_for_whoever_was_born_from_2000_to_2030() -> None:
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(31 * 366)]
    assert [day for day in days if young_person.rights_pass_after(day) != reference_of(day)] == []


@pytest.mark.parametrize(
    ("born_on", "after"),
    [
        ("2010-08-31", "2026-06-26"),
        ("2010-09-01", "2027-06-25"),
        ("2008-02-29", "2024-06-28"),
        ("2012-01-01", "2028-06-30"),
    ],
)
def test_on_the_friday_itself_it_is_not_yet(born_on: str, after: str) -> None:
    born, last = date.fromisoformat(born_on), date.fromisoformat(after)
    assert young_person.rights_pass_after(born) == last
    assert [young_person.decides(born, on=day) for day in (last, last + timedelta(days=1))] == [False, True]


@pytest.mark.parametrize(("at", "status"), [(FRIDAY_OF_2026, 422), (NEXT_DAY, 200)])
def test_an_officers_yes_waits_for_that_day(
    play: Play, pages: Pages, robin: str, priya: str, at: datetime, status: int
) -> None:
    play.clock.move_to(at)
    reference = play.ask(robin, ROBIN)
    play.claim(priya, reference, "review_request")
    task, browser = pages.task(reference), pages.of(priya)
    browser.post(f"{task}/form/what-you-checked", checked=["identity", "link"], version="0")
    browser.post(f"{task}/form/your-decision", decision="approve", version="1")
    answered, page = browser.post(f"{task}/form/check")
    assert answered == status
    assert ("that begins after 26 June 2026" in words(page)) == (status == 422)
    assert play.waiting(reference) == (["review_request"] if status == 422 else ["match_record"])


def test_it_counts_when_the_record_says_they_were_born_and_may_be_widened_after_that_day(
    play: Play, pages: Pages, robin: str, priya: str
) -> None:
    play.clock.move_to(FRIDAY_OF_2026)
    jo = play.person("Jo", "Tarn", address_lines=("1 Mill Lane",), postcode="CA11 7AA")
    child = {"child_first_name": "Robin", "child_last_name": "Tarn", "child_dob": ROBIN["child_dob"]}
    play.approve(priya, play.ask(jo, {**SAM, **child}))
    case = visible(play.portal, jo)[0].reference
    play.approve(priya, play.ask(robin, {**ROBIN, "child_dob": "2009-03-27"}), play.child_of(case))
    assert play.party(robin).scope == VIEW_ONLY
    path, full = f"/cases/{case}/people/{play.party(robin).id}", {"scope": FULL, **NO_DAY}
    status, page = pages.of(priya).post(path, **full)
    assert status == 422 and "26 June 2026" in words(page) and play.party(robin).scope == VIEW_ONLY
    play.clock.move_to(NEXT_DAY)
    assert Pages(play).of(priya).post(path, **full)[0] == 200 and play.party(robin).scope == FULL
