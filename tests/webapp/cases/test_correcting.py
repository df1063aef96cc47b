"""Officers correct what we know of a child, with the reason; what it was stays in the history."""

import re

import pytest

from tests.webapp.cases.assessing.conftest import nell as nell
from tests.webapp.cases.assessing.conftest import portal as portal
from tests.webapp.cases.assessing.conftest import sam as sam
from tests.webapp.cases.pages import words
from tests.webapp.cases.test_hidden_address import hide

RIGHT = {
    "first_name": "Samuel",
    "last_name": "Bell",
    "known_as": "Sam",
    "born_on-day": "26",
    "born_on-month": "3",
    "born_on-year": "2018",
    "school": "Beckside Primary",
    "upn": "",
    "nhs_number": "943 476 5919",
    "because": "The birth certificate says so.",
}


def correct(browser, case, **other):
    page = browser.get(f"/cases/{case}/details")[1]
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    return browser.post(f"/cases/{case}/details", **{"seen": seen, **RIGHT, **other})


def test_what_was_wrong_is_right_from_then_on_and_the_history_says_what_it_was(pages, sam, nell, jo):
    browser = pages.of(nell)
    assert f"/cases/{sam}/details" in browser.get(f"/cases/{sam}")[1]
    status, page = correct(browser, sam)
    said = words(page).replace("\xa0", " ")
    assert status == 200 and "Corrected: first name in law, name that they use, date of birth, school" in said
    assert "Born 26 March 2018" in said and "In law Samuel Bell" in said
    assert "Sam Bell" in pages.of(jo).get(f"/cases/{sam}")[1]
    timeline = words(browser.get(f"/cases/{sam}/timeline")[1])
    assert "Details of the child were corrected" in timeline and "The birth certificate says so." in timeline
    before = words(browser.get(f"/cases/{sam}/details")[1])
    assert "Date of birth: 2018-03-27" in before and "First name in law: Sam" in before
    assert "birth certificate" not in pages.of(jo).get(f"/cases/{sam}/timeline")[1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_name": ""}, "Enter the first name"),
        ({"born_on-month": "13"}, "The date of birth"),
        ({"born_on-year": "2030"}, "The date of birth must be today or before"),
        ({"nhs_number": "943 476 5918"}, "This is no NHS number"),
        ({"because": ""}, "Write it down in words"),
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_changes(pages, sam, nell, fields, said):
    status, page = correct(pages.of(nell), sam, **fields)
    assert status == 422 and said in words(page) and "Beckside Primary" in page
    assert "Born 27 March 2018" in words(pages.of(nell).get(f"/cases/{sam}")[1]).replace("\xa0", " ")


def test_of_two_officers_at_once_the_second_looks_first(pages, sam, nell, priya):
    one, other = pages.of(nell), pages.of(priya)
    seen = re.search(r'name="seen" value="([^"]+)"', other.get(f"/cases/{sam}/details")[1])[1]
    correct(one, sam)
    status, page = other.post(f"/cases/{sam}/details", **{**RIGHT, "first_name": "Samson", "seen": seen})
    assert status == 409 and "Somebody has corrected this since you opened it" in words(page)
    assert 'value="Samson"' in page, "what was typed stays"
    assert "First name in law: Samuel" in words(page)
    status, page = correct(other, sam)
    assert status == 422 and "Nothing here differs" in words(page)


def test_a_hidden_school_is_neither_shown_nor_changed(play, pages, sam, nell, jo):
    correct(pages.of(nell), sam)
    tom = play.person("Tom", "Hale", group="safeguarding")
    hide(pages.of(tom), sam, play.id_of(jo))
    page = pages.of(nell).get(f"/cases/{sam}/details")[1]
    assert "Beckside" not in page and 'name="school"' not in page
    assert correct(pages.of(nell), sam, school="Other School", last_name="Belle")[0] == 200
    shown = pages.of(tom).get(f"/cases/{sam}")[1]
    assert "Beckside Primary" in shown and "Other School" not in shown and "Belle" in shown


def test_families_do_not_find_it(pages, sam, jo):
    assert pages.of(jo).get(f"/cases/{sam}/details")[0] in (403, 404)
