"""Asking to see a record, played on the shipped drawing from the request to the open case."""

import pytest

from tests.webapp.cases.conftest import Play
from webapp import cases
from webapp.portal import Portal


def visible(portal: Portal, who: str) -> list[cases.CaseForFamily]:
    with portal.look() as services:
        return cases.visible_to(services, services.accounts.people.by_reference(who))


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
