"""Somebody who has been still for long is told before the session runs out, and stays with one press."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import PHONE, People, Person, shot

pytestmark = pytest.mark.journey
JO = "jo.bell@example.org"
SOON, OVER, STAY = "You will be signed out in 2 minutes", "You have been signed out", "Stay signed in"


def passes(person: Person, minutes: int) -> None:
    """In the browser and on the server."""
    person.site.clock.ahead += timedelta(minutes=minutes)
    person.page.clock.run_for(minutes * 60_000)


def test_jo_is_told_before_her_session_runs_out_and_stays(people: People) -> None:
    jo = people.somebody(size=PHONE)
    jo.signs_in(JO)
    jo.page.clock.install()
    jo.goes("/your-details/name")
    jo.fills(last_name="Marsh")
    soon = jo.page.get_by_text(SOON)
    passes(jo, 26)
    assert not soon.is_visible()
    passes(jo, 1)
    soon.wait_for()
    shot(jo.page, "idle-soon")
    jo.looks()
    with jo.page.expect_response("**/stay"):
        jo.page.get_by_role("button", name=STAY).click()
    soon.wait_for(state="hidden")
    passes(jo, 26)
    assert jo.page.locator('[name="last_name"]').input_value() == "Marsh" and not soon.is_visible()
    jo.goes("/home")
    assert jo.heading == "Hello Jo"


def test_who_was_away_reads_that_the_session_is_over(people: People) -> None:
    jo = people.somebody()
    jo.signs_in(JO)
    jo.page.clock.install()
    jo.goes("/home")
    passes(jo, 30)
    jo.page.get_by_text(OVER).wait_for()
    shot(jo.page, "idle-over")
    jo.goes("/home")
    assert jo.heading == "Sign in"


def test_a_page_in_another_tab_keeps_the_warning_away(people: People) -> None:
    jo = people.somebody()
    jo.signs_in(JO)
    jo.page.clock.install()
    jo.goes("/home")
    passes(jo, 20)
    other = jo.page.context.new_page()
    other.goto(f"{jo.site.address}/help")
    passes(jo, 8)
    assert not jo.page.get_by_text(SOON).is_visible()
    passes(jo, 20)
    jo.page.get_by_text(SOON).or_(jo.page.get_by_text(OVER)).first.wait_for()
