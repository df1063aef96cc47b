"""The officer's pages: what must be kept is read first, nothing typed is lost, and what was decided is told."""

import re
from collections.abc import Iterator

import pytest

from tests.webapp.cases.conftest import DAD, SAM, Play
from tests.webapp.cases.pages import Pages, digests, words
from tests.webapp.cases.test_restrictions import AFRAID, CANARY, REFUSED

KEEP = "Keep this from Ali Khan"


@pytest.fixture
def tom(play: Play) -> str:
    return play.person("Tom", "Hale", group="safeguarding")


def test_the_box_stands_first_and_the_way_to_the_form_opens_with_the_officers_word(
    pages: Pages, play: Play, jo: str, ali: str, priya: str
) -> None:
    play.ask(jo, AFRAID)
    reference = play.ask(ali, DAD)
    task, browser = pages.task(reference), pages.of(priya)
    _, unclaimed = browser.get(task)
    assert KEEP in unclaimed and CANARY in unclaimed and "Do this task" not in unclaimed
    _, page = browser.post(f"{task}/claim")
    assert page.index(KEEP) < page.index("What they sent") and "Do this task" not in page
    assert "Jo Bell (mother), request" in page and "Their address is secret" in page
    assert browser.get(f"{task}/form/begin")[1] == browser.get(task)[1] or KEEP in browser.get(f"{task}/form/begin")[1]
    status, page = browser.post(f"{task}/read", seen=digests(page))
    assert status == 422 and "Tick that you have read this" in page and KEEP in page
    status, page = browser.post(f"{task}/read", seen=digests(page), read="yes")
    assert status == 200 and "What you checked" in page
    _, page = browser.get(task)
    assert KEEP in page and "You have said that you have read this" in page and "Do this task" in page


def test_a_page_that_is_out_of_date_does_not_stand_for_what_came_later(
    pages: Pages, play: Play, jo: str, ali: str, priya: str
) -> None:
    play.ask(jo, AFRAID)
    reference = play.ask(ali, DAD)
    task, browser = pages.task(reference), pages.of(priya)
    _, page = browser.post(f"{task}/claim")
    play.ask(play.person("Kim", "Reed"), {**SAM, "safety_worry": "yes", "safety_words": "He has found us."})
    _, page = browser.post(f"{task}/read", seen=digests(page), read="yes")
    assert "He has found us." in page and "Do this task" not in page


def test_families_cannot_open_the_officers_pages(pages: Pages, play: Play, jo: str, ali: str, priya: str) -> None:
    play.ask(jo, AFRAID)
    task = pages.task(play.ask(ali, DAD))
    browser = pages.of(ali)
    assert (browser.get(task)[0], browser.post(f"{task}/read", read="yes")[0]) == (404, 403)
    assert (browser.get(f"{task}/record")[0], browser.post(f"{task}/record")[0]) == (403, 403)


@pytest.fixture
def decided(pages: Pages, play: Play, jo: str, ali: str, priya: str) -> Iterator[list[str]]:
    """Everything that Ali can open before, between and after the decisions; the first parent's words are in none."""
    first = play.ask(jo, {**AFRAID, "child_school": "Fellview", "order_words": "x"})
    play.approve(priya, first)
    with play.portal.look() as services:
        known = [e.business_key for e in services.engine.history.of(first)]
    reference, browser, seen = play.ask(ali, DAD), pages.of(ali), list[str]()

    def crawl() -> None:
        todo, done = ["/home", "/ask", "/help", f"/cases/{known[0]}", f"/ask/sent/{first}", "/your-details"], set()
        while todo:
            path = todo.pop()
            done.add(path)
            _, page = browser.get(path)
            seen.append(page)
            links = {link for link in re.findall(r'href="(/[^"#?]*)"', page) if "/static/" not in link}
            todo += links - done - set(todo)

    crawl()
    play.review(priya, reference, "more_evidence", evidence_wanted=["address"], message_to_requester="Please.")
    crawl()
    play.complete(ali, reference, "send_evidence", {"can_send": "no", "missing_words": "None."})
    play.review(priya, reference, "approve")
    crawl()
    play.match(priya, reference, play.child().id)
    crawl()
    yield seen


def test_nothing_that_the_other_parent_can_open_holds_a_word_of_it(decided: list[str], play: Play) -> None:
    everything = "\n".join([*decided, *(m for m in play.mail_texts() if "ali.khan@example.org" in m)])
    assert "record is open to you" in everything and "We need more from you" in everything  # it was a crawl
    secrets = (CANARY, "Quiet Street", "1 Mill Lane", "CA11 7AA", "01632 960 001", "jo.bell@example.org", "Fellview")
    assert [word for word in (*secrets, "Jo Bell", "Keep this from", "Restriction") if word in everything] == []


def test_documents_of_the_other_parent_do_not_exist(pages: Pages, play: Play, jo: str, ali: str, priya: str) -> None:
    play.ask(jo, AFRAID)
    play.ask(ali, DAD)
    assert pages.of(ali).get("/documents/" + "0" * 32)[0] == 404


def test_what_the_person_says_about_safety_stands_above_their_answers(
    pages: Pages, play: Play, jo: str, priya: str
) -> None:
    order = {"court_orders": "yes", "order_kinds": ["non_molestation"], "order_words": "May not come near us."}
    task = pages.task(play.ask(jo, {**AFRAID, **order}))
    page = words(pages.of(priya).get(task)[1])
    top = page[: page.index("What they sent")]
    assert "What Jo Bell (mother) says about safety" in top and CANARY in top
    assert "Non-molestation or occupation: keeping somebody away. May not come near us." in top


def test_the_record_is_marked_where_it_is_chosen(pages: Pages, play: Play, jo: str, ali: str, priya: str) -> None:
    play.approve(priya, play.ask(jo, AFRAID))
    reference = play.ask(ali, DAD)
    play.review(priya, reference, "approve")
    browser, task = pages.of(priya), pages.task(reference)
    browser.post(f"{task}/claim")
    page = words(browser.get(f"{task}/record")[1])
    assert "Others in this case: Jo Bell (mother)" in page and "Restriction" in page and CANARY in page


def born(day: str, month: str, year: str) -> dict[str, str]:
    """The three fields of a birth date."""
    return {"born_on-day": day, "born_on-month": month, "born_on-year": year}


def test_a_record_spelled_in_another_way_is_looked_for_read_and_chosen(
    pages: Pages, play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo, AFRAID))
    reference = play.ask(ali, {**DAD, "child_first_name": "Alexander", "child_last_name": "Khan"})
    play.review(priya, reference, "approve")
    browser, task = pages.of(priya), pages.task(reference)
    browser.post(f"{task}/claim")
    record = f"{task}/record"
    assert browser.post(record, action="find")[0] == 422
    assert browser.post(record, action="find", **born("31", "2", "2018"))[0] == 422
    assert "There is no such record" in browser.post(record, action="find", name="Nobody")[1]
    for typed in ({"name": "bell sam"}, born("27", "3", "2018"), {"name": "BELL"}):
        status, page = browser.post(record, action="find", **typed)
        assert status == 200 and "Sam Bell" in page and CANARY in page, typed
    child = play.child().id
    status, page = browser.post(record, action="open", name="BELL", record=child, seen=digests(page))
    assert status == 422 and "Read what is marked" in page and CANARY in page
    status, page = browser.post(record, action="open", name="BELL", record=child, seen=digests(page), read="yes")
    assert status == 200 and "Inbox" in page
    assert pages.of(ali).get("/home")[1].count("Sam Bell") == 1


def test_safeguarding_reads_why_it_was_asked_and_what_was_checked(
    pages: Pages, play: Play, jo: str, priya: str, tom: str
) -> None:
    reference = play.ask(jo)
    play.claim(priya, reference, "review_request")
    why = {"safeguarding_reason": "There is an alert.", "notes": "I rang the school.", "checked": ["identity"]}
    play.complete(priya, reference, "review_request", {"decision": "refer_safeguarding", **why})
    page = words(pages.of(tom).get(pages.task(reference))[1])
    for expected in (
        "Priya Nair, Monday 19\xa0January 2026".replace("\xa0", " "),
        "Safeguarding must decide",
        "There is an alert.",
        "I rang the school.",
        "They are who they say they are",
    ):
        assert expected in page.replace("\xa0", " "), expected
    assert "Refer safeguarding" not in page


def test_the_officer_who_opens_the_record_reads_what_safeguarding_decided(
    pages: Pages, play: Play, jo: str, priya: str, tom: str
) -> None:
    reference = play.ask(jo)
    play.review(priya, reference, "refer_safeguarding", safeguarding_reason="An alert.")
    play.claim(tom, reference, "safeguarding_review")
    answers = {"decision": "approve_view_only", "reasons": "Safe with care.", "keep_from": "Her number, from Ali."}
    play.complete(tom, reference, "safeguarding_review", answers)
    page = words(pages.of(priya).get(pages.task(reference))[1])
    for expected in ("Yes, view only.", "Safe with care.", "Her number, from Ali.", "An alert."):
        assert expected in page
    assert "Approve view only" not in page


def test_a_yes_without_the_checks_asks_for_reasons(pages: Pages, play: Play, jo: str, priya: str) -> None:
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    form = f"{task}/form"
    browser.post(f"{form}/what-you-checked", checked="identity", version="0")
    _, page = browser.post(f"{form}/your-decision", decision="approve", version="1")
    assert "Why do you say yes without having checked" in page  # it is asked on the same page
    status, page = browser.post(f"{form}/your-decision", decision="approve", version="2")
    assert status == 422 and "enter how you can be sure without it" in page
    reasons = {"unchecked_reason": "Her social worker knows them.", "decision": "approve"}
    status, page = browser.post(f"{form}/your-decision", version="3", **reasons)
    assert status == 200 and "Check your answers" in page
    assert "Send this decision" in page and "Only colleagues see this" in page and "other family" not in page


def test_two_checks_are_enough(pages: Pages, play: Play, jo: str, priya: str) -> None:
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    browser.post(f"{task}/form/what-you-checked", checked=["identity", "link"], version="0")
    status, page = browser.post(f"{task}/form/your-decision", decision="approve", version="1")
    assert status == 200 and "Check your answers" in page and "Why do you say yes" not in page


def test_what_was_typed_stays_when_the_claim_goes(pages: Pages, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    task, browser = pages.task(reference), pages.of(priya)
    browser.post(f"{task}/claim")
    browser.post(f"{task}/release")  # in a second window
    note = {"checked": "identity", "notes": "A long note about what I saw.", "version": "0"}
    status, page = browser.post(f"{task}/form/what-you-checked", **note)
    assert status == 409 and "A long note about what I saw." in page and "You gave this task back" in page
    assert 'value="claim"' in page and 'value="identity" checked' in page
    status, page = browser.post(f"{task}/form/what-you-checked", action="claim", **note)
    assert status == 200 and "What do you decide?" in page
    assert "A long note about what I saw." in browser.get(f"{task}/form/what-you-checked")[1]


def test_what_was_typed_stays_when_a_colleague_has_the_task(pages: Pages, play: Play, jo: str, priya: str) -> None:
    other = play.person("Dana", "Frost", group="send_admin")
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    browser.post(f"{task}/release")
    pages.of(other).post(f"{task}/claim")
    status, page = browser.post(f"{task}/form/what-you-checked", notes="Mine", version="0", action="claim")
    assert status == 409 and "Dana Frost has this task now" in page and ">Mine<" in page
    assert 'value="claim"' not in page


def test_claiming_twice_is_claiming_once(pages: Pages, play: Play, jo: str, ali: str, priya: str) -> None:
    play.ask(jo, AFRAID)
    task, browser = pages.task(play.ask(ali, DAD)), pages.of(priya)
    assert [browser.post(f"{task}/claim")[0] for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "0" * 25], ids=len)
def test_a_number_that_no_row_has_is_a_page_that_is_not_there(pages: Pages, jo: str, priya: str, number: str) -> None:
    assert pages.of(priya).get(f"/tasks/{number}")[0] == 404


@pytest.mark.parametrize("version", ["9" * 23, "9" * 5000, "-1", "x", "²"])
def test_a_version_that_no_page_has_is_as_good_as_none(
    pages: Pages, play: Play, jo: str, priya: str, version: str
) -> None:
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    assert browser.post(f"{task}/form/what-you-checked", notes="a", version=version)[0] == 200
    assert browser.post(f"{task}/form/what-you-checked", notes="b", version=version)[0] == 409


def test_staff_pages_are_all_as_wide_and_have_a_footer_of_their_own(
    pages: Pages, play: Play, jo: str, priya: str
) -> None:
    task, browser = pages.task(play.ask(jo)), pages.of(priya)
    browser.post(f"{task}/claim")
    for path in ("/tasks", task, f"{task}/form/what-you-checked", "/help"):
        _, page = browser.get(path)
        assert 'class="app-width"' not in page and "Something wrong with the portal?" in page, path
        assert "SEND team for your area" not in page[page.index("<footer") :]
    assert "SEND team for your area" in pages.of(jo).get("/home")[1]


def test_the_queue_says_who_asks_and_marks_what_must_be_kept(
    pages: Pages, play: Play, jo: str, ali: str, priya: str
) -> None:
    first, second = play.ask(jo, AFRAID), play.ask(ali, DAD)
    other = play.ask(ali, {**DAD, "child_first_name": "Nobody", "child_last_name": "Known"})
    page = pages.of(priya).get("/tasks")[1]
    rows = {
        ref: row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) for ref in (first, second, other) if ref in row
    }
    assert "Jo Bell" in rows[first] and "Ali Khan" in rows[second]
    assert [ref for ref, row in rows.items() if "Restriction" in row] == [second]
    assert CANARY not in page


@pytest.mark.parametrize("outcome", ["approve", "refuse"])
def test_the_mark_stands_for_a_record_spelled_in_another_way_too(
    pages: Pages, play: Play, jo: str, ali: str, priya: str, outcome: str
) -> None:
    first = play.ask(jo, {**AFRAID, "child_first_name": "Samantha"})
    play.review(priya, first, outcome, **REFUSED)
    if outcome == "approve":
        play.match(priya, first)
    play.ask(ali, {**DAD, "child_first_name": "Samanta"})
    assert "Restriction" in pages.of(priya).get("/tasks")[1]


def test_the_next_task_is_the_most_urgent_that_the_officer_may_do(
    pages: Pages, play: Play, jo: str, ali: str, priya: str
) -> None:
    cousin = play.person("Dana", "Bell", group="send_admin")
    first = play.ask(jo)
    play.wait(1)
    second = play.ask(ali, {**DAD, "child_last_name": "Khan"})
    _, page = pages.of(cousin).post("/tasks/claim-next")
    assert second in page and "Claimed by you" in page  # the first is a relative's
    _, page = pages.of(priya).post("/tasks/claim-next")
    assert first in page and "Claimed by you" in page
    assert "no task now that you may claim" in pages.of(priya).post("/tasks/claim-next")[1]
    assert "Claim the next" not in pages.of(priya).get("/tasks")[1]


def test_whoever_writes_is_reminded(pages: Pages, play: Play, jo: str, ali: str, priya: str) -> None:
    play.ask(jo, AFRAID)
    task, browser = pages.task(play.ask(ali, DAD)), pages.of(priya)
    _, page = browser.post(f"{task}/claim")
    _, page = browser.post(f"{task}/read", seen=digests(page), read="yes")
    assert "Something must be kept from Ali Khan." in page
    other = pages.task(play.ask(ali, {**DAD, "child_first_name": "Nobody", "child_last_name": "Known"}))
    browser.post(f"{other}/claim")
    assert "must be kept" not in browser.get(f"{other}/form/begin")[1]
