"""Abuse case 16: a young person decides for themselves after the last Friday in June of the year in which they become 16."""

from calendar import FRIDAY, monthcalendar
from datetime import date

import pytest

from tests.abuse.browser import Browser
from tests.abuse.household import Household
from tests.abuse.registering import Answers
from tests.abuse.site import RealSite
from tests.abuse.test_own_family import APPROVE, at_the_last_button
from tests.webapp.cases.conftest import SAM, visible
from webapp.london import london_day

VIEW_ONLY: Answers = {**APPROVE, "decision": "approve_view_only", "view_only_reason": "Too young to decide."}


def youngest_who_decides(today: date) -> date:
    """Born on the last day of August: whoever was born a day later is in the school year after."""
    leaving = max(week[FRIDAY] for week in monthcalendar(today.year, 6))
    year = today.year if today > date(today.year, 6, leaving) else today.year - 1
    return date(year - 16, 8, 31)


@pytest.fixture
def house(real_site: RealSite) -> Household:
    return Household(real_site, "Campanula")


def asks(house: Household, email: str, born_on: date) -> int:
    """They ask for their own record: the officer's task."""
    own = {"about": "myself", "child_first_name": email.partition(".")[0], "child_dob": born_on.isoformat()}
    return house.site.task(house.play.ask(house.site.reference(email), {**SAM, **own, "others_may_see": "no"}))


def decided(officer: Browser, task: int, answers: Answers) -> int:
    """With which status the last button of the decision is answered."""
    return officer.posts(at_the_last_button(officer, task, answers)).status


def test_who_is_one_day_too_young_views_and_does_nothing_and_the_other_acts(
    real_site: RealSite, house: Household
) -> None:
    with real_site.portal.look() as services:
        born_on = youngest_who_decides(london_day(services.now))
    older, younger = house.parent("Rowan"), house.parent("Robin")
    officer = real_site.browser(house.officer)
    tasks = {older: asks(house, older, born_on), younger: asks(house, younger, born_on.replace(month=9, day=1))}
    assert decided(officer, tasks[older], APPROVE) == 302
    assert decided(officer, tasks[younger], APPROVE) == 422
    assert decided(officer, tasks[younger], VIEW_ONLY) == 302
    for email, status in ((older, 302), (younger, 403)):
        request = "SELECT r.reference FROM access_request r JOIN person p ON p.id = r.person_id WHERE p.email = :e"
        house.play.match(real_site.reference(house.officer), real_site.run(request, e=email)[0][0])
        case = visible(real_site.portal, real_site.reference(email))[0].reference
        browser = real_site.browser(email)
        assert browser.gets(f"/cases/{case}").status == 200
        assert browser.posts(f"/cases/{case}/messages", message="I have a question.").status == status
        full = {"scope": "full", "last_day-day": "", "last_day-month": "", "last_day-year": ""}
        widened = officer.posts(f"/cases/{case}/people/{house.party(email)}", **full)
        assert widened.status == (302 if email == older else 422)
