"""An address that is only for some: others of the staff find it on no page and in no document, and do not lift it."""

from io import BytesIO

import pytest

from tests.webapp.cases.conftest import SAM, Play, visible
from tests.webapp.cases.pages import Browser, Pages
from webapp.cases import documents
from webapp.portal import Portal

LETTER = b"To Jo Bell, 1 Mill Lane, Penrith"
STREET, EMAIL = "1 Mill Lane", "jo.bell@example.org"


@pytest.fixture
def uma(play: Play) -> str:
    return play.person("Uma", "Frost", group="send_officer")


@pytest.fixture
def tom(play: Play) -> str:
    return play.person("Tom", "Hale", group="safeguarding")


@pytest.fixture
def letter(portal: Portal, play: Play, jo: str, priya: str) -> str:
    """Of Sam's mother, under her request, which is granted."""
    reference = play.ask(jo)
    with portal.work() as services:
        mother = services.accounts.people.by_reference(jo)
        made = documents.add(services, portal.uploads, mother, name="letter.txt", stream=BytesIO(LETTER))
        documents.give(services, mother, [made.id], reference)
        made.state = "clean"
    play.approve(priya, reference)
    return made.id


@pytest.fixture
def case(portal: Portal, play: Play, pages: Pages, jo: str, priya: str, letter: str) -> str:
    """Her address is only for safeguarding."""
    reference = visible(portal, jo)[0].reference
    hide(pages.of(priya), reference, play.id_of(jo))
    return reference


def hide(officer: Browser, case: str, whose: str) -> None:
    fields = {"kind": "hidden_address", "about": whose, "words": "He looks for her.", "only_for": "safeguarding"}
    assert officer.post(f"/cases/{case}/restrictions/new", **fields)[0] == 200


def restriction(case: str, page: str) -> str:
    """Address of the one restriction."""
    return f"/cases/{case}/restrictions/" + page.split(f'href="/cases/{case}/restrictions/')[-1].split('"')[0]


def test_a_letter_of_hers_opens_to_safeguarding_alone(
    play: Play, pages: Pages, case: str, letter: str, uma: str, tom: str, priya: str, jo: str
) -> None:
    assert STREET not in pages.of(uma).get(f"/cases/{case}")[1]
    for who in (uma, priya):
        assert pages.of(who).get(f"/documents/{letter}")[0] == 404
    for who in (tom, jo):
        assert pages.of(who).get(f"/documents/{letter}") == (200, LETTER.decode())


def test_her_next_request_does_not_show_it_either(play: Play, pages: Pages, case: str, jo: str, priya: str) -> None:
    reference = play.ask(jo, {**SAM, "child_first_name": "Una"})
    status, page = pages.of(priya).get(pages.task(reference))
    assert status == 200 and STREET not in page and EMAIL not in page and "Hidden from your team" in page


def test_nor_do_her_own_words_in_it(play: Play, pages: Pages, case: str, jo: str, priya: str, tom: str) -> None:
    told = {"child_first_name": "Una", "lives_with": "elsewhere", "child_address": "9 Heron Nest, CA99 9ZZ"}
    path = pages.task(play.ask(jo, {**SAM, **told}))
    page = pages.of(priya).get(path)[1]
    assert "Heron Nest" not in page and "What they wrote is hidden from your team" in page
    with play.portal.work() as services:
        services.accounts.memberships.grant(services.accounts.people.by_reference(tom), "send_admin", origin="test")
    assert "Heron Nest" in pages.of(tom).get(path)[1]


def test_nor_does_the_record_of_another_child_of_hers(
    portal: Portal, play: Play, pages: Pages, case: str, jo: str, priya: str, tom: str
) -> None:
    reference = play.ask(jo, {**SAM, "child_first_name": "Una", "child_dob": "2020-05-05"})
    play.approve(priya, reference)
    other = next(each.reference for each in visible(portal, jo) if each.reference != case)
    page = pages.of(priya).get(f"/cases/{other}")[1]
    assert STREET not in page and EMAIL not in page and "Una" in page
    assert STREET in pages.of(tom).get(f"/cases/{other}")[1]


def test_who_may_not_see_it_does_not_end_its_hiding(
    portal: Portal, pages: Pages, case: str, uma: str, priya: str
) -> None:
    for who in (uma, priya):
        browser = pages.of(who)
        address = restriction(case, browser.get(f"/cases/{case}")[1])
        page = browser.get(address)[1]
        assert "Only Safeguarding and SEND managers may end this restriction" in page
        assert "End this restriction" not in page
        status, page = browser.post(address, because="I want to see it.")
        assert status == 403 and "Ask one of them" in page
        assert STREET not in browser.get(f"/cases/{case}")[1]


@pytest.mark.parametrize("group", ["safeguarding", "send_manager"])
def test_those_for_whom_it_is_and_managers_end_it(
    portal: Portal, play: Play, pages: Pages, case: str, uma: str, group: str
) -> None:
    browser = pages.of(play.person("Ina", "Moor", group=group))
    address = restriction(case, browser.get(f"/cases/{case}")[1])
    assert browser.post(address, because="She has moved.")[0] == 200
    assert STREET in pages.of(uma).get(f"/cases/{case}")[1]
