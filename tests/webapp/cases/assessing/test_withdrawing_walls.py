"""A withdrawal reaches the one request that it was meant for, and ends nobody's right who was not asked."""

from datetime import timedelta

import pytest

from tests.webapp.cases.assessing.conftest import writes
from tests.webapp.cases.assessing.test_requests import asks, does, limits
from tests.webapp.cases.assessing.test_withdrawing import ASKED, DECIDE, RINGS, WHY, case_page, subjects
from tests.webapp.cases.conftest import DAD
from tests.webapp.cases.pages import words
from webapp.worker import Worker

ELSEWHERE = {"lives_here": "no", "age": "yes", "assessed": "no", "duty": "not_ours", "sent_to": "Westmorland"}
SCHOOL = (
    {"asked_by": "school", "asker": "Ruth Marsh, Beckside Primary", "family_knows": "yes"},
    {"route": "post", "received_on-day": "16", "received_on-month": "1", "received_on-year": "2026", "late": "no"},
    {"words": "Please assess."},
)


class OneTask:
    """Pages whose only task of a case is this one."""

    def __init__(self, pages, element):
        self.pages, self.element, self.of = pages, element, pages.of

    def task(self, case):
        return self.pages.task(case, self.element)


def works(play):
    Worker(play.portal).once()
    Worker(play.portal).once()


def withdraws(walk, who, case):
    return walk(who).through(f"/cases/{case}/do/AskToWithdraw/begin", {"why": WHY, "sure": "true"})


@pytest.fixture
def withdrawn(walk, sam, jo):
    """His mother has asked, and takes it back."""
    asks(walk, jo, sam)
    withdraws(walk, jo, sam)


def timeline(pages, who, case):
    return words(pages.of(who).get(f"/cases/{case}/timeline")[1])


def test_what_missed_an_old_request_ends_no_later_one(play, pages, walk, sam, jo, nell):
    asks(walk, jo, sam)
    place = pages.task(sam, "check_duty")
    pages.of(nell).post(f"{place}/claim")
    withdraws(walk, jo, sam)
    walk(nell).through(f"{place}/form/begin", ELSEWHERE)
    works(play)
    assert play.waiting(sam) == []
    play.clock.advance(timedelta(days=2))
    asks(walk, jo, sam)
    works(play)
    assert play.waiting(sam) == ["check_duty"]


def test_nobody_withdraws_a_request_twice_before_the_worker_has_come(play, pages, walk, sam, jo, nell):
    asks(walk, jo, sam)
    status, page = withdraws(walk, jo, sam)
    assert status == 200 and "Withdraw the request" not in words(page)
    assert "Withdraw the request" not in case_page(pages, nell, sam)
    works(play)
    assert play.waiting(sam) == []
    play.clock.advance(timedelta(hours=2))
    asks(walk, jo, sam)
    works(play)
    assert play.waiting(sam) == ["check_duty"] and "Withdraw the request" in case_page(pages, jo, sam)


def test_those_concerned_learn_that_we_decided_before_it_was_settled(
    play, pages, walk, sam, jo, dad, nell, hugh, withdrawn
):
    place = pages.task(sam, "check_duty")
    pages.of(nell).post(f"{place}/claim")
    walk(nell).through(f"{place}/form/begin", ELSEWHERE)
    works(play)
    for who in ("jo.bell@example.org", "ali.khan@example.org"):
        assert f"We have answered the request {sam}" in subjects(play, who)
    assert "before it was settled" in timeline(pages, nell, sam)


def test_parents_do_not_end_alone_what_a_school_has_asked(play, pages, walk, sam, jo, dad, nell):
    walk(nell).through(f"/cases/{sam}/do/RecordRequest/begin", *SCHOOL)
    walk(nell).through(f"/cases/{sam}/do/WithdrawForFamily/begin", RINGS)
    walk(dad).through(f"{pages.task(sam, ASKED)}/form/begin", {"said": "stop"})
    works(play)
    assert sorted(play.waiting(sam)) == ["check_duty", DECIDE]
    form = f"{pages.task(sam, DECIDE)}"
    pages.of(nell).post(f"{form}/claim")
    page = words(pages.of(nell).client.get(f"{form}/form/begin", follow_redirects=True).get_data(as_text=True))
    assert "Ask whoever made the request" in page


def test_a_parent_alone_does_not_end_what_a_school_has_asked(play, pages, walk, sam, jo, nell):
    walk(nell).through(f"/cases/{sam}/do/RecordRequest/begin", *SCHOOL)
    walk(nell).through(f"/cases/{sam}/do/WithdrawForFamily/begin", RINGS)
    assert sorted(play.waiting(sam)) == ["check_duty", DECIDE]


def test_a_school_takes_back_what_it_has_asked(play, pages, walk, sam, jo, dad, nell):
    walk(nell).through(f"/cases/{sam}/do/RecordRequest/begin", *SCHOOL)
    told = {**RINGS, "who": "Ruth Marsh, Beckside Primary"}
    walk(nell).through(f"/cases/{sam}/do/WithdrawForFamily/begin", told)
    assert sorted(play.waiting(sam)) == ["check_duty", ASKED, ASKED]


def test_of_somebody_who_got_access_meanwhile_an_officer_decides(
    play, pages, walk, sam, jo, dad, priya, nell, withdrawn
):
    eva = play.person("Eva", "Bell")
    with play.portal.work() as services:
        services.accounts.people.by_reference(eva).password_hash = "a hash"
    play.approve(priya, play.ask(eva, {**DAD, "relationship": "father"}), play.child_of(sam))
    walk(dad).through(f"{pages.task(sam, ASKED)}/form/begin", {"said": "stop"})
    works(play)
    assert sorted(play.waiting(sam)) == ["check_duty", DECIDE]
    assert {state for _, state in limits(play, sam).values()} == {"running"}


def test_the_other_parent_is_not_asked_again_and_again(play, pages, walk, sam, jo, dad, nell, withdrawn):
    walk(jo).through(f"/cases/{sam}/do/LetRequestGoOn/begin", {})
    play.clock.advance(timedelta(minutes=5))
    withdraws(walk, jo, sam)
    assert sorted(play.waiting(sam)) == ["check_duty", DECIDE]
    asked = [each for each in subjects(play, "ali.khan@example.org") if "Shall the request" in each]
    assert len(asked) == 1
    walk(jo).through(f"/cases/{sam}/do/LetRequestGoOn/begin", {})
    play.wait(15)
    withdraws(walk, jo, sam)
    assert sorted(play.waiting(sam)) == ["check_duty", ASKED]


def test_officers_alone_read_who_said_what_and_why_it_ended(play, pages, walk, sam, jo, dad, nell, withdrawn):
    place = pages.task(sam, ASKED)
    walk(dad).through(f"{place}/form/begin", {"said": "unsure", "said_words": "My brother says no."})
    works(play)
    assert f"Jo Bell: {WHY}" in timeline(pages, nell, sam)
    assert "Ali Khan: Not sure. My brother says no." in timeline(pages, nell, sam)
    place = pages.task(sam, DECIDE)
    pages.of(nell).post(f"{place}/claim")
    walk(nell).through(f"{place}/form/begin", {"goes_on": "no", "goes_on_reason": "Both told me to stop."})
    works(play)
    happened = timeline(pages, nell, sam)
    assert "The request was withdrawn" in happened and "Both told me to stop." in happened
    for who in (jo, dad):
        for page in ("", "/given", "/timeline"):
            shown = words(pages.of(who).get(f"/cases/{sam}{page}")[1])
            assert "My brother" not in shown and "Both told me" not in shown
    assert WHY not in timeline(pages, dad, sam) and play.waiting(sam) == []


def test_more_time_is_not_offered_for_a_question_that_does_not_wait_longer(play, pages, walk, sam, jo, dad, withdrawn):
    assert "Tell us whether the request goes on" in case_page(pages, dad, sam)
    assert "more time" not in case_page(pages, dad, sam).lower()


def test_who_was_overtaken_by_an_assessment_reads_how_to_stop_it(play, pages, walk, sam, jo, dad, nell, hugh):
    asks(walk, jo, sam)
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    writes(pages, nell, sam)
    place = pages.task(sam, "decide_request")
    pages.of(hugh).post(f"{place}/claim")
    decided = {"may_have_needs": "yes", "may_need_plan": "yes", "decision": "assess", "reasons": "He may need it."}
    walk(hugh).through(f"{place}/form/begin", decided)
    withdraws(walk, jo, sam)
    writes(OneTask(pages, next(each for each in play.waiting(sam) if "write" in each)), nell, sam)
    works(play)
    assert f"We have answered the request {sam}" in subjects(play, "ali.khan@example.org")
    assert "you can do that until we have decided about a plan" in case_page(pages, jo, sam)
    assert "until we have decided about a plan" not in case_page(pages, dad, sam)
