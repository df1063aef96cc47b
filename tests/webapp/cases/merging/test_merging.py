"""A child who is there twice: two officers make one record of two, and nothing is lost, shown or loosened by it."""

import re
from datetime import date

import pytest

from tests.webapp.cases.assessing.conftest import ASK
from tests.webapp.cases.conftest import DAD, own_requests, visible
from tests.webapp.cases.merging.conftest import WHY, Merge
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import fill
from webapp import clocks
from webapp.cases import entered, on_hold, party_access
from webapp.cases.entered import NewRestriction
from webapp.cases.models import Case, Party

ALL = list(ASK.values())


def asks(walk, who, case):
    return walk(who).through(f"/cases/{case}/do/AskForAssessment/begin", *ALL)


def restrict(play, who, reference, **new):
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(who)
        case = services.session.query(Case).filter_by(reference=reference).one()
        new = NewRestriction(from_on=date(2026, 1, 1), **new)
        entered.enter(services, case, new, by=officer, actor=services.actor(officer))


def chains(play, *keys):
    """Kinds of events of each key that are no looks; each chain is whole."""
    with play.portal.look() as services:
        assert not any(services.engine.history.broken_at(key) for key in keys)
        return [[e.kind for e in services.engine.history.of(key) if e.kind != "read"] for key in keys]


def test_an_officer_finds_on_the_page_of_a_case_that_the_child_is_there_twice(pages, sam, twin, nell):
    browser = pages.of(nell)
    assert f'href="/cases/{sam}/merge"' in browser.get(f"/cases/{sam}")[1]
    found = words(browser.get(f"/cases/{sam}/merge")[1])
    assert f"Samm Bell, {twin}" in found and "The name is spelled nearly the same" in found
    shown = words(browser.post(f"/cases/{sam}/merge", other=twin.lower())[1]).replace("\xa0", " ")
    assert "Ali Khan (father): sees it and answers" in shown and "Jo Bell (mother)" in shown
    assert "9434765919" in shown and "NameNot the same" in shown


def test_two_officers_make_one_record_of_two(play, pages, merge, nell, priya, jo, ali):
    assert "Records to be merged" in merge.ask(nell) and "Waits for somebody else" in words(
        pages.of(nell).get("/merges")[1]
    )
    assert "Waits for you" in words(pages.of(priya).get("/merges")[1])
    status, page = merge.decide(priya)
    assert status == 200 and "The two records are one now" in page
    assert f"Also {merge.goes}" in page and "Ali Khan (father)" in page and "Jo Bell (mother)" in page
    assert [case.reference for who in (jo, ali) for case in visible(play.portal, who)] == [merge.stays] * 2
    stays, goes = chains(play, merge.stays, merge.goes)
    assert stays[-2:] == ["merge proposed", "merged"] and goes[-2:] == ["merge proposed", "merged into"]
    with play.portal.look() as services:
        child = services.session.query(Case).filter_by(reference=merge.stays).one().child
        assert (child.first_name, child.nhs_number) == ("Sam", "9434765919")  # what only the other record knew
        (event,) = [e for e in services.engine.history.of(merge.stays) if e.kind == "merged"]
        assert (event.actor, event.payload["asked_by"], event.payload["because"]) == (priya, nell, WHY)


def test_nobody_decides_about_what_they_have_asked_themselves(merge, nell, play, ali):
    merge.ask(nell)
    status, page = merge.decide(nell)
    assert status == 403 and "Somebody else must look at both records" in page
    assert visible(play.portal, ali)[0].reference == merge.goes


def test_a_second_no_leaves_both_as_they_are(merge, nell, priya, play, ali):
    merge.ask(nell)
    assert "Say why, in words" in merge.decide(priya, "refuse")[1]
    assert "The records stay apart" in merge.decide(priya, "refuse", because="They are cousins")[1]
    assert merge.decide(priya)[0] == 409
    assert visible(play.portal, ali)[0].reference == merge.goes


def test_what_is_to_be_said_first_is_asked_for(merge, nell, priya):
    assert "Select which record stays" in merge.ask(nell, stays="")
    assert "Say how you know" in merge.ask(nell, because=" ")
    assert "This is the same record" in words(merge.pages.of(nell).get(f"/cases/{merge.stays}/merge/{merge.stays}")[1])
    merge.ask(nell)
    assert "Decide that first" in merge.ask(priya)


def test_what_runs_goes_on_under_the_record_that_stays(play, pages, walk, merge, nell, priya, jo, ali):
    assert "We are deciding" in words(asks(walk, ali, merge.goes)[1])
    merge.together(nell, priya)
    assert play.waiting(merge.stays) == ["check_duty"] and play.waiting(merge.goes) == []
    for who in (jo, ali):
        shown = words(pages.of(who).get(f"/cases/{merge.stays}")[1])
        assert "We are deciding whether to assess Sam" in shown and "Week 1 of 20" in shown.replace("\xa0", " ")
    with play.portal.look() as services:
        assert [each.rule.name for each in clocks.of(services, merge.stays)][:1] == ["decide_whether_to_assess"]
        assert clocks.events_of(services, merge.stays)
    place, browser = pages.task(merge.stays), pages.of(nell)
    assert "Sam builds whole towns" in words(browser.get(place)[1])
    browser.post(f"{place}/claim")
    duty = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}
    assert walk(nell).through(f"{place}/form/begin", duty)[0] == 200
    assert play.waiting(merge.stays) != ["check_duty"]
    assert not any("broken" in kind for kind in chains(play, merge.stays, merge.goes)[0])


def test_what_one_parent_gave_is_not_shown_to_the_other(pages, walk, merge, nell, priya, jo, ali):
    asks(walk, ali, merge.goes)
    merge.together(nell, priya)
    assert "Sam builds whole towns" in words(pages.of(ali).get(_given(pages, ali, merge.stays))[1])
    page = pages.of(jo).get(f"/cases/{merge.stays}/given")[1]
    assert "Sam builds" not in page and "LA9 4DQ" not in page and "Beck Row" not in page
    assert pages.of(jo).get(_given(pages, ali, merge.stays))[0] == 404


def _given(pages, who, case):
    """Address of the first thing on the list of what they gave."""
    page = pages.of(who).get(f"/cases/{case}/given")[1]
    return page.split(f'href="/cases/{case}/given/')[1].split('"')[0].join((f"/cases/{case}/given/", ""))


def test_the_old_reference_leads_to_the_record_that_stays_and_only_for_those_who_may_open_it(
    play, pages, merge, nell, priya, ali
):
    stranger = play.person("Kim", "Moss")
    merge.together(nell, priya)
    for who in (ali, nell):
        answer = pages.of(who).client.get(f"/cases/{merge.goes}/letters")
        assert (answer.status_code, answer.location) == (302, f"/cases/{merge.stays}/letters")
    assert pages.of(stranger).client.get(f"/cases/{merge.goes}").status_code == 404
    status, page = pages.of(ali).post(f"/cases/{merge.goes}/do/AddSomething/begin")
    assert status == 200 and f"This record belongs to {merge.stays} by now. Nothing was sent" in words(page)
    found = words(pages.of(nell).post("/cases", reference=merge.goes.lower())[1])
    assert f"Sam Bell 27 March 2018 {merge.stays}" in found.replace("\xa0", " ")
    assert merge.goes not in words(pages.of(nell).post("/cases", name="Bell")[1])


def test_who_looked_before_is_told_after(pages, merge, nell, priya, ali):
    pages.of(nell).get(f"/cases/{merge.goes}")
    merge.together(nell, priya)
    with merge.play.portal.look() as services:
        before = len(services.engine.history.reads(merge.goes, limit=99))
    shown = words(pages.of(priya).get(f"/cases/{merge.stays}/looks")[1])
    assert before and "Samm Bell" not in shown and "Nell Frost" in shown


def test_what_was_typed_and_not_sent_goes_along(pages, walk, merge, nell, priya, ali):
    first = f"/cases/{merge.goes}/do/AskForAssessment"
    page = pages.of(ali).client.get(f"{first}/begin", follow_redirects=True)
    walk(ali)._posts(page.request.path, **ASK["child"])
    merge.together(nell, priya)
    again = page.request.path.replace(merge.goes, merge.stays)
    assert "Beckside Primary" in pages.of(ali).get(again)[1]


def test_two_requests_that_run_are_not_made_one(play, walk, merge, nell, priya, jo, ali):
    asks(walk, jo, merge.stays)
    asks(walk, ali, merge.goes)
    assert "runs in both records" in merge.ask(nell)
    walk(ali).through(f"/cases/{merge.goes}/do/AskToWithdraw/begin", {"sure": "true"})
    play.mails()  # the worker hands it over
    merge.together(nell, priya)
    assert play.waiting(merge.stays) == ["check_duty"]


def test_whoever_comes_with_the_other_record_is_asked_before_a_request_ends(
    play, pages, walk, merge, nell, priya, jo, ali
):
    eva = play.person("Eva", "Bell")
    with play.portal.work() as services:
        services.accounts.people.by_reference(eva).password_hash = "a hash"
    play.approve(priya, play.ask(eva, {**DAD, "relationship": "father"}), play.child_of(merge.goes))
    asks(walk, ali, merge.goes)
    walk(ali).through(f"/cases/{merge.goes}/do/AskToWithdraw/begin", {"sure": "true"})
    assert "withdrawal_answer.say_whether" in play.waiting(merge.goes)
    merge.together(nell, priya)
    assert "You want to withdraw the request" in words(pages.of(ali).get(f"/cases/{merge.stays}")[1])
    place = pages.task(merge.stays, "withdrawal_answer.say_whether")
    walk(eva).through(f"{place}/form/begin", {"said": "stop"})
    play.mails()
    assert sorted(play.waiting(merge.stays)) == ["check_duty", "decide_withdrawal"]


def test_nobody_comes_into_a_record_in_which_something_is_kept_from_somebody(play, merge, nell, priya, ali):
    restrict(
        play, nell, merge.stays, kind="court_order", order_kind="non_molestation", about_name="A. Khan", words="No"
    )
    assert "Ali Khan, who is in" in merge.ask(nell)
    party = play.party(ali)
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(nell)
        theirs = party_access.find(services, services.session.get(Case, party.case_id), party.id)
        party_access.end(services, theirs, because="A court order", by=officer, actor=services.actor(officer))
    assert "then tick that you have" in merge.ask(nell, read="")
    merge.ask(nell)
    assert "then tick that you have" in merge.decide(priya, read="")[1]
    status, page = merge.decide(priya)
    assert status == 200 and "Ended" in page and "Court order" in page
    assert visible(play.portal, ali) == []


def test_what_only_some_may_open_stays_closed_to_the_others(play, pages, merge, nell, priya):
    omar = play.person("Omar", "Dale", group="safeguarding")
    both = play.person("Bo", "Reed", group="safeguarding")
    restrict(play, nell, merge.goes, kind="closed_record", only_for=("safeguarding",))
    assert pages.of(nell).get(f"/cases/{merge.stays}/merge/{merge.goes}")[0] == 403
    merge.together(omar, both)
    assert pages.of(nell).get(f"/cases/{merge.stays}")[0] == 403
    assert pages.of(omar).get(f"/cases/{merge.stays}")[0] == 200


def test_who_is_named_for_one_record_does_not_open_a_closed_one_by_it(play, merge, nell):
    omar = play.person("Omar", "Dale", group="safeguarding")
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(nell)
        services.accounts.memberships.grant(officer, "send_officer", merge.stays, origin="test")
    restrict(play, omar, merge.goes, kind="closed_record", only_for=("safeguarding",))
    assert "Nell Frost is named for" in merge.ask(omar)


def joins(play, who, reference, scope):
    """The same person in the second record too, as an import may bring them in."""
    with play.portal.work() as services:
        person = services.accounts.people.by_reference(who)
        case = services.session.query(Case).filter_by(reference=reference).one()
        party = Party(
            case_id=case.id,
            person_id=person.id,
            relationship_to_child="mother",
            parental_responsibility="yes",
            responsibility_how="",
            scope=scope,
            granted_at=services.now,
            request_reference="",
        )
        services.session.add(party)
        services.accounts.memberships.grant(person, "family", reference, origin="test", scope=scope)


def test_a_person_in_both_keeps_one_access_and_only_if_it_is_the_same_in_both(play, merge, nell, priya, jo):
    joins(play, jo, merge.goes, "view_only")
    assert "The access of Jo Bell to the two records is not the same" in merge.ask(nell)
    with play.portal.work() as services:
        mother = services.accounts.people.by_reference(jo)
        services.accounts.memberships.grant(mother, "family", merge.goes, origin="test")
    merge.together(nell, priya)
    assert [case.reference for case in visible(play.portal, jo)] == [merge.stays]


def test_what_a_person_in_both_has_written_to_us_is_one_conversation(play, pages, merge, nell, priya, jo, ali):
    joins(play, jo, merge.goes, "full")
    for reference, text in ((merge.stays, "Hello from one"), (merge.goes, "Hello from two"), (merge.goes, "Again")):
        assert pages.of(jo).post(f"/cases/{reference}/messages", message=text)[0] == 200
    merge.together(nell, priya)
    shown = words(pages.of(jo).get(f"/cases/{merge.stays}/messages")[1])
    assert all(text in shown for text in ("Hello from one", "Hello from two", "Again"))
    assert "Hello" not in words(pages.of(ali).get(f"/cases/{merge.stays}/messages")[1])
    merge.decide(nell, "ask_undo", because="They are cousins")
    merge.decide(priya, "undo")
    first, second = (words(pages.of(jo).get(f"/cases/{each}/messages")[1]) for each in (merge.stays, merge.goes))
    assert "Hello from one" in first and "Again" not in first and "Hello from two" in second and "Again" in second


def test_messages_of_both_stand_in_one_timeline_and_one_answer_answers_all(play, pages, merge, nell, priya, jo):
    joins(play, jo, merge.goes, "full")
    for reference in (merge.stays, merge.goes):
        pages.of(jo).post(f"/cases/{reference}/messages", message=f"When, in {reference}?")
    merge.together(nell, priya)
    shown = words(pages.of(nell).get(f"/cases/{merge.stays}/timeline?kind=messages&kind=steps")[1])
    assert shown.count("Jo Bell wrote to us") == 2 and "Another record was merged into this one" in shown
    (talk,) = set(re.findall(rf"/cases/{merge.stays}/messages/\w+", pages.of(nell).get("/messages")[1]))
    pages.of(nell).post(talk, message="In May.")
    assert "No message waits." in pages.of(nell).get("/messages")[1]


def holds(play, who, reference):
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(who)
        case = services.session.query(Case).filter_by(reference=reference).one()
        on_hold.begin(services, case, because="A disclosure", by=officer, actor=services.actor(officer))


@pytest.mark.parametrize("which", ["stays", "goes"])
def test_a_safeguarding_hold_on_either_lies_on_the_families_of_both(
    play, pages, merge, nell, priya, grace, jo, ali, which
):
    holds(play, grace, getattr(merge, which))
    merge.together(nell, priya)
    assert [visible(play.portal, who) for who in (jo, ali)] == [[], []]
    merge.decide(nell, "ask_undo", because="They are cousins")
    merge.decide(priya, "undo")
    seen = [[case.reference for case in visible(play.portal, who)] for who in (jo, ali)]
    assert seen == ([[], [merge.goes]] if which == "stays" else [[merge.stays], []])


def test_two_safeguarding_holds_are_not_made_one(play, merge, nell, grace):
    holds(play, grace, merge.stays)
    holds(play, grace, merge.goes)
    assert f"End that on {merge.goes} first" in merge.ask(nell)


def test_the_same_two_take_it_back_while_nothing_has_happened(play, pages, merge, walk, nell, priya, grace, jo, ali):
    asks(walk, ali, merge.goes)
    merge.together(nell, priya)
    pages.of(grace).get(f"/cases/{merge.stays}")
    assert merge.decide(grace, "ask_undo", because="Cousins")[0] == 403
    assert "Asked. The other of you two" in merge.decide(nell, "ask_undo", because="They are cousins")[1]
    assert merge.decide(nell, "undo")[0] == 403
    assert "Both records stand as they did" in merge.decide(priya, "undo")[1]
    assert [visible(play.portal, who)[0].reference for who in (jo, ali)] == [merge.stays, merge.goes]
    assert (play.waiting(merge.stays), play.waiting(merge.goes)) == ([], ["check_duty"])
    with play.portal.look() as services:
        child = services.session.query(Case).filter_by(reference=merge.stays).one().child
        assert child.nhs_number == "" and not clocks.of(services, merge.stays) and clocks.of(services, merge.goes)
    assert chains(play, merge.stays, merge.goes)[1][-1] == "merge undone"
    walk(ali).through(f"/cases/{merge.goes}/do/AskToWithdraw/begin", {"sure": "true"})
    play.mails()  # the worker hands it over
    assert play.waiting(merge.goes) == []
    merge.together(priya, nell)


def test_what_has_gone_on_is_not_taken_back(play, merge, walk, nell, priya, ali):
    merge.together(nell, priya)
    asks(walk, ali, merge.stays)
    status, page = merge.decide(nell, "ask_undo", because="They are cousins")
    assert status == 409 and "so it cannot be taken back" in page


def test_three_records_become_one_after_the_other(play, pages, merge, nell, priya, ali, sam):
    kim = play.person("Kim", "Khan")
    asked = {"relationship": "grandparent", "child_first_name": "Sammi"}
    play.approve(priya, play.ask(kim, {**DAD, **asked}))
    third = visible(play.portal, kim)[0].reference
    merge.together(nell, priya)
    Merge(play, pages, third, sam).together(priya, nell)
    assert pages.of(ali).client.get(f"/cases/{merge.goes}").location == f"/cases/{third}"
    shown = words(pages.of(nell).get(f"/cases/{third}")[1])
    assert sam in shown and merge.goes in shown


def test_a_request_for_access_that_was_granted_still_leads_to_the_record(play, pages, merge, nell, priya, ali):
    merge.together(nell, priya)
    (request,) = own_requests(play.portal, ali)
    assert request.case_reference == merge.stays


@pytest.mark.parametrize("who", ["jo", "ali"])
def test_merging_is_not_for_families(pages, merge, nell, request, who):
    merge.ask(nell)
    browser = pages.of(request.getfixturevalue(who))
    for path in (f"/cases/{merge.stays}/merge", f"/cases/{merge.stays}/merge/{merge.goes}", "/merges", merge.page()):
        assert browser.get(path)[0] == 403


def test_meetings_of_both_records_move_along_and_stay_apart(play, pages, merge, walk, nell, priya, jo, ali):
    wish = {"way": "call", "about": "School", "times": "Mondays", "supporter": "no", "interpreter": "no", "apart": "no"}
    for who, case in ((jo, merge.stays), (ali, merge.goes)):
        fill(pages.of(who).client, f"/cases/{case}/do/AskForMeeting/begin", wish)
    merge.together(nell, priya)
    assert play.waiting(merge.stays) == ["arrange", "arrange"]
    page = pages.of(nell).get(f"/cases/{merge.stays}/meetings")[1]
    one, other = sorted(set(re.findall(r"MTG-\w+", page)))
    off = fill(
        pages.of(nell).client, f"/cases/{merge.stays}/do/CancelMeeting.{one}/begin", {"why": "We have rung her."}
    )
    assert "Done" in words(off)
    assert play.waiting(merge.stays) == ["arrange"], "the other one still waits"
    assert other in pages.of(nell).get(f"/cases/{merge.stays}/meetings")[1]
