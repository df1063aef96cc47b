"""The administrators' list of people: who opens it, what it finds, and how it goes on."""

import pytest

from tests.webapp.family_site import link_to, main
from tests.webapp.people.conftest import HEAD, JO, PRIYA, SOL
from webapp.accounts import PersonDetails, directory
from webapp.accounts.errors import PersonUnknown


def reference(site, email):
    with site.portal.look() as services:
        return services.accounts.people.by_email(email).reference


@pytest.mark.parametrize("who", [PRIYA, JO, HEAD])
def test_whoever_is_no_administrator_is_refused(site, who):
    browser = site.browser(who)
    for path in ("/people", f"/people/{reference(site, PRIYA)}"):
        assert browser.opens(path).status_code == 403
    assert 'href="/people"' not in browser.opens("/help").text


def test_whoever_has_not_signed_in_is_led_to_signing_in(site):
    assert "Sign in" in site.browser().reads("/people")


def test_an_administrator_sees_who_works_here_and_no_family(site):
    shown = site.browser(SOL).reads("/people")
    assert "Priya Nair" in shown and "SEND administration, SEND officers" in shown
    assert "Ruth Marsh" in shown
    assert "Jo Bell" not in shown


def test_a_search_finds_parts_of_names_and_addresses_and_takes_signs_as_they_are(site):
    sol = site.browser(SOL)
    assert "Priya Nair" in sol.reads("/people?search=NAI+priya")
    assert "Tom Hale" not in sol.reads("/people?search=nair")
    assert "Nobody’s name or address has “%” in it" in sol.reads("/people?search=%25")
    assert "Nobody’s name" in sol.reads("/people?search=jo.bell")


def test_the_list_goes_on_behind_the_last_name_of_a_page(site):
    with site.portal.work() as services:
        for number in range(directory.PAGE):
            details = PersonDetails(email=f"a{number}@x.example", first_name=f"Al{number:02}", last_name="Zed")
            services.accounts.people.add(details, kind="staff")
    sol = site.browser(SOL)
    first = sol.opens("/people")
    second = sol.opens(link_to(first, "Next page"))
    both = main(first) + main(second)
    assert all(both.count(f"Al{number:02} Zed") == 1 for number in range(directory.PAGE))
    assert "Ada Finch" in main(first) and "Ada Finch" not in main(second)


def test_the_page_of_one_person_says_what_they_do(site):
    shown = site.browser(SOL).reads(f"/people/{reference(site, PRIYA)}")
    assert PRIYA in shown and "SEND officers" in shown and "Active" in shown


def test_a_familys_account_answers_like_one_that_is_not_there(site):
    sol = site.browser(SOL)
    assert sol.opens(f"/people/{reference(site, JO)}").status_code == 404
    assert sol.opens("/people/PER-NONE1").status_code == 404
    with site.portal.look() as services, pytest.raises(PersonUnknown):
        directory.colleague(services.accounts.desk, reference(site, JO))
