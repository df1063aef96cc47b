"""Who is invited to a review reads when and where it is; nobody else learns by the letter where the child learns."""

import re

import pytest

from tests.webapp.cases.canary import SCHOOL, crawl, found_in, mails_to
from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.scene import open_task
from tests.webapp.reviews.conftest import PLANNED, Reviewing
from webapp.letters.models import Letter

WHEN = {"on-day": "18", "on-month": "12", "on-year": "2026", "at": "10:30", "minutes": "60"}


def claimed(reviewing: Reviewing, element: str) -> int:
    """The open task, claimed by Mo."""
    task = open_task(reviewing.portal, reviewing.case, element)
    with reviewing.portal.work() as services:
        actor = services.actor(services.accounts.people.by_reference(reviewing.people["mo"]))
        services.engine.user_tasks.claim(task.id, by=actor)
    return int(task.id)


def arranged(reviewing: Reviewing, place: str, *who: str) -> str:
    """Mo arranges the review there with these as guests; gives the address of the page of the letters."""
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.does("mo", "plan_review", PLANNED)
    task = claimed(reviewing, "review_meeting.arrange")
    people = [reviewing.play.id_of(reviewing.people[each]) for each in who]
    where = {"place_kind": "in_person", "place": place, "about": "The review", "together": "no", "minded": "yes"}
    mo = Pages(reviewing.play).of(reviewing.people["mo"])
    status, page = mo.post(f"/tasks/{task}/arrange", people=people, **WHEN, **where)
    assert status == 200, words(page)
    return f"/tasks/{claimed(reviewing, 'review_meeting.sign_letters')}/letters"


def letters(reviewing: Reviewing) -> dict[str, Letter]:
    """By the first name of their reader."""
    with reviewing.portal.look() as services:
        return {each.name.split()[0]: each for each in services.session.query(Letter)}


def test_who_is_no_guest_learns_from_no_invitation_that_the_review_is_at_the_secret_school(
    reviewing: Reviewing,
) -> None:
    place = arranged(reviewing, f"{SCHOOL}, the library", "jo")
    pages, found = Pages(reviewing.play), letters(reviewing)
    mo, free = pages.of(reviewing.people["mo"]), {"free-review_invitation-who_is_invited": "The school."}
    page = words(mo.get(place)[1])
    assert "Ali Khan was not chosen for the meeting" in page and "Jo Bell was not chosen" not in page
    status, page = mo.post(place, version="0", action="look", **free)
    assert (status, "Select whether Ali Khan gets the letter" in page) == (422, True)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    both = {f"to-{each.id}": "send" for each in found.values()}
    status, page = mo.post(place, version=version[1], action="look", **free, **both)
    assert (status, "which Ali Khan must not learn from us" in page) == (422, True)
    assert "which Jo Bell must not learn" not in page
    left = {f"to-{found['Ali'].id}": "leave_out", f"because-{found['Ali'].id}": "He was not chosen."}
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    status, page = mo.post(place, version=version[1], action="look", **free, **(both | left))
    assert status == 200, words(page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert mo.post(f"{place}/sign", version=version[1])[0] == 200
    ali = pages.of(reviewing.people["ali"])
    heard = [path for path, text in crawl(ali, f"/cases/{reviewing.case}", "/") if found_in(text)]
    with reviewing.portal.look() as services:
        mail = services.accounts.people.by_reference(reviewing.people["ali"]).email
    assert heard == [] and not any(map(found_in, mails_to(reviewing.play, mail)))
    jo = letters(reviewing)["Jo"]
    assert SCHOOL in pages.of(reviewing.people["jo"]).get(f"/cases/{reviewing.case}/letters/{jo.id}")[1]


@pytest.mark.parametrize(("guests", "holds"), [(("jo", "ali"), ["", ""]), (("ali",), ["", "no_guest"])])
def test_an_officer_says_first_whether_somebody_who_is_no_guest_is_told_of_the_meeting(
    reviewing: Reviewing, guests: tuple[str, ...], holds: list[str]
) -> None:
    arranged(reviewing, "Civic Centre, Room 4", *guests)
    found = letters(reviewing)
    assert [found["Ali"].hold, found["Jo"].hold] == holds
