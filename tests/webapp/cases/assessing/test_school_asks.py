"""A school asks for an assessment on the portal: it counts from that day, and an officer finds whom it means."""

import re
from datetime import timedelta

import pytest

from engine import PORTAL
from tests.webapp.cases.assessing.conftest import ASK, writes
from tests.webapp.cases.assessing.test_requests import does, limits
from tests.webapp.cases.conftest import Play
from tests.webapp.cases.pages import words
from webapp import clocks
from webapp.accounts import PersonDetails

BORN = {"child_dob-day": "27", "child_dob-month": "3", "child_dob-year": "2018"}
CHILD = {"setting": "Beckside Primary", "role": "Head teacher", "child_first_name": "Sam", "child_last_name": "Bell"}
FAMILY = {"holders-rows": "1", "holders-0-name": "Jo Bell", "holders-0-relation": "Mother", "keep_from": "no"}
SCHOOL_ASKS = (
    {**CHILD, **BORN},
    {**FAMILY, "family_knows": "yes"},
    {**FAMILY, "family_knows": "yes", "family_words": "They want it, too."},  # that question appears then
    {"needs": "Sam speaks a few words."},
    {"support": "Three rounds of help since September.", "wanted": "More than we can give."},
    {},
    {"declaration": "true"},
)


def professional(play: Play, first: str, last: str, group: str = "school") -> str:
    """Somebody outside the council with an account for their work."""
    with play.portal.work() as services:
        wanted = PersonDetails(email=f"{first}@beckside.example".lower(), first_name=first, last_name=last)
        made = services.accounts.people.add(wanted, kind="professional")
        services.accounts.memberships.grant(made, group, origin="test")
        services.accounts.finish_two_factor(made)
        return made.reference


@pytest.fixture
def ruth(play):
    """Head of Beckside Primary."""
    return professional(play, "Ruth", "Marsh")


def asks(walk, ruth):
    """The school sends its request; gives the reference of the case that it reads."""
    status, page = walk(ruth).through("/advice/ask/begin", *SCHOOL_ASKS)
    assert status == 200, words(page)
    return re.search(r"We have your request, (EHC-\w+)", words(page))[1]


def finds(pages, nell, case, record, **fields):
    """The officer claims the task and chooses a record."""
    place = pages.task(case, "match_record")
    pages.of(nell).post(f"{place}/claim")
    return pages.of(nell).post(f"{place}/school-record", record=record, **fields)


def test_it_is_received_on_the_day_by_the_clocks_rule(play, pages, walk, ruth, nell, clock):
    clock.advance(timedelta(days=4, hours=8))  # Friday after 5pm: it counts as Monday's
    case = asks(walk, ruth)
    finds(pages, nell, case, "new")
    play.mails()
    assert play.waiting(case) == ["check_duty"]
    assert limits(play, case)["decide_whether_to_assess"] == ("2026-03-09", "running")


def test_found_late_it_still_counts_from_the_day_on_which_it_was_sent(play, pages, walk, ruth, nell, grace):
    case = asks(walk, ruth)
    play.wait(4)
    assert any("has waited for 3 days" in subject for _, subject in play.mails())
    finds(pages, nell, case, "new")
    play.mails()
    assert limits(play, case)["decide_whether_to_assess"][0] == "2026-03-02"  # six weeks from 19 January


def test_the_request_goes_to_the_record_that_the_school_means(play, pages, walk, sam, jo, ruth, nell):
    case = asks(walk, ruth)
    place = pages.task(case, "match_record")
    pages.of(nell).post(f"{place}/claim")
    shown = words(pages.of(nell).get(f"{place}/school-record")[1])
    assert sam in shown and "Beckside Primary asks about Sam Bell" in shown
    assert "Three rounds of help" in words(pages.of(nell).get(place)[1])
    finds(pages, nell, case, sam)
    play.mails()
    assert play.waiting(sam) == ["check_duty"]
    said = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "We are deciding whether to assess Sam" in said
    assert "A school, nursery or college asked us to assess Sam" in said and "Three rounds of help" not in said
    assert "asked us to assess Sam" in words(pages.of(jo).get(f"/cases/{sam}/timeline")[1])
    assert "Three rounds of help" in words(pages.of(nell).get(pages.task(sam, "check_duty"))[1])


def test_beside_a_request_of_the_family_no_second_one_begins(play, pages, walk, sam, jo, ruth, nell):
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *ASK.values())
    case = asks(walk, ruth)
    finds(pages, nell, case, sam)
    play.mails()
    assert play.waiting(sam) == ["check_duty"]
    with play.portal.look() as services:
        assert services.engine.instances.running(sam) == {"request"}


def test_where_the_school_asked_before_the_family_all_counts_from_then(play, pages, walk, sam, jo, ruth, nell):
    case = asks(walk, ruth)
    play.wait(2)
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *ASK.values())
    assert limits(play, sam)["decide_whether_to_assess"] == ("2026-03-04", "running")
    play.wait(8)
    finds(pages, nell, case, sam)
    assert limits(play, sam) == {
        "decide_whether_to_assess": ("2026-03-02", "running"),
        "decide_whether_plan_is_needed": ("2026-05-11", "running"),
        "final_plan": ("2026-06-08", "running"),
    }
    said = words(pages.of(nell).get(f"/cases/{sam}")[1])
    assert "A school had asked about the same child already." in said


def test_where_the_school_asked_after_the_family_nothing_counts_from_that(play, pages, walk, sam, jo, ruth, nell):
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *ASK.values())
    play.wait(2)
    finds(pages, nell, asks(walk, ruth), sam)
    assert limits(play, sam)["final_plan"] == ("2026-06-08", "running")
    with play.portal.work() as services:
        again = clocks.start(services, sam, limit="final_plan", by=PORTAL)
        assert again.counted_from.isoformat() == "2026-01-19"


def test_the_school_sees_what_it_gave_and_nothing_else(play, pages, walk, sam, jo, ruth, nell, grace):
    case = asks(walk, ruth)
    finds(pages, nell, case, sam)
    play.mails()
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    status, page = pages.of(ruth).get("/advice")
    assert f"Request for an assessment, {sam}" in words(page)
    given = re.search(r'href="(/advice/given/[^"]+)"', page)[1]
    assert "Three rounds of help" in words(pages.of(ruth).get(given)[1])
    for path in (f"/cases/{sam}", f"/cases/{sam}/letters", f"/cases/{sam}/given", f"/cases/{sam}/timeline"):
        assert pages.of(ruth).get(path)[0] == 404
    colleague = professional(play, "Ann", "Lee")  # of another school: the group is one for all of them
    assert sam not in pages.of(colleague).get("/advice")[1]
    assert pages.of(colleague).get(given)[0] == 404


def test_the_school_reads_the_copies_of_our_letters(play, pages, walk, sam, jo, ruth, nell, hugh):
    case = asks(walk, ruth)
    with play.portal.work() as services:
        services.accounts.people.by_reference(ruth).password_hash = "a hash"
    finds(pages, nell, case, sam)
    play.mails()
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    assert "Letters we sent you" not in words(pages.of(ruth).get("/advice")[1])
    writes(pages, nell, sam)
    no = {"may_have_needs": "yes", "may_need_plan": "no", "decision": "no", "reasons": "The school can help."}
    does(pages, walk, hugh, sam, no)
    writes(pages, nell, sam)
    page = pages.of(ruth).get("/advice")[1]
    assert "We will not assess Sam’s education, health and care needs" in words(page)
    assert "We are deciding whether to assess Sam’s needs" in words(page)
    place = re.search(r'href="(/advice/letters/[^"]+)"', page)[1]
    read = words(pages.of(ruth).get(place)[1])
    assert "This is a copy for Ruth Marsh, Beckside Primary." in read and "Jo Bell" not in read
    assert "Who has looked" in words(pages.of(jo).get(f"/cases/{sam}/looks")[1])


def test_nobody_but_a_school_asks_so(play, pages, jo, nell):
    health = professional(play, "Vi", "Yusuf", "health")
    for who in (jo, nell, health):
        assert pages.of(who).get("/advice/ask/begin")[0] == 403
    assert "Ask for an assessment" not in words(pages.of(health).get("/advice")[1])


def test_sent_twice_it_is_one_request(play, pages, walk, ruth):
    asks(walk, ruth)
    status, page = pages.of(ruth).post("/advice/ask/check")
    assert status == 200 and page.count("Request for an assessment, EHC-") == 1


def test_a_record_that_is_not_there_is_told_and_nothing_is_lost(play, pages, walk, ruth, nell):
    case = asks(walk, ruth)
    assert finds(pages, nell, case, "")[0] == 422
    assert finds(pages, nell, case, "other")[0] == 422
    status, page = finds(pages, nell, case, "other", reference="EHC-ZZZZZ")
    assert status == 422 and "no such case" in words(page).lower() or status == 404
    assert play.waiting(case) == ["match_record"]
