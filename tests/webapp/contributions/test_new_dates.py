"""A school needs more time and says so before its advice is late: an officer answers, and nobody need ring."""

import re

import pytest

from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import ADVISERS, SCHOOL, Assessing, Reader
from webapp.mail import Mailbox

DUE = "Monday 2 March 2026"
LATER = {"until-day": "16", "until-month": "3", "until-year": "2026", "because": "Two of us are ill."}


@pytest.fixture
def school(assessing: Assessing) -> Reader:
    assessing.begin(ADVISERS[:1])
    return assessing.reader()


def place(school: Reader) -> str:
    (found,) = set(re.findall(r"/advice/tasks/\d+", school.get("/advice")))
    return found


def offers(school: Reader, **other: str) -> tuple[int, str]:
    answer = school.post(f"{place(school)}/more-time", **{**LATER, **other})
    return answer.status_code, plain(answer.text)


def answers(assessing: Assessing, **fields: str) -> tuple[int, str]:
    officer, task = assessing.of("priya"), assessing.task("advice.answer_offer")
    officer.post(f"/tasks/{task.id}/claim")
    status, page = officer.post(f"/tasks/{task.id}/new-date", **fields)
    return status, plain(page)


def plain(page: str) -> str:
    return words(page).replace("\xa0", " ")


def open_of_officers(assessing: Assessing) -> list[str]:
    return [each for each in assessing.waiting() if each.startswith("advice.") and each != "advice.give_advice"]


def test_the_day_that_they_need_is_agreed_and_the_family_sees_both(assessing: Assessing, school: Reader) -> None:
    assert f"By law the advice is due by {DUE}" in plain(school.get(f"{place(school)}/more-time"))
    status, page = offers(school)
    assert status == 200 and "answer by email" in page and "You have asked for more time, until Monday 16 March" in page
    assert "We need more time" not in page, "once is enough"
    officer, task = assessing.of("priya"), assessing.task("advice.answer_offer")
    assert f"/tasks/{task.id}" in officer.get(f"/cases/{assessing.case}/advice")[1]
    officer.post(f"/tasks/{task.id}/claim")
    page = plain(officer.get(f"/tasks/{task.id}/new-date")[1])
    assert "needs until Monday 16 March 2026" in page and "Two of us are ill." in page
    assert answers(assessing, agreed="yes")[0] == 200
    shown = plain(assessing.of("jo").get(f"/cases/{assessing.case}/given")[1])
    assert f"Due {DUE}" in shown and "They now say Monday 16 March" in shown and "ill" not in shown
    again = assessing.reader()
    assert "You agreed with us on Monday 16 March" in plain(again.get(place(again)))
    assert open_of_officers(assessing) == []


def test_nobody_is_asked_what_to_do_until_the_agreed_day_is_over(assessing: Assessing, school: Reader) -> None:
    offers(school)
    answers(assessing, agreed="yes")
    assessing.pass_days(45)
    assert open_of_officers(assessing) == [], "the law's day is over, the agreed one is ahead"
    assert "Was due" in assessing.of("jo").get(f"/cases/{assessing.case}/given")[1]
    assessing.pass_days(14)
    assert open_of_officers(assessing) == ["advice.agree_new_date"]


def test_the_day_stays_and_they_read_why(assessing: Assessing, school: Reader) -> None:
    offers(school)
    status, page = answers(assessing, agreed="no")
    assert status == 422 and "Write why it cannot be later" in page
    status, page = answers(assessing, agreed="no", words="She lives at 77 Canary Wharfside.")
    assert status == 422 and "Write it without that" in page
    assert answers(assessing, agreed="no", words="We decide on 5 May.")[0] == 200
    school = assessing.reader()
    mails = Mailbox(assessing.portal.config.var / "mailbox").mails()
    said = next(mail for mail in mails if mail["To"] == SCHOOL)
    assert "We have answered your wish for more time" in str(said["Subject"])
    assert "We decide on 5 May." in plain(school.get(place(school)))
    assessing.pass_days(43)
    assert open_of_officers(assessing) == ["advice.agree_new_date"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until-day": ""}, "must be a real date"),
        ({"until-day": "2"}, "Enter a day after 2 March 2026"),
        ({"until-year": "2025"}, "The new day must be after today"),
        ({"because": " "}, "Write why you need more time"),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_asked(
    assessing: Assessing, school: Reader, wrong: dict[str, str], said: str
) -> None:
    status, page = offers(school, **wrong)
    assert status == 422 and said in page and open_of_officers(assessing) == []


def test_twice_is_once(assessing: Assessing, school: Reader) -> None:
    offers(school)
    status, page = offers(school)
    assert status == 422 and "You have told us already" in page
    assert open_of_officers(assessing) == ["advice.answer_offer"]


def test_a_day_that_has_passed_before_we_answer_is_not_agreed(assessing: Assessing, school: Reader) -> None:
    offers(school)
    assessing.pass_days(60)
    assert answers(assessing, agreed="yes")[0] == 422
    assert answers(assessing, agreed="no", words="It has passed.")[0] == 200


def test_what_an_officer_settles_by_telephone_waits_for_no_answer(assessing: Assessing, school: Reader) -> None:
    assessing.pass_days(43)
    assessing.do("priya", "advice.agree_new_date", {"offered_on": "2026-06-30", "agreed": "no", "why": "Too late."})
    again = assessing.reader()
    assert "You have asked for more time" not in plain(again.get(place(again)))
    assert offers(again, **{"until-month": "6"})[0] == 200
