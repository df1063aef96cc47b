"""A complaint about personal data: anybody may, it is acknowledged within thirty days, and officers answer it."""

import re
from datetime import timedelta

import pytest

from tests.webapp.cases.conftest import Play
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import jo as jo
from tests.webapp.cases.conftest import pages as pages
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import portal as portal
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from webapp.worker.work import Work

SAID = {"name": "Kit Rowe", "reach": "kit@example.org", "words": "My old address stood on a letter."}


OURS = ("grace.hill@example.org", "priya.nair@example.org")


@pytest.fixture
def grace(play: Play) -> str:
    return play.person("Grace", "Hill", group="send_manager")


def complains(pages: Pages, **said: str) -> tuple[int, str]:
    """Somebody without an account."""
    client = pages.app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/complain/data").get_data(as_text=True))
    assert token
    answer = client.post("/complain/data", data={"csrf_token": token[1], **SAID, **said}, follow_redirects=True)
    return answer.status_code, words(answer.get_data(as_text=True))


def number(page: str) -> str:
    found = re.search(r"DPC-\w+", page)
    assert found, page
    return found[0]


def test_by_email_it_is_acknowledged_at_once(play: Play, pages: Pages, priya: str) -> None:
    status, page = complains(pages)
    assert status == 200 and ("kit@example.org", f"We have your complaint {number(page)}") in play.mails()
    assert "To be answered" in words(pages.of(priya).get("/keeping/complaints")[1])


def test_by_telephone_an_officer_has_thirty_days(pages: Pages, priya: str) -> None:
    reference = number(complains(pages, reach="01632 960 111")[1])
    path, officer = f"/keeping/complaints/{reference}", pages.of(priya)
    assert "Not yet. The last day is Wednesday 18 February 2026" in words(officer.get(path)[1])
    assert "by Priya Nair" in words(officer.post(path, action="acknowledge")[1])
    assert officer.post(path, action="answer")[0] == 422
    assert "We wrote the new one" in words(officer.post(path, action="answer", answer="We wrote the new one")[1])
    assert reference not in words(officer.get("/keeping/complaints")[1])


def told(play: Play) -> list[str]:
    """About what those who keep records have had mail, each of them once, after two sweeps."""
    work = Work(play.portal)
    work.sweep()
    work.sweep()
    ours = [(to, subject) for to, subject in play.mails() if to in OURS and "DPC-" in subject]
    assert not [text for text in play.mail_texts() if "DPC-" in text and ("Kit" in text or "Rowe" in text)]
    subjects = {subject for _, subject in ours}
    assert sorted(ours) == sorted((to, subject) for to in OURS for subject in subjects)
    return sorted(re.sub(r"DPC-\w+", "It", subject) for subject in subjects)


COME = "It: a complaint about personal data, tell them by Wednesday 18 February 2026 that we have it"
NEAR = "It: tell them by Wednesday 18 February 2026 that we have their complaint"
LATE = "It is late: nobody has said that we have the complaint"


def test_those_who_keep_records_hear_of_it_when_it_comes_when_its_day_is_near_and_when_it_is_over(
    play: Play, pages: Pages, priya: str, grace: str
) -> None:
    complains(pages, reach="01632 960 111")
    assert told(play) == [COME]
    play.clock.advance(timedelta(days=22))
    assert told(play) == [COME]
    play.clock.advance(timedelta(days=1))
    assert told(play) == [COME, NEAR]
    play.clock.advance(timedelta(days=7))
    assert told(play) == [COME, NEAR]
    play.clock.advance(timedelta(days=1))
    assert told(play) == [LATE, COME, NEAR]


def test_what_is_acknowledged_comes_near_for_nobody(play: Play, pages: Pages, priya: str, grace: str) -> None:
    reference = number(complains(pages, reach="01632 960 111")[1])
    pages.of(priya).post(f"/keeping/complaints/{reference}", action="acknowledge")
    complains(pages)
    play.clock.advance(timedelta(days=40))
    assert told(play) == ["It: a complaint about personal data", COME]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("name", "Tell us your name"),
        ("reach", "so that we can answer"),
        ("words", "Tell us what has happened"),
    ],
)
def test_what_is_missing_is_said(pages: Pages, missing: str, sentence: str) -> None:
    status, page = complains(pages, **{missing: ""})
    assert status == 422 and sentence in page


def test_one_mailbox_is_not_flooded(play: Play, pages: Pages) -> None:
    assert [complains(pages)[0] for _ in range(4)] == [200, 200, 200, 429]
    assert len(play.mails()) == 3


def test_other_officers_and_families_do_not_read_them(play: Play, pages: Pages, jo: str) -> None:
    reference = number(complains(pages)[1])
    mo = play.person("Mo", "Khalid", group="send_officer")
    assert [pages.of(who).get(f"/keeping/complaints/{reference}")[0] for who in (mo, jo)] == [403, 403]
