"""A file comes with a message: who reads the message opens it, and nobody else, whatever the scanner has still to say."""

import io
import re

import pytest

from tests.abuse.world import PDF
from tests.webapp.cases.pages import words
from tests.webapp.cases.test_hidden_address import hide
from tests.webapp.talking.conftest import Talking
from webapp.cases.models import INFECTED, QUARANTINED, Document


def sends(talking: Talking, who: str, *names: str, text: str = "The letter from the clinic.") -> tuple[int, str]:
    files = [(io.BytesIO(PDF), name) for name in names]
    answer: tuple[int, str] = talking.of(who).post(talking.own, message=text, files=files)
    return answer


def link(page: str) -> str:
    (found,) = set(re.findall(r"/cases/[\w-]+/messages/files/\w+", page))
    return found


def gets(talking: Talking, who: str, path: str) -> int:
    return int(talking.of(who).client.get(path).status_code)


@pytest.fixture(autouse=True)
def released(talking: Talking) -> None:
    """What nobody could scan is given back, as in the demo."""
    object.__setattr__(talking.play.portal.uploads, "release_unscanned", True)


def test_a_parent_sends_a_letter_and_only_who_reads_the_message_opens_it(talking: Talking) -> None:
    status, page = sends(talking, "jo", "Clinic.pdf")
    assert status == 200 and "Clinic.pdf" in words(page)
    path = link(page)
    for who in ("jo", "uma", "mo"):
        answer = talking.of(who).client.get(path)
        assert (
            answer.status_code == 200 and answer.data == PDF and "Clinic.pdf" in answer.headers["Content-Disposition"]
        )
    assert gets(talking, "ali", path) == 404
    document = path.rpartition("/")[2]
    for who in ("jo", "ali", "uma"):
        assert gets(talking, who, f"/documents/{document}") == 404, "there is one way to it"
    assert "Clinic.pdf" not in talking.of("ali").get(f"/cases/{talking.case}")[1]


def test_an_officer_answers_with_a_file(talking: Talking) -> None:
    page = talking.of("uma").post(talking.with_("jo"), message="Here it is.", files=[(io.BytesIO(PDF), "Plan.pdf")])[1]
    assert "Your message is sent." in page and "Plan.pdf" in page
    path = link(talking.of("jo").get(talking.own)[1])
    assert gets(talking, "jo", path) == 200 and gets(talking, "ali", path) == 404


def test_a_file_name_does_not_tell_where_somebody_is(talking: Talking) -> None:
    with talking.play.portal.work() as services:
        jo = services.accounts.people.by_reference(talking.people["jo"])
        jo.address_lines, jo.postcode = ["1 Mill Lane"], "CA12 3AB"
    file = [(io.BytesIO(PDF), "1 Mill Lane.pdf")]
    status, page = talking.of("uma").post(talking.with_("ali"), message="See this.", files=file)
    assert status == 422 and "Take it out" in page
    assert "See this." in page, "what was typed stays"


def test_of_whom_the_words_are_hidden_the_files_are_too(talking: Talking) -> None:
    path = link(sends(talking, "jo", "Clinic.pdf")[1])
    hide(talking.of("mo"), talking.case, talking.play.id_of(talking.people["jo"]))
    assert gets(talking, "uma", path) == 403


def test_when_access_ends_the_file_is_closed(talking: Talking) -> None:
    path = link(sends(talking, "jo", "Clinic.pdf")[1])
    person = f"/cases/{talking.case}/people/{talking.party('jo')}"
    assert talking.of("priya").post(f"{person}/end", because="The court says so.")[0] == 200
    assert gets(talking, "jo", path) == 404


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("letter.exe",), "letter.exe"),
        (tuple(f"{n}.pdf" for n in range(6)), "We cannot take more than 5 files with one message"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_sent(talking: Talking, names: tuple[str, ...], said: str) -> None:
    status, page = sends(talking, "jo", *names)
    assert status == 422 and "The letter from the clinic." in page
    assert "error-summary" in page
    assert said == "letter.exe" or said in page
    assert documents(talking) == []


@pytest.mark.parametrize(("state", "status"), [(QUARANTINED, 409), (INFECTED, 410)])
def test_what_is_not_clean_is_named_and_not_opened(talking: Talking, state: str, status: int) -> None:
    path = link(sends(talking, "jo", "Clinic.pdf")[1])
    with talking.play.portal.work() as services:
        for each in services.session.query(Document):
            each.state = state
    assert gets(talking, "uma", path) == status
    page = talking.of("jo").get(talking.own)[1]
    assert "Clinic.pdf" in page and path not in page


def test_pressed_twice_it_is_one_message_with_one_file(talking: Talking) -> None:
    for _ in range(2):
        page = sends(talking, "jo", "Clinic.pdf")[1]
    assert len(documents(talking)) == 1 and link(page)


def test_the_same_words_with_another_file_are_another_message(talking: Talking) -> None:
    sends(talking, "jo", "Clinic.pdf")
    page = sends(talking, "jo", "School.pdf")[1]
    assert len(documents(talking)) == 2 and "Clinic.pdf" in page and "School.pdf" in page


def documents(talking: Talking) -> list[str]:
    with talking.play.portal.look() as services:
        return [each.id for each in services.session.query(Document)]
