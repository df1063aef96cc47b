"""Asking to see a record, played on the shipped drawing from the request to the open case."""

from typing import Any

import pytest

from engine import PORTAL, Bundle, StepFailed, read_bundle
from tests.webapp.cases.conftest import DAD, PROCESS, SAM, Play, own_requests, visible
from webapp import cases
from webapp.cases import access
from webapp.cases.errors import MayNotAsk, NotChecked
from webapp.portal import FORMS, WORKFLOWS, Portal

NEW_EVIDENCE = {"can_send": "no", "missing_words": "I have no other papers."}


def test_an_approved_request_opens_the_case_for_the_parent(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    assert reference.startswith("ACC-") and play.waiting(reference) == ["review_request"]
    assert visible(portal, jo) == []
    play.approve(priya, reference)
    (case,) = visible(portal, jo)
    assert case.reference.startswith("EHC-")
    assert (case.child_first_name, case.scope, case.relationship) == ("Sam", "full", "mother")
    assert [subject for _, subject in play.mails()] == [
        f"Our answer to your request {reference} is yes",
        f"We have your request {reference}",
    ]
    with portal.look() as services:
        person = services.accounts.people.by_reference(jo)
        assert cases.open_for(services, person, case.reference) == case


def test_a_case_that_is_not_mine_is_as_unknown_as_one_that_is_not_there(
    portal: Portal, play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo))
    (case,) = visible(portal, jo)
    with portal.look() as services:
        stranger = services.accounts.people.by_reference(ali)
        for reference in (case.reference, "EHC-22222", ""):
            with pytest.raises(cases.CaseNotFound) as refused:
                cases.open_for(services, stranger, reference)
            assert str(refused.value) == "There is no such case, or you may not see it."


def test_view_only_stays_view_only(portal: Portal, play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo), decision="approve_view_only")
    (case,) = visible(portal, jo)
    assert case.scope == "view_only"
    with portal.look() as services:
        person = services.accounts.people.by_reference(jo)
        membership = services.accounts.memberships.find(person, "family", case.reference)
        assert membership and (membership.scope, membership.origin) == ("view_only", "access_authentication")


def test_a_refusal_opens_nothing_and_says_why(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    play.review(priya, reference, "refuse", refusal_reason="identity", message_to_requester="Send a clearer photo.")
    assert visible(portal, jo) == [] and play.waiting(reference) == []
    (own,) = own_requests(portal, jo)
    assert (own.state, own.words, own.message) == ("refused", "Our answer is no.", "Send a clearer photo.")
    assert own.case_reference == "" and own.decided_at is not None


def test_a_refused_request_may_be_sent_again(play: Play, jo: str, priya: str) -> None:
    first = play.ask(jo)
    play.review(priya, first, "refuse", refusal_reason="identity", message_to_requester="Send a clearer photo.")
    assert play.ask(jo) != first


def test_more_evidence_is_the_persons_turn_then_the_officers(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    asked_for = {"evidence_wanted": ["photo_identity"], "message_to_requester": "Your photo is too dark."}
    play.review(priya, reference, "more_evidence", **asked_for)
    (own,) = own_requests(portal, jo)
    assert (own.state, own.words) == ("yours", "We need more from you before we can decide.")
    assert (own.message, own.wanted) == ("Your photo is too dark.", ("photo_identity",))
    assert own.task_id is not None
    play.complete(jo, reference, "send_evidence", NEW_EVIDENCE)
    (own,) = own_requests(portal, jo)
    assert (own.state, own.message, own.task_id) == ("checking", "", None)
    play.approve(priya, reference)
    assert len(visible(portal, jo)) == 1


def test_nobody_else_sends_evidence_for_a_request(play: Play, jo: str, ali: str, priya: str) -> None:
    reference = play.ask(jo)
    play.review(priya, reference, "more_evidence", evidence_wanted=["address"], message_to_requester="Please.")
    with pytest.raises(Exception, match="There is no such task, or you may not see it."):
        play.complete(ali, reference, "send_evidence", NEW_EVIDENCE)


def test_safeguarding_decides_what_is_referred_to_it(portal: Portal, play: Play, jo: str, priya: str) -> None:
    tom = play.person("Tom", "Hale", group="safeguarding")
    reference = play.ask(jo)
    play.review(priya, reference, "refer_safeguarding", safeguarding_reason="There is an alert on the address.")
    assert play.waiting(reference) == ["safeguarding_review"]
    (own,) = own_requests(portal, jo)
    assert (own.state, own.message) == ("checking", "")
    play.claim(tom, reference, "safeguarding_review")
    decided = {
        "decision": "approve_view_only",
        "reasons": "Safe with care.",
        "keep_from": "Jo’s new address: from Ali.",
    }
    play.complete(tom, reference, "safeguarding_review", decided)
    play.match(priya, reference)
    (case,) = visible(portal, jo)
    assert case.scope == "view_only"
    party = play.party(jo)
    assert party.granted_by == play.id_of(tom)  # who decided, not who found the record
    assert "new address" not in repr(case)


def test_a_young_person_asks_for_their_own_record(portal: Portal, play: Play, priya: str) -> None:
    robin = play.person("Robin", "Tarn", address_lines=("3 Fell View",), postcode="CA14 2ZZ")
    answers = {"about": "myself", "child_first_name": "Robin", "child_last_name": "Tarn", "child_dob": "2008-11-03"}
    play.approve(priya, play.ask(robin, answers))
    assert visible(portal, robin)[0].relationship == "myself"
    assert (play.child().address, play.child().postcode) == ("3 Fell View", "CA14 2ZZ")


def test_parental_responsibility_is_kept_with_the_party(play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    party = play.party(jo)
    assert (party.parental_responsibility, party.responsibility_how) == ("yes", "birth_mother")


@pytest.mark.parametrize(
    ("answers", "opens"),
    [
        ({"checked": []}, False),
        ({"checked": ["identity", "address"]}, False),
        ({"checked": ["link"], "unchecked_reason": "  "}, False),
        ({"checked": ["identity", "link"]}, True),
        ({"checked": [], "unchecked_reason": "Seen in person by the head of Fellview."}, True),
    ],
)
def test_a_yes_stands_on_two_checks_or_on_reasons_in_writing(
    portal: Portal, play: Play, jo: str, priya: str, answers: dict[str, Any], opens: bool
) -> None:
    reference = play.ask(jo)
    play.review(priya, reference, "approve", **answers)
    if opens:
        play.match(priya, reference)
    else:
        with pytest.raises(NotChecked):
            play.match(priya, reference)
    assert bool(visible(portal, jo)) is opens


def test_who_may_see_the_record_is_not_asked_again(portal: Portal, play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    (case,) = visible(portal, jo)
    again = {**SAM, "child_first_name": " SAM ", "child_last_name": "Béll"}
    with pytest.raises(cases.AlreadyHasAccess) as refused:
        play.ask(jo, again)
    assert refused.value.reference == case.reference
    assert str(refused.value) == f"You can see this record already. Your reference is {case.reference}."
    assert len(own_requests(portal, jo)) == 1


def test_the_persons_own_spelling_counts_too_when_the_record_has_another(
    portal: Portal, play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo))
    (case,) = visible(portal, jo)
    samuel = {**DAD, "child_first_name": "Samuel", "child_last_name": "Khan-Bell"}
    play.approve(priya, play.ask(ali, samuel), child_id=play.child_of(case.reference))
    assert [seen.reference for seen in visible(portal, ali)] == [case.reference]
    for answers in (samuel, DAD):
        with pytest.raises(cases.AlreadyHasAccess):
            play.ask(ali, answers)


def test_one_open_request_for_a_child_is_enough(play: Play, jo: str) -> None:
    first = play.ask(jo)
    with pytest.raises(cases.AlreadyAsked) as refused:
        play.ask(jo, {**SAM, "child_known_as": "Sammy"})
    assert refused.value.reference == first


def test_an_apostrophe_or_an_accent_makes_no_other_child(play: Play, jo: str) -> None:
    play.ask(jo, {**SAM, "child_last_name": "O’Néill"})
    with pytest.raises(cases.AlreadyAsked):
        play.ask(jo, {**SAM, "child_last_name": "ONEILL"})


def test_another_child_of_the_same_parent_is_another_request(portal: Portal, play: Play, jo: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    play.approve(priya, play.ask(jo, {**SAM, "child_first_name": "Ana"}))
    assert [case.child_first_name for case in visible(portal, jo)] == ["Ana", "Sam"]


def test_two_parents_join_one_case(portal: Portal, play: Play, jo: str, ali: str, priya: str) -> None:
    play.approve(priya, play.ask(jo))
    (case,) = visible(portal, jo)
    play.approve(priya, play.ask(ali, DAD), child_id=play.child_of(case.reference))
    assert [seen.reference for seen in visible(portal, ali)] == [case.reference]
    assert visible(portal, ali)[0].relationship == "father"


def test_access_that_is_taken_away_ends_with_the_next_request(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    play.approve(priya, reference)
    (case,) = visible(portal, jo)
    with portal.work() as services:
        person = services.accounts.people.by_reference(jo)
        membership = services.accounts.memberships.find(person, "family", case.reference)
        assert membership
        services.accounts.memberships.end(membership)
        services.accounts.memberships.grant(person, "requester", case.reference, origin="test")  # opens nothing
    assert visible(portal, jo) == []
    with portal.look() as services, pytest.raises(cases.CaseNotFound):
        cases.open_for(services, services.accounts.people.by_reference(jo), case.reference)
    (own,) = own_requests(portal, jo)
    assert (own.state, own.case_reference) == ("ended", "")
    assert play.ask(jo) != reference


def test_only_citizens_who_can_sign_in_safely_may_ask(portal: Portal, play: Play, priya: str) -> None:
    with pytest.raises(MayNotAsk):
        play.ask(priya)


def test_a_request_that_cannot_start_leaves_nothing(portal: Portal, play: Play, jo: str) -> None:
    with pytest.raises(Exception, match="There is no such document"):
        play.ask(jo, {**SAM, "identity_documents": ["0" * 32]})
    assert own_requests(portal, jo) == []
    with portal.look() as services:
        groups = {
            m.candidate_group for m in services.accounts.memberships.of(services.accounts.people.by_reference(jo))
        }
        assert groups == {"account_holder", "citizen"}


def test_the_late_review_is_told_to_managers_and_the_person_is_reminded(play: Play, jo: str, priya: str) -> None:
    play.person("Mo", "Reed", group="send_manager", email="mo.reed@example.org")
    reference = play.ask(jo)
    play.wait(8)
    assert ("mo.reed@example.org", f"Request {reference} has waited for 7 days") in play.mails()
    play.review(priya, reference, "more_evidence", evidence_wanted=["address"], message_to_requester="Please.")
    play.wait(29)
    assert play.waiting(reference) == ["review_request"]  # we decide with what we have
    play.review(priya, reference, "refuse", refusal_reason="link", message_to_requester="We could not be sure.")


def test_no_mail_carries_a_childs_name(play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo, {**SAM, "child_first_name": "Zebedee", "child_last_name": "Quillfeather"})
    play.approve(priya, reference)
    assert len(play.mails()) == 2
    for text in play.mail_texts():
        assert reference in text and "Zebedee" not in text and "Quillfeather" not in text


def test_a_matched_record_is_needed_before_a_case_opens(play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    play.review(priya, reference, "approve")
    play.claim(priya, reference, "match_record")
    with pytest.raises(Exception, match=f"The request {reference} belongs to no record yet"):
        play.complete(priya, reference, "match_record", {})
    assert play.waiting(reference) == ["match_record"]


def test_the_answers_tell_what_the_case_history_must_know(portal: Portal, play: Play, jo: str, priya: str) -> None:
    reference = play.ask(jo)
    play.approve(priya, reference)
    (case,) = visible(portal, jo)
    with portal.look() as services:
        (granted,) = [e for e in services.engine.history.of(case.reference) if e.kind == "access granted"]
        assert granted.payload == {"request": reference, "person": jo, "scope": "full"}
        assert granted.actor == priya
        assert services.engine.history.broken_at(case.reference) is None
        assert access.requests_of(services, services.accounts.people.by_reference(priya)) == []


def test_a_drawing_that_grants_something_unknown_opens_nothing(portal: Portal, play: Play, jo: str, priya: str) -> None:
    shipped = read_bundle(PROCESS, WORKFLOWS, FORMS)
    drawing = shipped.resources[f"{PROCESS}.bpmn"].replace(b'else "full"', b'else "everything"')
    with portal.work() as services:
        changed = Bundle(process_id=PROCESS, resources={**shipped.resources, f"{PROCESS}.bpmn": drawing})
        services.engine.deployments.deploy(changed, by=PORTAL)
    reference = play.ask(jo)
    with pytest.raises(StepFailed, match="the scope “everything” is not known: use one of full, view_only"):
        play.approve(priya, reference)
    assert visible(portal, jo) == []
