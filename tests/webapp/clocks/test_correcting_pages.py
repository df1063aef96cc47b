"""A date is put right: an officer gives it, somebody else confirms it, and letters in doubt are looked at."""

import html

import pytest

from engine import PORTAL, Bundle
from tests.engine.conftest import drawing, user_task
from tests.webapp.cases.pages import Pages, words
from tests.webapp.clocks.conftest import RECEIVED, Case
from tests.webapp.contributions import scene
from webapp import clocks
from webapp.mail import Mailbox
from webapp.publishing import shipped
from webapp.worker import Worker

RIGHT = {
    "at-day": "9",
    "at-month": "1",
    "at-year": "2026",
    "clock": "17:30",
    "route": "email",
    "because": "It came sooner.",
}


@pytest.fixture
def address(tmp_path: object) -> str:
    """Pages say the same on either database: the room is tested on both."""
    return f"sqlite:///{tmp_path}/portal.db"


@pytest.fixture
def mo(case: Case) -> str:
    """A manager; Priya has seen that a date is wrong, and may be a manager, too."""
    with case.play.portal.work() as services:
        shipped.deploy(services)
        officer = services.accounts.people.by_reference(case.officer)
        for group in ("send_officer", "send_manager"):
            services.accounts.memberships.grant(officer, group, origin="test")
        manager = services.accounts.people.by_email("mo.reed@example.org")
        assert manager
        reference = manager.reference
    begin(case)
    return reference


def begin(case: Case) -> None:
    wrong = {"correction_of": "date", "mistake_words": "The post book says the 9th."}
    scene.taken(case.play.portal, case.reference, case.officer, "PutRight", wrong)


def event(case: Case, kind: str = "request_received") -> str:
    with case.play.portal.look() as services:
        found = clocks.events_of(services, case.reference)
        return next(each.event.id for each in found if each.event.kind == kind)


def give(pages: Pages, case: Case, **other: str) -> tuple[int, str]:
    task, browser = (
        scene.open_task(case.play.portal, case.reference, "correction_date.propose_date"),
        pages.of(case.officer),
    )
    browser.post(f"/tasks/{task.id}/claim")
    status, page = browser.post(f"/tasks/{task.id}/date", **{"event": event(case), **RIGHT, **other})
    return status, html.unescape(page)


def confirm(pages: Pages, case: Case, who: str, **fields: str) -> tuple[int, str]:
    task, browser = scene.open_task(case.play.portal, case.reference, "correction_date.confirm_date"), pages.of(who)
    browser.post(f"/tasks/{task.id}/claim")
    status, page = browser.post(f"/tasks/{task.id}/date/confirmation", **fields)
    return status, html.unescape(page)


def shown(pages: Pages, who: str, path: str) -> str:
    status, page = pages.of(who).get(path)
    assert status == 200
    return words(html.unescape(page)).replace("\xa0", " ")


def test_a_second_person_confirms_it_and_the_page_keeps_both(pages: Pages, case: Case, mo: str, jo: str) -> None:
    assert give(pages, case)[0] == 200
    assert case.history("date corrected") == [], "nothing changes before it is confirmed"
    task = scene.open_task(case.play.portal, case.reference, "correction_date.confirm_date")
    status, page = pages.of(case.officer).post(f"/tasks/{task.id}/claim")
    assert status == 403 and "You have asked for this yourself." in page
    pages.of(mo).post(f"/tasks/{task.id}/claim")
    page = shown(pages, mo, f"/tasks/{task.id}/date/confirmation")
    assert "Send the final plan: from Tuesday 2 June 2026 to Monday 1 June 2026" in page
    assert "Tuesday 13 January 2026, 9am, by email. Counts as Tuesday 13 January 2026." in page
    assert case.history("date corrected") == [], "looking keeps nothing"
    assert confirm(pages, case, mo, confirmed="yes")[0] == 200
    page = shown(pages, case.officer, f"/cases/{case.reference}")
    assert "Friday 9 January 2026, 5:30pm, by email. Counts as Monday 12 January 2026." in page
    assert "Corrected by Mo Reed, 19 January 2026: It came sooner. Given by Priya Nair." in page
    assert "Mon 1 June" in page
    happened = shown(pages, jo, f"/cases/{case.reference}/timeline")
    assert happened.count("We had a date wrong, and have put it right") == 1
    Worker(case.play.portal).once()
    mails = Mailbox(case.play.portal.config.var / "mailbox").mails()
    assert any("we had a date wrong" in str(mail["Subject"]) for mail in mails)


def waits_until(case: Case, when: str) -> None:
    """A process of the case waits for a person, and for a time that it works out from the day of the request."""
    over = f"<bpmn:timerEventDefinition><bpmn:timeDate>={when}</bpmn:timeDate></bpmn:timerEventDefinition>"
    edge = f'<bpmn:boundaryEvent id="over" name="Ask once more" attachedToRef="first">{over}</bpmn:boundaryEvent>'
    ends = '<bpmn:endEvent id="end"/>\n<bpmn:endEvent id="late"/>'
    flows = "start -> first\nfirst -> end\nover -> late"
    start = '<bpmn:startEvent id="start"/>'
    made = drawing("\n".join((start, user_task("first", "send_officer"), edge, ends, flows)))
    made = made.replace(b"decision, more, email", b"received_on")
    with case.play.portal.work() as services:
        bundle = Bundle(process_id="walk", resources={"walk.bpmn": made})
        services.engine.deployments.deploy(bundle, by=PORTAL)
        known = {"received_on": "2026-01-13"}
        services.engine.instances.start("walk", business_key=case.reference, by=PORTAL, variables=known)


def test_what_then_happens_at_once_is_read_before_and_happens(pages: Pages, case: Case, mo: str) -> None:
    waits_until(case, 'date(received_on) + duration("P7D")')
    give(pages, case)
    task = scene.open_task(case.play.portal, case.reference, "correction_date.confirm_date")
    pages.of(mo).post(f"/tasks/{task.id}/claim")
    page = shown(pages, mo, f"/tasks/{task.id}/date/confirmation")
    assert "What happens at once" in page and "Ask once more" in page
    Worker(case.play.portal).once()
    assert "first" in case.play.waiting(case.reference), "looking moves nothing"
    assert confirm(pages, case, mo, confirmed="yes")[0] == 200
    Worker(case.play.portal).once()
    assert "first" not in case.play.waiting(case.reference)


def test_who_does_not_confirm_says_why_and_another_date_may_be_given(pages: Pages, case: Case, mo: str) -> None:
    give(pages, case)
    assert "Select whether this is the right date" in confirm(pages, case, mo)[1]
    assert "Write why not" in confirm(pages, case, mo, confirmed="no")[1]
    assert confirm(pages, case, mo, confirmed="no", because="The post book says the 10th.")[0] == 200
    assert case.history("date corrected") == []
    task, officer = (
        scene.open_task(case.play.portal, case.reference, "correction_date.propose_date"),
        pages.of(case.officer),
    )
    officer.post(f"/tasks/{task.id}/claim")
    page = html.unescape(officer.get(f"/tasks/{task.id}/date")[1])
    assert "The post book says the 10th." in page and 'value="17:30"' in page
    assert give(pages, case, **{"at-day": "10"})[0] == 200


def test_a_letter_with_a_wrong_date_is_looked_at_before_it_is_over(pages: Pages, case: Case, mo: str) -> None:
    case.does(clocks.serve, notice="considering_assessment", at=RECEIVED.replace(day=15), route="portal")
    give(pages, case)
    confirm(pages, case, mo, confirmed="yes")
    case_page = f"/cases/{case.reference}"
    asked = "A date was corrected after this letter"
    assert asked in shown(pages, case.officer, case_page)
    assert case.play.waiting(case.reference) == ["correction_date.look_at_letters"]
    seen = pages.of(case.officer).post(f"{case_page}/deadlines/looked", event=event(case, "notice_served"))
    assert seen[0] == 200 and asked not in shown(pages, case.officer, case_page)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"event": ""}, "Select the date that is wrong"),
        ({"event": "0" * 32}, "There is no such date in this case"),
        ({"at-day": "32"}, "The right day must be a real date"),
        ({"at-year": "2027"}, "It must not be later than now"),
        ({"at-year": "0026"}, "Is the year right?"),
        ({"clock": "25:00"}, "Write the time like 14:30"),
        ({"route": "pigeon"}, "Select how it came or was sent"),
        ({"because": ""}, "Say why, and what shows it"),
        ({"because": "x" * 2001}, "Write at most 2,000 characters"),
        ({"at-day": "13", "clock": "9.00"}, "This is what we have already"),
    ],
)
def test_a_date_that_lacks_something_is_told_beside_its_field(
    pages: Pages, case: Case, mo: str, fields: dict[str, str], says: str
) -> None:
    status, page = give(pages, case, **fields)
    assert status == 422 and says in page and "There is a problem" in page
    assert scene.open_task(case.play.portal, case.reference, "correction_date.propose_date").state == "open"


def test_families_do_not_open_the_tasks(pages: Pages, case: Case, mo: str, jo: str) -> None:
    task = scene.open_task(case.play.portal, case.reference, "correction_date.propose_date")
    assert pages.of(jo).get(f"/tasks/{task.id}/date")[0] == 403
