"""A record that an officer makes: after those that are like it were looked at, and with what was typed kept."""

import pytest
from sqlalchemy import select

from tests.webapp.cases.assessing.conftest import nell as nell
from tests.webapp.cases.pages import words
from webapp.cases.models import Case
from webapp.cases.numbers import is_nhs_number, is_upn

OLIVE = {
    "first_name": "Olive",
    "last_name": "Thackeray",
    "born_on-day": "4",
    "born_on-month": "5",
    "born_on-year": "2017",
    "school": "Beckside Primary",
    "upn": "h801 200001001",
    "nhs_number": "943 476 5919",
}
SAM = {**OLIVE, "first_name": "Sam", "last_name": "Bell", "born_on-day": "27", "born_on-month": "3"} | {
    "born_on-year": "2018",
    "upn": "",
    "nhs_number": "",
}


@pytest.fixture
def sam(play, jo, priya):
    play.approve(priya, play.ask(jo))
    return cases(play).pop()


def cases(play):
    with play.portal.look() as services:
        return set(services.session.scalars(select(Case.reference)))


def history(play, case):
    with play.portal.look() as services:
        return [(event.kind, event.payload) for event in services.engine.history.of(case)]


def test_a_record_is_made_of_what_the_officer_knows(play, pages, nell):
    status, page = pages.of(nell).post("/cases/new", **OLIVE)
    shown = words(page).replace("\xa0", " ")
    assert status == 200 and "The record is made." in shown and "Olive Thackeray" in shown
    assert "Born 4 May 2017" in shown and "Beckside Primary" in shown
    child = play.child()
    assert (child.upn, child.nhs_number) == ("H801200001001", "9434765919")
    assert ("opened by an officer", None) in history(play, cases(play).pop())


def test_a_record_that_is_like_it_is_shown_first_and_put_aside_with_a_word(play, pages, sam, nell):
    browser = pages.of(nell)
    status, page = browser.post("/cases/new", **SAM)
    assert status == 200 and "Is it one of these?" in words(page) and f"Open {sam}" in words(page)
    assert 'value="Beckside Primary"' in page  # nothing typed is lost
    assert history(play, sam)[-1][1]["what"] == "found as like another child"
    status, page = browser.post("/cases/new", **SAM, seen=sam)
    assert status == 422 and "Say how you know that it is another child" in words(page)
    status, page = browser.post("/cases/new", **SAM, seen=sam, because="A cousin of the same name")
    assert "The record is made." in words(page)
    (new,) = cases(play) - {sam}
    assert ("opened by an officer", {"unlike": [sam], "because": "A cousin of the same name"}) in history(play, new)


def test_a_word_alone_does_not_stand_for_a_record_that_was_not_shown(play, pages, sam, nell):
    page = pages.of(nell).post("/cases/new", **SAM, because="I know it")[1]
    assert "Is it one of these?" in words(page)
    page = pages.of(nell).post("/cases/new", **SAM, because="I know it", seen="EHC-XXXXX")[1]
    assert "Is it one of these?" in words(page) and cases(play) == {sam}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"first_name": " "}, "Enter the first name"),
        ({"born_on-month": "13"}, "The date of birth must be a real date"),
        ({"born_on-year": "2027"}, "must be today or before"),
        ({"born_on-year": "1987"}, "more than 26 years ago"),
        ({"upn": "K801200001001"}, "its first letter must fit"),
        ({"nhs_number": "943 476 5918"}, "its last digit must fit"),
        ({"area": "Atlantis"}, "Select an area from the list"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(pages, nell, wrong, says):
    status, page = pages.of(nell).post("/cases/new", **{**OLIVE, **wrong})
    assert status == 422 and says in words(page) and "Thackeray" in page


def test_what_was_looked_for_in_vain_is_not_typed_again(pages, nell):
    browser = pages.of(nell)
    looked = {"name": "Olive Mary Thackeray", "born_on-day": "4", "born_on-month": "5", "born_on-year": "2017"}
    shown = browser.post("/cases", **looked)[1]
    assert "Make a record for them" in shown
    page = browser.post("/cases/new", from_search="yes", **looked)[1]
    assert 'value="Olive"' in page and 'value="Mary Thackeray"' in page and 'value="2017"' in page


def test_making_a_record_is_for_those_who_work_on_cases(play, pages, jo):
    ada = play.person("Ada", "Quick", group="analyst")
    for who in (jo, ada):
        assert pages.of(who).get("/cases/new")[0] == pages.of(who).post("/cases/new", **OLIVE)[0] == 403


@pytest.mark.parametrize(
    ("upn", "right"),
    [
        ("H801200001001", True),
        ("X801200001002", True),
        ("H801200001002", False),
        ("h801200001001", False),
        ("H80120000100", False),
        ("I801200001001", False),
        ("", False),
    ],
)
def test_a_unique_pupil_number_has_a_letter_that_fits(upn, right):
    assert is_upn(upn) == right


@pytest.mark.parametrize(("number", "right"), [("9434765919", True), ("9434765918", False), ("943476591", False)])
def test_an_nhs_number_has_a_digit_that_fits(number, right):
    assert is_nhs_number(number) == right
