"""Abuse case 13: nobody approves for themselves or for their family, not from a second account either.

Nor does anybody who has declared a relation, and in a case nobody who does not look after it.
"""

import pytest

from engine import PORTAL
from tests.abuse.browser import Answer, Browser
from tests.abuse.household import AREA, Household
from tests.abuse.registering import Answers, fill
from tests.abuse.site import RealSite
from tests.webapp.cases.conftest import visible
from tests.webapp.contributions import scene
from webapp.cases.independence import DECLARED, OWN_REQUEST, RELATED, RELATED_TO_CASE
from webapp.cases.opening import NOT_THEIRS, THEIR_OWN

APPROVE: Answers = {"checked": ["identity", "link"], "decision": "approve"}
OF_BOTH = "FROM person o, person m WHERE o.email = :officer AND m.email = :mother"
REASON = "The school rang: he may be in danger today."
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


def at_the_last_button(browser: Browser, task: int, answers: Answers = APPROVE) -> str:
    """The review is claimed and answered; where its last button stands."""
    assert browser.posts(f"/tasks/{task}/claim").status == 302
    return fill(browser, f"/tasks/{task}/form/what-you-checked", answers)


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


def test_who_has_declared_a_relation_decides_nothing_and_opens_nothing(
    real_site: RealSite, house: Household, reference: str
) -> None:
    officer, task = real_site.browser(house.staff("Dana", last_name="Frost")), real_site.task(reference)
    assert officer.posts(f"/related/{reference}").status == 302
    before = real_site.rows()
    answers = tries(officer, task)
    assert DECLARED in answers[0].words and DECLARED in answers[1].words
    assert [each.status for each in answers] == [403, 403, 409, 302, 302]
    assert real_site.rows() == before
    house.play.approve(real_site.reference(house.officer), reference)
    path = f"/cases/{visible(real_site.portal, real_site.reference(house.mother))[0].reference}"
    assert officer.posts(f"{path}/open", ground="danger", reason=REASON).status == 403
    assert officer.gets(path).status == 403
    assert real_site.browser(house.officer).gets(path).status == 200


def test_nobody_authorises_what_they_have_proposed_and_a_second_manager_does(
    real_site: RealSite, house: Household, reference: str
) -> None:
    house.play.approve(real_site.reference(house.officer), reference)
    case = visible(real_site.portal, real_site.reference(house.mother))[0].reference
    both = real_site.person("Ena", last_name="Ivy", kind="staff", groups=("send_officer", "send_manager"))
    who, happened = real_site.reference(both), {"happened": "They are abroad."}
    scene.taken(real_site.portal, case, who, "RecordExemption", happened, claimed_by=who)
    proposed = {"deadline": "gone", "ground": "away", "evidence": "Their letter."}
    scene.done(real_site.portal, case, who, "propose_exemption", proposed)
    task = scene.open_task(real_site.portal, case, "authorise_exemption").id
    refused = real_site.browser(both).posts(f"/tasks/{task}/claim")
    assert refused.status == 403 and THEIR_OWN in refused.words
    assert undecided(real_site, task)
    second = real_site.browser(house.staff("Enid", last_name="Oak", group="send_manager"))
    assert second.posts(f"/tasks/{task}/claim").status == 302
    assert second.gets(f"/tasks/{task}/exemption/decision").status == 200


@pytest.fixture
def asked_of_staff(house: Household, reference: str) -> tuple[str, int]:
    """The mother's case, in which an officer is to say who gives advice; and that task."""
    house.play.approve(house.site.reference(house.officer), reference)
    case = visible(house.site.portal, house.site.reference(house.mother))[0].reference
    with house.site.portal.work() as services:
        services.engine.messages.correlate("AssessmentAgreed", key=case, message_id="agreed", by=PORTAL)
    return case, house.site.task(case)


def test_a_task_of_a_case_is_done_by_no_relative_and_only_by_who_looks_after_it(
    real_site: RealSite, house: Household, asked_of_staff: tuple[str, int]
) -> None:
    case, task = asked_of_staff
    email = house.staff("Dana", last_name="Frost", group="send_officer")
    share(house, "surname", email)
    relative = real_site.browser(email)
    elsewhere = real_site.browser(house.staff("Eda", last_name="Woad", group="send_officer", area="Copeland"))
    assert elsewhere.posts(f"/cases/{case}/open", ground="danger", reason=REASON).status == 302
    assert elsewhere.gets(f"/cases/{case}").status == 200
    before = real_site.rows()
    for browser, why in ((relative, RELATED_TO_CASE), (elsewhere, NOT_THEIRS)):
        refused = browser.posts(f"/tasks/{task}/claim")
        assert refused.status == 403 and why in refused.words
    assert real_site.rows() == before
    here = real_site.browser(house.staff("Ida", last_name="Alder", group="send_officer", area=AREA))
    assert here.posts(f"/tasks/{task}/claim").status == 302
    assert here.gets(f"/tasks/{task}/form/begin").status == 302
