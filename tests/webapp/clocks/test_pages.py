"""Deadlines on the officer's page of a case: the table, and who reads it."""

import html
import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from tests.webapp.cases.conftest import SAM, visible
from tests.webapp.cases.pages import Pages, words
from tests.webapp.clocks.conftest import Case
from webapp import clocks
from webapp.cases.models import Case as CaseRow
from webapp.clocks.glancing import LAST
from webapp.clocks.models import DeadlineRow, LegalEvent


@pytest.fixture
def address(tmp_path: object) -> str:
    """Pages say the same on either database: the room is tested on both."""
    return f"sqlite:///{tmp_path}/portal.db"


def shown(pages: Pages, case: Case, who: str = "") -> str:
    status, page = pages.of(who or case.officer).get(f"/cases/{case.reference}")
    assert status == 200
    return words(html.unescape(page)).replace("\xa0", " ")


def event(case: Case, kind: str = "request_received") -> str:
    with case.play.portal.look() as services:
        found = clocks.events_of(services, case.reference)
        return next(each.event.id for each in found if each.event.kind == kind)


def test_the_table_says_limit_law_day_and_what_is_left(pages: Pages, case: Case) -> None:
    case.to("2026-02-12")
    case.does(clocks.meet, limit="decide_whether_to_assess")
    for who, day in (("psychologist", "2026-02-13"), ("social care", "2026-02-25")):
        at = datetime.fromisoformat(day).date()
        case.does(clocks.start, limit="give_advice", counted_from=at, subject=who)
    case.to("2026-03-31")
    page = shown(pages, case)
    assert "Deadlines: week 12 of 20" in page
    for row in (
        "Give advice, psychologist6 weeks from asking Reg 8(1) Fri 27 March Late by 4 days With whoever gives advice since 13 February",
        "Give advice, social care6 weeks from asking Reg 8(1) Wed 8 April 8 days With whoever gives advice since 25 February",
        "Decide whether a plan is needed16 weeks from the request Reg 10(1) Tue 5 May 35 days With us since 13 January",
        "Send the final plan20 weeks from the request Reg 13(2) Tue 2 June 63 days With us since 13 January",
        "Decide whether to assess6 weeks from the request Reg 5(1) Tue 24 February Met 12 February 2026, 12 days early",
    ):
        assert row in page
    places = [page.index(row) for row in ("psychologist6", "social care6", "needed16", "plan20", "assess6")]
    assert places == sorted(places), "the open ones by their days, then what is over"


def test_week_twenty_lasts_through_its_last_day(pages: Pages, case: Case) -> None:
    for moment, heading in (
        ("2026-06-02T22:59", "Deadlines: week 20 of 20"),
        ("2026-06-02T23:00", "Deadlines: the 20 weeks have passed"),
    ):
        case.to(moment)
        assert heading in shown(pages, case)


def test_an_old_case_shows_what_is_open_and_the_last_that_are_over_and_leads_to_all(pages: Pages, case: Case) -> None:
    """Eighteen years of reviews make the page no longer, and nothing of them is without a link."""
    few = len(case.deadlines())
    for year in range(2008, 2026):
        with case.play.portal.work() as services:
            row = services.session.scalars(select(CaseRow).where(CaseRow.reference == case.reference)).one()
            on = date(year, 3, 2)
            law = {"limit_name": "give_advice", "source": f"Review of {year}", "counted_from": date(2015, 1, 1)}
            at = services.now
            services.session.add(DeadlineRow(case_id=row.id, **law, due_on=on, met_on=on, started_at=at))
            seen = {"recorded_at": at, "recorded_by": "PER-22222", "recorded_by_name": "Priya", "at": at}
            services.session.add(LegalEvent(case_id=row.id, kind="meeting_held", deemed_on=on, **seen))
    status, page = pages.of(case.officer).get(f"/cases/{case.reference}")
    assert status == 200 and f"/cases/{case.reference}/deadlines" in page
    assert [year for year in range(2008, 2026) if f"Review of {year}" in page] == [*range(2021, 2026)]
    assert page.count("Counts as") == LAST
    assert f"{18 - LAST + 19 - LAST} more" in page and "Deadlines: week" in page
    status, page = pages.of(case.officer).get(f"/cases/{case.reference}/deadlines")
    assert status == 200 and page.count("Review of ") == 18 and page.count("Counts as") == 19
    assert page.count("from the request") >= few and " more." not in page


def test_a_case_without_a_request_has_no_deadlines(pages: Pages, case: Case, ali: str) -> None:
    leo = {**SAM, "child_first_name": "Leo", "child_last_name": "Khan", "child_dob": "2019-01-01"}
    case.play.approve(case.officer, case.play.ask(ali, {**leo, "relationship": "father"}))
    other = Case(case.play, visible(case.play.portal, ali)[0].reference, case.officer)
    assert "No limit of the law runs." in shown(pages, other)


def test_whoever_opened_the_record_with_a_reason_reads_and_changes_nothing(pages: Pages, case: Case) -> None:
    other = case.play.person("Bo", "Lund", group="send_officer")
    with case.play.portal.work() as services:
        person = services.accounts.people.by_reference(other)
        services.accounts.memberships.grant(person, "send_officer", origin="test", areas=["Elsewhere"])
        services.session.query(CaseRow).update({"area": "Carlisle"})
    browser = pages.of(other)
    browser.post(f"/cases/{case.reference}/open", ground="danger", reason="The school rang: nobody has fetched Sam.")
    page = shown(pages, case, other)
    assert "Send the final plan" in page and "Record an exemption" not in page and "Correct" not in page
    assert browser.post(f"/cases/{case.reference}/deadlines/looked", event=event(case))[0] == 403


def test_families_and_other_staff_neither_read_nor_change_deadlines(pages: Pages, case: Case, jo: str) -> None:
    analyst = case.play.person("Ada", "Finch", group="analyst")
    for who, status in ((jo, 403), (analyst, 404)):
        path = f"/cases/{case.reference}/deadlines/looked"
        assert pages.of(who).post(path, event=event(case))[0] == status
    assert re.search("Deadlines", pages.of(jo).get(f"/cases/{case.reference}")[1]) is None
