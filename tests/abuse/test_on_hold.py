"""A safeguarding hold: from the family's next request on nothing of the case is seen or shared, and its work goes on."""

import pytest

from tests.abuse.browser import Browser
from tests.abuse.household import Household
from tests.abuse.site import RealSite
from tests.abuse.world import PDF
from tests.webapp.cases import views_asked
from tests.webapp.contributions import scene

WHY = "He has found out where they live."
NOT_NOW = "We do not show you this record at the moment"
PLACES = ("", "/given", "/letters", "/looks", "/messages", "/meetings")
TYPED = "Sam loves the tall climbing frame"


@pytest.fixture
def house(real_site: RealSite) -> Household:
    return Household(real_site, "Burnet")


@pytest.fixture
def case(house: Household) -> str:
    return house.opened()


@pytest.fixture
def safeguarding(house: Household) -> Browser:
    return house.site.browser(house.staff("Sigrid", last_name="Holt", group="safeguarding"))


def test_a_family_on_hold_sees_nothing_from_the_next_request_on_and_officers_go_on(
    real_site: RealSite, house: Household, case: str, safeguarding: Browser
) -> None:
    with real_site.portal.work() as services:
        views_asked.ask(services, case)
    letter = house.gives(case, house.father, "letter.pdf", PDF)
    assert real_site.browser(house.father).gets(letter).status == 200
    paths, form = [f"/cases/{case}{place}" for place in PLACES], f"/tasks/{real_site.task(case)}/form/your-views"
    family = [real_site.browser(email) for email in (house.mother, house.father)]
    assert [each.gets(path).status for each in family for path in (*paths, form)] == [200] * 14
    assert safeguarding.posts(f"/cases/{case}/hold", because=WHY).status == 302
    for each in family:
        for refused in (*map(each.gets, paths), each.posts(paths[4], message=TYPED)):
            assert refused.status == 403 and NOT_NOW in refused.words and WHY not in refused.text
        assert each.gets(letter).status == each.gets(form).status == 404
        assert each.posts(form, views=TYPED, version="0").status == 404
        assert case not in each.gets("/home").text
    officer = real_site.browser(house.officer)
    assert [officer.gets(f"/cases/{case}{place}").status for place in ("", "/letters", "/messages")] == [200] * 3
    assert safeguarding.posts(f"/cases/{case}/hold/end", because="The police have acted.").status == 302
    assert [each.gets(path).status for each in family for path in (*paths, form)] == [200] * 14


def test_nothing_is_shared_while_a_hold_lies_on_it(
    real_site: RealSite, house: Household, case: str, safeguarding: Browser
) -> None:
    portal, email = real_site.portal, house.staff("Pia", last_name="Holm", group="send_officer")
    scene.begin(portal, case, real_site.reference(email), [{"body": scene.TEAM, "who": "Team", "way": "team"}])
    scene.done(portal, case, scene.EVE, "advice.give_advice", {"known_to_us": "yes", "needs": "Quiet"})
    task, officer = f"/tasks/{scene.open_task(portal, case, 'advice.check_advice').id}", real_site.browser(email)
    assert officer.posts(f"{task}/claim").status == 302
    people = [house.play.id_of(real_site.reference(each)) for each in (house.mother, house.father)]
    choices = (("looked", "others"), ("looked", "places"), *((f"share-{each}", "yes") for each in people))
    assert safeguarding.posts(f"/cases/{case}/hold", because=WHY).status == 302
    before = real_site.rows()
    assert officer.posts(f"{task}/check", *choices).status == 409
    assert real_site.rows() == before
    assert safeguarding.posts(f"/cases/{case}/hold/end", because="The police have acted.").status == 302
    assert officer.posts(f"{task}/check", *choices).status == 302
