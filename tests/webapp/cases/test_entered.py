"""Restrictions that officers enter: a court order, a hidden address; read before any decision; ended with a reason."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from engine import GuardRefuses
from tests.webapp.cases.conftest import DAD, Play, visible
from tests.webapp.cases.pages import Pages, words
from webapp.db import Database
from webapp.portal import Portal

WORDS = "He may not come near Sam or the school."
ORDER = {
    "kind": "court_order",
    "order_kind": "non_molestation",
    "about": "other",
    "about_name": "Ali Khan",
    "words": WORDS,
}


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, priya: str) -> str:
    play.approve(priya, play.ask(jo))
    return visible(portal, jo)[0].reference


def enter(pages: Pages, case: str, by: str, **fields: Any) -> tuple[int, str]:
    return pages.of(by).post(f"/cases/{case}/restrictions/new", **{**ORDER, **fields})


def until(play: Play, days: int) -> dict[str, int]:
    last = play.clock.now().date() + timedelta(days=days)
    return {"until_on-day": last.day, "until_on-month": last.month, "until_on-year": last.year}


def place(page: str, case: str) -> str:
    """Address of the one restriction on a case page."""
    return page.split(f'href="/cases/{case}/restrictions/')[2].split('"')[0]


def test_a_court_order_stands_on_top_of_the_case(play: Play, pages: Pages, case: str, priya: str) -> None:
    status, page = enter(pages, case, priya, **until(play, 300))
    assert status == 200
    shown = words(page)
    for each in (
        "Court order",
        "Non-molestation or occupation",
        WORDS,
        "Ali Khan",
        "Entered by Priya Nair",
        "It binds Ali Khan",
    ):
        assert each in shown
    with play.portal.look() as services:
        events = [event for event in services.engine.history.of(case) if event.kind == "restriction entered"]
        assert [event.actor for event in events] == [priya] and WORDS not in str(events[0].payload)


def test_it_is_read_before_anybody_decides_about_the_person(
    play: Play, pages: Pages, case: str, ali: str, priya: str
) -> None:
    enter(pages, case, priya)
    reference = play.ask(ali, DAD)
    assert "Restriction" in pages.of(priya).get("/tasks")[1]
    play.claim(priya, reference, "review_request")
    _, page = pages.of(priya).get(pages.task(reference))
    assert WORDS in page and "I have read this, and keep it from Ali Khan" in words(page)
    decision = {"decision": "approve", "checked": ["identity", "link"]}
    with pytest.raises(GuardRefuses):
        play.complete(priya, reference, "review_request", decision)
    play.read(priya, reference)
    play.complete(priya, reference, "review_request", decision)


def test_what_is_entered_after_the_reading_must_be_read_anew(
    play: Play, pages: Pages, case: str, ali: str, priya: str
) -> None:
    reference = play.ask(ali, DAD)
    play.claim(priya, reference, "review_request")
    play.read(priya, reference)
    enter(pages, case, priya)
    with pytest.raises(GuardRefuses):
        play.complete(priya, reference, "review_request", {"decision": "approve", "checked": ["identity", "link"]})


def test_without_the_entered_ones_in_the_reading_a_decision_passes(
    play: Play, pages: Pages, case: str, ali: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(pages, case, priya)
    reference = play.ask(ali, DAD)
    play.claim(priya, reference, "review_request")
    monkeypatch.setattr("webapp.cases.restrictions._of_cases", lambda *_: [])
    play.complete(priya, reference, "review_request", {"decision": "approve", "checked": ["identity", "link"]})


def test_it_ends_with_a_reason_and_then_asks_for_nothing(
    play: Play, pages: Pages, case: str, ali: str, priya: str
) -> None:
    _, page = enter(pages, case, priya)
    address = f"/cases/{case}/restrictions/{place(page, case)}"
    assert pages.of(priya).post(address, because=" ")[0] == 422
    status, page = pages.of(priya).post(address, because="The court has lifted it.")
    assert status == 200 and "The court has lifted it." in page and 'class="restrict"' not in page
    assert play.look_at(priya, play.ask(ali, DAD)).told == ()


def test_it_runs_out_by_itself_after_its_last_day(play: Play, pages: Pages, case: str, ali: str, priya: str) -> None:
    enter(pages, case, priya, **until(play, 2))
    play.clock.advance(timedelta(days=2))
    reference = play.ask(ali, DAD)
    assert play.look_at(priya, reference).told != ()
    play.clock.advance(timedelta(days=1))
    assert play.look_at(priya, reference).told == ()
    assert "Ran out" in pages.of(priya).get(f"/cases/{case}")[1]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": ""}, "Select what kind of restriction it is"),
        ({"kind": "curse"}, "Select what kind of restriction it is"),
        ({"about": "", "about_name": ""}, "Select whom it is about"),
        ({"words": " "}, "Write it down in words"),
        ({"from_on-day": "31", "from_on-month": "2", "from_on-year": "2026"}, "The first day must be a real date"),
        ({"until_on-day": "1", "until_on-month": "1", "until_on-year": "2020"}, "must not be before the first"),
        ({"kind": "closed_record"}, "who may still see"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    pages: Pages, case: str, priya: str, fields: dict[str, str], says: str
) -> None:
    status, page = enter(pages, case, priya, **fields)
    assert status == 422 and says in page and "There is a problem" in page
    assert (fields.get("words") or WORDS).strip() in page


@pytest.mark.parametrize("kind", ["court_order", "hidden_address", "closed_record"])
def test_nobody_is_named_who_is_not_in_the_case(
    play: Play, pages: Pages, case: str, priya: str, ali: str, kind: str
) -> None:
    for about in ("nonsense", play.id_of(ali)):
        status, page = enter(pages, case, priya, kind=kind, about=about, only_for="safeguarding")
        assert status == 422 and "Select whom it is about" in page
    assert "None. What families told us" in pages.of(priya).get(f"/cases/{case}")[1]


def test_a_hidden_address_must_be_a_partys(pages: Pages, case: str, priya: str) -> None:
    status, page = enter(pages, case, priya, kind="hidden_address")
    assert status == 422 and "Select whom it is about" in page


def test_families_and_other_staff_neither_enter_nor_read_it(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    _, page = enter(pages, case, priya)
    address = f"/cases/{case}/restrictions/{place(page, case)}"
    for who, status in ((jo, 403), (play.person("Ada", "Finch", group="analyst"), 404)):
        assert pages.of(who).get(address)[0] == status
        assert pages.of(who).post(address, because="x")[0] == status
        assert enter(pages, case, who)[0] == status
    assert WORDS not in pages.of(jo).get(f"/cases/{case}")[1]


def test_a_restriction_of_another_case_is_not_found_under_this_one(
    play: Play, pages: Pages, case: str, ali: str, priya: str
) -> None:
    _, page = enter(pages, case, priya)
    mine = place(page, case)
    leo = {"child_first_name": "Leo", "child_last_name": "Khan", "child_dob": "2019-01-01", "about": "child"}
    play.approve(priya, play.ask(ali, {**leo, "relationship": "father"}))
    other = visible(play.portal, ali)[0].reference
    assert pages.of(priya).get(f"/cases/{other}/restrictions/{mine}")[0] == 404


def test_the_order_itself_is_kept_and_read_by_officers_of_the_case_alone(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    status, page = enter(pages, case, priya, document=(BytesIO(b"The court orders that he keeps away."), "order.txt"))
    assert status == 200
    address = re.search(r"/documents/\w+", page)
    assert address
    uma = play.person("Uma", "Frost", group="send_officer")
    assert pages.of(uma).get(address[0]) == (200, "The court orders that he keeps away.")
    for who in (jo, play.person("Dana", "Bell", group="send_officer"), play.person("Ada", "Finch", group="analyst")):
        assert pages.of(who).get(address[0])[0] == 404
    with play.portal.look() as services:
        assert services.engine.history.reads(case, limit=1)[0].payload["what"] == f"document {address[0][11:]}"


def test_an_order_that_is_no_document_is_refused_and_nothing_is_entered(pages: Pages, case: str, priya: str) -> None:
    status, page = enter(pages, case, priya, document=(BytesIO(b"MZ"), "order.exe"))
    assert status == 422 and "The file must be" in page and WORDS in page
    assert "None. What families told us" in pages.of(priya).get(f"/cases/{case}")[1]
