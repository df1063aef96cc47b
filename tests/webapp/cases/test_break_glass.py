"""A record that only some may open: staff break the glass with a reason; it lasts an hour, is told, and stands in red."""

import re
from datetime import timedelta

import pytest

from tests.webapp.cases import views_asked
from tests.webapp.cases.conftest import Play, visible
from tests.webapp.cases.pages import Browser, Pages, words
from webapp.cases import case_file, entered
from webapp.cases.entered import NewRestriction
from webapp.portal import Portal

REASON = "The school rang: nobody has fetched Sam, and the worker is away."


@pytest.fixture
def uma(play: Play) -> str:
    return play.person("Uma", "Frost", group="send_officer")


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, priya: str) -> str:
    """Sam's case, which is open to safeguarding alone."""
    play.approve(priya, play.ask(jo))
    reference = visible(portal, jo)[0].reference
    with portal.work() as services:
        officer, actor = services.accounts.people.by_reference(priya), play.actor(services, priya)
        opened = case_file.open_for(services, officer, reference, by=actor, what="case page").case
        new = NewRestriction(
            kind=entered.CLOSED_RECORD,
            from_on=play.clock.now().date(),
            only_for=("safeguarding",),
            words="A colleague’s.",
        )
        entered.enter(services, opened, new, by=officer, actor=actor)
    return reference


def test_a_closed_record_asks_for_a_reason_and_shows_nothing(pages: Pages, case: str, uma: str) -> None:
    browser = pages.of(uma)
    for path in (f"/cases/{case}", f"/cases/{case}/looks", f"/cases/{case}/restrictions/new"):
        status, page = browser.get(path)
        assert status == 403 and "You need a reason to open this record" in page and "Sam" not in page, path
    status, page = browser.get(f"/cases/{case}/open")
    assert status == 200 and "Sam" not in page and "Why must you open this record?" in page


def test_who_stands_in_the_named_group_opens_it_without(play: Play, pages: Pages, case: str) -> None:
    tom = play.person("Tom", "Hale", group="safeguarding")
    assert pages.of(tom).get(f"/cases/{case}")[0] == 200


def test_with_a_reason_it_opens_for_an_hour(play: Play, pages: Pages, case: str, uma: str) -> None:
    status, page = pages.of(uma).post(f"/cases/{case}/open", ground="danger", reason=REASON)
    assert status == 200 and "Sam Bell" in page and "You opened this record with a reason" in page
    assert pages.of(play.person("Ina", "Moor", group="send_officer")).get(f"/cases/{case}")[0] == 403
    play.clock.advance(timedelta(minutes=59, seconds=59))
    assert pages.of(uma).get(f"/cases/{case}")[0] == 200
    play.clock.advance(timedelta(seconds=1))
    assert pages.of(uma).get(f"/cases/{case}")[0] == 403


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"ground": "danger", "reason": "x" * 19}, "Say in at least 20 characters"),
        ({"ground": "danger", "reason": " " * 40}, "Say in at least 20 characters"),
        ({"reason": REASON}, "Select why you must open this record"),
        ({"ground": "curious", "reason": REASON}, "Select why you must open this record"),
    ],
)
def test_it_needs_a_ground_of_the_list_and_words(
    pages: Pages, case: str, uma: str, given: dict[str, str], says: str
) -> None:
    browser = pages.of(uma)
    status, page = browser.post(f"/cases/{case}/open", **given)
    assert status == 422 and says in page
    assert given["reason"].strip() in page
    assert browser.get(f"/cases/{case}")[0] == 403


def test_managers_are_told_without_the_childs_name(play: Play, pages: Pages, case: str, uma: str) -> None:
    play.person("Mo", "Reed", group="send_manager", email="mo.reed@example.org")
    pages.of(uma).post(f"/cases/{case}/open", ground="danger", reason=REASON)
    assert ("mo.reed@example.org", f"{case} was opened by somebody who does not look after it") in play.mails()
    assert not [text for text in play.mail_texts() if "Sam" in text or REASON in text]


def test_it_stands_in_red_before_officers_with_the_reason_and_before_the_family_without(
    play: Play, pages: Pages, case: str, uma: str, jo: str
) -> None:
    pages.of(uma).post(f"/cases/{case}/open", ground="danger", reason=REASON)
    tom = play.person("Tom", "Hale", group="safeguarding")
    _, page = pages.of(tom).get(f"/cases/{case}/looks")
    assert page.count('class="bad"') == 2 and REASON in page and "Somebody may be in danger" in page
    _, page = pages.of(jo).get(f"/cases/{case}/looks")
    assert page.count('class="bad"') == 2 and "Opened with a reason" in page
    assert REASON not in page and "danger" not in page.split("<main")[1]


@pytest.mark.parametrize("group", ["analyst", "administrator"])
def test_no_reason_opens_a_case_to_who_does_not_work_on_cases(play: Play, pages: Pages, case: str, group: str) -> None:
    browser = pages.of(play.person("Ada", "Finch", group=group))
    assert browser.get(f"/cases/{case}/open")[0] == 404
    assert browser.post(f"/cases/{case}/open", ground="danger", reason=REASON)[0] == 404


def test_no_reason_opens_a_case_to_a_relative(play: Play, pages: Pages, case: str) -> None:
    browser = pages.of(play.person("Ray", "Bell", group="send_officer"))
    assert browser.get(f"/cases/{case}/open")[0] == 403
    status, page = browser.post(f"/cases/{case}/open", ground="danger", reason=REASON)
    assert status == 403 and "somebody else must look after it" in page
    assert browser.get(f"/cases/{case}")[0] == 403


def test_a_closed_record_is_in_no_list_and_by_its_reference_nameless(
    play: Play, pages: Pages, case: str, uma: str
) -> None:
    browser = pages.of(uma)
    assert case not in browser.post("/cases", name="Sam")[1]
    status, page = browser.post("/cases", reference=case)
    assert status == 200 and "Only some of us may open this record" in page and "Bell" not in words(page)
    tom = play.person("Tom", "Hale", group="safeguarding")
    assert case in pages.of(tom).post("/cases", name="Sam")[1]


@pytest.fixture
def glass(pages: Pages, case: str, uma: str) -> Browser:
    """She has opened it with a reason."""
    browser = pages.of(uma)
    assert browser.post(f"/cases/{case}/open", ground="danger", reason=REASON)[0] == 200
    return browser


def test_with_a_reason_nobody_ends_or_changes_an_access(play: Play, glass: Browser, case: str, jo: str) -> None:
    theirs = f"/cases/{case}/people/{play.party(jo).id}"
    status, page = glass.get(theirs)
    assert status == 200 and "change nothing" in page and "<form" not in page.split("<main")[1]
    for path, fields in (("/end", {"because": "x"}), ("/again", {}), ("", {"scope": "view_only"})):
        status, page = glass.post(f"{theirs}{path}", **fields)
        assert status == 403 and "change nothing" in page, path
    assert visible(play.portal, jo)[0].scope == "full"


def test_with_a_reason_nobody_ends_or_enters_a_restriction(pages: Pages, glass: Browser, case: str, uma: str) -> None:
    page = glass.get(f"/cases/{case}")[1]
    assert "Enter a restriction" not in page
    (one,) = set(re.findall(rf"/cases/{case}/restrictions/\w+", page))
    assert "<form" not in glass.get(one)[1].split("<main")[1]
    for path, fields in ((one, {"because": "x"}), (f"/cases/{case}/restrictions/new", {"kind": "court_order"})):
        status, page = glass.post(path, **fields)
        assert status == 403 and "change nothing" in page, path


def test_with_a_reason_nobody_asks_a_school(play: Play, pages: Pages, glass: Browser, case: str) -> None:
    with play.portal.work() as services:
        views_asked.ask(services, case, of="educational_psychology")
    assert glass.get(f"/asked/{case}")[0] == 404
    assert pages.of(play.person("Tom", "Hale", group="safeguarding")).get(f"/asked/{case}")[0] == 200


def test_without_the_check_it_would_open(pages: Pages, case: str, uma: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.cases.entered.closed_to", lambda *_: False)
    assert pages.of(uma).get(f"/cases/{case}")[0] == 200


def test_a_case_of_another_area_asks_for_a_reason(portal: Portal, play: Play, pages: Pages, priya: str) -> None:
    kit = play.person("Kit", "Dale", area="Carlisle")
    play.approve(priya, play.ask(kit))
    case = visible(portal, kit)[0].reference
    areas = {"Ina": ["Copeland"], "Bo": ["Copeland", "Carlisle"], "Mel": []}
    for name, held in areas.items():
        officer = play.person(name, "Moor", group="send_manager")
        with portal.work() as services:
            person = services.accounts.people.by_reference(officer)
            services.accounts.memberships.grant(person, "send_manager", origin="test", areas=held)
        assert pages.of(officer).get(f"/cases/{case}")[0] == (403 if name == "Ina" else 200)
        assert ("You need a reason to open it" in pages.of(officer).post("/cases", reference=case)[1]) == (
            name == "Ina"
        )
