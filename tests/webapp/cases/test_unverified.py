"""Nobody who is not verified learns whether we know a child, or where the other parent lives."""

from typing import Any

import pytest

from tests.webapp.cases.conftest import DAD, SAM, Play, own_requests, visible
from webapp import cases
from webapp.portal import Portal

CANARIES = ("1 Mill Lane", "Penrith", "CA11 7AA", "01632 960 001", "jo.bell@example.org", "Fellview")
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("more_evidence", {"evidence_wanted": ["address"], "message_to_requester": "Please send it."}),
    ("refuse", {"refusal_reason": "link", "message_to_requester": "We could not be sure."}),
]


def test_known_and_unknown_children_are_asked_for_in_the_same_words(play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    askers = [play.person(first, last) for first, last in (("Kim", "Reed"), ("Lee", "Ward"))]
    answers = [DAD, {**DAD, "child_first_name": "Nobody", "child_last_name": "Known"}]
    references = [play.ask(who, what) for who, what in zip(askers, answers, strict=True)]
    seen: list[list[Any]] = [[], []]
    for decision, more in [("", {}), *STEPS]:
        for number, (who, reference) in enumerate(zip(askers, references, strict=True)):
            if decision:
                play.review(priya, reference, decision, **more)
            (own,) = own_requests(play.portal, who)
            seen[number].append((own.state, own.words, own.message, own.wanted, own.case_reference, own.decided_at))
            if own.task_id:
                play.complete(who, reference, "send_evidence", {"can_send": "no", "missing_words": "None."})
    assert seen[0] == seen[1]
    texts = [
        [body.split("] ", 1)[1].replace(reference, "?") for body in play.mail_texts() if reference in body]
        for reference in references
    ]
    assert len(texts[0]) == 3 and sorted(texts[0]) == sorted(texts[1])


def test_what_a_person_reads_of_a_request_is_what_they_wrote_not_what_the_record_says(
    play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo, {**SAM, "child_known_as": "Sammy", "child_school": "Fellview"}))
    play.ask(ali, DAD)
    (own,) = own_requests(play.portal, ali)
    assert own.child_first_name == "Sam" and "Sammy" not in repr(own) and "Fellview" not in repr(own)


def test_a_second_parent_never_sees_where_the_first_one_lives(
    portal: Portal, play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo, {**SAM, "child_school": "Fellview", "keep_address_secret": True}))
    (case,) = visible(portal, jo)
    play.approve(priya, play.ask(ali, DAD), child_id=play.child_of(case.reference))
    with portal.look() as services:
        opened = cases.open_for(services, services.accounts.people.by_reference(ali), case.reference)
    to_ali = [text for text in play.mail_texts() if "ali.khan@example.org" in text]
    everything = "\n".join([repr(opened), repr(visible(portal, ali)), repr(own_requests(portal, ali)), *to_ali])
    assert case.reference in everything
    assert [canary for canary in CANARIES if canary in everything] == []
    assert "Jo" not in everything  # nor that she is a party at all


def test_the_officer_who_decides_does_see_the_address(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo, {**SAM, "child_school": "Fellview"})
    review = play.look_at(priya, reference)
    assert [canary for canary in CANARIES if canary not in repr(review)] == []
    assert review.acknowledged_at == review.sent_at == play.clock.now()


@pytest.mark.parametrize("who", ["requester", "another parent", "other staff"])
def test_nobody_but_the_deciding_officers_opens_a_request(play: Play, jo: str, ali: str, priya: str, who: str) -> None:
    reference = play.ask(jo)
    readers = {"requester": jo, "another parent": ali, "other staff": play.person("Zoe", "Fox", group="analyst")}
    for asked in (reference, "ACC-22222"):
        with pytest.raises(cases.CasesError, match="There is no such request, or you may not see it."):
            play.look_at(readers[who], asked)
