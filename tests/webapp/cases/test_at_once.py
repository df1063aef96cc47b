"""The same thing from several windows at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.webapp.cases.conftest import Play, own_requests
from tests.webapp.cases.pages import Pages, words
from webapp import cases
from webapp.db import Database
from webapp.people import closing
from webapp.portal import Portal


@pytest.fixture
def address(database: Database) -> str:
    """Of each database in turn."""
    return database.url


def test_a_request_that_is_sent_eight_times_at_once_is_one_request(portal: Portal, play: Play, jo: str) -> None:
    def ask(_: int) -> str:
        try:
            return play.ask(jo)
        except cases.AlreadyAsked as refused:
            return refused.reference

    with ThreadPoolExecutor(8) as pool:
        references = set(pool.map(ask, range(8)))
    assert len(references) == 1 and len(own_requests(portal, jo)) == 1
    assert len(play.mails()) == 1


def test_a_decision_that_is_sent_six_times_at_once_leads_on_each_time(
    play: Play, pages: Pages, jo: str, priya: str
) -> None:
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    browser.post(f"{task}/form/what-you-checked", checked=["identity", "link"], version="0")
    refused = {"refusal_reason": "link", "message_to_requester": "We could not be sure."}
    browser.post(f"{task}/form/your-decision", decision="refuse", version="1")
    page = browser.post(f"{task}/form/your-decision", decision="refuse", version="2", **refused)[1]
    assert "Check your answers" in page
    windows = [pages.of(priya) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda window: window.post(f"{task}/form/check"), windows))
    assert [status for status, _ in answers] == [200] * 6, [words(page)[:200] for _, page in answers]
    assert all("Done: " in page for _, page in answers)
    with play.portal.look() as services:
        events = services.engine.history.of(own_requests(play.portal, jo)[0].reference)
    assert [event.kind for event in events].count("completed") == 1


def test_a_colleagues_decision_is_not_taken_for_ones_own(play: Play, pages: Pages, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    task, dana = pages.task(reference), pages.of(play.person("Dana", "Frost", group="send_admin"))
    play.review(priya, reference, "refuse", refusal_reason="link", message_to_requester="No.")
    status, page = dana.post(f"{task}/form/check")
    assert status == 410 and "This is done already" in page


def test_an_officer_reads_that_a_request_was_withdrawn_whose_account_was_closed(
    play: Play, pages: Pages, jo: str, priya: str
) -> None:
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    with play.portal.work() as services:
        closing.close_account(services, services.accounts.people.by_reference(jo))
    answers = [
        browser.get(task),
        browser.post(f"{task}/form/what-you-checked", notes="A long note.", version="0"),
        browser.post(f"{task}/release"),
    ]
    for status, page in answers:
        assert status == 410 and "The request was withdrawn" in page
    assert "A long note." in answers[1][1]
    assert pages.of(play.person("Ali", "Khan")).get(task)[0] == 404
