"""A case for officers: what they see, what is noted, what is hidden, and whom it does not open to."""

import pytest

from engine import GuardRefuses
from tests.webapp.cases.conftest import DAD, SAM, Play, visible
from tests.webapp.cases.pages import Pages, words
from webapp.cases import case_file
from webapp.cases.errors import CaseNotFound
from webapp.portal import Portal

QUIET = "7 Quiet Street"


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, priya: str) -> str:
    """Sam's case; Jo asks to keep her address secret."""
    play.approve(priya, play.ask(jo, {**SAM, "keep_address_secret": True}))
    return visible(portal, jo)[0].reference


def reads(portal: Portal, reference: str) -> list[tuple[str, str]]:
    with portal.look() as services:
        found = services.engine.history.reads(reference, limit=50)
        return [(event.actor, event.payload["what"]) for event in found]


@pytest.mark.parametrize("group", ["send_officer", "send_admin", "send_manager", "safeguarding"])
def test_officers_who_work_on_cases_see_child_people_and_addresses(
    play: Play, pages: Pages, case: str, group: str
) -> None:
    status, page = pages.of(play.person("Uma", "Frost", group=group)).get(f"/cases/{case}")
    assert status == 200
    for shown in ("Sam Bell", "27 March 2018", "Jo Bell (mother)", "Sees it and answers", "1 Mill Lane", "CA11 7AA"):
        assert shown in words(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Secret: give it to nobody" in words(page)


def test_every_look_of_an_officer_is_noted(portal: Portal, play: Play, pages: Pages, case: str, priya: str) -> None:
    officer = pages.of(priya)
    officer.get(f"/cases/{case}")
    officer.get(f"/cases/{case}/looks")
    assert reads(portal, case) == [(priya, "who has looked"), (priya, "case page")]
    with portal.look() as services:
        assert services.engine.history.broken_at(case) is None


@pytest.mark.parametrize("group", ["analyst", "administrator"])
def test_others_of_the_staff_find_no_case(play: Play, pages: Pages, case: str, group: str) -> None:
    other = pages.of(play.person("Ada", "Finch", group=group))
    assert other.get(f"/cases/{case}")[0] == 404
    assert other.get(f"/cases/{case}/looks")[0] == 404
    assert other.get("/cases")[0] == 403


def test_an_unknown_case_is_answered_like_one_that_is_not_theirs(play: Play, pages: Pages, case: str, ali: str) -> None:
    stranger = pages.of(ali)
    known, unknown = stranger.get(f"/cases/{case}"), stranger.get("/cases/EHC-22222")
    assert known[0] == unknown[0] == 404
    assert words(known[1]) == words(unknown[1])


@pytest.mark.parametrize(
    "near",
    [
        {"last": "Bell"},
        {"address_lines": ("1 mill lane",), "postcode": "ca117aa"},
        {"telephones": ("+44 1632 960001",)},
        {"email": "jo.bell+work@example.org"},
    ],
    ids=lambda near: next(iter(near)),
)
def test_a_case_of_their_own_household_is_closed_to_officers(
    portal: Portal, play: Play, pages: Pages, case: str, near: dict[str, object]
) -> None:
    relative = play.person("Dana", str(near.pop("last", "Frost")), group="send_officer", **near)
    browser = pages.of(relative)
    for path in (f"/cases/{case}", f"/cases/{case}/looks", f"/cases/{case}/open", f"/cases/{case}/restrictions/new"):
        status, page = browser.get(path)
        assert status == 403 and "Sam" not in page and "Mill Lane" not in page, path
    status, page = browser.post("/cases", reference=case)
    assert status == 200 and "There is no such record" in page
    with portal.look() as services, pytest.raises(GuardRefuses):
        case_file.shown(services, services.accounts.people.by_reference(relative), case)


def test_a_relative_of_who_was_in_the_case_is_refused_too(
    portal: Portal, play: Play, case: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(ali, DAD), child_id=play.child_of(case))
    uncle = play.person("Omar", "Khan", group="send_officer")
    with portal.look() as services:
        person = services.accounts.people.by_reference(uncle)
        with pytest.raises(GuardRefuses):
            case_file.shown(services, person, case)
        with pytest.raises(CaseNotFound):
            case_file.shown(services, person, "EHC-22222")


def test_without_the_check_a_relative_would_open_it(
    play: Play, pages: Pages, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.cases.independence.refusal_in_case", lambda *_: None)
    assert pages.of(play.person("Dana", "Bell", group="send_officer")).get(f"/cases/{case}")[0] == 200


def test_without_the_note_nobody_would_have_looked(
    portal: Portal, pages: Pages, case: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.cases.case_file.note_read", lambda *_args, **_more: None)
    pages.of(priya).get(f"/cases/{case}")
    assert reads(portal, case) == []


def test_a_relative_who_reviews_is_refused_by_a_check_and_by_nothing_else(
    play: Play, jo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, relative = play.ask(jo), play.person("Dana", "Bell", group="send_admin")
    with pytest.raises(GuardRefuses):
        play.claim(relative, reference, "review_request")
    monkeypatch.setattr("webapp.cases.independence.refusal", lambda *_: None)
    play.claim(relative, reference, "review_request")
