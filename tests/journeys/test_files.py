"""Files on their way: sent by a parent, looked at by the virus scanner, opened by an officer; and nothing of it in logs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, People, Person, shot
from tests.journeys.test_access import CHOICES, JO, PDF, PRIYA, WORDS, open_task
from tests.journeys.test_registering import SECRET, register
from tests.logged import logged
from tests.standins.clamd import EICAR, clamd
from webapp.accounts import bounces
from webapp.config import UploadRules

pytestmark = pytest.mark.journey
INFECTED = PDF.replace(b"%%EOF", EICAR + b"\n%%EOF")
CANARY = "canary.bird@cage.example"


@pytest.fixture
def settings() -> Iterator[dict[str, Any]]:
    with clamd() as scanner:
        yield {"uploads": UploadRules(scanner=scanner.address)}


def files(folder: Path) -> list[str]:
    """One that is clean and one with a virus."""
    for name, data in {"Zwitscher letter.pdf": PDF, "Zwitscher bill.pdf": INFECTED}.items():
        (folder / name).write_bytes(data)
    return sorted(str(path) for path in folder.glob("*.pdf"))


def ask_with(person: Person, paths: list[str]) -> str:
    """Send a request with files; gives its reference."""
    person.goes("/home")
    person.follows("Ask to see")
    person.follows("Start now")
    for _ in range(40):
        if person.heading == "Check your answers":
            break
        fill(person, paths)
        person.presses("Continue")
    shot(person.page, "files-check")
    person.presses("Send my request")
    reference = person.page.url.rpartition("/")[2]
    person.goes(f"/requests/{reference}")
    return reference


def fill(person: Person, paths: list[str]) -> None:
    for one in person.page.locator('input[type="file"]').all():
        one.set_input_files(paths)
    for name, value in WORDS.items():
        if person.page.locator(f'[name="{name}"]').count():
            person.fills(**{name: value})
    for name, value in {**CHOICES, "evidence_way": "upload"}.items():
        box = person.page.locator(f'[name="{name}"][value="{value}"]')
        if box.count():
            box.first.check()


@pytest.mark.long
def test_a_file_is_scanned_before_an_officer_opens_it(people: People, tmp_path: Path) -> None:
    jo, priya = people.somebody(size=PHONE), people.somebody()
    with logged() as log:
        jo.signs_in(JO)
        reference = ask_with(jo, files(tmp_path))
        jo.looks()
        assert "Being checked for viruses" in jo.reads()
        shot(jo.page, "files-waiting")
        assert "had a virus" in people.site.mail(JO)[0]
        jo.goes(f"/requests/{reference}")
        assert "Had a virus, deleted" in jo.reads() and "Zwitscher bill.pdf (had a virus" in jo.reads()
        shot(jo.page, "files-scanned")
        priya.signs_in(PRIYA)
        open_task(priya, reference)
        shown = priya.page.locator("aside").inner_text()
        assert "Had a virus, deleted" in shown and "Being checked" not in shown
        shot(priya.page, "files-officer")
        with priya.page.expect_download() as opened:
            priya.page.get_by_role("link", name="Zwitscher letter.pdf").first.click()
        assert opened.value.path().read_bytes() == PDF
        assert opened.value.suggested_filename == "Zwitscher letter.pdf"
        assert priya.page.get_by_role("link", name="Zwitscher bill.pdf").count() == 0
    assert "/documents/<document_id>" in log.getvalue()
    for secret in ("Zwitscher", JO, PRIYA, "Kit", reference, SECRET):
        assert secret not in log.getvalue(), secret


@pytest.mark.long
def test_a_file_that_may_not_be_opened_says_why(people: People, tmp_path: Path) -> None:
    jo = people.somebody()
    jo.signs_in(JO)
    ask_with(jo, files(tmp_path))
    with people.site.portal.look() as services:
        from webapp.cases.models import Document

        waiting = services.session.query(Document).filter(Document.state == "quarantined").first()
    assert waiting
    jo.goes(f"/documents/{waiting.id}")
    assert "We are still checking this file" in jo.reads()
    shot(jo.page, "files-withheld")


def test_a_registration_leaves_nothing_of_it_in_logs(people: People) -> None:
    alex = people.somebody()
    with logged() as log:
        register(alex, CANARY)
        link = people.site.link(CANARY, "/register/confirm/")
        alex.goes(link)
        alex.presses("Confirm my email address")
    said = log.getvalue()
    assert "/register/confirm/<token>" in said
    for secret in (CANARY, "Alex", "Moor", "Mill Lane", SECRET, link.rpartition("/")[2]):
        assert secret not in said, secret


def test_an_address_that_mail_comes_back_from_is_shown_to_its_owner_until_it_works(people: People) -> None:
    with people.site.portal.work() as services:
        bounces.mark(services.accounts.desk, JO)
    jo = people.somebody()
    jo.signs_in(JO)
    assert "We could not reach you by email" in jo.reads()
    shot(jo.page, "bounced")
    jo.presses("Send a mail to my address")
    assert "We have sent you a mail." in jo.reads()
    jo.goes(people.site.link(JO, "/address-works/"))
    shot(jo.page, "bounced-link")
    jo.presses("Write to this address again")
    shot(jo.page, "bounced-done")
    jo.follows("Go to your page")
    assert "We could not reach you by email" not in jo.reads()
