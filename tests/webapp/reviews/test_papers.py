"""The papers of a review go out two weeks before the day that was arranged, however often that moves."""

import re

from engine import Actor, Membership
from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.conftest import ADVICE
from tests.webapp.contributions.scene import open_task
from tests.webapp.plans.test_plan import text_of
from tests.webapp.reviews.conftest import PLANNED, Reviewing

SIGN = "review_meeting.sign_letters"
SEND, LATE = "review_papers.send_papers", "review_papers.send_papers_late"
INVITED = "The school, health and social care."
TEAM = Actor(id="PER-22222", name="Eve Moss", memberships=frozenset({Membership(group="social_care")}))
ALL = {"papers_on": "2026-12-04", "papers_to": ["family", "school"]}


def arranged(reviewing: Reviewing, on: str) -> None:
    reviewing.arranges(on)
    reviewing.signs(SIGN, who_is_invited=INVITED)


def moved(reviewing: Reviewing, on: str) -> None:
    reviewing.takes("mo", "MoveMeeting", {"why": "The room is taken."})
    arranged(reviewing, on)


def sends(reviewing: Reviewing) -> list[str]:
    return [each for each in reviewing.waiting() if each in (SEND, LATE)]


def planned(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.does("mo", "plan_review", PLANNED)  # about 18 December


def test_the_papers_follow_the_day_that_is_arranged_and_not_the_one_that_was_planned(reviewing: Reviewing) -> None:
    planned(reviewing)
    arranged(reviewing, "2027-01-04")
    reviewing.at("2026-12-20")
    assert sends(reviewing) == []
    reviewing.at("2026-12-21")
    assert sends(reviewing) == [SEND]


def test_the_papers_follow_a_meeting_that_is_moved_four_times(reviewing: Reviewing) -> None:
    planned(reviewing)
    arranged(reviewing, "2026-12-18")
    reviewing.at("2026-12-04")
    assert sends(reviewing) == [SEND]
    for on in ("2027-01-06", "2026-12-21", "2027-01-13", "2027-01-11"):
        moved(reviewing, on)
        assert sends(reviewing) == []  # nobody sends them for a day on which nobody meets
    reviewing.at("2026-12-27")
    assert sends(reviewing) == []
    reviewing.at("2026-12-28")
    assert sends(reviewing) == [SEND]


def test_papers_that_are_out_are_sent_again_only_if_something_has_come_since(reviewing: Reviewing) -> None:
    planned(reviewing)
    arranged(reviewing, "2026-12-18")
    reviewing.at("2026-12-04")
    reviewing.does("mo", SEND, ALL)
    moved(reviewing, "2027-01-04")
    reviewing.at("2026-12-21")
    assert sends(reviewing) == []
    reviewing.does(TEAM, "advice.give_advice", ADVICE)
    moved(reviewing, "2027-01-11")
    reviewing.at("2026-12-28")
    assert sends(reviewing) == [SEND]


def test_an_officer_saves_the_papers_for_each_who_is_invited_with_what_that_reader_may_read(
    reviewing: Reviewing,
) -> None:
    planned(reviewing)
    arranged(reviewing, "2026-12-18")
    reviewing.does(TEAM, "advice.give_advice", ADVICE)
    people = reviewing.people
    mo = Pages(reviewing.play).of(people["mo"])
    jo, ali = (reviewing.play.id_of(people[who]) for who in ("jo", "ali"))
    check = open_task(reviewing.portal, reviewing.case, "advice.check_advice").id
    mo.post(f"/tasks/{check}/claim")
    chosen = {f"share-{jo}": "yes", f"share-{ali}": "no", f"reason-{ali}": "It names her street."}
    assert mo.post(f"/tasks/{check}/check", **chosen, looked=["others", "places"])[0] == 200
    reviewing.at("2026-12-04")
    task, pages = open_task(reviewing.portal, reviewing.case, SEND).id, Pages(reviewing.play)
    mo = pages.of(people["mo"])
    mo.post(f"/tasks/{task}/claim")
    saved = dict.fromkeys(re.findall(rf'href="(/tasks/{task}/papers/\w+)"', mo.get(f"/tasks/{task}")[1]))
    assert set(saved) == {f"/tasks/{task}/papers/{reader}" for reader in (jo, ali, "outside")}
    read = {path.rpartition("/")[2]: text_of(mo.client.get(path).data) for path in saved}
    assert [who for who, text in read.items() if "Reads aloud by July" in text] == [jo]
    assert all("Friday 18 December 2026" in text and ADVICE["careful"] not in text for text in read.values())
    assert mo.get(f"/tasks/{task}/papers/nobody")[0] == 404
    assert pages.of(people["jo"]).get(f"/tasks/{task}/papers/{ali}")[0] == 403


def test_an_officer_reads_that_fewer_than_two_weeks_are_left(reviewing: Reviewing) -> None:
    planned(reviewing)
    reviewing.arranges("2026-12-18")
    reviewing.at("2026-12-08")
    reviewing.signs(SIGN, who_is_invited=INVITED)
    reviewing.at("2026-12-08", 13)
    assert sends(reviewing) == [LATE]
    task = open_task(reviewing.portal, reviewing.case, LATE)
    mo = Pages(reviewing.play).of(reviewing.people["mo"])
    mo.post(f"/tasks/{task.id}/claim")
    page = words(mo.get(f"/tasks/{task.id}/form/begin")[1])
    assert "Fewer than two weeks are left until the meeting." in page
    assert "move the meeting" in page
