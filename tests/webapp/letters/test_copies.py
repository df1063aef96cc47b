"""Copies of notices for bodies outside the family: to whom by law, without anybody's address, in the portal or by hand."""

from typing import Any

import pytest

from tests.webapp.cases import canary
from tests.webapp.cases.conftest import Play
from tests.webapp.cases.pages import words
from tests.webapp.letters.conftest import Post
from tests.webapp.letters.papers import words_of_pdf
from webapp.accounts import PersonDetails
from webapp.accounts.models import Person
from webapp.letters import law
from webapp.letters.bodies import bodies
from webapp.letters.models import EMAIL, PORTAL, SERVED, SIGNED, Letter

# Column “Copies to” of domain.md 1.15. Kept apart from required.toml on purpose.
COPIES_TO = {
    "considering_assessment": {"health", "social_care", "school"},
    "will_not_assess": {"health", "social_care", "school"},
    "will_assess": {"health", "social_care", "school"},
    "no_plan": {"health", "school"},
    "final_plan": {"health", "named_school"},
    "review_maintain": {"school"},
    "amendment_notice": {"school"},
    "considering_ceasing": {"school"},
    "ceasing": {"school", "health"},
    "plan_goes_on": {"school"},
}


def copies(post: Post) -> dict[str, Letter]:
    """Every copy, by its body."""
    return {letter.body: letter for letter in post.letters() if letter.body}


def account(play: Play, email: str, *, group: str = "") -> str:
    """Somebody outside the council who reads here by this mailbox."""
    with play.portal.work() as services:
        wanted = PersonDetails(email=email, first_name="Copies", last_name="Desk")
        made = services.accounts.people.add(wanted, kind="professional")
        made.password_hash = "a hash"
        services.accounts.finish_two_factor(made)
        return made.reference


def sends(post: Post, copy: Letter, **fields: Any) -> tuple[int, str]:
    """The officer's task for this copy, claimed and done."""
    with post.portal.look() as services:
        found = services.engine.user_tasks.open_of(post.case)
        task = next(each for each in found if each.instance_id == copy.posting_instance_id)
    browser = post.browser()
    browser.post(f"/tasks/{task.id}/claim")
    return browser.post(f"/tasks/{task.id}/post", **{"route": "email", "proof": "Sent from the mailbox", **fields})


def test_each_notice_goes_to_whom_the_law_says() -> None:
    assert {name: set(row.copies) for name, row in law.required().items() if row.copies} == COPIES_TO


@pytest.mark.parametrize("notice", ["considering_assessment", "will_not_assess", "will_assess", "no_plan"])
def test_signing_makes_a_copy_for_each_body(post: Post, notice: str) -> None:
    post.sign(notice)
    made = copies(post)
    assert made.keys() == COPIES_TO[notice]
    assert {copy.state for copy in made.values()} == {SIGNED}  # nobody of them has an account: somebody sends them
    assert made["health"].name == bodies()["health"].title and made["school"].name == canary.SCHOOL


def test_a_copy_says_the_same_and_tells_nothing_of_where_anybody_lives_or_who_they_are(post: Post) -> None:
    post.sign(**{"free-will_not_assess-reasons": "The school helps enough."})
    copy = copies(post)["health"]
    said, printed = copy.html, words_of_pdf(copy.pdf or b"")
    assert "This is a copy for NHS North East" in said and "The school helps enough." in said
    assert "Sam Bell, born 27 March 2018" in said and "Sunderland" in printed
    for text in (said, printed):
        assert canary.found_in(text) == []
        assert not any(name in text for name in ("Jo Bell", "JoBell", "Ali Khan", "AliKhan", "Beck Row", "BeckRow"))


def test_a_parents_own_address_in_the_officers_words_is_refused_because_of_the_copies(post: Post, jo: str) -> None:
    post.play.wait(0)
    path = post.begin()
    drafts = {f"to-{letter.id}": "send" for letter in post.letters() if letter.name == "Jo Bell"}
    left = {
        name: value
        for letter in post.letters()
        if letter.name == "Ali Khan"
        for name, value in ((f"to-{letter.id}", "leave_out"), (f"because-{letter.id}", "Asked us not to."))
    }
    typed = {"free-will_not_assess-reasons": f"Come to {canary.STREET}."}
    status, page = post.browser().post(path, version="0", action="look", **typed, **drafts, **left)
    assert status == 422 and "copies of this letter go to other bodies" in words(page)


def test_somebody_sends_it_and_the_letters_page_shows_who_got_one_and_how(post: Post) -> None:
    post.sign()
    post.work()
    for copy in copies(post).values():
        assert sends(post, copy, route="pigeon")[0] == 422
        assert sends(post, copy, proof="")[0] == 422
        assert sends(post, copy)[0] == 200
    assert {(copy.state, copy.route, copy.event_id) for copy in copies(post).values()} == {(SERVED, EMAIL, None)}
    shown = words(post.browser().get(f"/cases/{post.case}/letters")[1])
    assert f"Copy: {bodies()['social_care'].title}" in shown and "By email" in shown
    assert "Proof: Sent from the mailbox" in shown
    assert "A copy was sent to another body" in words(post.browser().get(f"/cases/{post.case}/timeline")[1])


def test_who_signs_sees_before_who_gets_a_copy(post: Post) -> None:
    page = words(post.browser().get(post.begin())[1])
    assert "Who gets a copy" in page and f"{bodies()['health'].title}, by email or on paper" in page


def test_a_letter_for_the_family_never_goes_by_email(post: Post, ali: str) -> None:
    post.in_use(ali, used=False)
    post.sign()
    post.work()
    assert sends(post, post.letter("Ali Khan"))[0] == 422


def test_a_body_with_an_account_reads_it_in_the_portal(post: Post) -> None:
    desk = account(post.play, bodies()["health"].email)
    other = account(post.play, "somebody@else.example")
    post.sign()
    copy = copies(post)["health"]
    assert (copy.state, copy.route) == (SERVED, PORTAL)
    listed = post.browser(desk).get("/advice")[1]
    assert "Letters we sent you" in words(listed) and f"/advice/letters/{copy.id}" in listed
    assert "This is a copy for NHS North East" in words(post.browser(desk).get(f"/advice/letters/{copy.id}")[1])
    assert post.browser(desk).client.get(f"/advice/letters/{copy.id}/pdf").data == copy.pdf
    for path in (f"/advice/letters/{copy.id}", f"/advice/letters/{copy.id}/pdf"):
        assert post.browser(other).get(path)[0] == 404
    assert post.browser(desk).get(f"/cases/{post.case}/letters")[0] == 404  # that copy, and nothing of the case
    assert post.browser(desk).get(f"/advice/letters/{post.letter('Jo Bell').id}")[0] == 404
    (mail,) = canary.mails_to(post.play, bodies()["health"].email)
    assert f"case {post.case}" in mail and "Sam" not in mail
    assert "First opened" in words(post.browser().get(f"/cases/{post.case}/letters")[1])


def test_an_account_that_is_switched_off_gets_it_another_way(post: Post) -> None:
    desk = account(post.play, bodies()["health"].email)
    with post.portal.work() as services:
        person = services.accounts.people.by_reference(desk)
        assert isinstance(person, Person)
        person.disabled_at = services.now
    post.sign()
    assert copies(post)["health"].state == SIGNED


def test_which_school_gets_one_is_hidden_from_whom_the_home_is_hidden_from(post: Post, jo: str) -> None:
    post.sign()
    post.work()
    hide = {"kind": "hidden_address", "about": post.play.id_of(jo), "words": "Safe.", "only_for": "safeguarding"}
    assert post.browser().post(f"/cases/{post.case}/restrictions/new", **hide)[0] == 200
    copy = copies(post)["school"]
    pages = [
        post.browser().get(path)[1] for path in (f"/cases/{post.case}/letters", f"/cases/{post.case}/letters/{copy.id}")
    ]
    assert "Copy: the school" in words(pages[0]) and [canary.found_in(page) for page in pages] == [[], []]
    assert sends(post, copy)[0] in (403, 409, 422)
    assert copies(post)["school"].state == SIGNED


def test_a_withdrawn_copy_is_no_longer_read(post: Post) -> None:
    desk = account(post.play, bodies()["health"].email)
    post.sign()
    copy = copies(post)["health"]
    assert post.take_back(copy, because="A wrong date.")[0] == 200
    page = words(post.browser(desk).get(f"/advice/letters/{copy.id}")[1])
    assert "This letter no longer counts." in page and "A wrong date." in page and "copy for NHS" not in page
    assert post.browser(desk).client.get(f"/advice/letters/{copy.id}/pdf").status_code == 404


def test_the_family_sees_no_copy(post: Post, jo: str) -> None:
    post.sign()
    page = words(post.browser(jo).get(f"/cases/{post.case}/letters")[1])
    assert "Copy" not in page and page.count("We will not assess Sam") == 1
