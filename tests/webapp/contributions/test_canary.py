"""A mother's whereabouts in her own words, in advice and in names of files: nothing of it in the father's pages."""

import io

import pytest

from tests.abuse.world import PDF
from tests.webapp.cases.canary import STREET, crawl, found_in, mails_to
from tests.webapp.contributions.conftest import Assessing, fill
from tests.webapp.contributions.test_assessment import share
from webapp.contributions import sharing

FATHER = "ali.khan@example.org"


def said(assessing: Assessing) -> None:
    """Everything that could sing: her views, by herself and by an officer, advice, a reader's name, a file's name."""
    school = {"body": "school", "who": "Canarybird Primary", "way": "email", "email": "office@canarybird.example"}
    assessing.begin([school])
    jo, task = assessing.of("jo"), assessing.task("views.family_views", "jo")
    fill(
        jo.client,
        f"/tasks/{task.id}/form/begin",
        {"way": "form", "like": f"She loves {STREET}", "files": (io.BytesIO(PDF), "77 Canary Wharfside.pdf")},
    )
    reader = assessing.reader("office@canarybird.example", "Ann Canary")
    assessing.advise(reader, needs=f"They live at {STREET}", reports=(io.BytesIO(PDF), "Sam at Canarybird.pdf"))


def heard(assessing: Assessing) -> list[str]:
    starts = ("/home", f"/cases/{assessing.case}", f"/cases/{assessing.case}/given")
    pages = list(crawl(assessing.of("ali"), *starts))
    assert f"/cases/{assessing.case}/given" in [path for path, _ in pages]
    found = [path for path, text in pages if found_in(text)]
    return found + [text for text in mails_to(assessing.play, FATHER) if found_in(text)]


def test_nothing_of_it_reaches_the_father_and_the_officer_sees_it(assessing: Assessing) -> None:
    said(assessing)
    assert heard(assessing) == [], "while it is checked"
    share(assessing, jo="yes", ali="no")
    assert heard(assessing) == [], "when it is held from him"
    pages = dict(crawl(assessing.of("priya"), f"/cases/{assessing.case}/advice"))
    assert [path for path, text in pages.items() if "/given/" in path and STREET in text]
    jo = dict(crawl(assessing.of("jo"), f"/cases/{assessing.case}/given"))
    assert [path for path, text in jo.items() if "/given/" in path and STREET in text]


def test_without_the_question_who_may_read_it_the_canary_is_heard(
    assessing: Assessing, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(assessing)
    share(assessing, jo="yes", ali="no")
    assert heard(assessing) == []
    monkeypatch.setattr(sharing, "readers", lambda desk, contribution: [])
    monkeypatch.setattr("webapp.contributions.reading.may_read", lambda contribution, person: True)
    monkeypatch.setattr("webapp.contributions.reading._state", lambda each, share, person: "shared")
    assert heard(assessing)
