"""Files of advice are looked into before they are shared: what tells a father where the mother is stays from him."""

import io
import re

import pytest

from tests.webapp.cases.canary import STREET
from tests.webapp.cases.pages import words
from tests.webapp.cases.sheets import PDF, png
from tests.webapp.contributions.conftest import Assessing
from tests.webapp.file_words import saying


@pytest.fixture(autouse=True)
def released(assessing: Assessing) -> None:
    """What nobody could scan is given back, as in the demo."""
    object.__setattr__(assessing.portal.uploads, "release_unscanned", True)


def checks(assessing: Assessing, name: str, data: bytes) -> str:
    """The officer's page of the school's advice with this file."""
    assessing.begin()
    assessing.advise(assessing.reader(), reports=(io.BytesIO(data), name))
    officer, task = assessing.of("priya"), assessing.task("advice.check_advice")
    officer.post(f"/tasks/{task.id}/claim")
    return str(officer.get(f"/tasks/{task.id}/check")[1])


def decides(assessing: Assessing, *, seen: list[str] | None = None, **choices: str) -> tuple[int, str]:
    fields = {f"share-{assessing.play.id_of(assessing.people[who])}": said for who, said in choices.items()}
    reasons = {name.replace("share", "reason"): "It names her street." for name, said in fields.items() if said == "no"}
    task = assessing.task("advice.check_advice")
    sent = {**fields, **reasons, "looked": ["others", "places"], "seen": seen or []}
    answer: tuple[int, str] = assessing.of("priya").post(f"/tasks/{task.id}/check", **sent)
    return answer


def boxes(page: str) -> list[str]:
    return re.findall(r'name="seen"[^>]* value="(\w+)"', page)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Report.pdf", saying.pdf(f"They live at {STREET}")),
        ("Report.docx", saying.word("They live at 77 ", STREET[3:])),
    ],
)
def test_a_file_that_says_where_she_lives_is_shared_with_her_alone(
    assessing: Assessing, name: str, data: bytes
) -> None:
    page = checks(assessing, name, data)
    assert f"In the file “{name}” stands Jo Bell’s address." in words(page)
    assert "Ali Khan must not read it here." in words(page) and "Jo Bell must not read" not in words(page)
    assert f"We have read {name} from beginning to end" in words(page) and boxes(page) == []
    status, page = decides(assessing, jo="yes", ali="yes")
    assert status == 422 and "must be kept from them" in page
    assert decides(assessing, jo="yes", ali="no")[0] == 200
    shown = {who: assessing.of(who).get(f"/cases/{assessing.case}/given")[1] for who in ("jo", "ali")}
    (link,) = re.findall(rf"/cases/{assessing.case}/given/\w+", shown["jo"])
    assert name in assessing.of("jo").get(link)[1] and link not in shown["ali"]


@pytest.mark.parametrize(
    ("name", "data", "why"), [("Sam.png", png(), "It is a picture"), ("Report.pdf", PDF, "It cannot be read.")]
)
def test_what_cannot_be_read_is_shared_when_an_officer_has_looked(
    assessing: Assessing, name: str, data: bytes, why: str
) -> None:
    page = checks(assessing, name, data)
    (box,) = boxes(page)
    assert f"I have looked through all of {name}" in words(page) and why in page
    status, page = decides(assessing, jo="yes", ali="no")
    assert status == 422 and f"Open “{name}”, look through all of it" in page
    assert decides(assessing, jo="no", ali="yes", seen=[box])[0] == 200
    with assessing.portal.look() as services:
        (checked,) = [e for e in services.engine.history.of(assessing.case) if e.kind == "advice checked"]
    assert checked.payload["looked_at"] == [box]


def test_what_nobody_reads_need_not_be_looked_at(assessing: Assessing) -> None:
    checks(assessing, "Sam.png", png())
    assert decides(assessing, jo="no", ali="no")[0] == 200


def test_what_nobody_can_open_yet_waits(assessing: Assessing) -> None:
    object.__setattr__(assessing.portal.uploads, "release_unscanned", False)
    (box,) = boxes(checks(assessing, "Sam.png", png()))
    status, page = decides(assessing, jo="yes", ali="no", seen=[box])
    assert status == 422 and "cannot be opened yet" in page


def test_a_hostile_file_breaks_nothing(assessing: Assessing) -> None:
    deep = b"%PDF-1.7\n1 0 obj<</X " + b"[" * 200_000 + b"]" * 200_000 + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    assert "It cannot be read." in checks(assessing, "Report.pdf", deep)
