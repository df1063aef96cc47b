"""Somebody of the family asks for more time: an officer answers on a page, and they read it; nobody else does."""

import html
from datetime import date, timedelta

import pytest

from engine import PORTAL
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import Assessing, fill
from webapp import clocks
from webapp.mail import Mailbox
from webapp.worker import Worker

WISH = {
    "more_time_for": "views",
    "day_known": "yes",
    "until-day": "20",
    "until-month": "3",
    "until-year": "2026",
    "why": "I work nights",
    "help": "telephone",
}
DAY = {"until-day": "20", "until-month": "3", "until-year": "2026"}
KIND = "We must decide soon. Tell us what matters most, and write the rest later."


@pytest.fixture
def address(tmp_path: object) -> str:
    """Pages say the same on either database."""
    return f"sqlite:///{tmp_path}/portal.db"


def ask(assessing: Assessing, who: str = "jo", **other: str) -> None:
    fill(assessing.of(who).client, f"/cases/{assessing.case}/do/AskForMoreTime/begin", {**WISH, **other})


def answer(assessing: Assessing, **fields: object) -> tuple[int, str]:
    task, officer = assessing.task("answer_more_time"), assessing.of("priya")
    officer.post(f"/tasks/{task.id}/claim")
    status, page = officer.post(f"/tasks/{task.id}/more-time", **fields)
    return status, html.unescape(page)


def page_of(assessing: Assessing, who: str) -> str:
    status, page = assessing.of(who).get(f"/cases/{assessing.case}")
    assert status == 200
    return words(html.unescape(page)).replace("\xa0", " ")


def mails(assessing: Assessing, subject: str) -> list[str]:
    Worker(assessing.portal).once()
    found = Mailbox(assessing.portal.config.var / "mailbox").mails()
    return [str(mail["To"]) for mail in found if subject in str(mail["Subject"])]


def email(assessing: Assessing, who: str) -> str:
    with assessing.portal.look() as services:
        return services.accounts.people.by_reference(assessing.people[who]).email


def limits(assessing: Assessing) -> list[tuple[str, object]]:
    with assessing.portal.look() as services:
        return [(each.rule.name, each.due_on) for each in clocks.of(services, assessing.case) if not each.subject]


def test_an_agreed_day_stands_on_their_task_and_page_and_nobody_else_learns_of_it(assessing: Assessing) -> None:
    assessing.begin()
    before, theirs = limits(assessing), page_of(assessing, "ali")
    ask(assessing)
    assert "We answer soon" in page_of(assessing, "jo")
    officer = assessing.of("priya")
    task = assessing.task("answer_more_time")
    officer.post(f"/tasks/{task.id}/claim")
    shown = words(html.unescape(officer.get(f"/tasks/{task.id}/more-time")[1])).replace("\xa0", " ")
    assert "They have until Monday 16 February 2026" in shown and "Decide whether a plan is needed" in shown
    assert answer(assessing, answer="agreed", **DAY)[0] == 200
    page = page_of(assessing, "jo")
    assert "Until 20 March 2026" in page and "You have until Friday 20 March 2026." in page
    assert "by Friday 20 March 2026" in page, "it stands on the task itself"
    assert mails(assessing, "You have more time") == [email(assessing, "jo")]
    assert page_of(assessing, "ali") == theirs
    assert limits(assessing) == before, "no limit of the law moves"


def test_their_task_stays_until_the_agreed_day_is_over_and_the_others_end_after_six_weeks(assessing: Assessing) -> None:
    assessing.begin([{"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report"}])
    ask(assessing)
    answer(assessing, answer="agreed", **DAY)
    assessing.pass_days(43)
    assert assessing.waiting() == ["views.family_views"]
    assert assessing.task("views.family_views", "jo").due_at.date().isoformat() == "2026-03-20"
    assessing.pass_days(19)
    assert assessing.waiting() == ["decide_plan"], "the agreed day has passed"


def test_a_wish_without_an_answer_keeps_the_task_open_for_a_week(assessing: Assessing) -> None:
    assessing.begin([{"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report"}])
    assessing.pass_days(41)
    ask(assessing)
    for _ in range(6):
        assessing.pass_days(1)
    assert assessing.waiting() == ["answer_more_time", "views.family_views"]
    for _ in range(3):
        assessing.pass_days(1)
    assert assessing.waiting() == ["answer_more_time", "decide_plan"], "nobody holds a case up by silence"
    status, page = answer(assessing, answer="agreed", **DAY)
    assert status == 422 and "Their task has ended, and cannot be opened again." in page
    assert answer(assessing, answer="refused", words=KIND, offers=["telephone"])[0] == 200


def test_what_is_sent_within_the_agreed_time_is_kept(assessing: Assessing) -> None:
    assessing.begin([{"body": "health", "who": "Dr Yusuf", "way": "reuse", "existing": "Report"}])
    ask(assessing)
    answer(assessing, answer="agreed", **DAY)
    assessing.pass_days(50)
    task = assessing.task("views.family_views", "jo")
    fill(assessing.of("jo").client, f"/tasks/{task.id}/form/begin", {"way": "form", "like": "Her laugh"})
    assert assessing.waiting() == ["decide_plan"]


def test_where_the_day_stays_they_read_why_and_what_helps(assessing: Assessing) -> None:
    assessing.begin()
    due = assessing.task("views.family_views", "jo").due_at
    ask(assessing)
    assert answer(assessing, answer="refused", words=KIND, offers=["telephone", "writing"])[0] == 200
    page = page_of(assessing, "jo")
    assert (
        KIND in page
        and "We can ring you: you tell us, and we write it down." in page
        and "We cannot give more time" in page
    )
    assert assessing.task("views.family_views", "jo").due_at == due
    assert len(mails(assessing, "about more time")) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Select what you answer"),
        ({"answer": "agreed"}, "Enter the new day"),
        ({"answer": "agreed", **DAY, "until-day": "31", "until-month": "2"}, "The new day must be a real date"),
        ({"answer": "agreed", **DAY, "until-day": "19", "until-month": "1"}, "The new day must be after today"),
        (
            {"answer": "agreed", **DAY, "until-year": "2027"},
            "Enter a day before 11 May 2026: by then we must have decided by law",
        ),
        ({"answer": "agreed", **DAY, "until-day": "1", "until-month": "2"}, "Enter a day after 16 February 2026"),
        ({"answer": "refused", "words": " "}, "Write why it cannot be later"),
        ({"answer": "refused", "words": "x" * 2001}, "Write at most 2,000 characters"),
    ],
)
def test_an_answer_that_lacks_something_is_told_beside_its_field(
    assessing: Assessing, fields: dict[str, str], says: str
) -> None:
    assessing.begin()
    ask(assessing)
    status, page = answer(assessing, **fields)
    assert status == 422 and says in page and "There is a problem" in page
    assert assessing.task("answer_more_time").state == "open"


def test_nobody_reads_another_parents_address_in_an_answer(assessing: Assessing) -> None:
    assessing.begin()
    ask(assessing, "ali")
    status, page = answer(assessing, answer="refused", words=f"Ask {email(assessing, 'jo')}")
    assert status == 422 and "where somebody else is or how to reach them" in page


def test_what_came_meanwhile_needs_no_more_time(assessing: Assessing) -> None:
    assessing.begin()
    ask(assessing)
    task = assessing.task("views.family_views", "jo")
    fill(assessing.of("jo").client, f"/tasks/{task.id}/form/begin", {"way": "form", "like": "Her laugh"})
    assert "It has come meanwhile" in answer(assessing)[1]
    assert answer(assessing, answer="needless")[0] == 200
    assert 'id="more-time"' not in assessing.of("jo").get(f"/cases/{assessing.case}")[1]


def test_a_day_can_be_agreed_for_what_is_no_task_of_the_portal(assessing: Assessing) -> None:
    assessing.begin()
    ask(assessing, more_time_for="other", for_words="The letter from the hospital")
    assessing.play.clock.advance(timedelta(days=1))
    assert answer(assessing, answer="agreed", **DAY)[0] == 200
    page = page_of(assessing, "jo")
    assert "The letter from the hospital" in page and "You have until Friday 20 March 2026." in page


@pytest.mark.parametrize(
    ("limit", "days", "until"),
    [("comment_on_draft", 0, ("20", "3")), ("decide_whether_plan_is_needed", 120, ("30", "5"))],
    ids=["owed by the family", "late already"],
)
def test_a_limit_of_theirs_or_one_that_is_late_bars_no_day(
    assessing: Assessing, limit: str, days: int, until: tuple[str, str]
) -> None:
    assessing.begin()
    with assessing.portal.work() as services:
        if limit not in {each.rule.name for each in clocks.of(services, assessing.case)}:
            clocks.start(services, assessing.case, limit=limit, counted_from=date(2026, 1, 19), by=PORTAL)
    day = {"until-day": until[0], "until-month": until[1], "until-year": "2026"}
    ask(assessing, **{"more_time_for": "other", "for_words": "A report", **day})
    assessing.pass_days(days)
    status, page = answer(assessing, answer="agreed", **day)
    assert status == 200, words(page)
