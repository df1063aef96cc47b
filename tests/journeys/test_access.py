"""Row 10 of the registration guide: a parent asks once, an officer decides, the case opens and stays open."""

from pathlib import Path

import pytest

from tests.journeys.conftest import PHONE, People, Person, shot

pytestmark = pytest.mark.journey
JO, PRIYA, TOM = "kit.dale@example.org", "priya.nair@cumberland.example", "tom.hale@cumberland.example"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

WORDS = {
    "child_first_name": "Sam",
    "child_last_name": "Reed",
    "child_dob-day": "27",
    "child_dob-month": "3",
    "child_dob-year": "2018",
    "requester_dob-day": "2",
    "requester_dob-month": "5",
    "requester_dob-year": "1988",
}
CHOICES = {
    "about": "child",
    "relationship": "mother",
    "parental_responsibility": "yes",
    "responsibility_how": "birth_mother",
    "lives_with": "me",
    "others_have_responsibility": "no",
    "court_orders": "no",
    "evidence_way": "later",
    "safety_worry": "no",
    "declaration": "true",
}


def answer(person: Person, words: dict[str, str], choices: dict[str, str], picture: str) -> None:
    """Go on from page to page until all answers can be checked."""
    for number in range(40):
        if person.heading == "Check your answers":
            return
        for name, value in words.items():
            if person.page.locator(f'[name="{name}"]').count():
                person.fills(**{name: value})
        for name, values in choices.items():
            for value in values.split() or [""]:
                box = person.page.locator(f'[name="{name}"]' + (f'[value="{value}"]' if value else ""))
                if box.count():
                    box.first.check()
        shot(person.page, f"{picture}-{number}")
        person.presses("Continue")
    raise AssertionError(f"the form does not end: {person.page.url} {person.reads()}")


def ask(person: Person, **other: str) -> str:
    """Send a request; gives its reference."""
    person.goes("/home")
    person.follows("Ask to see")
    person.follows("Start now")
    answer(person, WORDS, {**CHOICES, **other}, "ask")
    shot(person.page, "ask-check")
    person.presses("Send my request")
    assert person.heading == "We have your request"
    return person.page.url.rsplit("/", 1)[1]


def open_task(person: Person, reference: str) -> None:
    """The task of this request, from the queue."""
    person.goes("/tasks")
    person.page.locator("tr", has_text=reference).get_by_role("link").first.click()
    person.looks()


def decide(person: Person, reference: str, decision: str, **words: str) -> None:
    """Claim the review and decide."""
    open_task(person, reference)
    person.presses("Claim this task")
    shot(person.page, "review")
    person.follows("Do this task")
    look_into(person, decision, **words)


def look_into(person: Person, decision: str, **words: str) -> None:
    """Say what was checked, decide, and send it."""
    answer(person, words, {"decision": decision, "checked": "identity link", "refusal_reason": ""}, "review")
    person.presses("Send")


def test_a_parent_asks_once_and_the_case_opens(people: People) -> None:
    jo, priya = people.somebody(), people.somebody()
    jo.signs_in(JO)
    reference = ask(jo)
    assert "Sam" not in people.site.mail(JO)[1]
    priya.signs_in(PRIYA)
    shot(priya.page, "inbox")
    decide(priya, reference, "approve")
    open_task(priya, reference)
    priya.presses("Claim this task")
    priya.follows("Do this task")
    shot(priya.page, "match")
    priya.page.get_by_label("We have no record").check()
    priya.presses("Open the record for Kit Dale")
    subject, text = people.site.mail(JO)
    assert reference in text and "Sam" not in subject + text
    jo.goes("/home")
    shot(jo.page, "home-open")
    jo.follows("Sam Reed")
    assert "record is open to you" in jo.heading
    shot(jo.page, "case")
    jo.goes("/ask")
    jo.follows("Start now")
    answer(jo, WORDS, CHOICES, "again")
    jo.presses("Send my request")
    assert "record is open to you" in jo.heading


def test_a_case_of_another_family_does_not_exist(people: People) -> None:
    jo = people.somebody()
    jo.signs_in(JO)
    jo.page.goto(people.site.address + "/cases/EHC-00000")
    unknown = jo.reads()
    assert jo.heading == "We cannot find this page"
    jo.page.goto(people.site.address + "/nowhere")
    assert jo.reads() == unknown


@pytest.mark.long
def test_an_officer_asks_for_more_and_the_parent_sends_a_document(people: People, tmp_path: Path) -> None:
    jo, priya = people.somebody(), people.somebody()
    jo.signs_in(JO)
    reference = ask(jo)
    priya.signs_in(PRIYA)
    open_task(priya, reference)
    priya.presses("Claim this task")
    priya.follows("Do this task")
    priya.presses("Continue")
    priya.page.locator('[name="decision"][value="more_evidence"]').check()
    priya.presses("Continue")
    priya.page.locator('[name="evidence_wanted"]').first.check()
    priya.fills(message_to_requester="A letter with your address, please.")
    priya.presses("Continue")
    priya.presses("Send")
    jo.goes("/home")
    jo.follows("Send more evidence")
    assert "A letter with your address" in jo.reads()
    shot(jo.page, "more-evidence")
    jo.follows("Start now")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    jo.page.locator('[name="can_send"]').first.check()
    jo.presses("Continue")
    jo.page.locator('input[type="file"]').first.set_input_files(str(letter))
    jo.presses("Continue")
    shot(jo.page, "more-evidence-check")
    assert "letter.pdf" in jo.reads()
    jo.presses("Send")
    open_task(priya, reference)
    assert "letter.pdf" in priya.page.locator("body").inner_text()


@pytest.mark.long
def test_a_refusal_gives_the_reason_to_the_parent_alone(people: People) -> None:
    jo, priya = people.somebody(), people.somebody()
    jo.signs_in(JO)
    reference = ask(jo)
    priya.signs_in(PRIYA)
    decide(priya, reference, "refuse", message_to_requester="We could not see that you are Sam’s parent.")
    jo.goes("/home")
    assert "Our answer is no." in jo.reads() and "We could not see" in jo.reads()
    assert "could not see" not in people.site.mail(JO)[1]


@pytest.mark.long
def test_a_claimed_task_is_told_by_name(people: People) -> None:
    jo, priya, tom = people.somebody(), people.somebody(), people.somebody()
    jo.signs_in(JO)
    reference = ask(jo)
    priya.signs_in(PRIYA)
    tom.signs_in(TOM)
    open_task(priya, reference)
    priya.presses("Claim this task")
    open_task(tom, reference)
    assert "Priya Nair has claimed this task" in tom.reads()
    assert tom.page.get_by_role("button", name="Claim this task").count() == 0
    priya.presses("Release")
    open_task(tom, reference)
    tom.presses("Claim this task")
    assert "Claimed by you" in tom.reads()


def match_new(officer: Person, reference: str) -> None:
    """Claim the match and make a record."""
    open_task(officer, reference)
    officer.presses("Claim this task")
    officer.follows("Do this task")
    officer.page.get_by_label("We have no record").check()
    officer.presses("Open the record for Kit Dale")


@pytest.mark.long
def test_an_officer_lets_somebody_read_only(people: People) -> None:
    jo, priya = people.somebody(), people.somebody()
    jo.signs_in(JO)
    reference = ask(jo)
    priya.signs_in(PRIYA)
    decide(priya, reference, "approve_view_only", view_only_reason="She does not have parental responsibility.")
    match_new(priya, reference)
    assert "read" in people.site.mail(JO)[1]
    jo.goes("/home")
    assert "you can read it" in jo.reads()
    jo.follows("Sam Reed")
    shot(jo.page, "case-view-only")
    assert "There is nothing for you to answer or to send" in jo.reads() and "Nothing waits for you" not in jo.reads()
    assert "parental responsibility" not in jo.reads()


@pytest.mark.long
def test_a_request_that_may_not_be_safe_is_decided_by_safeguarding(people: People) -> None:
    jo, priya, tom = people.somebody(), people.somebody(), people.somebody()
    jo.signs_in(JO)
    reference = ask(jo)
    priya.signs_in(PRIYA)
    decide(priya, reference, "refer_safeguarding", safeguarding_reason="The school has told us about threats.")
    jo.goes(f"/requests/{reference}")
    assert "We have your request about Sam" in jo.heading
    shot(jo.page, "request-referred")
    priya.goes("/tasks")
    assert reference not in priya.reads()
    tom.signs_in(TOM)
    hidden = "Nothing that says where the other parent lives."
    decide(tom, reference, "approve_view_only", reasons="There were threats.", keep_from=hidden)
    match_new(priya, reference)
    jo.goes(f"/requests/{reference}")
    shot(jo.page, "request-granted")
    assert "Sam’s record is open to you" in jo.heading
    assert "threats" not in jo.page.content() and "other parent" not in jo.page.content()
    jo.page.get_by_role("main").get_by_role("link", name="Go to Sam’s record").click()
    assert "You can only read this record." in jo.reads()


@pytest.mark.long
def test_what_one_parent_wants_kept_is_read_first_and_never_reaches_the_other(people: People) -> None:
    ray, priya = people.somebody(), people.somebody(size=PHONE)
    priya.signs_in(PRIYA)
    assert "Restriction" in priya.page.locator("tr", has_text="Ray Bell").inner_text()
    open_task(priya, "Ray Bell")
    priya.presses("Claim this task")
    assert "Keep this from Ray Bell" in priya.reads() and "We have moved." in priya.reads()
    assert priya.page.get_by_role("link", name="Do this task").count() == 0
    priya.presses("Go on to the task")
    assert "There is a problem" in priya.reads()
    priya.chooses("I have read this")
    priya.presses("Go on to the task")
    assert "Something must be kept from Ray Bell." in priya.reads()
    look_into(priya, "approve")
    open_task(priya, "Ray Bell")
    priya.presses("Claim this task")
    priya.follows("Do this task")
    assert "Others in this case: Jo Bell (mother)" in priya.reads() and "We have moved." in priya.reads()
    priya.chooses("Sam Bell")
    priya.presses("Open the record for Ray Bell")
    ray.signs_in("ray.bell@example.org")
    ray.follows("Sam Bell")
    seen = [ray.page.content()]
    for path in ("/home", "/ask"):
        ray.goes(path)
        seen.append(ray.page.content())
    seen += people.site.mail("ray.bell@example.org")
    assert "record is open to you" in seen[0]
    assert [word for word in ("moved", "Jo Bell", "Restriction", "must be kept") if word in "".join(seen)] == []
