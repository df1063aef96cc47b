"""Who has looked at my child's record: by role, first name and team, page by page, and nothing about other family."""

import pytest
from sqlalchemy import text

from tests.webapp.cases.conftest import DAD, Play, visible
from tests.webapp.cases.pages import Pages, words
from webapp import cases
from webapp.cases import who_looked
from webapp.db import Database
from webapp.portal import Portal


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, ali: str, priya: str) -> str:
    """Sam's case with both parents."""
    play.approve(priya, play.ask(jo))
    reference = visible(portal, jo)[0].reference
    play.approve(priya, play.ask(ali, DAD), child_id=play.child_of(reference))
    return reference


def looks(page: str) -> list[str]:
    """The entries of the list."""
    return [words(f"<main>{each}</main>") for each in page.split('<ul class="rows')[1].split("<li")[1:]]


def test_a_parent_reads_who_of_us_looked_when_and_at_what(play: Play, pages: Pages, case: str, jo: str) -> None:
    pages.of(play.person("Uma", "Frost", group="send_officer")).get(f"/cases/{case}")
    status, page = pages.of(jo).get(f"/cases/{case}/looks")
    shown = words(page)
    assert status == 200 and "Uma" in shown and "SEND officers. The main page of the record" in shown
    assert "10am today" in shown and "Frost" not in shown


def test_a_parent_reads_their_own_looks_and_not_the_others(pages: Pages, case: str, jo: str, ali: str) -> None:
    pages.of(ali).get(f"/cases/{case}")
    pages.of(jo).get(f"/cases/{case}")
    _, page = pages.of(jo).get(f"/cases/{case}/looks")
    assert [each for each in looks(page) if "main page" in each] == [
        next(each for each in looks(page) if each.startswith(">") or "You" in each)
    ] or sum("The main page" in each for each in looks(page)) == 1
    assert "Ali" not in words(page)


def test_a_request_that_is_kept_from_them_is_not_told_by_a_look(
    play: Play, pages: Pages, case: str, jo: str, priya: str
) -> None:
    gran = play.person("Nan", "Ash", address_lines=("3 High Row",), postcode="CA1 3CC")
    reference = play.ask(gran, {**DAD, "relationship": "other"})
    play.review(priya, reference, "approve")
    play.claim(priya, reference, "match_record")
    pages.of(priya).get(f"{pages.task(reference)}/record")  # Sam is offered as a match
    by_match = pages.of(jo).get(f"/cases/{case}/looks")[1]
    assert "match" not in words(by_match) and reference not in by_match and "Nan" not in words(by_match)
    pages.of(priya).post("/cases", name="Sam")
    assert looks(pages.of(jo).get(f"/cases/{case}/looks")[1]).count(looks(by_match)[1]) >= 1


def test_the_council_may_leave_names_of_staff_out(
    play: Play, pages: Pages, case: str, jo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.of(play.person("Uma", "Frost", group="send_officer")).get(f"/cases/{case}")
    object.__setattr__(play.portal.config, "name_staff", False)
    shown = words(pages.of(jo).get(f"/cases/{case}/looks")[1])
    assert "Uma" not in shown and "SEND officers" in shown


def test_officers_see_every_look_with_its_name(pages: Pages, case: str, jo: str, ali: str, priya: str) -> None:
    for parent in (jo, ali):
        pages.of(parent).get(f"/cases/{case}")
    shown = words(pages.of(priya).get(f"/cases/{case}/looks")[1])
    assert "Jo Bell" in shown and "Ali Khan" in shown and "Priya Nair" in shown


def test_a_search_is_noted_in_each_record_that_it_shows(
    portal: Portal, play: Play, pages: Pages, case: str, priya: str
) -> None:
    status, page = pages.of(priya).post("/cases", name="sa be")
    assert status == 200 and case in page and "27" in page
    with portal.look() as services:
        latest = services.engine.history.reads(case, limit=1)[0]
        assert (latest.actor, latest.payload["what"]) == (priya, "found in a search")


@pytest.mark.parametrize(
    "wanted",
    [
        {"reference": "{case}"},
        {"born_on-day": "27", "born_on-month": "3", "born_on-year": "2018"},
        {"name": "bell"},
    ],
)
def test_a_case_is_found_by_name_birth_date_or_reference(
    pages: Pages, case: str, priya: str, wanted: dict[str, str]
) -> None:
    typed = {name: value.format(case=case.lower()) for name, value in wanted.items()}
    assert f"/cases/{case}" in pages.of(priya).post("/cases", **typed)[1]


@pytest.mark.parametrize(
    ("typed", "says"), [({}, "Enter a name"), ({"born_on-day": "31", "born_on-month": "2"}, "must be a real date")]
)
def test_a_search_for_nothing_shows_nothing(
    pages: Pages, case: str, priya: str, typed: dict[str, str], says: str
) -> None:
    status, page = pages.of(priya).post("/cases", **typed)
    assert status == 422 and says in page and case not in page


def test_who_looks_for_very_many_records_is_stopped(
    play: Play, pages: Pages, case: str, priya: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.accounts import throttling

    monkeypatch.setitem(throttling.LIMITS, "search.account", throttling.Limit(2, throttling.HOUR))
    browser = pages.of(priya)
    assert [browser.post("/cases", name="Sam")[0] for _ in range(3)] == [200, 200, 429]
    assert case not in browser.post("/cases", name="Sam")[1]


def test_looks_are_read_page_by_page_each_once(portal: Portal, play: Play, case: str, jo: str, ali: str) -> None:
    with portal.work() as services:
        for number in range(60):
            cases.note_read(services, case, by=play.actor(services, ali if number % 3 else jo), what=f"{number}")
    seen: list[str] = []
    before = None
    with portal.look() as services:
        person = services.accounts.people.by_reference(jo)
        while True:
            page = who_looked.for_family(services, person, case, before=before)
            seen += [look.what for look in page.looks if look.reference == jo]
            if (before := page.before) is None:
                break
    assert seen == [str(number) for number in range(59, -1, -1) if number % 3 == 0]


def test_looks_are_found_by_their_own_index(database: Database) -> None:
    plan = "EXPLAIN QUERY PLAN " if database.kind == "sqlite" else "EXPLAIN "
    query = (
        "SELECT * FROM history_event WHERE history_event.business_key = 'EHC-1' AND history_event.kind = 'read' "
        "AND history_event.id < 40 ORDER BY history_event.id DESC LIMIT 26"
    )
    with database.transaction() as session:
        if database.kind == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        shown = " ".join(str(row) for row in session.execute(text(plan + query)))
    assert "ix_history_event_read" in shown and "SCAN history_event" not in shown
