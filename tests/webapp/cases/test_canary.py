"""One parent's whereabouts never reach the other: everything is crawled as the father, every mail to him is opened."""

import pytest

from tests.webapp.cases import views_asked
from tests.webapp.cases.canary import (
    AFRAID,
    MAILBOX,
    POSTCODE,
    SCHOOL,
    SECRET,
    STREET,
    crawl,
    found_in,
    mails_to,
    mother,
)
from tests.webapp.cases.canary import nest as nest
from tests.webapp.cases.conftest import DAD, Play
from tests.webapp.cases.every import portal as portal
from tests.webapp.cases.pages import Browser, Pages
from webapp.cases import case_file, entered, who_looked
from webapp.cases.entered import NewRestriction

SAM_OF_AN_AUNT = {
    "about": "child",
    "child_first_name": "Sam",
    "child_last_name": "Bell",
    "child_dob": "2018-03-27",
    "relationship": "other",
    "parental_responsibility": "no",
    "lives_with": "elsewhere",
    "court_orders": "no",
    "safety_worry": "no",
}
FATHER, STARTS = "ali.khan@example.org", ("/home", "/")


def enter_all(play: Play, priya: str, jo: str, ali: str, case: str) -> None:
    """An order against the father and the mother's hidden address, both in words that sing."""
    with play.portal.work() as services:
        officer, actor = services.accounts.people.by_reference(priya), play.actor(services, priya)
        opened = case_file.open_for(services, officer, case, by=actor, what="case page").case
        for kind, about in ((entered.COURT_ORDER, ali), (entered.HIDDEN_ADDRESS, jo)):
            new = NewRestriction(kind=kind, about_id=play.id_of(about), words=SECRET, from_on=play.clock.now().date())
            entered.enter(services, opened, new, by=officer, actor=actor)
        views_asked.ask(services, case)


@pytest.mark.parametrize("place", [STREET, POSTCODE.lower(), "(01632) 960-977", MAILBOX, SCHOOL])
def test_an_officers_slip_in_the_answer_to_his_request_is_not_sent(
    play: Play, pages: Pages, priya: str, ali: str, place: str
) -> None:
    play.approve(priya, play.ask(mother(play), AFRAID))
    reference = play.ask(ali, DAD)
    play.claim(priya, reference, "review_request")
    play.read(priya, reference)
    task, browser = pages.task(reference), pages.of(priya)
    browser.post(f"{task}/form/what-you-checked", checked=["identity"], version="0")
    for version, words, expected in (("1", f"Bring a letter to {place}, please.", 422), ("2", "Bring a letter.", 200)):
        refusal = {"decision": "refuse", "refusal_reason": "link", "message_to_requester": words}
        assert browser.post(f"{task}/form/your-decision", version=version, **refusal)[0] == 200
        assert browser.post(f"{task}/form/check")[0] == expected
    assert not [mail for mail in mails_to(play, FATHER) if found_in(mail)]
    assert play.waiting(reference) == []


def sings(play: Play, father: Browser, case: str) -> list[str]:
    """Where a canary is heard: pages that the father reaches, and his mail."""
    pages = crawl(father, *STARTS, f"/cases/{case}", f"/cases/{case}/looks")
    heard = [path for path, text in pages if found_in(text)]
    return heard + [text for text in mails_to(play, FATHER) if found_in(text)]


def test_nothing_of_the_mothers_whereabouts_reaches_the_father(
    play: Play, nest: tuple[str, str], ali: str, priya: str
) -> None:
    jo, case = nest
    enter_all(play, priya, jo, ali, case)
    pages = Pages(play)
    pages.of(jo).get(f"/cases/{case}")
    pages.of(priya).get(f"/cases/{case}")
    father = pages.of(ali)
    visited = [path for path, _ in crawl(father, *STARTS)]
    assert {f"/cases/{case}", f"/cases/{case}/looks", "/your-details"} <= set(visited), "the crawl reaches what is his"
    assert len(mails_to(play, FATHER)) >= 2, "he has mail"
    assert sings(play, father, case) == []


def test_officers_see_where_the_mother_lives(play: Play, nest: tuple[str, str], ali: str, priya: str) -> None:
    jo, case = nest
    enter_all(play, priya, jo, ali, case)
    _, page = Pages(play).of(priya).get(f"/cases/{case}")
    for canary in (STREET, POSTCODE, MAILBOX, SCHOOL, SECRET):
        assert canary in page


def test_the_father_learns_nothing_of_the_mothers_looks_or_request(
    play: Play, nest: tuple[str, str], ali: str, priya: str
) -> None:
    jo, case = nest
    enter_all(play, priya, jo, ali, case)
    pages = Pages(play)
    pages.of(jo).get(f"/cases/{case}")
    request = play.party(jo).request_reference
    for path, text in crawl(pages.of(ali), *STARTS, f"/cases/{case}/looks"):
        assert request not in text and "Jo" not in text.split("<body")[-1].split(), path
        assert "restriction" not in text.lower().split("<main")[-1], path


def test_without_its_own_view_of_a_case_the_canary_is_heard(
    play: Play, nest: tuple[str, str], ali: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo, case = nest
    enter_all(play, priya, jo, ali, case)
    monkeypatch.setattr("webapp.views.cases.cases.STAFF", "family")  # the page of officers for everybody
    monkeypatch.setattr("webapp.cases.opening.STAFF_GROUPS", ("family",))
    monkeypatch.setattr("webapp.cases.independence.refusal_in_case", lambda *_: None)
    assert f"/cases/{case}" in sings(play, Pages(play).of(ali), case)


def test_without_the_filter_of_looks_the_mother_is_seen_looking(
    play: Play, nest: tuple[str, str], ali: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo, case = nest
    pages = Pages(play)
    pages.of(jo).get(f"/cases/{case}")
    assert ">Jo<" not in "".join(pages.of(ali).get(f"/cases/{case}/looks")[1].split())
    monkeypatch.setattr(
        who_looked,
        "for_family",
        lambda desk, person, reference, *, before=None: who_looked.for_officers(desk, reference, before=before),
    )
    assert ">Jo<" in "".join(pages.of(ali).get(f"/cases/{case}/looks")[1].split())


def test_a_hidden_address_is_hidden_from_other_staff_in_file_match_and_request(
    play: Play, nest: tuple[str, str], ali: str, priya: str
) -> None:
    jo, case = nest
    with play.portal.work() as services:
        officer, actor = services.accounts.people.by_reference(priya), play.actor(services, priya)
        opened = case_file.open_for(services, officer, case, by=actor, what="case page").case
        new = NewRestriction(
            kind=entered.HIDDEN_ADDRESS,
            about_id=play.id_of(jo),
            from_on=play.clock.now().date(),
            only_for=("safeguarding",),
        )
        entered.enter(services, opened, new, by=officer, actor=actor)
    pages, tom = Pages(play), play.person("Tom", "Hale", group="safeguarding")
    _, page = pages.of(priya).get(f"/cases/{case}")
    assert STREET not in page and MAILBOX not in page and "Hidden from your team" in page
    assert STREET in pages.of(tom).get(f"/cases/{case}")[1]
    eve = play.person("Eve", "Moss", address_lines=("2 Fell Row",), postcode="CA1 1AA")
    reference = play.ask(eve, SAM_OF_AN_AUNT)
    play.review(priya, reference, "approve")
    play.claim(priya, reference, "match_record")
    page = pages.of(priya).get(f"{pages.task(reference)}/record")[1]
    assert POSTCODE not in page and SCHOOL not in page
