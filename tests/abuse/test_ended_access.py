"""Abuse case 14: access that ends while a form is open, a download runs, a mail waits."""

import http.client
import re
import time
from contextlib import closing

import pytest

from tests.abuse.browser import PATIENCE, Browser
from tests.abuse.household import Household
from tests.abuse.site import RealSite
from tests.webapp.cases import views_asked
from tests.webapp.cases.sheets import box, boxed

WHY = "The court has said no contact."
TYPED = "Sam loves the tall climbing frame"
FILM = boxed(b"isom", b"moov") + box(b"mdat", bytes(40_000_000))
AT_ONCE = 30_000_000  # bytes: what lies in the server's buffer and on the line when nobody reads
READS = {"scope": "view_only", "last_day-day": "", "last_day-month": "", "last_day-year": ""}
NEW_PASSWORD = "Lantern-42 over the fells"
A_MOMENT = 1.5  # seconds: a download asks every second


@pytest.fixture
def house(real_site: RealSite) -> Household:
    return Household(real_site, "Teasel")


@pytest.fixture
def case(house: Household) -> str:
    return house.opened()


def end(house: Household, case: str, email: str) -> None:
    """As the officer does it; the parent's browsers are not asked."""
    path = f"/cases/{case}/people/{house.party(email)}/end"
    ended = house.site.browser(house.officer).posts(path, because=WHY)
    assert ended.status == 302, ended.words


class Download:
    """A file of which only the beginning has been read."""

    def __init__(self, browser: Browser, path: str) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        self.line = http.client.HTTPConnection(browser.site.partition("//")[2], timeout=PATIENCE)
        self.line.request("GET", path, headers={"Cookie": cookies, "X-Forwarded-For": browser.address})
        self.answer = self.line.getresponse()
        assert self.answer.status == 200
        self.got = len(self.answer.read(1000))

    def to_its_end(self) -> int:
        """All bytes that arrive."""
        with closing(self.line):
            try:
                while piece := self.answer.read(1 << 16):
                    self.got += len(piece)
            except http.client.IncompleteRead as cut:
                self.got += len(cut.partial)
        return self.got


def test_an_open_form_is_not_kept_from_whose_access_ended_and_from_the_other_it_is(
    real_site: RealSite, house: Household, case: str
) -> None:
    with real_site.portal.work() as services:
        views_asked.ask(services, case)
    task = real_site.task(case)
    mother, father = real_site.browser(house.mother), real_site.browser(house.father)
    form = mother.gets(f"/tasks/{task}/form/begin").to
    assert mother.gets(form).status == father.gets(form).status == 200
    end(house, case, house.father)
    before = real_site.rows()
    refused = father.posts(form, views=TYPED, version="0")
    assert refused.status == 404 and "What you typed is not saved and not sent" in refused.words
    assert TYPED in refused.text
    for path in (form, f"/tasks/{task}", f"/cases/{case}", f"/cases/{case}/looks"):
        assert father.gets(path).status == 404, path
    assert case not in father.gets("/home").text
    assert real_site.rows() == before
    assert mother.posts(form, views=TYPED, version="0").status == 302
    assert TYPED in mother.gets(form).text


def test_a_download_that_runs_breaks_off_and_an_officers_of_the_same_file_does_not(
    real_site: RealSite, house: Household, case: str
) -> None:
    film = house.gives(case, house.father, "film.mp4", FILM)
    father, officer = (Download(real_site.browser(email), film) for email in (house.father, house.officer))
    end(house, case, house.father)
    time.sleep(A_MOMENT)
    assert 0 < father.to_its_end() < AT_ONCE
    assert officer.to_its_end() == len(FILM)
    assert real_site.browser(house.father).gets(film).status == 404


def test_a_mail_that_waits_goes_only_to_who_may_still_read_it(
    real_site: RealSite, house: Household, case: str
) -> None:  # “our answer is yes” waits for both
    end(house, case, house.father)
    said = {
        email: [str(mail["Subject"]).partition(" request ")[0] for mail in real_site.mails(email)]
        for email in (house.mother, house.father)
    }
    assert "Our answer to your" in said[house.mother]
    assert "Our answer to your" not in said[house.father]


def test_a_forgotten_password_ends_the_private_calendar_address_and_so_does_the_last_access(
    real_site: RealSite, house: Household, case: str
) -> None:
    mine, hers = (calendar_of(real_site.browser(email)) for email in (house.father, house.mother))
    program = real_site.browser()
    assert program.gets(mine).status == program.gets(hers).status == 200
    stranger = real_site.browser()
    assert stranger.posts("/forgotten-password", email=house.father).status == 302
    assert stranger.posts(real_site.link(house.father), password=NEW_PASSWORD).status == 302
    assert program.gets(mine).status == 404 and program.gets(hers).status == 200
    end(house, case, house.mother)
    assert program.gets(hers).status == 404


def test_who_may_only_view_by_now_reads_and_does_nothing(real_site: RealSite, house: Household, case: str) -> None:
    with real_site.portal.work() as services:
        views_asked.ask(services, case)
    task = real_site.task(case)
    mother, father = real_site.browser(house.mother), real_site.browser(house.father)
    form = father.gets(f"/tasks/{task}/form/begin").to
    view_only = real_site.browser(house.officer).posts(f"/cases/{case}/people/{house.party(house.father)}", **READS)
    assert view_only.status == 302, view_only.words
    before = real_site.rows()
    assert father.posts(f"/cases/{case}/messages", message=TYPED).status == 403
    assert father.posts(form, views=TYPED, version="0").status == 404
    assert real_site.rows() == before
    assert father.gets(f"/cases/{case}").status == father.gets(f"/cases/{case}/messages").status == 200
    assert mother.posts(f"/cases/{case}/messages", message=TYPED).status == 302
    assert mother.posts(form, views=TYPED, version="0").status == 302


def calendar_of(browser: Browser) -> str:
    """The private address that somebody makes."""
    found = re.search(r"/calendar/[\w-]+\.ics", browser.posts("/your-details/calendar").text)
    assert found
    return found[0]
