"""All that is held about somebody goes out after an officer has looked through it, and nothing of others by itself."""

import json
import re
import zipfile
from io import BytesIO

import pytest

from tests.webapp.cases.canary import PHONE, STREET, case_of_both, found_in, mother
from tests.webapp.cases.conftest import Play, visible
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import pages as pages
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import portal as portal
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Browser, Pages, words
from tests.webapp.contributions.scene import with_file
from tests.webapp.file_words.saying import pdf, scanned
from tests.webapp.keeping.scene import PDF
from webapp.cases.reading import find_case
from webapp.contributions.models import ADDED, Contribution
from webapp.keeping.files import NOT_READ


class Asking:
    """An officer's browser at one case."""

    def __init__(self, play: Play, browser: Browser, case: str) -> None:
        self.play, self.browser, self.case = play, browser, case

    def begin(self, about: str = "") -> str:
        """About the child, or about one of the family; gives the address of the page."""
        person = self.play.id_of(about) if about else ""
        page = self.browser.post(f"/cases/{self.case}/everything", about=person)[1]
        found = re.search(rf"/cases/{self.case}/everything/SAR-\w+", page)
        assert found, page
        return found[0]

    def looks(self, place: str, **more: list[str]) -> tuple[int, str]:
        """As the page proposes."""
        page = self.browser.get(place)[1]
        shown = re.search(r'name="shown" value="(\w+)"', page)
        chosen = re.findall(r'name="left_out" value="([^"]+)"[^>]* checked', page)
        assert shown
        status, page = self.browser.post(place, **{"shown": shown[1], "left_out": chosen, **more})
        return status, words(page)

    def file(self, place: str) -> zipfile.ZipFile:
        """What goes out."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.browser.client.get("/help").get_data(as_text=True))
        assert token
        answer = self.browser.client.post(f"{place}/file", data={"csrf_token": token[1]})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return zipfile.ZipFile(BytesIO(answer.get_data()))


@pytest.fixture
def nest(play: Play, ali: str, priya: str) -> tuple[str, str]:
    """The mother, all of whose details are canaries, and the case that she shares with the father."""
    jo = mother(play)
    return jo, case_of_both(play, jo, ali, priya)


@pytest.fixture
def asking(play: Play, pages: Pages, nest: tuple[str, str], priya: str) -> Asking:
    jo, case = nest
    with_file(play.portal, case, jo, pdf("Sam likes trains."), "letter.pdf")
    return Asking(play, pages.of(priya), case)


def text(file: zipfile.ZipFile) -> str:
    return "\n".join(file.read(name).decode(errors="replace") for name in file.namelist())


def test_the_father_gets_what_is_his_and_nothing_of_where_the_mother_lives(asking: Asking, ali: str) -> None:
    place = asking.begin(ali)
    assert asking.looks(place)[0] == 200
    said = text(asking.file(place))
    assert "Ali" in said and "9 Beck Row" in said and found_in(said) == []


def test_the_mother_gets_her_own_address_and_not_his(asking: Asking, nest: tuple[str, str]) -> None:
    place = asking.begin(nest[0])
    asking.looks(place)
    said = text(asking.file(place))
    assert found_in(said) and "9 Beck Row" not in said


def test_the_child_s_file_has_documents_and_no_secret_of_either(asking: Asking) -> None:
    place = asking.begin()
    assert "Where Jo Bell lives or is reached" in words(asking.browser.get(place)[1])
    asking.looks(place)
    file = asking.file(place)
    assert {"read-this.html", "everything.json"} < set(file.namelist())
    assert any(name.startswith("documents/") and name.endswith("letter.pdf") for name in file.namelist())
    said = text(file)
    assert "9 Beck Row" not in said and STREET not in said and PHONE not in said and "Sam" in said
    assert all(entry["kind"] for entry in json.loads(file.read("everything.json")))


def test_what_is_left_out_stays_out(asking: Asking) -> None:
    place = asking.begin()
    documents = re.findall(r'value="(document:\w+)"', asking.browser.get(place)[1])
    asking.looks(place, left_out=documents)
    assert not any(name.startswith("documents/") for name in asking.file(place).namelist())


def test_nothing_goes_out_that_nobody_has_looked_at(asking: Asking, nest: tuple[str, str]) -> None:
    place = asking.begin()
    assert asking.browser.post(f"{place}/file")[0] == 409
    asking.looks(place)
    with_file(asking.play.portal, asking.case, nest[0], PDF, "another.pdf")
    assert asking.browser.post(f"{place}/file")[0] == 409
    assert asking.looks(place, shown=["0" * 64])[0] == 422


def test_that_it_went_out_stands_in_the_history(asking: Asking) -> None:
    place = asking.begin()
    asking.looks(place)
    asking.file(place)
    with asking.play.portal.look() as services:
        (event,) = (
            each for each in services.engine.history.of(asking.case) if each.kind == "all that is held given out"
        )
    assert event.actor_name == "Priya Nair" and len(event.payload["sha256"]) == 64


def test_nobody_asks_about_somebody_of_another_case(asking: Asking, priya: str) -> None:
    assert asking.browser.post(f"/cases/{asking.case}/everything", about=asking.play.id_of(priya))[0] == 404
    assert visible(asking.play.portal, priya) == []


def test_a_file_that_tells_where_the_mother_lives_or_that_nobody_can_read_starts_as_left_out(
    asking: Asking, nest: tuple[str, str]
) -> None:
    jo = nest[0]
    with_file(asking.play.portal, asking.case, jo, f"Our new flat: {STREET}. Phone {PHONE}".encode(), "notes.txt")
    with_file(asking.play.portal, asking.case, jo, scanned(), "scan.pdf")
    place = asking.begin()
    assert NOT_READ in words(asking.browser.get(place)[1])
    asking.looks(place)
    given = [name.partition("-")[2] for name in asking.file(place).namelist() if name.startswith("documents/")]
    assert given == ["letter.pdf"]
    # What comes after an officer has looked starts as left out as well.
    with_file(asking.play.portal, asking.case, jo, STREET.encode(), "later.txt")
    asking.looks(place)
    assert not any(name.endswith("later.txt") for name in asking.file(place).namelist())


def test_a_report_that_is_held_back_from_a_parent_starts_as_left_out_of_the_child_s_file(
    asking: Asking, nest: tuple[str, str], ali: str
) -> None:
    made = with_file(asking.play.portal, asking.case, nest[0], pdf("Sam is tired."), "report.pdf")["files"]
    with asking.play.portal.work() as services:
        case = find_case(services, asking.case)
        row = Contribution(
            case_id=case.id, kind=ADDED, actor=nest[0], by_name="Jo Bell", documents=made, given_at=services.now
        )
        row.person = services.accounts.people.by_reference(nest[0])
        services.session.add(row)
    for about, kept in (("", True), (ali, True), (nest[0], False)):
        place = asking.begin(about)
        page = words(asking.browser.get(place)[1])
        assert ("Held back from Ali" in page) is (about == "")
        asking.looks(place)
        out = [name for name in asking.file(place).namelist() if name.endswith("report.pdf")]
        assert (out == []) is kept
