"""Abuse case 13: nobody approves for themselves or for their family, not from a second account either."""

from collections.abc import Mapping

import pytest

from tests.abuse.browser import Answer, Browser
from tests.abuse.household import Household
from tests.abuse.registering import fill
from tests.abuse.site import RealSite
from webapp.cases.independence import OWN_REQUEST, RELATED

APPROVE: Mapping[str, str | list[str]] = {"checked": ["identity", "link"], "decision": "approve"}
OF_BOTH = "FROM person o, person m WHERE o.email = :officer AND m.email = :mother"
SHARED = {  # what the officer comes to have in common with the mother, spelled another way
    "email": f"UPDATE person p SET email = replace(m.email, '@', '+work@') {OF_BOTH} AND p.id = o.id",
    "surname": f"UPDATE person p SET last_name = 'Frost-' || upper(m.last_name) {OF_BOTH} AND p.id = o.id",
    "address": "UPDATE person p SET address_lines = m.address_lines, postcode = lower(replace(m.postcode, ' ', '')) "
    f"{OF_BOTH} AND p.id = o.id",
    "phone": "UPDATE telephone t SET number = '+44 (0)' || substr(n.number, 2) FROM telephone n, person o, person m "
    "WHERE o.email = :officer AND m.email = :mother AND t.person_id = o.id AND n.person_id = m.id",
}


@pytest.fixture(scope="module")
def house(real_site: RealSite) -> Household:
    return Household(real_site, "Sorrel")


@pytest.fixture
def reference(house: Household) -> str:
    """A request of a mother who has sent nothing else."""
    house.mother = house.parent("Ada")
    return house.asks(house.mother)


def share(house: Household, what: str, officer: str) -> None:
    assert house.site.run(SHARED[what], officer=officer, mother=house.mother) == 1


def tries(browser: Browser, task: int) -> list[Answer]:
    """To see the request, to take it, to decide it, to open the record."""
    return [
        browser.gets(f"/tasks/{task}"),
        browser.posts(f"/tasks/{task}/claim"),
        browser.posts(f"/tasks/{task}/form/your-decision", decision="approve", version="0"),
        browser.posts(f"/tasks/{task}/form/check"),
        browser.posts(f"/tasks/{task}/record", record="new"),
    ]


def at_the_last_button(browser: Browser, task: int) -> str:
    """The review is claimed and answered; where its last button stands."""
    assert browser.posts(f"/tasks/{task}/claim").status == 302
    return fill(browser, browser.gets(f"/tasks/{task}/form/begin").to, APPROVE)


def undecided(site: RealSite, task: int) -> bool:
    return bool(site.run("SELECT state FROM user_task WHERE id = :task", task=task) == [("open",)])


@pytest.mark.parametrize("what", SHARED)
def test_a_second_account_or_a_relative_of_the_requester_decides_nothing(
    real_site: RealSite, house: Household, reference: str, what: str
) -> None:
    officer = house.staff("Dana", last_name="Frost")
    browser, task = real_site.browser(officer), real_site.task(reference)
    share(house, what, officer)
    before = real_site.rows()
    answers = tries(browser, task)
    assert RELATED in answers[0].words and RELATED in answers[1].words
    assert [each.status for each in answers] == [403, 403, 409, 302, 302]
    assert real_site.rows() == before


@pytest.mark.parametrize("what", SHARED)
def test_who_became_a_relative_after_claiming_decides_nothing(
    real_site: RealSite, house: Household, reference: str, what: str
) -> None:
    officer = house.staff("Dana", last_name="Frost")
    browser, task = real_site.browser(officer), real_site.task(reference)
    check = at_the_last_button(browser, task)
    share(house, what, officer)
    refused = browser.posts(check)
    assert refused.status == 403 and RELATED in refused.words
    assert undecided(real_site, task)


def test_nobody_decides_their_own_request(real_site: RealSite, house: Household) -> None:
    # Whoever has one role alone never comes so far.
    assert real_site.browser(house.officer).gets("/ask").status == 403
    both = real_site.person("Dora", last_name="Docken", kind="staff", groups=("send_admin", "citizen"))
    browser, task = real_site.browser(both), real_site.task(house.asks(both))
    before = real_site.rows()
    answers = tries(browser, task)
    assert OWN_REQUEST in answers[0].words and OWN_REQUEST in answers[1].words
    assert real_site.rows() == before


def test_an_officer_who_knows_nobody_in_it_decides_and_the_record_opens(
    real_site: RealSite, house: Household, reference: str
) -> None:
    officer, mother = real_site.browser(house.officer), real_site.browser(house.mother)
    task = real_site.task(reference)
    assert officer.gets(f"/tasks/{task}").status == 200
    assert officer.posts(at_the_last_button(officer, task)).status == 302
    match = real_site.task(reference)
    assert not undecided(real_site, task) and match != task
    assert officer.posts(f"/tasks/{match}/claim").status == 302
    assert officer.posts(f"/tasks/{match}/record", record="new").status == 302
    assert "Sam" in mother.gets("/home").words
