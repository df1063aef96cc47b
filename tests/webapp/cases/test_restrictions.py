"""What one adult wants kept from another: shown before any decision, read with the officer's word, told to nobody."""

from typing import Any

import pytest

from engine import GuardRefuses
from tests.webapp.cases.conftest import DAD, SAM, Play, own_requests, visible
from webapp import cases
from webapp.cases import access
from webapp.cases.acknowledging import KIND
from webapp.cases.errors import RestrictionsUnread
from webapp.cases.restrictions import Restriction
from webapp.portal import Portal

CANARY = "He must not know of 7 Quiet Street"
ORDER = Restriction(kind="court_order", words="No contact.", orders=("non_molestation",))
SAID: list[tuple[dict[str, Any], Restriction]] = [
    ({"court_orders": "yes", "order_kinds": ["non_molestation"], "order_words": "No contact."}, ORDER),
    ({"keep_address_secret": True}, Restriction(kind="address_secret")),
    ({"safety_worry": "yes", "safety_words": CANARY}, Restriction(kind="safety", words=CANARY)),
]
AFRAID = {**SAM, "keep_address_secret": True, "safety_worry": "yes", "safety_words": CANARY}
REFUSED = {"refusal_reason": "link", "message_to_requester": "We could not be sure."}


@pytest.fixture
def tom(play: Play) -> str:
    return play.person("Tom", "Hale", group="safeguarding")


def told(play: Play, officer: str, reference: str) -> list[Restriction]:
    return [each for one in play.look_at(officer, reference).told for each in one.restrictions]


@pytest.mark.parametrize(("answers", "restriction"), SAID, ids=lambda value: getattr(value, "kind", ""))
@pytest.mark.parametrize("outcome", ["waits", "approve", "refuse"])
def test_what_one_adult_said_is_shown_with_the_request_of_another(
    play: Play, jo: str, ali: str, priya: str, answers: dict[str, Any], restriction: Restriction, outcome: str
) -> None:
    first = play.ask(jo, {**SAM, **answers})
    if outcome == "approve":
        play.approve(priya, first)
    elif outcome == "refuse":
        play.review(priya, first, "refuse", **REFUSED)
    (shown,) = play.look_at(priya, play.ask(ali, DAD)).told
    assert (shown.name, shown.relationship, shown.reference) == ("Jo Bell", "mother", first)
    assert shown.restrictions == (restriction,)


def test_what_officers_wrote_is_shown_too(play: Play, jo: str, ali: str, priya: str, tom: str) -> None:
    first = play.ask(jo)
    play.review(priya, first, "refer_safeguarding", safeguarding_reason="An alert.")
    play.claim(tom, first, "safeguarding_review")
    decided = {"decision": "refuse", **REFUSED, "reasons": "Not safe.", "keep_from": "Keep the address from Ali."}
    play.complete(tom, first, "safeguarding_review", decided)
    assert told(play, priya, play.ask(ali, DAD)) == [
        Restriction(kind="safeguarding", words="An alert."),
        Restriction(kind="keep_from", words="Keep the address from Ali."),
    ]


def test_a_young_persons_own_choice_is_shown(play: Play, jo: str, priya: str) -> None:
    robin = play.person("Robin", "Bell")
    mine = {"about": "myself", "child_first_name": "Sam", "child_last_name": "Bell", "child_dob": SAM["child_dob"]}
    play.ask(robin, {**mine, "others_may_see": "yes", "who_may_see": "Mum only."})
    assert told(play, priya, play.ask(jo)) == [Restriction(kind="own_choice", words="Mum only.")]


@pytest.mark.parametrize(
    "spelled",
    [
        {},
        {"child_first_name": "Samm", "child_last_name": "Bel"},
        {"child_first_name": "Olive"},  # a twin, perhaps: one household
        {"child_first_name": "X", "child_last_name": "Y", "child_dob": "2011-01-01", "child_nhs_number": "9434765919"},
    ],
)
def test_it_is_shown_however_the_child_is_described(
    play: Play, jo: str, ali: str, priya: str, spelled: dict[str, Any]
) -> None:
    play.ask(jo, {**AFRAID, "child_nhs_number": "943 476 5919"})
    assert told(play, priya, play.ask(ali, {**DAD, **spelled}))


def test_another_child_has_nothing_to_do_with_it(play: Play, jo: str, ali: str, priya: str) -> None:
    play.ask(jo, AFRAID)
    reference = play.ask(ali, {**DAD, "child_first_name": "Nobody", "child_last_name": "Known"})
    assert told(play, priya, reference) == []
    play.approve(priya, reference)
    assert visible(play.portal, ali)


def test_a_request_that_limits_nothing_asks_for_nothing(play: Play, jo: str, ali: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    reference = play.ask(ali, DAD)
    assert play.look_at(priya, reference).told == ()
    play.claim(priya, reference, "review_request")
    play.complete(priya, reference, "review_request", {"decision": "refuse", **REFUSED})


@pytest.mark.parametrize(
    "answers",
    [
        {"decision": "approve", "checked": ["identity", "link"]},
        {"decision": "approve_view_only", "checked": ["identity", "link"], "view_only_reason": "x"},
        {"decision": "refuse", **REFUSED},
        {"decision": "more_evidence", "evidence_wanted": ["address"], "message_to_requester": "Please."},
        {"decision": "refer_safeguarding", "safeguarding_reason": "x"},
    ],
    ids=lambda answers: answers["decision"],
)
def test_no_decision_before_the_officer_says_that_they_have_read_it(
    play: Play, jo: str, ali: str, priya: str, answers: dict[str, Any]
) -> None:
    play.ask(jo, AFRAID)
    reference = play.ask(ali, DAD)
    play.claim(priya, reference, "review_request")
    play.look_at(priya, reference)  # being shown it is not having said so
    with pytest.raises(GuardRefuses, match="must be kept from the person asking"):
        play.complete(priya, reference, "review_request", answers)
    play.read(priya, reference)
    play.complete(priya, reference, "review_request", answers)
    assert "review_request" not in play.waiting(reference)


def test_each_officer_says_it_for_themselves(play: Play, jo: str, ali: str, priya: str, tom: str) -> None:
    play.ask(jo, AFRAID)
    reference = play.ask(ali, DAD)
    play.review(priya, reference, "refer_safeguarding", safeguarding_reason="Look.")
    play.claim(tom, reference, "safeguarding_review")
    with pytest.raises(GuardRefuses):
        play.complete(tom, reference, "safeguarding_review", {"decision": "refuse", "reasons": "No.", **REFUSED})


def test_what_is_said_later_must_be_read_again(play: Play, jo: str, ali: str, priya: str) -> None:
    play.ask(jo, AFRAID)
    reference = play.ask(ali, DAD)
    play.claim(priya, reference, "review_request")
    page = play.look_at(priya, reference)
    kim = play.person("Kim", "Reed")
    play.ask(kim, {**SAM, "safety_worry": "yes", "safety_words": "He has found us."})
    with play.portal.work() as services:  # the officer presses the button of the page that they have
        access.acknowledge(services, reference, {t.digest for t in page.unread}, by=play.actor(services, priya))
    with pytest.raises(GuardRefuses):
        play.complete(priya, reference, "review_request", {"decision": "refuse", **REFUSED})
    assert [each.name for each in play.look_at(priya, reference).unread] == ["Kim Reed"]


def test_their_word_stands_in_the_history_and_each_showing_in_the_other_ones(
    play: Play, jo: str, ali: str, priya: str
) -> None:
    first = play.ask(jo, AFRAID)
    reference = play.ask(ali, DAD)
    play.claim(priya, reference, "review_request")
    play.read(priya, reference)
    play.read(priya, reference)  # twice is once
    with play.portal.look() as services:
        (event,) = [e for e in services.engine.history.of(reference) if e.kind == KIND]
        assert (event.actor, event.payload["of"]) == (priya, [first])
        assert CANARY not in str(event.payload)
        reads = [e.payload["what"] for e in services.engine.history.of(first) if e.kind == "read"]
        assert f"restrictions, shown for {reference}" in reads
        assert services.engine.history.broken_at(reference) is None


def test_what_the_person_asking_said_themselves_is_shown_apart(play: Play, jo: str, priya: str) -> None:
    first = play.ask(jo, AFRAID)
    play.review(priya, first, "refuse", **REFUSED)
    again = play.look_at(priya, play.ask(jo, AFRAID))
    assert again.own and [each.kind for each in again.own.restrictions] == ["address_secret", "safety"]
    assert [each.same_person for each in again.told] == [True] and again.unread == ()


def test_a_relative_of_the_other_adult_neither_sees_nor_decides(play: Play, jo: str, ali: str) -> None:
    cousin = play.person("Dana", "Frost", group="send_admin", telephones=("01632 960 001",))  # Jo's number
    play.ask(jo, AFRAID)
    reference = play.ask(ali, {**DAD, "child_first_name": "Samm"})
    with pytest.raises(GuardRefuses):
        play.look_at(cousin, reference)
    with pytest.raises(GuardRefuses):
        play.claim(cousin, reference, "review_request")


def test_a_record_that_the_officer_looked_for_is_read_before_it_is_chosen(
    play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo, AFRAID))
    reference = play.ask(ali, {**DAD, "child_first_name": "Alexander", "child_last_name": "Khan"})  # not alike at all
    play.review(priya, reference, "approve")
    play.claim(priya, reference, "match_record")
    with play.portal.work() as services:
        officer = play.actor(services, priya)
        assert access.candidates(services, reference, by=officer) == []
        (found,) = access.search(services, reference, access.Wanted(name="bell sa"), by=officer)
    assert (found.name, found.people, [t.name for t in found.told]) == (
        "Sam Bell",
        (("Jo Bell", "mother"),),
        ["Jo Bell"],
    )
    with play.portal.work() as services, pytest.raises(RestrictionsUnread):
        access.match(services, reference, found.child_id, by=play.actor(services, priya))
    seen = {each.digest for each in found.told}
    with play.portal.work() as services:
        access.match(services, reference, found.child_id, by=play.actor(services, priya), seen=seen)
    play.complete(priya, reference, "match_record", {})
    assert visible(play.portal, ali)


def test_the_person_asking_sees_the_same_whether_there_is_something_to_keep_from_them_or_not(
    portal: Portal, play: Play, jo: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo, AFRAID))
    askers = [play.person(first, "Reed") for first in ("Kim", "Lee")]
    asked = [DAD, {**DAD, "child_first_name": "Nobody", "child_last_name": "Known"}]
    references = [play.ask(who, what) for who, what in zip(askers, asked, strict=True)]
    seen: list[list[Any]] = [[], []]
    for step in ("", "more_evidence", "approve"):
        for number, (who, reference) in enumerate(zip(askers, references, strict=True)):
            if step:
                more = {"evidence_wanted": ["address"], "message_to_requester": "Please."}
                play.review(priya, reference, step, **(more if step == "more_evidence" else {}))
            (own,) = own_requests(portal, who)
            seen[number].append((own.state, own.words, own.message, own.wanted, own.case_reference, own.decided_at))
            if own.task_id:
                play.complete(who, reference, "send_evidence", {"can_send": "no", "missing_words": "None."})
    assert seen[0] == seen[1] and len(seen[0]) == 3
    record = play.child_of(visible(portal, jo)[0].reference)
    play.match(priya, references[0], record)
    with portal.look() as services:
        kim = services.accounts.people.by_reference(askers[0])
        opened = cases.open_for(services, kim, visible(portal, askers[0])[0].reference)
    mails = [text for text in play.mail_texts() if "kim.reed@example.org" in text]
    everything = repr((opened, own_requests(portal, askers[0]), mails))
    assert [word for word in ("Quiet Street", "Mill Lane", "CA11", "safety", "secret") if word in everything] == []
