"""What no database takes and what nobody reads: in addresses and in fields of pages that are no forms."""

import pytest

from tests.webapp.cases.conftest import Play, visible
from tests.webapp.cases.pages import Pages, words
from webapp.db import Database
from webapp.portal import Portal

LAST = "END OF ORDER: he may never collect the child"
LONG = "x" * 1_990 + LAST


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, priya: str) -> str:
    play.approve(priya, play.ask(jo))
    return visible(portal, jo)[0].reference


def test_a_nul_in_an_address_is_a_page_that_is_not_there(pages: Pages, case: str, priya: str) -> None:
    browser = pages.of(priya)
    for path in (
        "/cases/a%00b",
        "/cases/a%00b/looks",
        "/documents/a%00b",
        "/asked/a%00b",
        f"/cases/{case}/people/a%00b",
        f"/cases/{case}/restrictions/a%00b",
        f"/cases/{case}/people/a%00b/end",
    ):
        assert (browser.post if path.endswith("end") else browser.get)(path)[0] == 404, path


def test_a_nul_in_a_field_is_left_out(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    browser = pages.of(priya)
    assert "Sam Bell" in browser.post("/cases", name="Sa\0m")[1]
    assert "Sam Bell" in browser.post("/cases", reference=f"{case}\0")[1]
    order = {"kind": "court_order", "about": "other", "about_name": "Al\0i", "words": "Keep\0 away.\r\nAlways."}
    page = browser.post(f"/cases/{case}/restrictions/new", **order)[1]
    assert "Keep away. Always." in words(page) and "It binds Ali." in words(page)
    page = browser.post(f"/cases/{case}/people/{play.party(jo).id}/end", because="The court\0 says so.")[1]
    assert "The court says so." in page


def test_what_is_too_long_is_said_and_not_cut(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    browser = pages.of(priya)
    order = {"kind": "court_order", "about": "other", "about_name": "Ali", "words": LONG}
    for path, fields in (
        (f"/cases/{case}/restrictions/new", order),
        (f"/cases/{case}/people/{play.party(jo).id}/end", {"because": LONG}),
        (f"/cases/{case}/open", {"ground": "danger", "reason": LONG}),
    ):
        status, page = browser.post(path, **fields)
        assert status == 422 and "Write at most 2,000 characters: these are 2,034" in page and LAST in page, path
    assert "maxlength" not in browser.get(f"/cases/{case}/restrictions/new")[1], "a browser would cut what is pasted"
    assert browser.post(f"/cases/{case}/restrictions/new", **{**order, "words": LONG[-2_000:]})[0] == 200
    assert LAST in browser.get(f"/cases/{case}")[1]
    assert [each.scope for each in visible(play.portal, jo)] == ["full"]


def test_a_row_that_no_database_can_have_is_not_there(play: Play, pages: Pages) -> None:
    ada = pages.of(play.person("Ada", "Finch", group="administrator"))
    for number in (2**31 - 1, 2**31, 2**63 - 1, 2**63):
        for path in ("/tasks/{}", "/operations/effects/{}", "/operations/incidents/{}"):
            assert ada.get(path.format(number))[0] == 404, path
        for path in ("/operations/effects?after={}", "/operations/incidents?after={}"):
            assert ada.get(path.format(number))[0] == 200, path


def test_a_reason_for_leaving_something_undone_is_not_cut(play: Play, pages: Pages) -> None:
    with play.portal.work() as services:
        services.engine.effects.defer("mail", key="broken", business_key="", payload={"notice": "none_of_ours"})
    for _ in range(3):
        play.wait(1)
    with play.portal.look() as services:
        (dead,) = services.engine.effects.dead(2)
    ada = pages.of(play.person("Ada", "Finch", group="administrator"))
    status, page = ada.post(f"/operations/effects/{dead.id}/give-up", because=LONG)
    assert status == 422 and "Write at most 2,000 characters" in page and LAST in page
    assert ada.post(f"/operations/effects/{dead.id}/give-up", because=LONG[-1_000:])[0] == 200
