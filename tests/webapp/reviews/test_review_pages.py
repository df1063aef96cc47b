"""Reviews on their pages: the school by its link alone, a mother who asks early, an officer who invites too late."""

import re

import pytest

from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.conftest import Reader, fill
from tests.webapp.contributions.scene import open_task
from tests.webapp.reviews.conftest import PLANNED, REPORT, Reviewing
from webapp.mail import Mailbox

DAY = {"reviewed_on-day": "18", "reviewed_on-month": "12", "reviewed_on-year": "2026"}
ADULT = ("qualifications", "employment", "independence", "community", "adult_health")  # from Year 9


def school(reviewing: Reviewing, pages: Pages) -> Reader:
    """Somebody at the school opens the newest link to a report."""
    mails = Mailbox(reviewing.portal.config.var / "mailbox").mails()
    mail = next(each for each in mails if "the report of a review" in str(each["Subject"]))
    found = re.search(r"http://localhost:8000(/\S+/\S+)", mail.get_body(("plain",)).get_content())
    assert found
    reader = Reader(pages.app.test_client())
    reader.post(found[1], name="Ruth Marsh")
    return reader


def asked(reviewing: Reviewing, born_on: str, **planned: str) -> tuple[Reader, str]:
    """Who writes the report of a child born on this day has begun; gives their browser and the address of the task."""
    reviewing.is_born(born_on)
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.prepared("2026-12-18", **planned)
    reviewing.at("2026-12-18", 13)
    reviewing.records()
    reader = school(reviewing, Pages(reviewing.play))
    (task,) = set(re.findall(r"/advice/tasks/\d+", reader.get("/advice")))
    assert "by law the report of the meeting is due by" in " ".join(reader.get(task).split())
    reader.post(f"{task}/claim")
    return reader, task


def test_the_school_writes_the_report_by_its_link_and_it_looks_at_adult_life_from_year_9(reviewing: Reviewing) -> None:
    reader, task = asked(reviewing, "2013-08-31")
    fill(reader.client, f"{task}/form/begin", {**REPORT, **DAY, **dict.fromkeys(ADULT, "A course.")})
    assert "review_report.check_report" in reviewing.waiting()
    page = words(Pages(reviewing.play).of(reviewing.people["jo"]).get(f"/cases/{reviewing.case}")[1])
    assert "Report of the annual review" in page and "Advice: School" not in page
    with reviewing.portal.look() as services:
        found = services.engine.submissions.of(reviewing.case)
        (sent,) = (each for each in found if each.form == "review_report_year_9_plus")
        assert set(ADULT) <= sent.answers.keys()
        assert "primary_levels" not in sent.answers


OWN = {  # page -> a question on it
    "the-early-years": "next_in",
    "at-primary-school": "primary_levels",
    "at-secondary-school": "secondary_levels",
    "preparing-for-adult-life": "independence",
}
SHARED = ("about-the-review", "what-they-and-their-family-say", "progress-since-the-last-review", "what-you-recommend")


@pytest.mark.parametrize(
    ("born_on", "taught_in", "wanted"),
    [
        ("2021-09-01", "", "the-early-years"),
        ("2021-08-31", "", "at-primary-school"),
        ("2013-09-01", "", "at-secondary-school"),
        ("2013-08-31", "", "preparing-for-adult-life"),
        ("2015-08-31", "primary", "at-primary-school"),
    ],
)
def test_a_report_asks_what_its_year_is_asked_and_nothing_of_another(
    reviewing: Reviewing, born_on: str, taught_in: str, wanted: str
) -> None:
    reader, task = asked(reviewing, born_on, **({"taught_in": taught_in} if taught_in else {}))
    assert [slug for slug in SHARED if reader.client.get(f"{task}/form/{slug}").status_code != 200] == []
    assert [slug for slug in OWN if reader.client.get(f"{task}/form/{slug}").status_code == 200] == [wanted]
    everything = "".join(reader.get(f"{task}/form/{slug}") for slug in (*SHARED, wanted))
    assert [slug for slug, key in OWN.items() if f'name="{key}"' in everything] == [wanted]


def test_a_mother_asks_for_an_early_review_on_her_page(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    jo = Pages(reviewing.play).of(reviewing.people["jo"])
    assert "Ask for an early review of the plan" in jo.get(f"/cases/{reviewing.case}")[1]
    said = {"early_why": "help", "early_words": "The therapist has left."}
    fill(jo.client, f"/cases/{reviewing.case}/do/AskForEarlyReview/begin", said)
    assert reviewing.waiting() == ["decide_early"]


def test_a_meeting_at_too_short_notice_is_refused_beside_the_day(reviewing: Reviewing) -> None:
    reviewing.plan_is_final()
    reviewing.at("2026-10-27")
    reviewing.does("mo", "plan_review", PLANNED)
    task = open_task(reviewing.portal, reviewing.case, "review_meeting.arrange")
    with reviewing.portal.work() as services:
        actor = services.actor(services.accounts.people.by_reference(reviewing.people["mo"]))
        services.engine.user_tasks.claim(task.id, by=actor)
        people = [services.accounts.people.by_reference(reviewing.people["jo"]).id]
    mo = Pages(reviewing.play).of(reviewing.people["mo"])
    when = {"on-day": "9", "on-month": "11", "on-year": "2026", "at": "10:30", "minutes": "60"}
    where = {"place_kind": "in_person", "place": "Room 4", "about": "The review", "together": "no", "minded": "yes"}
    status, page = mo.post(f"/tasks/{task.id}/arrange", people=people, **when, **where)
    assert (status, "Choose 10 November 2026 or a later day" in page) == (422, True)
    assert "head@beckside.example" in mo.get(f"/tasks/{task.id}/arrange")[1]
