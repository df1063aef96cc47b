"""One parent withdraws: whoever else may ask for an assessment is asked alone, and nobody's silence ends a right."""

import pytest

from tests.webapp.cases.assessing.test_requests import asks, does, limits
from tests.webapp.cases.pages import words

ASKED, ELSEWHERE, DECIDE = "withdrawal_answer.say_whether", "withdrawal_answer.ask_elsewhere", "decide_withdrawal"
WHY = "He rings me at night from Penrith because of it."
RINGS = {
    "who": "Jo Bell",
    "how": "telephone",
    "told_on-day": "19",
    "told_on-month": "1",
    "told_on-year": "2026",
    "why": WHY,
    "sure": "true",
}


@pytest.fixture
def withdrawn(walk, sam, jo):
    """His mother has asked, and takes it back."""
    asks(walk, jo, sam)
    walk(jo).through(f"/cases/{sam}/do/AskToWithdraw/begin", {"why": WHY, "sure": "true"})


def case_page(pages, who, case):
    """Its words."""
    return words(pages.of(who).get(f"/cases/{case}")[1]).replace("\xa0", " ")


def subjects(play, to):
    return [" ".join(subject.split()) for who, subject in play.mails() if who == to]


def test_the_other_parent_is_asked_alone_and_lets_it_go_on(play, pages, walk, sam, jo, dad, withdrawn):
    assert sorted(play.waiting(sam)) == ["check_duty", ASKED]
    mine, his = case_page(pages, jo, sam), case_page(pages, dad, sam)
    assert "You want to withdraw the request: we noted that on Monday 19 January 2026" in mine
    assert "Let the request go on" in mine and "Withdraw the request" not in mine
    assert "We are deciding whether to assess Sam" in mine and "We are deciding whether to assess Sam" in his
    assert "Tell us whether the request goes on" in his and "by Monday 2 February 2026" in his
    assert "You want to withdraw" not in his and "Let the request go on" not in his
    for page in ("", "/given", "/timeline"):
        assert WHY not in words(pages.of(dad).get(f"/cases/{sam}{page}")[1])
    place = pages.task(sam, ASKED)
    assert WHY not in words(pages.of(dad).get(place)[1])
    walk(dad).through(f"{place}/form/begin", {"said": "go_on", "said_words": "She left me in Keswick."})
    assert play.waiting(sam) == ["check_duty"]
    assert f"The request {sam} goes on" in subjects(play, "jo.bell@example.org")
    mine = case_page(pages, jo, sam)
    assert "You want to withdraw" not in mine and "We are deciding whether to assess Sam" in mine
    for page in ("", "/given", "/timeline"):
        assert "Keswick" not in words(pages.of(jo).get(f"/cases/{sam}{page}")[1])
    told = " ".join(play.mail_texts())
    assert WHY not in told and "Keswick" not in told and "Sam" not in told
    assert {state for _, state in limits(play, sam).values()} == {"running"}


def test_officers_read_that_a_withdrawal_waits_and_who_is_asked_and_no_parent_reads_the_others_words(
    play, pages, walk, sam, jo, dad, nell, withdrawn
):
    said = "Jo Bell has asked to withdraw the request. Ali Khan is asked until Monday 2 February 2026"
    assert said in case_page(pages, nell, sam)
    page = words(pages.of(nell).get(pages.task(sam, "check_duty"))[1]).replace("\xa0", " ")
    assert said in page and "Until then the request goes on" in page
    for who in (jo, dad):
        assert "has asked to withdraw" not in case_page(pages, who, sam)
    play.wait(15)
    assert "Nobody is being asked: an officer decides" in case_page(pages, nell, sam)
    walk(jo).through(f"/cases/{sam}/do/LetRequestGoOn/begin", {})
    assert "has asked to withdraw" not in case_page(pages, nell, sam)


def test_it_ends_when_the_other_parent_wants_to_stop_as_well(play, pages, walk, sam, jo, dad, withdrawn):
    assert f"Shall the request {sam} go on?" in subjects(play, "ali.khan@example.org")
    assert f"You want to withdraw the request {sam}" in subjects(play, "jo.bell@example.org")
    walk(dad).through(f"{pages.task(sam, ASKED)}/form/begin", {"said": "stop"})
    for who in ("jo.bell@example.org", "ali.khan@example.org"):
        assert f"The request {sam} has been withdrawn" in subjects(play, who)
    assert play.waiting(sam) == [] and {state for _, state in limits(play, sam).values()} == {"dropped"}
    assert "The request about Sam is withdrawn" in case_page(pages, dad, sam)


def test_silence_ends_nothing_an_officer_decides(play, pages, walk, sam, jo, dad, nell, withdrawn):
    play.wait(8)
    assert f"We still ask you whether the request {sam} shall go on" in subjects(play, "ali.khan@example.org")
    assert not [each for each in subjects(play, "jo.bell@example.org") if "still ask" in each]
    play.wait(7)
    assert sorted(play.waiting(sam)) == ["check_duty", DECIDE]
    assert "Tell us whether" not in case_page(pages, dad, sam) and "You want to withdraw" in case_page(pages, jo, sam)
    place = pages.task(sam, DECIDE)
    pages.of(nell).post(f"{place}/claim")
    form = pages.of(nell).client.get(f"{place}/form/begin", follow_redirects=True).get_data(as_text=True)
    assert "Saying nothing gives no right away" in words(form)
    walk(nell).through(f"{place}/form/begin", {"goes_on": "yes", "goes_on_reason": "He is at sea."})
    assert play.waiting(sam) == ["check_duty"]
    assert f"The request {sam} goes on" in subjects(play, "ali.khan@example.org")


def test_whoever_withdrew_may_change_their_mind_and_nobody_else_for_them(play, pages, walk, sam, jo, dad, withdrawn):
    path = f"/cases/{sam}/do/LetRequestGoOn/begin"
    status, page = pages.of(dad).get(path)
    assert status == 403 and "Only whoever wanted the request withdrawn" in words(page)
    status, page = walk(jo).through(path, {})
    assert status == 200 and "You want to withdraw" not in words(page) and "Withdraw the request" in words(page)
    assert play.waiting(sam) == ["check_duty"]
    assert "Tell us whether" not in case_page(pages, dad, sam)


def test_what_was_told_to_an_officer_is_asked_of_the_others_too(play, pages, walk, sam, jo, dad, nell):
    asks(walk, jo, sam)
    walk(nell).through(f"/cases/{sam}/do/WithdrawForFamily/begin", RINGS)
    assert sorted(play.waiting(sam)) == ["check_duty", ASKED]
    assert "You want to withdraw" in case_page(pages, jo, sam) and "You want to withdraw" not in case_page(
        pages, dad, sam
    )
    assert "Tell us whether" in case_page(pages, dad, sam) and "Tell us whether" not in case_page(pages, jo, sam)
    happened = words(pages.of(nell).get(f"/cases/{sam}/timeline")[1])
    assert WHY in happened
    assert "Withdraw the request for the family" not in case_page(pages, nell, sam)
    walk(nell).through(f"/cases/{sam}/do/LetRequestGoOn/begin", {"go_on_why": "She rang again."})
    assert play.waiting(sam) == ["check_duty"]
    assert "The request goes on, though" in words(pages.of(nell).get(f"/cases/{sam}/timeline")[1])


def test_who_cannot_answer_here_is_asked_by_an_officer(play, pages, walk, sam, jo, dad, nell):
    with play.portal.work() as services:
        services.accounts.people.by_reference(dad).password_hash = None
    asks(walk, jo, sam)
    walk(jo).through(f"/cases/{sam}/do/AskToWithdraw/begin", {"sure": "true"})
    assert sorted(play.waiting(sam)) == ["check_duty", ELSEWHERE]
    place = pages.task(sam, ELSEWHERE)
    pages.of(nell).post(f"{place}/claim")
    walk(nell).through(f"{place}/form/begin", {"said": "go_on", "said_words": "Ali Khan, by telephone."})
    assert play.waiting(sam) == ["check_duty"]


def test_nobody_is_asked_any_more_when_the_request_is_answered(play, pages, walk, sam, jo, dad, nell, withdrawn):
    place = pages.task(sam, "check_duty")
    pages.of(nell).post(f"{place}/claim")
    elsewhere = {"lives_here": "no", "age": "yes", "assessed": "no", "duty": "not_ours", "sent_to": "Westmorland"}
    walk(nell).through(f"{place}/form/begin", elsewhere)
    play.mails()  # the worker hands it over
    assert play.waiting(sam) == []
    assert "Tell us whether" not in case_page(pages, dad, sam) and "You want to" not in case_page(pages, jo, sam)


def test_a_parent_whose_letter_an_officer_recorded_may_withdraw_it_and_the_other_may_not(
    play, pages, walk, sam, jo, dad, nell
):
    who = {"asked_by": "parent", "asker": "jo  bell"}
    how = {"route": "post", "received_on-day": "16", "received_on-month": "1", "received_on-year": "2026", "late": "no"}
    walk(nell).through(f"/cases/{sam}/do/RecordRequest/begin", who, how, {"words": "Please assess."})
    assert "Withdraw the request" in case_page(pages, jo, sam)
    assert "Withdraw the request" not in case_page(pages, dad, sam)
    does(pages, walk, nell, sam, {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"})
    walk(jo).through(f"/cases/{sam}/do/AskToWithdraw/begin", {"sure": "true"})
    assert ASKED in play.waiting(sam)
