"""What was sent before access was decided goes to the record that the officer chooses for the request."""

import re

from tests.webapp.cases.assessing.conftest import ASK
from tests.webapp.cases.conftest import DAD
from tests.webapp.cases.pages import words
from webapp import clocks
from webapp.cases.models import Case

ALL = list(ASK.values())


def writes_ahead(play, walk, who, answers=DAD):
    """Ask to see the record, and send a request for an assessment meanwhile; both references."""
    asked = play.ask(who, answers)
    found = re.search(r"EHC-\w+", words(walk(who).through(f"/requests/{asked}/assessment/begin", *ALL)[1]))
    assert found
    return asked, found[0]


def test_choosing_the_childs_own_record_brings_the_request_there(play, pages, walk, sam, ali, nell, priya):
    asked, ahead = writes_ahead(play, walk, ali)
    play.approve(priya, asked, play.child_of(sam))
    assert "We are deciding whether to assess Sam" in words(pages.of(ali).get(f"/cases/{sam}")[1])
    assert (play.waiting(sam), play.waiting(ahead)) == (["check_duty"], [])
    assert pages.of(ali).client.get(f"/cases/{ahead}").location == f"/cases/{sam}"
    with play.portal.look() as services:
        assert clocks.of(services, sam)
        (event,) = [e for e in services.engine.history.of(sam) if e.kind == "merged"]
        assert (event.actor, event.payload) == (priya, {"request": asked, "from": ahead})
    assert ahead in words(pages.of(nell).get(f"/cases/{sam}")[1])


def test_a_new_record_is_the_one_that_was_made_ahead(play, pages, walk, ali, priya):
    asked, ahead = writes_ahead(play, walk, ali)
    play.approve(priya, asked)
    with play.portal.look() as services:
        assert [case.reference for case in services.session.query(Case)] == [ahead]
    assert "We are deciding" in words(pages.of(ali).get(f"/cases/{ahead}")[1])


def test_two_requests_for_one_child_are_told_to_the_officer_who_matches(play, pages, walk, sam, jo, ali, priya):
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *ALL)
    asked, ahead = writes_ahead(play, walk, ali)
    play.review(priya, asked, "approve")
    play.claim(priya, asked, "match_record")
    page = pages.of(priya).get(f"{pages.task(asked)}/record")[1]
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    chosen = {"record": play.child_of(sam), "action": "open", "read": "yes", "seen": seen}
    status, page = pages.of(priya).post(f"{pages.task(asked)}/record", **chosen)
    assert status == 409 and f"runs in both records, {sam} and {ahead}" in words(page)
    assert play.waiting(ahead) == ["check_duty"]


def test_a_record_made_ahead_is_not_merged_before_the_request_is_decided(play, pages, walk, sam, ali, nell):
    asked, ahead = writes_ahead(play, walk, ali)
    shown = words(pages.of(nell).get(f"/cases/{sam}/merge/{ahead}")[1])
    assert f"was made from the request {asked}, which nobody has decided" in shown
