"""Two records of one child become one only by two people, and never so that somebody comes to see what is kept from them."""

import pytest

from tests.abuse.household import Household
from tests.abuse.site import RealSite
from tests.webapp.cases.conftest import visible

WHY = "One child, says the school."


@pytest.fixture
def house(real_site: RealSite) -> Household:
    return Household(real_site, "Comfrey")


@pytest.fixture
def records(house: Household) -> tuple[str, str]:
    """Each parent has asked, and an officer made a record for each: the mother's and the father's."""
    officer = house.site.reference(house.officer)
    house.play.approve(officer, house.asks(house.mother))
    house.play.approve(officer, house.asks(house.father, father=True))
    hers, his = (visible(house.site.portal, house.site.reference(email)) for email in (house.mother, house.father))
    return hers[0].reference, his[0].reference


def state(site: RealSite, merge: str) -> str:
    return str(site.run("SELECT state FROM case_merge WHERE id = :id", id=merge)[0][0])


def test_who_asks_for_it_does_not_decide_it_and_a_second_person_does(
    real_site: RealSite, house: Household, records: tuple[str, str]
) -> None:
    hers, his = records
    asks, decides = (real_site.browser(each) for each in (house.officer, house.staff("Odo", last_name="Fennel")))
    assert asks.posts(f"/cases/{hers}/merge/{his}", stays=hers, because=WHY, read="yes").to == "/merges"
    merge = real_site.run("SELECT id FROM case_merge ORDER BY proposed_at DESC LIMIT 1")[0][0]
    refused = asks.posts(f"/merges/{merge}", action="merge", read="yes")
    assert refused.status == 403 and state(real_site, merge) == "proposed"
    assert decides.posts(f"/merges/{merge}", action="merge", read="yes").to == f"/cases/{hers}"
    assert state(real_site, merge) == "merged"


def test_nobody_comes_by_it_into_a_record_in_which_something_is_kept_from_somebody(
    real_site: RealSite, house: Household, records: tuple[str, str]
) -> None:
    hers, his = records
    officer, father = real_site.browser(house.officer), real_site.browser(house.father)
    order = {"kind": "court_order", "order_kind": "non_molestation", "about": "other", "about_name": "Ben Comfrey"}
    assert officer.posts(f"/cases/{hers}/restrictions/new", **order, words="No contact.").status == 302
    asked = officer.posts(f"/cases/{hers}/merge/{his}", stays=hers, because=WHY, read="yes")
    assert asked.status == 422 and "Ben Comfrey" in asked.words
    assert (
        real_site.run('SELECT m.id FROM case_merge m JOIN "case" c ON c.id = stays_id WHERE reference = :c', c=hers)
        == []
    )
    assert father.gets(f"/cases/{hers}").status == 404 and father.gets(f"/cases/{his}").status == 200
