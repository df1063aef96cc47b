"""Nobody decides about themselves or their family: trust case 13, on the shipped drawing."""

from typing import Any

import pytest

from engine import GuardRefuses
from tests.webapp.cases.conftest import DAD, SAM, Play, visible
from tests.webapp.cases.pages import Pages
from webapp.cases import access
from webapp.cases.independence import OWN_REQUEST, RELATED
from webapp.publishing import shipped

STRANGER: dict[str, Any] = {
    "address_lines": ("4 Ghyll Road",),
    "postcode": "CA1 1AA",
    "telephones": ("01632 960 777",),
}


def officer(play: Play, first: str = "Dana", last: str = "Frost", **details: Any) -> str:
    return play.person(first, last, group="send_admin", **{**STRANGER, **details})


def test_an_officer_who_knows_nobody_in_it_may_claim(play: Play, jo: str) -> None:
    play.claim(officer(play), play.ask(jo), "review_request")


@pytest.mark.parametrize(
    "shared",
    [
        {"last": "Bell"},
        {"last": "BÉLL"},
        {"last": "Frost-Bell"},
        {"address_lines": ("1 mill lane.", "Newtown"), "postcode": "ca117aa"},
        {"telephones": ("01632 960 555", "+44 (0)1632 960001")},
        {"email": "jo.bell+work@example.org"},
    ],
    ids=lambda shared: next(iter(shared)),
)
def test_a_second_account_or_a_relative_of_the_requester_is_refused(
    play: Play, jo: str, shared: dict[str, Any]
) -> None:
    dana, reference = officer(play, **shared), play.ask(jo)
    with pytest.raises(GuardRefuses) as refused:
        play.claim(dana, reference, "review_request")
    assert str(refused.value) == RELATED
    with pytest.raises(GuardRefuses):
        play.look_at(dana, reference)


@pytest.mark.parametrize(
    ("near", "why"),
    [
        ({"address_lines": ("2 Mill Lane", "Penrith"), "postcode": "CA11 7AA"}, "next door"),
        ({"last": "Bellamy"}, "a longer surname"),
        ({"email": "jo.bell@example.com"}, "another mailbox"),
        ({"address_lines": (), "postcode": "", "telephones": ()}, "nothing to compare"),
    ],
)
def test_what_only_looks_alike_refuses_nobody(play: Play, jo: str, near: dict[str, Any], why: str) -> None:
    play.claim(officer(play, **near), play.ask(jo), "review_request")


@pytest.mark.parametrize(
    "answers",
    [
        {"child_last_name": "Frost"},
        {"others_have_responsibility": "yes", "other_holders": [{"name": "Ben Frost", "relation": "father"}]},
        {"lives_with": "elsewhere", "child_address": "4 Ghyll Road,\nCarlisle CA1 1AA"},
    ],
    ids=lambda answers: next(iter(answers)),
)
def test_a_relative_of_somebody_whom_the_answers_name_is_refused(play: Play, jo: str, answers: dict[str, Any]) -> None:
    reference = play.ask(jo, {**SAM, **answers})
    with pytest.raises(GuardRefuses):
        play.claim(officer(play), reference, "review_request")


def test_a_relative_of_another_party_is_refused_when_the_record_is_chosen(
    play: Play, jo: str, ali: str, priya: str
) -> None:
    play.approve(priya, play.ask(jo))
    case = visible(play.portal, jo)[0]
    dana = officer(play, telephones=("01632 960 001",))  # Jo's number; the request is Ali's
    reference = play.ask(ali, {**DAD, "child_last_name": "Khan"})
    play.review(dana, reference, "approve")
    play.claim(dana, reference, "match_record")
    with play.portal.work() as services:
        access.match(services, reference, play.child_of(case.reference), by=play.actor(services, dana))
    with pytest.raises(GuardRefuses):
        play.complete(dana, reference, "match_record", {})
    assert visible(play.portal, ali) == []


def test_who_lives_where_the_record_says_the_child_lives_is_refused(play: Play, jo: str, ali: str, priya: str) -> None:
    play.approve(priya, play.ask(jo, {**SAM, "lives_with": "elsewhere", "child_address": "4 Ghyll Road\nCA1 1AA"}))
    case = visible(play.portal, jo)[0]
    dana, reference = officer(play), play.ask(ali, DAD)
    play.review(dana, reference, "approve")
    with pytest.raises(GuardRefuses):
        play.match(dana, reference, play.child_of(case.reference))


def test_the_refusal_does_not_say_what_is_shared_with_whom(play: Play, jo: str) -> None:
    reference, said = play.ask(jo), set()
    for number, shared in enumerate(({"last": "Bell"}, {"telephones": ("01632 960 001",)})):
        with pytest.raises(GuardRefuses) as refused:
            play.claim(officer(play, **{"email": f"d{number}@example.org", **shared}), reference, "review_request")
        said.add(str(refused.value))
    assert len(said) == 1


def test_nobody_decides_their_own_request(play: Play) -> None:
    both = play.person("Jo", "Bell")
    with play.portal.work() as services:
        person = services.accounts.people.by_reference(both)
        services.accounts.memberships.grant(person, "send_admin", origin="test")
    reference = play.ask(both)
    with pytest.raises(GuardRefuses) as refused:
        play.claim(both, reference, "review_request")
    assert str(refused.value) == OWN_REQUEST


def test_who_became_a_relative_after_claiming_cannot_complete(play: Play, jo: str) -> None:
    dana, reference = officer(play), play.ask(jo)
    play.claim(dana, reference, "review_request")
    with play.portal.work() as services:
        services.accounts.people.by_reference(dana).last_name = "Bell"
    with pytest.raises(GuardRefuses):
        play.complete(dana, reference, "review_request", {"decision": "approve"})
    assert play.waiting(reference) == ["review_request"]


def test_safeguarding_is_guarded_too(play: Play, jo: str, priya: str) -> None:
    aunt = play.person("Eve", "Bell", group="safeguarding")
    reference = play.ask(jo)
    play.review(priya, reference, "refer_safeguarding", safeguarding_reason="An alert.")
    with pytest.raises(GuardRefuses):
        play.claim(aunt, reference, "safeguarding_review")


@pytest.mark.parametrize(
    ("related", "typed"),
    [
        ({"telephones": ("01632 960 001",)}, ("phones", {"phone_1": "07700 900 982"})),
        (
            {"address_lines": ("1 Mill Lane", "Penrith"), "postcode": "CA11 7AA"},
            (
                "address",
                {"address_line_1": "4 Ghyll Road", "town": "Carlisle", "postcode": "CA1 1AA", "area": "Carlisle"},
            ),
        ),
    ],
    ids=["phone", "address"],
)
def test_an_officer_who_changes_what_they_share_stays_a_relative(
    play: Play, pages: Pages, jo: str, related: dict[str, Any], typed: tuple[str, dict[str, str]]
) -> None:
    dana, reference = officer(play, **related), play.ask(jo)
    part, fields = typed
    status, page = pages_of_all(pages).of(dana).post(f"/your-details/{part}", **fields)
    assert status == 200 and "is saved" in page.replace("are saved", "is saved")
    with pytest.raises(GuardRefuses):
        play.claim(dana, reference, "review_request")


def test_an_officer_with_another_surname_stays_a_relative(play: Play, pages: Pages, jo: str) -> None:
    dana, reference = officer(play, last="Bell"), play.ask(jo)
    sol = play.person("Sol", "Reyes", group="administrator")
    status, page = pages_of_all(pages).of(sol).post(f"/people/{dana}/name", first_name="Dana", last_name="Frost")
    assert status == 200 and "Dana Frost" in page
    with pytest.raises(GuardRefuses):
        play.claim(dana, reference, "review_request")


def pages_of_all(pages: Pages) -> Pages:
    """With every process: the pages about oneself ask as the registration's form does."""
    with pages.play.portal.work() as services:
        shipped.deploy(services)
    return pages
