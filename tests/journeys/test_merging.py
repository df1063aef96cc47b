"""A child is there twice, once for each parent: two officers make one record of two, and each parent sees their own."""

import pytest

from tests.journeys.conftest import PHONE, People, Site, pictures, shot
from tests.journeys.test_cases import JO, PRIYA, TOM, case_of, finds
from tests.webapp.cases.conftest import DAD, Play, visible
from webapp.cases.reading import find_case

pytestmark = pytest.mark.journey


def second_record(site: Site) -> str:
    """A record of the same child that was made for his father."""
    play = Play(site.portal, None)  # type: ignore[arg-type]  # no day passes here
    with site.portal.look() as services:
        priya, born_on = services.accounts.people.by_email(PRIYA), find_case(services, case_of(site)).child.born_on
        assert priya
        officer = priya.reference
    ali = play.person("Ali", "Khan")
    play.approve(officer, play.ask(ali, {**DAD, "child_first_name": "Samm", "child_dob": born_on.isoformat()}))
    return visible(site.portal, ali)[0].reference


@pytest.mark.long
def test_two_officers_make_one_record_of_two(site: Site, people: People) -> None:
    kept, gone = case_of(site), second_record(site)
    priya = people.somebody()
    priya.signs_in(PRIYA)
    finds(priya, "Sam Bell")
    priya.follows("Is this child here twice?")
    pictures(priya, "merge-begin")
    priya.page.get_by_role("link", name="Samm Bell").click()
    priya.looks()
    shot(priya.page, "merge-refused")
    assert "These records cannot be merged yet" in priya.reads() and "Ali Khan, who is in" in priya.reads()
    priya.goes(f"/cases/{gone}")
    priya.page.get_by_role("link", name="Change the access of Ali Khan").click()
    priya.fills(because="Sam's mother worries about safety: we look at both first.")
    priya.presses("End the access of Ali Khan")
    priya.goes(f"/cases/{kept}/merge/{gone}")
    pictures(priya, "merge-compare")
    priya.presses("Ask a second person to merge them")
    assert "Select which record stays" in priya.reads()
    priya.chooses(f"{kept}, Sam Bell")
    priya.fills(because="The same day of birth, and the school says so.")
    priya.page.get_by_label("I have read what must be kept").check()
    priya.presses("Ask a second person to merge them")
    assert "Waits for somebody else" in priya.reads()
    pictures(priya, "merge-waiting")
    tom = people.somebody(size=PHONE)
    tom.signs_in(TOM)
    tom.follows("Cases")
    tom.follows("Records to be merged")
    tom.page.locator(".rows").get_by_role("link").first.click()
    tom.looks()
    shot(tom.page, "merge-decide-phone")
    tom.page.get_by_label("I have read what must be kept").check()
    tom.presses("Merge the two records")
    assert "The two records are one now" in tom.reads() and "Ali Khan" in tom.reads() and "Jo Bell" in tom.reads()
    jo = people.somebody(size=PHONE)
    jo.signs_in(JO)
    jo.goes(f"/cases/{kept}")
    assert "Ali Khan" not in jo.reads()
    jo.goes(f"/cases/{gone}")
    assert jo.page.url.endswith(kept)
    pictures(tom, "merge-done")


@pytest.mark.long
def test_a_record_is_made_for_a_child_who_is_not_here(people: People) -> None:
    priya = people.somebody()
    priya.signs_in(PRIYA)
    priya.follows("Cases")
    shot(priya.page, "cases-search")
    priya.fills(name="Olive Thackeray")
    priya.presses("Find")
    priya.presses("Make a record for them")
    pictures(priya, "record-new")
    priya.fills(**{"born_on-day": "4", "born_on-month": "5", "born_on-year": "2017"}, school="Beckside Primary")
    priya.presses("Go on")
    assert "The record is made" in priya.reads() and priya.heading.startswith("Olive Thackeray")
    pictures(priya, "record-made")
    priya.goes("/cases/new")
    priya.fills(first_name="Oliver", last_name="Thackeray")
    priya.fills(**{"born_on-day": "4", "born_on-month": "5", "born_on-year": "2017"})
    priya.presses("Go on")
    assert "Is it one of these?" in priya.reads()
    pictures(priya, "record-alike")
