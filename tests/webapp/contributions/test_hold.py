"""A safeguarding hold: the family sees nothing of the case and nothing is shared, while its work and clocks go on."""

import re

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import SCHOOL, Assessing
from tests.webapp.contributions.test_assessment import share
from webapp import clocks
from webapp.cases import expected
from webapp.cases.models import FAMILY
from webapp.cases.reading import find_case

SCHOOLS = [{"body": "school", "who": "Beckside Primary", "way": "email", "email": SCHOOL}]
NOT_NOW = "We do not show you this record at the moment"


@pytest.fixture
def tom(assessing: Assessing) -> str:
    assessing.people["tom"] = assessing.play.person("Tom", "Hale", group="safeguarding")
    return assessing.people["tom"]


def hold(assessing: Assessing, why: str = "He has found out where they live.") -> tuple[int, str]:
    return assessing.of("tom").post(f"/cases/{assessing.case}/hold", because=why)


def pages_of(assessing: Assessing, who: str) -> list[tuple[int, str]]:
    browser, case = assessing.of(who), assessing.case
    return [browser.get(f"/cases/{case}{rest}") for rest in ("", "/given", "/letters", "/looks", "/messages")]


def test_the_family_sees_nothing_and_is_told_to_ring(assessing: Assessing, tom: str) -> None:
    assessing.begin(SCHOOLS)
    assessing.advise(assessing.reader())
    share(assessing, jo="yes", ali="yes")
    jo = assessing.of("jo")
    (link,) = re.findall(rf"/cases/{assessing.case}/given/\w+", jo.get(f"/cases/{assessing.case}/given")[1])
    task = assessing.task("views.family_views", "jo")
    assert jo.get(f"/tasks/{task.id}")[0] == 200
    assert hold(assessing)[0] == 200
    for who in ("jo", "ali"):
        for status, page in pages_of(assessing, who):
            assert status == 403 and NOT_NOW in words(page) and "found out" not in page
    assert jo.get(link)[0] == 403
    assert jo.get(f"/tasks/{task.id}")[0] == 404
    home = words(jo.get("/home")[1])
    assert "We do not show you Sam’s record at the moment" in home and "Tell us your views" not in home


def test_when_it_ends_all_is_there_again_with_what_came_meanwhile(assessing: Assessing, tom: str) -> None:
    assessing.begin(SCHOOLS)
    hold(assessing)
    assessing.advise(assessing.reader())
    officer = assessing.of("tom")
    assert "on hold since" in words(officer.get(f"/cases/{assessing.case}")[1])
    assert officer.post(f"/cases/{assessing.case}/hold/end", because="")[0] == 422
    assert officer.post(f"/cases/{assessing.case}/hold/end", because="The police have acted.")[0] == 200
    status, page = assessing.of("jo").get(f"/cases/{assessing.case}/given")
    assert status == 200 and "Being checked" in page
    task = assessing.task("views.family_views", "jo")
    assert assessing.of("jo").get(f"/tasks/{task.id}")[0] == 200


def test_nothing_is_shared_or_written_to_the_family_meanwhile(assessing: Assessing, tom: str) -> None:
    assessing.begin(SCHOOLS)
    assessing.advise(assessing.reader())
    hold(assessing)
    status, page = share(assessing, jo="yes", ali="yes")
    assert status == 409 and "nothing of it is shown to the family or shared" in " ".join(words(page).split())
    before = len([to for to, _ in assessing.play.mails() if to.startswith(("jo.", "ali."))])
    assessing.pass_days(29)  # reminders for views would go
    assert len([to for to, _ in assessing.play.mails() if to.startswith(("jo.", "ali."))]) == before


def test_clocks_and_tasks_go_on(assessing: Assessing, tom: str) -> None:
    hold(assessing)
    assessing.begin(SCHOOLS)
    assert assessing.waiting().count("views.family_views") == 2
    with assessing.portal.look() as services:
        assert all(each.is_open for each in clocks.of(services, assessing.case))


def test_who_comes_into_the_case_meanwhile_sees_nothing_either(assessing: Assessing, tom: str) -> None:
    hold(assessing)
    officer = assessing.of("priya")
    nobody = {"last_day-day": "", "last_day-month": "", "last_day-year": ""}
    for place in re.findall(rf"/cases/{assessing.case}/people/\w+", officer.get(f"/cases/{assessing.case}")[1]):
        assert officer.post(place, scope="view_only", **nobody)[0] == 200  # a new membership takes the old one's place
    assert [status for status, _ in pages_of(assessing, "jo")] == [403] * 5
    assert [status for status, _ in pages_of(assessing, "ali")] == [403] * 5


def test_only_safeguarding_and_managers_place_and_end_it(assessing: Assessing, tom: str) -> None:
    officer = assessing.of("priya")
    page = officer.get(f"/cases/{assessing.case}/hold")
    assert page[0] == 200 and "Safeguarding and SEND managers place and end a hold" in words(page[1])
    assert officer.post(f"/cases/{assessing.case}/hold", because="I think so")[0] == 403
    assert pages_of(assessing, "jo")[0][0] == 200
    assert hold(assessing, " ")[0] == 422
    with assessing.portal.look() as services:
        held = services.accounts.memberships.in_group(FAMILY, assessing.case)
        assert [each.held_at for each in held] == [None] * 2


def test_who_was_expected_and_comes_meanwhile_sees_nothing_either(assessing: Assessing, tom: str) -> None:
    hold(assessing)
    with assessing.portal.work() as services:
        case = find_case(services, assessing.case)
        new = {"relationship": "father", "responsibility": "yes", "scope": "full"}
        expected.expect(services, case, email="lee.bell@example.org", **new)
    lee = assessing.play.person("Lee", "Bell", email="lee.bell@example.org")
    with assessing.portal.work() as services:
        expected.let_in(services, services.accounts.people.by_reference(lee))
    assessing.people["lee"] = lee
    assert pages_of(assessing, "lee")[0][0] == 403
