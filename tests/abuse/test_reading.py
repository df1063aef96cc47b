"""Abuse case 33: an officer who reads without need is written down, the family reads it, and nobody takes it back."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.abuse.household import AREA, Household
from tests.abuse.site import RealSite
from tests.abuse.test_guessing import together
from tests.abuse.world import PDF
from tests.webapp.cases import views_asked

REASON = "I only wanted to know where they live now."
ELSEWHERE, TIMES = "Copeland", 9
LOOKED = "SEND administration. The main page of the record"


@pytest.fixture(scope="module")
def house(real_site: RealSite) -> Household:
    return Household(real_site, "Yarrow")


@pytest.fixture(scope="module")
def case(house: Household) -> str:
    return house.opened()


def looks(site: RealSite, case: str, email: str) -> str:
    """What somebody reads about who has looked."""
    page = site.browser(email).gets(f"/cases/{case}/looks")
    assert page.status == 200, page.words
    return page.words


def test_each_look_of_an_officer_stands_in_the_familys_list_and_none_of_the_other_parent(
    real_site: RealSite, house: Household, case: str
) -> None:
    curious = real_site.browser(house.staff("Uma", last_name="Thistle", area=AREA))  # has no task in this case
    assert {each.status for each in together([lambda: curious.copy().gets(f"/cases/{case}")] * TIMES)} == {200}
    father, stranger = (real_site.browser(email) for email in (house.father, real_site.person("Zelda")))
    assert father.gets(f"/cases/{case}").status == 200
    shown = looks(real_site, case, house.mother)
    assert shown.count(f"Uma {LOOKED}") == TIMES
    assert "Thistle" not in shown and "Ben" not in shown
    assert "You The main page of the record" in looks(real_site, case, house.father)
    assert "Uma Thistle" in looks(real_site, case, house.officer)
    assert stranger.gets(f"/cases/{case}/looks").status == 404


def test_an_officer_of_another_area_needs_a_reason_which_stands_in_red(
    real_site: RealSite, house: Household, case: str
) -> None:
    elsewhere = real_site.browser(house.staff("Viola", last_name="Vetch", area=ELSEWHERE))
    here = real_site.browser(house.staff("Wim", last_name="Woad", area=AREA))
    manager = house.staff("Xena", last_name="Xylo", group="send_manager", area=AREA)
    refused = elsewhere.gets(f"/cases/{case}")
    assert refused.status == 403 and "Sam" not in refused.text
    assert elsewhere.posts(f"/cases/{case}/open", ground="danger", reason="x").status == 422
    assert elsewhere.gets(f"/cases/{case}").status == 403
    assert elsewhere.posts(f"/cases/{case}/open", ground="danger", reason=REASON).status == 302
    assert elsewhere.gets(f"/cases/{case}").status == here.gets(f"/cases/{case}").status == 200
    family = looks(real_site, case, house.mother)
    assert f"Viola {LOOKED} Opened with a reason" in family and REASON not in family
    assert f"Wim {LOOKED}" in family and f"Wim {LOOKED} Opened with a reason" not in family
    assert REASON in looks(real_site, case, manager)
    told = [str(mail["Subject"]) for mail in real_site.mails(manager)]
    assert f"{case} was opened by somebody who does not look after it" in told


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM history_event WHERE business_key = :case AND kind = 'read'",
        "UPDATE history_event SET actor_name = 'Somebody else' WHERE business_key = :case AND kind = 'read'",
    ],
    ids=["taken back", "made another's"],
)
def test_a_look_is_never_taken_back_by_whoever_owns_the_table(real_site: RealSite, case: str, change: str) -> None:
    with pytest.raises(IntegrityError, match="history is never changed"):
        real_site.run(change, case=case)
    with real_site.portal.look() as services:
        assert services.engine.history.broken_at(case) is None


def test_what_is_opened_with_a_reason_is_read_and_not_changed(real_site: RealSite, house: Household, case: str) -> None:
    elsewhere, here = (
        real_site.browser(house.staff(name, last_name="Reed", area=area))
        for name, area in (("Vita", ELSEWHERE), ("Wes", AREA))
    )
    assert elsewhere.posts(f"/cases/{case}/open", ground="danger", reason=REASON).status == 302
    assert elsewhere.gets(f"/cases/{case}").status == 200
    father = house.party(house.father)
    changes = (
        (f"/cases/{case}/notes", {"note": "I was here."}),
        (f"/cases/{case}/messages/{father}", {"message": "Where is she?"}),
        (f"/cases/{case}/people/{father}/end", {"because": "I say so."}),
    )
    before = real_site.rows()
    assert [elsewhere.posts(path, **fields).status for path, fields in changes] == [403] * 3
    assert real_site.rows() == before
    assert here.posts(changes[0][0], **changes[0][1]).status == 302


def test_a_hidden_address_and_a_closed_record_are_for_the_teams_that_are_named(real_site: RealSite) -> None:
    house = Household(real_site, "Yew")
    case, home = house.opened(), "5 Yew Close"
    house.lives_at(house.father, "9 Beck Row", "LA9 4DQ")
    officer, own = (
        real_site.browser(house.staff(name, last_name="Sedge", group=group))
        for name, group in (("Xara", "send_admin"), ("Yul", "safeguarding"))
    )
    about = house.play.id_of(real_site.reference(house.mother))
    new, only = f"/cases/{case}/restrictions/new", {"only_for": "safeguarding", "words": "He looks for her."}
    letter = house.gives(case, house.mother, "letter.pdf", PDF)
    with real_site.portal.work() as services:
        views_asked.ask(services, case, of="send_admin")
    task = real_site.task(case)
    assert home in officer.gets(f"/cases/{case}").words
    assert officer.gets(letter).status == officer.gets(f"/tasks/{task}").status == 200
    assert officer.posts(new, kind="hidden_address", about=about, **only).status == 302
    assert home not in officer.gets(f"/cases/{case}").text and home in own.gets(f"/cases/{case}").words
    assert own.posts(new, kind="closed_record", **only).status == 302
    assert [each.gets(f"/cases/{case}").status for each in (officer, own)] == [403, 200]
    assert [officer.gets(path).status for path in (letter, f"/tasks/{task}")] == [404, 403]
    assert own.gets(letter).status == 200
    closed = real_site.run("SELECT id FROM restriction ORDER BY entered_at DESC LIMIT 1")[0][0]
    assert officer.posts(f"/cases/{case}/restrictions/{closed}", because="Over").status == 403
