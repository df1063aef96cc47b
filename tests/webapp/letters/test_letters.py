"""A letter from its draft to its reader: prepared for whom the law entitles, written, signed, served, proved."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from engine import SetClock
from tests.webapp.cases import canary
from tests.webapp.cases.pages import words
from tests.webapp.letters.conftest import Post, version_in
from tests.webapp.letters.papers import words_of_pdf
from webapp import clocks
from webapp.letters.models import DRAFT, POST, SERVED, SIGNED, WITHDRAWN

REASONS = "free-will_not_assess-reasons"


def test_each_entitled_reader_gets_a_letter_of_their_own(post: Post) -> None:
    post.sign()
    jo, ali = post.letter("Jo Bell"), post.letter("Ali Khan")
    assert {letter.state for letter in (jo, ali)} == {SERVED}
    assert "Dear Jo Bell," in jo.html and "Dear Ali Khan," in ali.html
    assert "<p>We read everything.</p>" in jo.html and "5 January 2026" in jo.html
    assert jo.pdf and hashlib.sha256(jo.pdf).hexdigest() == jo.pdf_sha256
    assert hashlib.sha256(jo.html.encode()).hexdigest() == jo.html_sha256
    assert jo.legal["mediation"] == "2026-11-28"
    assert (jo.route, post.deemed(jo), jo.dated) == ("portal", date(2026, 1, 19), date(2026, 1, 19))


def test_what_one_parent_gets_holds_nothing_of_where_the_other_lives(post: Post, ali: str) -> None:
    post.sign()
    letter = post.letter("Ali Khan")
    assert letter.pdf
    browser = post.browser(ali)
    pages = [page for _, page in canary.crawl(browser, f"/cases/{post.case}/letters")]
    mails = canary.mails_to(post.play, "ali.khan@example.org")
    for text in (letter.html, letter.title, words_of_pdf(letter.pdf), *pages, *mails):
        assert canary.found_in(text) == []
    assert any("A letter waits for you" in mail for mail in mails)
    assert not any("Sam" in mail for mail in mails if "letter waits" in mail)
    assert "77canarywharfside" in words_of_pdf(post.letter("Jo Bell").pdf or b"").lower()


@pytest.mark.parametrize(
    "told",
    [
        canary.STREET,
        "ring 01632960977",
        "ring +44 1632 960-977",
        "mail canary.nest@EXAMPLE.org",
        "at CA99  9zz",
        canary.SCHOOL,
    ],
)
def test_an_officers_slip_about_the_other_parent_is_not_signed(post: Post, told: str) -> None:
    path = post.begin()
    choices = {f"to-{letter.id}": "send" for letter in post.letters()}
    status, page = post.browser().post(path, version="0", action="look", **{REASONS: f"Sam lives {told}.", **choices})
    assert status == 422
    assert "Ali Khan must not learn it from us" in words(page)
    assert "Sam lives" in page


def test_nothing_is_signed_while_a_required_part_is_empty(post: Post) -> None:
    path = post.begin()
    status, page = post.browser().post(path, version="0", action="look", **{REASONS: " "})
    assert (status, "Write something under “Why we decided this”" in words(page)) == (422, True)
    assert {letter.state for letter in post.letters()} == {DRAFT}


def test_whoever_a_court_order_binds_gets_it_only_if_an_officer_says_so(post: Post, ali: str) -> None:
    order = {
        "kind": "court_order",
        "about": post.play.id_of(ali),
        "words": "Keep away.",
        "order_kind": "non_molestation",
    }
    post.browser().post(f"/cases/{post.case}/restrictions/new", **order)
    path = post.begin()
    letter = post.letter("Ali Khan")
    assert letter.hold == "court_order"
    status, page = post.browser().post(path, version="0", action="look", **{REASONS: "So."})
    assert (status, "Select whether Ali Khan gets the letter" in words(page)) == (422, True)
    status, page = post.browser().post(
        path, version="1", action="look", **{REASONS: "So.", f"to-{letter.id}": "leave_out"}
    )
    assert (status, "Write why Ali Khan does not get the letter" in words(page)) == (422, True)
    choice = {f"to-{letter.id}": "leave_out", f"because-{letter.id}": "The order."}
    status, page = post.browser().post(path, version="2", action="look", **{REASONS: "So.", **choice})
    assert "To Jo Bell" in page and "To Ali Khan" not in page
    post.browser().post(f"{path}/sign", version=version_in(page))
    assert (post.letter("Ali Khan").state, post.letter("Jo Bell").state) == (WITHDRAWN, SERVED)
    assert "Letters we sent you" in post.browser(ali).get(f"/cases/{post.case}/letters")[1]
    assert "will not assess" not in post.browser(ali).get(f"/cases/{post.case}/letters")[1]


def test_two_windows_do_not_overwrite_each_other(post: Post) -> None:
    path, browser = post.begin(), post.browser()
    assert browser.post(path, version="0", action="save", **{REASONS: "First window."})[0] == 200
    status, page = browser.post(path, version="0", action="save", **{REASONS: "Second window."})
    assert status == 409
    assert "Second window." in page and "changed in another window" in words(page)
    assert browser.post(path, version=version_in(page), action="save", **{REASONS: "Second window."})[0] == 200
    assert "Second window." in browser.get(path)[1]


def test_a_colleague_without_the_task_keeps_what_they_typed(post: Post) -> None:
    tom = post.play.person("Tom", "Hale", group="send_admin")
    path = post.begin()
    status, page = post.browser(tom).post(path, version="0", action="save", **{REASONS: "Tom’s words."})
    assert status == 409
    assert "Priya Nair has this task now." in words(page) and "Tom’s words." in page
    assert "Tom’s words." not in post.browser().get(path)[1]


def test_what_was_typed_is_saved_by_itself(post: Post) -> None:
    path, browser = post.begin(), post.browser()
    status, answer = browser.post(path, version="0", action="autosave", **{REASONS: "Half a sen"})
    assert (status, answer) == (200, "1")
    assert "Half a sen" in browser.get(path)[1]


def test_a_second_press_signs_nothing_again_and_loses_nothing(post: Post) -> None:
    path = post.begin()
    post.signed(path)
    before = [(letter.id, letter.pdf_sha256, letter.state) for letter in post.letters()]
    status, page = post.browser().post(f"{path}/sign", version="1")
    assert status == 200 and "Done: " in page
    assert [(letter.id, letter.pdf_sha256, letter.state) for letter in post.letters()] == before
    waiting = [subject for _, subject in post.play.mails() if subject.startswith("A letter waits")]
    assert len(waiting) == 2


def test_what_was_changed_after_the_look_is_not_signed_unseen(post: Post) -> None:
    path, browser = post.begin(), post.browser()
    choices = {f"to-{letter.id}": "send" for letter in post.letters()}
    _, seen = browser.post(path, version="0", action="look", **{REASONS: "Seen.", **choices})
    browser.post(path, version="1", action="save", **{REASONS: "Changed.", **choices})
    assert browser.post(f"{path}/sign", version=version_in(seen))[0] == 409
    assert {letter.state for letter in post.letters()} == {DRAFT}


def test_the_reader_reads_it_and_that_is_noted(post: Post, jo: str, priya: str) -> None:
    post.sign()
    letter = post.letter("Jo Bell")
    browser = post.browser(jo)
    listed = words(browser.get(f"/cases/{post.case}/letters")[1])
    assert "We will not assess Sam’s" in listed and "New" in listed
    page = words(browser.get(f"/cases/{post.case}/letters/{letter.id}")[1])
    assert "Dear Jo Bell," in page and "Your right to appeal" in page
    assert browser.client.get(f"/cases/{post.case}/letters/{letter.id}/pdf").data == letter.pdf
    assert "New" not in words(browser.get(f"/cases/{post.case}/letters")[1])
    officers = words(post.browser(priya).get(f"/cases/{post.case}/letters")[1])
    assert "First opened" in officers and "In the portal" in officers
    assert "Letter" in words(post.browser(priya).get(f"/cases/{post.case}/looks")[1])


def test_nobody_opens_the_letter_of_somebody_else(post: Post, ali: str) -> None:
    post.sign()
    letter, browser = post.letter("Jo Bell"), post.browser(ali)
    for tail in ("", "/pdf"):
        assert browser.get(f"/cases/{post.case}/letters/{letter.id}{tail}")[0] == 404
    assert "First opened" not in words(post.browser().get(f"/cases/{post.case}/letters")[1])


@pytest.mark.parametrize("why", ["never used", "switched off", "mail comes back", "access ended"])
def test_who_does_not_look_into_the_portal_gets_it_on_paper_with_proof(
    post: Post, ali: str, clock: SetClock, why: str
) -> None:
    with post.portal.work() as services:
        person = services.accounts.people.by_reference(ali)
        if why == "switched off":
            services.accounts.people.disable(person)
        elif why == "mail comes back":
            from webapp.accounts import bounces

            bounces.mark(services.accounts.desk, person.email)
        elif why == "access ended":
            held = services.accounts.memberships.find(person, "family", post.case)
            assert held
            services.accounts.memberships.end(held)
    if why == "never used":
        post.in_use(ali, used=False)
    post.sign()
    assert (post.letter("Ali Khan").state, post.letter("Ali Khan").route) == (SIGNED, POST)
    post.work()
    post.play.claim(post.officer, post.case, "post_letter")
    path, browser = f"/tasks/{post.task('post_letter')}/post", post.browser()
    assert "9 Beck Row" in browser.get(path)[1]
    assert browser.client.get(f"{path}/pdf").data == post.letter("Ali Khan").pdf
    clock.advance(timedelta(days=1))
    browser = post.browser()
    early = {"gone_on-day": "18", "gone_on-month": "1", "gone_on-year": "2026"}
    assert browser.post(path, route="post", proof="Receipt 7", **early)[0] == 422
    assert browser.post(path, route="post", proof="")[0] == 422
    assert browser.post(path, route="pigeon", proof="Receipt 7")[0] == 422
    status, _ = browser.post(path, route="post", proof="Receipt 7", **{**early, "gone_on-day": "19"})
    assert status == 200
    letter = post.letter("Ali Khan")
    assert (letter.state, letter.proof, post.deemed(letter)) == (SERVED, "Receipt 7", date(2026, 1, 20))
    assert "Proof: Receipt 7" in words(browser.get(f"/cases/{post.case}/letters")[1])


def test_a_reader_without_an_account_is_named_by_the_officer(post: Post) -> None:
    path, browser = post.begin(), post.browser()
    choices = {f"to-{letter.id}": "send" for letter in post.letters()}
    browser.post(path, version="0", action="add", **{REASONS: "So.", **choices})
    new = post.letter("")
    typed = {REASONS: "So.", **choices, f"to-{new.id}": "send"}
    status, page = browser.post(path, version="1", action="look", **typed)
    assert (status, "Write the name of the reader" in words(page)) == (422, True)
    typed |= {f"name-{new.id}": "Ann Grey", f"address-{new.id}": "3 High Row\r\nCarlisle CA1 1AA"}
    status, page = browser.post(path, version="2", action="look", **typed)
    assert "To Ann Grey" in page
    browser.post(f"{path}/sign", version=version_in(page))
    letter = post.letter("Ann Grey")
    assert (letter.route, letter.address) == (POST, ["3 High Row", "Carlisle CA1 1AA"])
    assert "AnnGrey3HighRowCarlisleCA11AA" in words_of_pdf(letter.pdf or b"")


def test_a_letter_wrongly_sent_is_withdrawn_and_its_reader_sees_that_and_why(post: Post, ali: str) -> None:
    post.sign()
    letter, officer = post.letter("Ali Khan"), post.browser()
    path = f"/cases/{post.case}/letters/{letter.id}"
    assert post.take_back(letter, because=" ")[0] == 422
    status, page = post.takes(letter, because=f"It named {canary.STREET}.")
    assert status == 422 and "must not learn it from us" in page and canary.STREET in page
    for field, says in (("letter", "Select the letter"), ("seen", "somebody may have read it"), ("to", "Select who")):
        status, page = post.takes(letter, **{field: "?"})
        assert status == 422 and says in page
    assert post.takes(letter, because="It was the wrong decision.")[0] == 200
    reader = post.browser(ali)
    assert "No longer counts" in words(reader.get(f"/cases/{post.case}/letters")[1])
    page = words(reader.get(path)[1])
    assert "This letter no longer counts." in page and "It was the wrong decision." in page
    assert "Dear Ali Khan" not in page
    assert reader.get(f"{path}/pdf")[0] == 404
    assert ("ali.khan@example.org", f"A letter no longer counts: case {post.case}") in post.play.mails()
    assert post.take_back(letter)[0] == 422, "it is not among those that can be taken back any more"
    assert "Withdrawn" in words(officer.get(f"/cases/{post.case}/letters")[1])


def test_the_time_to_appeal_ends_with_the_last_letter_that_counts(post: Post) -> None:
    post.sign()
    assert appeal(post) == "running"
    post.take_back(post.letter("Ali Khan"))
    assert appeal(post) == "running", "the mother's letter counts"
    post.take_back(post.letter("Jo Bell"), because="It was the wrong decision.")
    assert appeal(post) == "dropped"
    with post.portal.look() as services:
        last = next(each for each in services.engine.history.of(post.case) if each.kind == "limit dropped")
    assert last.payload["because"] == "It was the wrong decision."


def appeal(post: Post) -> str:
    """What has become of the time to appeal."""
    with post.portal.look() as services:
        return next(each.state for each in clocks.of(services, post.case) if each.rule.name == "appeal")


def test_a_letter_counts_from_the_receipt_as_it_stands_when_it_is_signed(post: Post, jo: str) -> None:
    path = post.begin("will_assess")
    received(post, date(2026, 1, 9))
    received(post, date(2026, 1, 8))
    post.signed(path, "will_assess")
    said = post.letter("Jo Bell").html or ""
    assert "We received a request on 8 January 2026" in said and "We decide by 30 April 2026" in said
    received(post, date(2026, 1, 7))
    post.take_back(post.letter("Jo Bell"), to=post.play.id_of(jo))
    task = post.task("correction_letter.write_again")
    post.browser().post(f"/tasks/{task}/claim")
    post.signed(f"/tasks/{task}/letters", "will_assess")
    anew = next(each for each in post.letters() if each.name == "Jo Bell" and each.state == SERVED)
    assert "We received a request on 7 January 2026" in (anew.html or "")


def received(post: Post, on: date) -> None:
    """The request was received on this day, whatever was recorded before."""
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    with post.portal.work() as services:
        by = post.play.actor(services, post.officer)
        before = [each.event for each in clocks.events_of(services, post.case) if each.event.kind == "request_received"]
        if before:
            clocks.correct(services, post.case, before[0].id, at=at, route="hand", because="The stamp says so.", by=by)
        else:
            clocks.receive(services, post.case, at=at, route="hand", by=by)


def test_a_letter_withdrawn_before_the_post_does_not_go(post: Post, ali: str) -> None:
    post.in_use(ali, used=False)
    post.sign()
    post.work()
    assert post.take_back(post.letter("Ali Khan"))[0] == 200
    post.play.claim(post.officer, post.case, "post_letter")
    path = f"/tasks/{post.task('post_letter')}/post"
    assert "do not send it" in words(post.browser().get(path)[1])
    assert post.browser().get(f"{path}/pdf")[0] == 404
    assert post.browser().post(path)[0] == 200
    assert post.letter("Ali Khan").served_at is None


def test_what_somebody_may_have_seen_goes_to_safeguarding_while_the_right_letter_is_written(
    post: Post, jo: str
) -> None:
    post.sign()
    assert post.take_back(post.letter("Ali Khan"), seen="unsure", to=post.play.id_of(jo))[0] == 200
    with post.portal.look() as services:
        waiting = {task.element_id: task for task in services.engine.user_tasks.open_of(post.case)}
        groups = services.engine.user_tasks.groups_of(waiting["correction_letter.judge_exposure"].id)
    assert groups == ["safeguarding"]
    task = waiting["correction_letter.write_again"]
    post.browser().post(f"/tasks/{task.id}/claim")
    post.signed(f"/tasks/{task.id}/letters")
    sent = [letter for letter in post.letters() if letter.instance_id == task.instance_id]
    assert [(letter.name, letter.notice, letter.state) for letter in sent if not letter.body] == [
        ("Jo Bell", "will_not_assess", "served")
    ]
    post.play.person("Sigrid", "Holm", group="safeguarding")
    assert "correction_letter.judge_exposure" in post.play.waiting(post.case), "the letter does not wait for it"


def test_where_no_letter_is_wrong_none_is_taken_back(post: Post) -> None:
    post.sign()
    before = {letter.name: letter.state for letter in post.letters()}
    assert post.take_back(post.letter("Ali Khan"), letter="none", because="", seen="", to="")[0] == 200
    assert {letter.name: letter.state for letter in post.letters()} == before
    assert post.play.waiting(post.case) == []


def test_an_address_hidden_from_the_officers_team_is_on_no_page_of_theirs(post: Post, jo: str) -> None:
    hide = {"kind": "hidden_address", "about": post.play.id_of(jo), "words": "Safe house.", "only_for": "safeguarding"}
    post.browser().post(f"/cases/{post.case}/restrictions/new", **hide)
    path, browser = post.begin(), post.browser()
    choices = {f"to-{letter.id}": "send" for letter in post.letters()}
    _, page = browser.post(path, version="0", action="look", **{REASONS: "So.", **choices})
    letter = post.letter("Jo Bell")
    assert "The address is hidden from your team." in words(page) and canary.found_in(page) == []
    assert browser.get(f"{path}/{letter.id}/pdf")[0] == 403
    browser.post(f"{path}/sign", version=version_in(page))
    assert browser.get(f"/cases/{post.case}/letters/{letter.id}/pdf")[0] == 403
    assert canary.found_in(browser.get(f"/cases/{post.case}/letters/{letter.id}")[1]) == []
    assert "77canarywharfside" in words_of_pdf(post.letter("Jo Bell").pdf or b"").lower()


def test_signing_asks_for_a_second_factor_anew(post: Post, clock: SetClock) -> None:
    path, browser = post.begin(), post.browser()
    choices = {f"to-{letter.id}": "send" for letter in post.letters()}
    _, page = browser.post(path, version="0", action="look", **{REASONS: "So.", **choices})
    for _ in range(4):
        clock.advance(timedelta(minutes=8))
        browser.get("/tasks")
    status, page = browser.post(f"{path}/sign", version=version_in(page))
    assert "Confirm that it is you" in page or "/prove" in page, words(page)
    assert {letter.state for letter in post.letters()} == {DRAFT}
