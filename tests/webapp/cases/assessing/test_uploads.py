"""Nobody fills the council's disk: so many files in an hour, and no more."""

import io
import re

from tests.abuse.world import PDF
from webapp.accounts import throttling
from webapp.accounts.throttling import HOUR, Limit


def sends(browser, path):
    version = re.search(r'name="version" value="(\d+)"', browser.get(path)[1])
    return browser.post(path, version=version[1], reports=(io.BytesIO(PDF), "report.pdf"), action="save")


def test_so_many_files_in_an_hour_and_then_it_says_that_there_were_too_many(play, pages, sam, jo, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "upload.owner", Limit(2, HOUR))
    path, browser = f"/cases/{sam}/do/AskForAssessment/letters-and-reports", pages.of(jo)
    assert [sends(browser, path)[0] for _ in range(2)] == [200, 200]
    status, page = sends(browser, path)
    assert status == 422 and "There were too many tries" in page
    play.clock.advance(HOUR)
    assert sends(pages.of(jo), path)[0] == 200
