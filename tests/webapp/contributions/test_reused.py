"""Advice that is used again carries its report: an officer adds it and says who of the family may read it."""

import io
import re
from typing import Any

import pytest

from tests.abuse.world import PDF
from tests.webapp.cases.pages import words
from tests.webapp.contributions.conftest import ADVISERS, Assessing


@pytest.fixture
def page(assessing: Assessing) -> str:
    """Where the report is added; two bodies are asked, and the doctor's report is used again."""
    object.__setattr__(assessing.portal.uploads, "release_unscanned", True)
    assessing.begin(ADVISERS)
    shown = assessing.of("priya").get(f"/cases/{assessing.case}/advice")[1]
    (found,) = re.findall(rf"/cases/{assessing.case}/advice/[\w-]+/report", shown)
    return str(found)


def adds(assessing: Assessing, page: str, *, name: str = "Report.pdf", **choices: str) -> tuple[int, str]:
    fields: dict[str, Any] = {
        f"share-{assessing.play.id_of(assessing.people[who])}": said for who, said in choices.items()
    }
    reasons = {key.replace("share", "reason"): "It says where she is." for key, said in fields.items() if said == "no"}
    file = (io.BytesIO(PDF), name)
    sent = {**fields, **reasons, "report": file, "looked": ["others", "places"], "seen": "all"}
    answer: tuple[int, str] = assessing.of("priya").post(page, **sent)
    return answer


def test_the_report_lies_in_the_case_for_whom_it_was_shared_with(assessing: Assessing, page: str) -> None:
    assert "Report of 3 January 2026" in assessing.of("priya").get(page)[1]
    status, shown = adds(assessing, page, jo="yes", ali="no")
    assert status == 200 and "The report is in the case." in words(shown)
    assert "Add the report" not in shown and "Ali Khan: held" in words(shown)
    given = assessing.of("jo").get(f"/cases/{assessing.case}/given")[1]
    (link,) = set(re.findall(rf"/cases/{assessing.case}/given/\w+", given))
    read = assessing.of("jo").get(link)[1]
    assert "Report.pdf" in read
    (file,) = re.findall(rf"{link}/files/\w+", read)
    assert assessing.of("jo").client.get(file).data == PDF
    assert assessing.of("ali").get(link)[0] == assessing.of("ali").client.get(file).status_code == 404
    assert "Report.pdf" in assessing.of("priya").get(link)[1]
    status, again = assessing.of("priya").get(page)
    assert status == 409 and "its report is in the case already" in words(again)


@pytest.mark.parametrize(
    ("choices", "name", "said"),
    [
        ({"jo": "yes"}, "Report.pdf", "Say for everybody of the family"),
        ({"jo": "yes", "ali": "yes"}, "Report.exe", "file"),
        ({"jo": "yes", "ali": "yes"}, "77 Canary Wharfside.pdf", "Ali Khan"),
    ],
)
def test_what_cannot_be_kept_leaves_nothing(
    assessing: Assessing, page: str, choices: dict[str, str], name: str, said: str
) -> None:
    status, shown = adds(assessing, page, name=name, **choices)
    assert status == 422 and said in words(shown) and "error-summary" in shown
    assert assessing.of("priya").get(page)[0] == 200, "it is still awaited"
    assert "Dr Yusuf" not in words(assessing.of("ali").get(f"/cases/{assessing.case}/given")[1])


def test_a_report_must_be_chosen_and_families_do_not_add_one(assessing: Assessing, page: str) -> None:
    status, shown = assessing.of("priya").post(page, looked=["others", "places"])
    assert status == 422 and "Choose the report" in shown
    assert assessing.of("jo").get(page)[0] in (403, 404)
