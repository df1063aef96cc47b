"""A request for an assessment: sent by the family, recorded by officers, decided in six weeks, withdrawn."""

import re
from datetime import timedelta

import pytest

from tests.webapp.cases.assessing.conftest import ASK, writes
from tests.webapp.cases.conftest import DAD
from tests.webapp.cases.pages import words
from tests.webapp.cases.test_hidden_address import hide
from webapp import clocks
from webapp.cases.reading import find_case
from webapp.london import london_day

ALL = list(ASK.values())


def asks(walk, who, case):
    return walk(who).through(f"/cases/{case}/do/AskForAssessment/begin", *ALL)


def does(pages, walk, who, case, *answers):
    """Claim the one task of the case and do it."""
    place = pages.task(case)
    pages.of(who).post(f"{place}/claim")
    return walk(who).through(f"{place}/form/begin", *answers)


def limits(play, case):
    with play.portal.look() as services:
        return {each.rule.name: (each.due_on.isoformat(), each.state) for each in clocks.of(services, case)}


def test_a_parent_asks_and_sees_where_it_stands(play, pages, walk, sam, jo):
    assert "Ask for an assessment" in pages.of(jo).get(f"/cases/{sam}")[1]
    status, page = asks(walk, jo, sam)
    said = words(page).replace("\xa0", " ")
    assert status == 200 and "We are deciding whether to assess Sam" in said
    assert "Your next stepNothing to do now" in said
    assert "Our next stepDecide whether to assessby Monday 2 March 2026" in said
    assert "The legal limitWeek 1 of 20final plan by 8 June 2026" in said
    assert "RequestWe are here, since 19 January" in said
    assert ("jo.bell@example.org", f"We have your request for an assessment, {sam}") in play.mails()
    (mail,) = [each for each in play.mail_texts() if "We have the request" in each]
    assert "It counts as received on 19 January 2026" in mail and "so by 2 March 2026" in mail


def test_sent_twice_it_is_one_request(play, pages, walk, sam, jo):
    asks(walk, jo, sam)
    status, page = pages.of(jo).get(f"/cases/{sam}/do/AskForAssessment/check")
    assert status == 200 and "We are deciding" in words(page)
    assert play.waiting(sam) == ["check_duty"]


def test_who_has_asked_is_not_offered_it_again_and_a_second_parent_neither(play, pages, walk, sam, jo, nell):
    asks(walk, jo, sam)
    assert "Ask for an assessment" not in words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert pages.of(jo).get(f"/cases/{sam}/do/AskForAssessment/begin")[0] == 404
    assert pages.of(nell).get(f"/cases/{sam}/do/RecordRequest/begin")[0] == 404


def test_an_officer_reads_what_was_sent_and_the_panel_decides(play, pages, walk, sam, jo, nell, hugh):
    asks(walk, jo, sam)
    shown = words(pages.of(nell).get(pages.task(sam))[1])
    assert "Sam builds whole towns" in shown and "Jo Bell, Monday 19" in shown.replace("\xa0", " ")
    duty = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}
    does(pages, walk, nell, sam, duty)
    writes(pages, nell, sam)
    assert play.waiting(sam) == ["decide_request"]
    decision = {"may_have_needs": "yes", "may_need_plan": "yes", "decision": "assess", "reasons": "He may need it."}
    does(pages, walk, hugh, sam, decision)
    assert limits(play, sam)["decide_whether_to_assess"] == ("2026-03-02", "running")  # until the family is told
    writes(pages, nell, sam)
    assert limits(play, sam)["decide_whether_to_assess"] == ("2026-03-02", "met")
    page = pages.of(jo).get(f"/cases/{sam}/letters")[1]
    for title in ("We are deciding whether to assess Sam’s needs", "We will assess Sam’s education"):
        assert title in words(page)


def test_what_is_to_be_decided_by_a_day_moves_with_the_corrected_date(play, pages, walk, sam, jo, nell, hugh):
    asks(walk, jo, sam)
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    writes(pages, nell, sam)
    assert decided_by(play, sam) == limits(play, sam)["decide_whether_to_assess"][0] == "2026-03-02"
    with play.portal.work() as services:
        (received,) = [each.event for each in clocks.events_of(services, sam) if each.event.kind == "request_received"]
        at, by = received.at - timedelta(days=7), play.actor(services, nell)
        clocks.correct(services, sam, received.id, at=at, route="email", because="It came by mail.", by=by)
    assert decided_by(play, sam) == limits(play, sam)["decide_whether_to_assess"][0] == "2026-02-23"
    decision = {"may_have_needs": "yes", "may_need_plan": "yes", "decision": "assess", "reasons": "He may need it."}
    does(pages, walk, hugh, sam, decision)
    assert decided_by(play, sam) == "2026-02-23", "what the drawing opens later is due by the right day, too"


def test_a_shift_by_which_one_limit_falls_on_the_old_day_of_another_moves_each_once(play, pages, walk, sam, jo, nell):
    asks(walk, jo, sam)
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    writes(pages, nell, sam)
    for _ in range(6):
        play.clock.advance(timedelta(days=14))
    with play.portal.work() as services:
        (received,) = [each.event for each in clocks.events_of(services, sam) if each.event.kind == "request_received"]
        at, by = received.at + timedelta(weeks=10), play.actor(services, nell)  # from week 6 to week 16
        clocks.correct(services, sam, received.id, at=at, route=received.route, because="The post book.", by=by)
    assert decided_by(play, sam) == limits(play, sam)["decide_whether_to_assess"][0] == "2026-05-11"


def decided_by(play, case):
    """The day by which the one open task is due."""
    with play.portal.look() as services:
        (task,) = services.engine.user_tasks.open_of(case)
        return london_day(task.due_at).isoformat()


def test_a_no_ends_the_way_and_stops_the_clocks(play, pages, walk, sam, jo, nell, hugh):
    asks(walk, jo, sam)
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    writes(pages, nell, sam)
    no = {"may_have_needs": "yes", "may_need_plan": "no", "decision": "no", "reasons": "The school can help."}
    does(pages, walk, hugh, sam, no)
    writes(pages, nell, sam)
    found = limits(play, sam)
    assert found.pop("appeal")[1] == "running"  # the letter opens the time to appeal
    assert {state for _, state in found.values()} == {"met", "dropped"}
    said = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "We have decided not to assess Sam" in said and "We do not assess" in said
    for later in ("Draft plan", "Final plan", "Annual review", "The legal limit"):
        assert later not in said
    assert "Ask for an assessment" in said  # a second request is not barred


def test_what_the_family_asked_and_added_stands_with_what_it_has_given(play, pages, walk, sam, jo, ali, nell):
    assert "Ask for an assessment" in words(pages.of(jo).get(f"/cases/{sam}")[1])
    added = {"about": "A letter from the nursery", "words": "He played beside the others."}
    status, page = walk(jo).through(f"/cases/{sam}/do/AddSomething/begin", added)
    assert status == 200 and "We have what you sent" in words(page)
    assert "Ask for an assessment" in words(page)  # what was added does not stand in its way
    asks(walk, jo, sam)
    shown = words(pages.of(jo).get(f"/cases/{sam}/given")[1])
    assert "What you told us when you asked" in shown and "What you added" in shown
    assert play.waiting(sam) == ["read_added", "check_duty"]
    place = pages.task(sam, "read_added")
    assert "He played beside the others" in words(pages.of(nell).get(place)[1])
    pages.of(nell).post(f"{place}/claim")
    walk(nell).through(f"{place}/form/begin", {"follows": "no"})
    assert play.waiting(sam) == ["check_duty"]


def test_a_withdrawn_request_ends_the_way_though_something_added_is_still_to_be_read(play, pages, walk, sam, jo):
    asks(walk, jo, sam)
    walk(jo).through(f"/cases/{sam}/do/AddSomething/begin", {"about": "A letter", "words": "From the nursery."})
    walk(jo).through(f"/cases/{sam}/do/AskToWithdraw/begin", {"sure": "true"})
    assert ("jo.bell@example.org", f"The request {sam} has been withdrawn") in play.mails()
    assert play.waiting(sam) == ["read_added"]
    said = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "The request about Sam is withdrawn" in said
    assert {state for _, state in limits(play, sam).values()} == {"dropped"}


@pytest.mark.parametrize(
    ("route", "day", "late", "counts"),
    [("post", "16", "no", "2026-03-02"), ("email", "16", "yes", "2026-03-02"), ("hand", "16", "no", "2026-02-27")],
)
def test_a_request_that_came_another_way_counts_from_when_it_came(
    play, pages, walk, sam, nell, route, day, late, counts
):
    who = {"asked_by": "school", "asker": "Ruth Marsh, Beckside Primary", "family_knows": "yes"}
    received = {"received_on-day": day, "received_on-month": "1", "received_on-year": "2026"}
    how = {"route": route, **received, "late": late}
    status, page = walk(nell).through(f"/cases/{sam}/do/RecordRequest/begin", who, how, {"words": "Please assess."})
    assert status == 200, words(page)
    assert limits(play, sam)["decide_whether_to_assess"][0] == counts
    assert play.waiting(sam) == ["check_duty"]


def test_an_officer_finds_on_the_case_page_how_to_record_a_request(play, pages, walk, sam, jo, nell, grace):
    link, words_ = f"/cases/{sam}/do/RecordRequest/begin", "Record a request for an assessment"
    shown = pages.of(nell).get(f"/cases/{sam}")[1]
    assert link in shown and words_ in shown
    assert words_ not in pages.of(grace).get(f"/cases/{sam}")[1]
    asks(walk, jo, sam)
    assert words_ not in pages.of(nell).get(f"/cases/{sam}")[1]


def test_what_is_not_offered_is_not_there(play, pages, walk, sam, jo, ali, nell):
    for who, name in ((jo, "RecordRequest"), (jo, "AskToWithdraw"), (nell, "AskForAssessment"), (jo, "Nothing")):
        assert pages.of(who).get(f"/cases/{sam}/do/{name}/begin")[0] == 404
    assert pages.of(ali).get(f"/cases/{sam}/do/AskForAssessment/begin")[0] == 404
    asks(walk, jo, sam)
    assert pages.of(ali).get(f"/cases/{sam}/do/AskToWithdraw/begin")[0] == 404


def test_a_request_is_written_and_counts_before_access_is_decided(play, pages, walk, jo, priya):
    asked = play.ask(jo)
    assert "You do not have to wait" in words(pages.of(jo).get(f"/requests/{asked}")[1])
    status, page = walk(jo).through(f"/requests/{asked}/assessment/begin", *ALL)
    said = words(page)
    found = re.search(r"EHC-\w+", said)
    assert status == 200 and found and "received on Monday 19 January 2026" in said.replace("\xa0", " ")
    case = found[0]
    assert pages.of(jo).get(f"/cases/{case}")[0] == 404
    assert limits(play, case)["decide_whether_to_assess"] == ("2026-03-02", "running")
    assert ("jo.bell@example.org", f"We have your request for an assessment, {case}") in play.mails()
    play.wait(3)
    play.review(priya, asked, "approve")
    play.match(priya, asked, play.child_of(case))
    assert "We are deciding whether to assess Sam" in words(pages.of(jo).get(f"/cases/{case}")[1])
    assert limits(play, case)["decide_whether_to_assess"] == ("2026-03-02", "running")


def test_what_somebody_wrote_is_hidden_with_their_address(play, pages, walk, sam, jo, priya, nell):
    asks(walk, jo, sam)
    place, told = pages.task(sam), "Sam builds whole towns"
    assert told in words(pages.of(nell).get(place)[1])
    hide(pages.of(priya), sam, play.id_of(jo))
    shown = words(pages.of(nell).get(place)[1])
    assert told not in shown and "What Jo Bell wrote and sent is hidden from your team" in shown


def test_a_request_for_a_child_without_a_record_leads_over_a_new_record_and_on(play, pages, walk, nell):
    browser = pages.of(nell)
    assert "/cases/new?then=RecordRequest" in browser.get("/cases")[1]
    child = {"first_name": "Olive", "last_name": "Thackeray"}
    born = {"born_on-day": "4", "born_on-month": "5", "born_on-year": "2017"}
    status, page = browser.post("/cases/new", **child, **born, then="RecordRequest")
    assert status == 200 and "Record a request for an assessment" in words(page) and "Who asks?" in words(page)
    status, page = browser.post("/cases/new", **child, **born, then="Nothing")
    assert "Is it one of these?" in words(page)


def test_the_childs_page_shows_the_newest_ten_and_leads_to_all(play, pages, walk, sam, jo):
    for number in range(11):
        play.clock.advance(timedelta(minutes=1))
        added = {"about": f"Letter {number}", "words": "From the nursery."}
        walk(jo).through(f"/cases/{sam}/do/AddSomething/begin", added)
    shown = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert shown.count("What you added") == 10 and "All 11 of them" in shown
    everything = words(pages.of(jo).get(f"/cases/{sam}/given")[1])
    assert everything.count("What you added") == 11 and "All 11" not in everything


def test_an_officer_withdraws_it_for_a_family_that_rings(play, pages, walk, sam, jo, nell):
    label = "Withdraw the request for the family"
    assert label not in words(pages.of(nell).get(f"/cases/{sam}")[1]), "there is no request yet"
    asks(walk, jo, sam)
    assert label in words(pages.of(nell).get(f"/cases/{sam}")[1])
    assert label not in words(pages.of(jo).get(f"/cases/{sam}")[1])
    day = {"told_on-day": "19", "told_on-month": "1", "told_on-year": "2026"}
    rings = {"who": "Jo Bell", "how": "telephone", **day, "why": "The school helps now.", "sure": "true"}
    path = f"/cases/{sam}/do/WithdrawForFamily/begin"
    status, page = walk(nell).through(path, rings)
    assert status == 200, words(page)
    assert ("jo.bell@example.org", f"The request {sam} has been withdrawn") in [
        (to, " ".join(subject.split())) for to, subject in play.mails()
    ]
    assert play.waiting(sam) == [] and {state for _, state in limits(play, sam).values()} == {"dropped"}
    said = words(pages.of(jo).get(f"/cases/{sam}")[1])
    assert "The request about Sam is withdrawn" in said and "The school helps now" not in said
    happened = words(pages.of(nell).get(f"/cases/{sam}/timeline")[1])
    assert (
        "Somebody wants the request withdrawn, as they had told us" in happened
        and "Jo Bell, by telephone: The school helps now." in happened
    )
    assert pages.of(nell).get(path)[0] == 404, "there is nothing to withdraw any more"


def test_another_parent_does_not_withdraw_it(play, pages, walk, sam, jo, ali, priya):
    asked = play.ask(ali, DAD)
    with play.portal.look() as services:
        child = find_case(services, sam).child_id
    play.approve(priya, asked, child)
    asks(walk, jo, sam)
    offered = {who: pages.of(who).get(f"/cases/{sam}")[1] for who in (jo, ali)}
    assert "AskToWithdraw" in offered[jo] and "AskToWithdraw" not in offered[ali]
    status, page = pages.of(ali).get(f"/cases/{sam}/do/AskToWithdraw/begin")
    assert status == 403 and "Only whoever asked for the assessment can withdraw the request here." in words(page)
    assert "write to us" in words(page)
    status, _ = pages.of(ali).post(f"/cases/{sam}/do/AskToWithdraw/why", sure="true", version="0")
    assert status == 403 and play.waiting(sam) == ["check_duty"]
