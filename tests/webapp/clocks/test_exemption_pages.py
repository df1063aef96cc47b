"""An exemption: an officer proposes it, a manager who has not authorises it, and the family reads what does not bind."""

import html
from datetime import date

import pytest

from tests.webapp.cases.pages import Pages, words
from tests.webapp.clocks.conftest import Case
from tests.webapp.contributions import scene
from webapp import clocks
from webapp.mail import Mailbox
from webapp.publishing import shipped
from webapp.worker import Worker

REASON = "The family is abroad from 1 February to 8 March; their letter lies in the documents."
CLOSED = {
    f"{name}-{part}": value
    for name, day in (("asked_on", (1, 7)), ("closed_on", (5, 7)), ("opens_on", (2, 9)))
    for part, value in zip(("day", "month", "year"), (*map(str, day), "2026"), strict=True)
}


@pytest.fixture
def address(tmp_path: object) -> str:
    """Pages say the same on either database: the room is tested on both."""
    return f"sqlite:///{tmp_path}/portal.db"


@pytest.fixture
def mo(case: Case) -> str:
    """A manager; Priya looks after the case and has seen that a limit cannot be met."""
    with case.play.portal.work() as services:
        shipped.deploy(services)
        officer = services.accounts.people.by_reference(case.officer)
        services.accounts.memberships.grant(officer, "send_officer", origin="test")
        services.accounts.memberships.grant(officer, "send_manager", origin="test")
        manager = services.accounts.people.by_email("mo.reed@example.org")
        assert manager
        reference = manager.reference
    scene.taken(case.play.portal, case.reference, case.officer, "RecordExemption", {"happened": "They are abroad."})
    return reference


def act(pages: Pages, case: Case, who: str, element: str, **fields: str) -> tuple[int, str]:
    task = scene.open_task(case.play.portal, case.reference, element)
    browser, path = pages.of(who), f"/tasks/{task.id}/exemption"
    browser.post(f"/tasks/{task.id}/claim")
    status, page = browser.post(path if element == "propose_exemption" else f"{path}/decision", **fields)
    return status, html.unescape(page)


def propose(pages: Pages, case: Case, **other: str) -> tuple[int, str]:
    whole = {"deadline": case.deadline("final_plan").id, "ground": "away", "because": REASON, **other}
    return act(pages, case, case.officer, "propose_exemption", **whole)


def family_page(pages: Pages, case: Case, who: str) -> str:
    status, page = pages.of(who).get(f"/cases/{case.reference}")
    assert status == 200
    return words(html.unescape(page)).replace("\xa0", " ")


def test_a_second_person_authorises_and_only_this_limit_is_off(pages: Pages, case: Case, mo: str, jo: str) -> None:
    assert propose(pages, case)[0] == 200
    assert case.deadline("final_plan").state == "running", "nothing changes before it is authorised"
    task = scene.open_task(case.play.portal, case.reference, "authorise_exemption")
    status, page = pages.of(case.officer).post(f"/tasks/{task.id}/claim")
    assert status == 403 and "You have asked for this yourself." in page
    manager = pages.of(mo)
    manager.post(f"/tasks/{task.id}/claim")
    page = html.unescape(manager.get(f"/tasks/{task.id}/exemption/decision")[1])
    assert REASON in page and "regulation 13(3) with 10(4)(d)" in page and "Priya Nair" in page
    assert act(pages, case, mo, "authorise_exemption", authorised="yes")[0] == 200
    off = case.deadline("final_plan")
    assert (off.state, off.due_on, off.exempt_by) == ("exempt", date(2026, 6, 2), "Mo Reed")
    assert off.exempt_evidence == f"{REASON}\nProposed by Priya Nair."
    others = [each.state for each in case.deadlines() if each.rule.name != "final_plan"]
    assert others == ["running", "running"]
    officers = html.unescape(words(pages.of(case.officer).get(f"/cases/{case.reference}")[1])).replace("\xa0", " ")
    assert "Tue 2 June Switched off The child, the parent or the young person was away" in officers


def test_the_family_reads_which_day_is_off_and_why_and_no_parent_where_the_other_was(
    pages: Pages, case: Case, mo: str, jo: str
) -> None:
    with case.play.portal.work() as services:
        services.engine.messages.correlate("AssessmentAgreed", key=case.reference, message_id="agreed")
    propose(pages, case)
    act(pages, case, mo, "authorise_exemption", authorised="yes")
    page = family_page(pages, case, jo)
    assert "The law gives us more time for one step: Send the final plan, by Tuesday 2 June 2026." in page
    assert "There is a personal reason that the law accepts." in page and "All other days stay." in page
    assert "abroad" not in page and "was away" not in page
    Worker(case.play.portal).once()
    mails = Mailbox(case.play.portal.config.var / "mailbox").mails()
    told = [mail for mail in mails if "the law gives us more time for one step" in str(mail["Subject"])]
    assert len(told) == 1 and "All other dates stay as they are." in told[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize(("password", "waits"), [(None, ["write_post"]), ("a hash", [])])
def test_whoever_reads_nothing_in_the_portal_is_told_on_paper(
    pages: Pages, case: Case, mo: str, jo: str, password: str | None, waits: list[str]
) -> None:
    with case.play.portal.work() as services:
        services.accounts.people.by_reference(jo).password_hash = password
    propose(pages, case)
    act(pages, case, mo, "authorise_exemption", authorised="yes")
    assert case.play.waiting(case.reference) == waits
    if waits:
        task = scene.open_task(case.play.portal, case.reference, "write_post")
        pages.of(case.officer).post(f"/tasks/{task.id}/claim")
        page = pages.of(case.officer).get(f"/tasks/{task.id}/letters")[1]
        assert "Which date it is, and why" in page and "Jo Bell" in page


def test_a_manager_who_says_no_says_why_and_the_officer_may_bring_more(pages: Pages, case: Case, mo: str) -> None:
    propose(pages, case)
    status, page = act(pages, case, mo, "authorise_exemption", authorised="no", because=" ")
    assert status == 422 and "Write why not" in page
    act(pages, case, mo, "authorise_exemption", authorised="no", because="There is no letter from them.")
    assert case.deadline("final_plan").state == "running"
    officer, task = pages.of(case.officer), scene.open_task(case.play.portal, case.reference, "propose_exemption")
    officer.post(f"/tasks/{task.id}/claim")
    page = html.unescape(officer.get(f"/tasks/{task.id}/exemption")[1])
    assert "There is no letter from them." in page and REASON in page
    assert propose(pages, case, because="Their letter of 3 March lies in the documents.")[0] == 200
    assert act(pages, case, mo, "authorise_exemption", authorised="yes")[0] == 200, "the same manager may decide again"
    assert case.deadline("final_plan").state == "exempt"


def test_where_no_reason_fits_nothing_is_switched_off(pages: Pages, case: Case, mo: str) -> None:
    status, page = propose(pages, case, deadline="none", ground="", because="")
    assert status == 200 and "Nothing changes." in page
    assert {each.state for each in case.deadlines()} == {"running"}
    with case.play.portal.look() as services:
        assert services.engine.user_tasks.open_of(case.reference) == []


def test_a_long_closure_has_its_days_in_the_evidence(pages: Pages, case: Case, mo: str) -> None:
    propose(pages, case, ground="school_closed", **CLOSED)
    act(pages, case, mo, "authorise_exemption", authorised="yes")
    assert "closed from 5 July 2026, open again on 2 September 2026." in case.deadline("final_plan").exempt_evidence


def test_what_is_met_meanwhile_cannot_be_switched_off(pages: Pages, case: Case, mo: str) -> None:
    propose(pages, case)
    case.does(clocks.meet, limit="final_plan")
    status, page = act(pages, case, mo, "authorise_exemption", authorised="yes")
    assert status == 422 and "It cannot be switched off any more" in page
    assert case.deadline("final_plan").state == "met"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"deadline": ""}, "Select the limit"),
        ({"ground": ""}, "Select a ground that the law has for this limit"),
        ({"ground": "missed_appointment"}, "Select a ground that the law has for this limit"),
        ({"because": " "}, "Say why, and what shows it"),
        ({"because": "x" * 2001}, "Write at most 2,000 characters"),
        ({"ground": "school_closed"}, "Give the day on which you asked for advice"),
        (
            {"asked_on-day": "31", "asked_on-month": "2", "asked_on-year": "2026"},
            "The day of asking must be a real date",
        ),
    ],
)
def test_an_exemption_that_lacks_something_is_told_beside_its_field(
    pages: Pages, case: Case, mo: str, fields: dict[str, str], says: str
) -> None:
    status, page = propose(pages, case, **fields)
    assert status == 422 and says in page and "There is a problem" in page
    assert fields.get("because", REASON).strip() in page
    assert scene.open_task(case.play.portal, case.reference, "propose_exemption").state == "open"


def test_families_do_not_open_the_tasks(pages: Pages, case: Case, mo: str, jo: str) -> None:
    task = scene.open_task(case.play.portal, case.reference, "propose_exemption")
    assert pages.of(jo).get(f"/tasks/{task.id}/exemption")[0] == 403
