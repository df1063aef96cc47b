"""What one parent must not learn is not sent to them, whichever way an officer's slip would take."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.abuse.household import Household
from tests.abuse.site import RealSite
from tests.abuse.test_own_family import at_the_last_button
from tests.webapp.contributions import scene
from tests.webapp.letters import letter_drawing as letters
from tests.webapp.meetings import scene as meetings

HERS, HIS = "31 Hidden Steps", "9 Beck Row"
SLIP, REASONS = f"They live at {HERS}.", "free-will_not_assess-reasons"
MUST_NOT_LEARN = "Take out the address, phone number or email address: Ben Bracken must not learn it from us"


@pytest.fixture(scope="module")
def house(real_site: RealSite) -> Household:
    made = Household(real_site, "Bracken")
    made.lives_at(made.mother, HERS, "CA28 6ZZ")
    made.lives_at(made.father, HIS, "LA9 4DQ")
    return made


@pytest.fixture(scope="module")
def case(house: Household) -> str:
    return house.opened()


@pytest.fixture(scope="module")
def caseworker(house: Household) -> str:
    """Who arranges meetings and asks for advice."""
    return house.staff("Pia", last_name="Brackenapart", group="send_officer")


@pytest.fixture(scope="module")
def assessed(house: Household, case: str, caseworker: str) -> str:
    """The same case, in which a psychologist is asked for advice and each parent for their views."""
    team = {"body": scene.TEAM, "who": "Team", "way": "team"}
    scene.begin(house.site.portal, case, house.site.reference(caseworker), [team])
    return case


def id_of(house: Household, email: str) -> str:
    return house.play.id_of(house.site.reference(email))


def test_a_message_to_the_other_parent_is_not_sent(real_site: RealSite, house: Household, case: str) -> None:
    officer, path = real_site.browser(house.officer), f"/cases/{case}/messages"
    refused = officer.posts(f"{path}/{house.party(house.father)}", message=SLIP)
    assert refused.status == 422 and SLIP in refused.text
    assert officer.posts(f"{path}/{house.party(house.mother)}", message=SLIP).status == 302
    mother, father = (real_site.browser(email).gets(path) for email in (house.mother, house.father))
    assert SLIP in mother.words and father.status == 200 and HERS not in father.text


def test_a_letter_to_the_other_parent_is_not_signed(real_site: RealSite, house: Household, case: str) -> None:
    officer = real_site.browser(house.officer)
    task = letters.begin(real_site.portal, case, house.play, real_site.reference(house.officer), "draft_plan")
    drafts = "SELECT l.name, l.id FROM letter l JOIN user_task t ON t.instance_id = l.instance_id WHERE t.id = :task"
    hers, his = (dict(map(tuple, real_site.run(drafts, task=task)))[f"{name} Bracken"] for name in ("Ada", "Ben"))
    path, typed = f"/tasks/{task}/letters", {"free-draft_plan-message": SLIP, f"to-{hers}": "send", "action": "look"}
    refused = officer.posts(path, version="0", **{**typed, f"to-{his}": "send"})
    assert refused.status == 422 and MUST_NOT_LEARN in refused.words
    version = _version(refused.text)
    left_out = {f"to-{his}": "leave_out", f"because-{his}": "A letter of his own follows."}
    assert officer.posts(path, version=version, **{**typed, **left_out}).to == f"{path}/look"
    page = officer.gets(f"{path}/look")
    assert "Dear Ada" in page.words and "Dear Ben" not in page.words
    assert officer.posts(f"{path}/sign", version=_version(page.text)).status == 302
    assert real_site.run("SELECT id FROM letter WHERE html LIKE '%' || :slip || '%'", slip=SLIP) == [(hers,)]


def test_whom_an_order_binds_gets_no_letter_unless_an_officer_says_so(real_site: RealSite) -> None:
    house = Household(real_site, "Bramble")
    case, officer = house.opened(), real_site.browser(house.officer)
    order = {"kind": "court_order", "order_kind": "non_molestation", "about": id_of(house, house.father)}
    assert officer.posts(f"/cases/{case}/restrictions/new", **order, words="No contact.").status == 302
    task = letters.begin(real_site.portal, case, house.play, real_site.reference(house.officer))
    path, typed = f"/tasks/{task}/letters", {REASONS: "We read everything.", "action": "look"}
    refused = officer.posts(path, version="0", **typed)
    assert refused.status == 422 and "Select whether Ben Bramble gets the letter" in refused.words
    assert "Select whether Ada Bramble" not in refused.words
    his = real_site.run("SELECT id FROM letter WHERE name = 'Ben Bramble'")[0][0]
    chosen = {f"to-{his}": "leave_out", f"because-{his}": "The order."}
    assert officer.posts(path, version=_version(refused.text), **typed, **chosen).to == f"{path}/look"


def test_an_answer_to_somebody_who_asks_is_not_sent(real_site: RealSite, house: Household, case: str) -> None:
    uncle = house.parent("Cal")
    house.lives_at(uncle, HIS, "LA9 4DQ")
    officer, task = real_site.browser(house.officer), real_site.task(house.asks(uncle, father=True))
    refusal: dict[str, str | list[str]] = {"checked": ["identity"], "decision": "refuse", "refusal_reason": "link"}
    check = at_the_last_button(officer, task, {**refusal, "message_to_requester": SLIP})
    assert officer.posts(check).status == 422
    own = {**refusal, "message_to_requester": f"We wrote to {HIS}."}
    assert officer.posts(at_the_last_button(officer, task, own)).status == 302
    (told,) = (mail for mail in real_site.mails(uncle) if "answer" in str(mail["Subject"]))
    read = real_site.browser(uncle).gets("/home").words
    assert HERS not in str(told) and HERS not in read


def test_a_meeting_at_the_other_parents_home_is_not_arranged(
    real_site: RealSite, house: Household, case: str, caseworker: str
) -> None:
    officer = real_site.browser(caseworker)
    task = meetings.wanted(real_site.portal, case, real_site.reference(caseworker))
    on, path = datetime.now(UTC) + timedelta(days=3), f"/tasks/{task}/arrange"
    day = {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year), "at": "10:30"}
    plan = {**day, "about": "School", "minutes": "30", "place_kind": "in_person", "place": HERS}
    refused = officer.posts(path, people=id_of(house, house.father), **plan)
    assert refused.status == 422 and HERS in refused.text
    assert officer.posts(path, people=id_of(house, house.mother), **plan).status == 302
    mother, father = (
        real_site.browser(email).gets(f"/cases/{case}/meetings") for email in (house.mother, house.father)
    )
    assert "In person" in mother.words and father.status == 200 and "In person" not in father.words


def test_an_answer_to_a_wish_for_more_time_is_not_sent(
    real_site: RealSite, house: Household, assessed: str, caseworker: str
) -> None:
    officer, wish = (
        real_site.browser(caseworker),
        {"more_time_for": "other", "for_words": "A letter", "day_known": "no"},
    )
    asks = (real_site.portal, assessed, real_site.reference(house.father), "AskForMoreTime", wish)
    task = scene.taken(*asks, claimed_by=real_site.reference(caseworker))
    path = f"/tasks/{task.id}/more-time"
    refused = officer.posts(path, answer="refused", words=SLIP)
    assert refused.status == 422 and SLIP in refused.text
    assert officer.posts(path, answer="refused", words=f"We wrote to {HIS} already.").status == 302
    father = real_site.browser(house.father).gets(f"/cases/{assessed}")
    assert HIS in father.words and HERS not in father.text


def test_advice_that_tells_is_shared_with_one_and_is_not_there_for_the_other(
    real_site: RealSite, house: Household, assessed: str, caseworker: str
) -> None:
    portal, officer, case = real_site.portal, real_site.browser(caseworker), assessed
    scene.done(portal, case, scene.EVE, "advice.give_advice", {"known_to_us": "yes", "needs": SLIP})
    task = f"/tasks/{scene.open_task(portal, case, 'advice.check_advice').id}"
    assert officer.posts(f"{task}/claim").status == 302
    hers, his = (id_of(house, email) for email in (house.mother, house.father))
    looked = (("looked", "others"), ("looked", "places"))
    refused = officer.posts(f"{task}/check", *looked, **{f"share-{hers}": "yes", f"share-{his}": "yes"})
    assert refused.status == 422
    held = {f"share-{his}": "no", f"reason-{his}": "It tells where she lives."}
    assert officer.posts(f"{task}/check", *looked, **{f"share-{hers}": "yes", **held}).status == 302
    mother, father = (real_site.browser(email) for email in (house.mother, house.father))
    path = f"/cases/{case}/given/{_newest_contribution(real_site, case)}"
    assert SLIP in mother.gets(path).words
    assert father.gets(path).status == 404 and HERS not in father.gets(f"/cases/{case}/given").text


def test_a_task_of_one_parent_is_not_there_for_the_other_who_knows_its_number(
    real_site: RealSite, house: Household, assessed: str
) -> None:
    hers = scene.open_task(real_site.portal, assessed, "views.family_views", real_site.reference(house.mother)).id
    mother, father = (real_site.browser(email) for email in (house.mother, house.father))
    form = mother.gets(f"/tasks/{hers}/form/begin").to
    assert mother.posts(form, way="form", action="save", version="0").status == 302
    before, none = real_site.rows(), father.gets("/tasks/999999")
    asked = [father.gets(f"/tasks/{hers}"), father.gets(form), father.posts(form, way="talk", version="1")]
    assert [each.status for each in asked] == [404] * 3 and asked[0].words == none.words
    assert real_site.rows() == before


def _newest_contribution(site: RealSite, case: str) -> str:
    found = 'SELECT c.id FROM contribution c JOIN "case" k ON k.id = c.case_id WHERE k.reference = :case'
    return str(site.run(f"{found} ORDER BY given_at DESC", case=case)[0][0])


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]
