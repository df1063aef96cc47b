"""An officer looks after a case: enters a court order, ends an access while a form is open; a parent sees who has looked."""

import pytest

from tests.journeys.conftest import PHONE, SCRIPTS, People, Person, Site, shot
from tests.webapp.cases import views_asked
from webapp import cases

pytestmark = pytest.mark.journey
JO, PRIYA, TOM = "jo.bell@example.org", "priya.nair@cumberland.example", "tom.hale@cumberland.example"
ORDER = "Ray Bell may not come near Sam or Beckside Primary."


def case_of(site: Site) -> str:
    """Reference of Sam's case."""
    with site.portal.look() as services:
        person = services.accounts.people.by_email(JO)
        assert person
        return cases.visible_to(services, person)[0].reference


def finds(officer: Person, name: str) -> None:
    """Look for a child's case and open it."""
    officer.follows("Cases")
    officer.fills(name=name)
    officer.presses("Find")
    shot(officer.page, "cases-found")
    officer.page.locator("tbody tr").first.get_by_role("link").click()
    officer.looks()


@pytest.mark.long
def test_an_officer_enters_a_court_order_and_ends_it(site: Site, people: People) -> None:
    priya = people.somebody()
    priya.signs_in(PRIYA)
    finds(priya, "Sam Bell")
    assert priya.heading.startswith("Sam Bell EHC-")
    shot(priya.page, "case-for-officers")
    priya.follows("Enter a restriction")
    shot(priya.page, "restriction-new")
    priya.presses("Enter the restriction")
    assert "Error:" in priya.page.title() and "Select what kind of restriction it is" in priya.reads()
    shot(priya.page, "restriction-error")
    priya.chooses("A court order", "Somebody else", "Non-molestation or occupation")
    priya.fills(about_name="Ray Bell", words=ORDER)
    priya.fills(**{"until_on-day": "14", "until_on-month": "11", "until_on-year": "2031"})
    priya.presses("Enter the restriction")
    assert "The restriction holds from now on" in priya.reads() and ORDER in priya.reads()
    shot(priya.page, "case-with-order")
    priya.page.locator(".rows").get_by_role("link", name="Non-molestation").first.click()
    priya.looks()
    shot(priya.page, "restriction")
    priya.fills(because="The court has lifted it. The paper is in the file.")
    priya.presses("End this restriction")
    assert "The restriction has ended" in priya.reads() and "No longer" in priya.reads()


@pytest.mark.long
def test_access_ends_while_a_form_is_open_and_is_given_again(site: Site, people: People) -> None:
    case = case_of(site)
    with site.portal.work() as services:
        views_asked.ask(services, case)
    jo, priya = people.somebody(size=PHONE), people.somebody()
    jo.signs_in(JO)
    jo.follows("Tell us your views")
    jo.page.get_by_role("link", name="Start").or_(jo.page.get_by_role("link", name="Do this")).first.click()
    jo.fills(views="Sam loves the tall climbing frame.")
    priya.signs_in(PRIYA)
    finds(priya, "Bell")
    priya.page.get_by_role("link", name="Change the access of Jo Bell").click()
    priya.looks()
    shot(priya.page, "party")
    priya.fills(because="The court has said no contact.")
    priya.presses("End the access of Jo Bell")
    assert "Their access has ended" in priya.reads() and "Sees nothing" in priya.reads()
    shot(priya.page, "party-ended")
    jo.presses("Continue")
    assert jo.heading == "We cannot find this page"
    assert "Sam loves the tall climbing frame." in jo.reads() and "is not saved" in jo.reads()
    shot(jo.page, "ended-in-a-form")
    jo.goes(f"/cases/{case}")
    assert jo.heading == "We cannot find this page"
    assert site.mail(JO)[0] == "What you can see in the SEND Portal has changed"
    priya.page.get_by_role("link", name="Change the access of Jo Bell").click()
    priya.presses("Give the access again")
    jo.goes(f"/cases/{case}")
    assert jo.heading == "Sam’s record is open to you"


@pytest.mark.long
@pytest.mark.parametrize("scripts", SCRIPTS)
def test_a_parent_sees_who_has_looked_and_why_it_was_opened(site: Site, people: People, scripts: bool) -> None:
    case = case_of(site)
    priya, tom, jo = people.somebody(), people.somebody(scripts=scripts), people.somebody(scripts=scripts)
    priya.signs_in(PRIYA)
    finds(priya, "Bell")
    priya.follows("Enter a restriction")
    priya.chooses("A record that only some of us may open", "SEND officers")
    priya.presses("Enter the restriction")
    tom.signs_in(TOM)
    tom.goes(f"/cases/{case}")
    assert tom.heading == "You need a reason to open this record"
    shot(tom.page, "needs-reason")
    tom.follows("Give a reason")
    tom.chooses("Somebody may be in danger")
    tom.fills(reason="The school rang: nobody has fetched Sam today.")
    shot(tom.page, "open-with-reason")
    tom.presses("Open the record for an hour")
    assert "You opened this record with a reason" in tom.reads()
    shot(tom.page, "case-opened-with-reason")
    tom.follows("Who has looked")
    assert "nobody has fetched Sam today" in tom.reads()
    shot(tom.page, "looks-for-officers")
    jo.signs_in(JO)
    jo.goes(f"/cases/{case}")
    shot(jo.page, "case-for-family")
    jo.follows("Who has looked at it")
    assert jo.heading == "Who has looked at Sam’s record"
    assert "Tom" in jo.reads() and "Opened with a reason" in jo.reads()
    assert "fetched" not in jo.reads() and "Hale" not in jo.reads()
    shot(jo.page, "looks")
