"""Letters go to the parents until rights pass, and then to the young person, with an account or on paper."""

from tests.webapp.coming_of_age.conftest import BEGINS, PASSED, Growing
from webapp.letters import preparing

PARENTS = {"Ali Khan", "Jo Bell"}


def readers(growing: Growing) -> dict[str, str]:
    """Who gets a letter now, by name, and why an officer says first whether they do."""
    with growing.portal.work() as services:
        given = {"instance_id": 0, "deployment_id": 0, "given": {}}
        return {each.name: each.hold for each in preparing.prepare(services, growing.case, "no_plan", **given)}


def test_until_that_day_the_parents_are_plainly_entitled_though_the_young_person_reads(growing: Growing) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    growing.invited(way="invite", email="robin@example.org")
    growing.comes()
    assert readers(growing) == {**dict.fromkeys(PARENTS, ""), "Robin Bell": ""}


def test_from_then_on_it_is_the_young_persons_and_a_parent_gets_it_if_they_wish(growing: Growing) -> None:
    growing.at(BEGINS)
    growing.claim("invite")
    growing.invited(way="invite", email="robin@example.org")
    growing.comes()
    growing.at(PASSED)
    assert readers(growing) == {**dict.fromkeys(PARENTS, "young_person_decides"), "Robin Bell": ""}


def test_without_an_account_it_goes_to_them_on_paper(growing: Growing) -> None:
    growing.at(PASSED)
    assert readers(growing) == {**dict.fromkeys(PARENTS, "young_person_decides"), "Robin Bell": ""}
    assert len(readers(growing)) == 3, "asked twice it is one"
