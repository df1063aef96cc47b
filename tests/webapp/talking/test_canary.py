"""A mother's whereabouts in her messages and in officers' notes: nothing of it in the father's pages and mail."""

import pytest

from tests.webapp.cases.canary import SECRET, STREET, crawl, found_in, mails_to
from tests.webapp.cases.canary import nest as nest
from tests.webapp.cases.conftest import Play
from tests.webapp.cases.every import portal as portal
from tests.webapp.talking.conftest import Talking
from webapp.talking import reading

FATHER = "ali.khan@example.org"


@pytest.fixture
def address(tmp_path: object) -> str:
    """Pages say the same on either database: the room is tested on both."""
    return f"sqlite:///{tmp_path}/portal.db"


@pytest.fixture
def talking(play: Play, nest: tuple[str, str], ali: str, priya: str) -> Talking:
    jo, case = nest
    made = Talking(play, case, jo=jo, ali=ali, priya=priya)
    made.writes("jo", f"We are at {STREET}. {SECRET}.")
    made.answers("jo", f"We write to {STREET}.")
    made.of("priya").post(f"/cases/{case}/notes", note=f"They live at {STREET}")
    made.writes("ali", "Where are they?")
    made.answers("ali", "We may not say.")
    return made


def heard(talking: Talking) -> list[str]:
    """Where a canary sings to the father."""
    pages = list(crawl(talking.of("ali"), "/home", f"/cases/{talking.case}", talking.own))
    assert talking.own in [path for path, _ in pages]
    found = [path for path, text in pages if found_in(text)]
    return found + [text for text in mails_to(talking.play, FATHER) if found_in(text)]


def test_nothing_of_it_reaches_the_father_and_officers_read_it(talking: Talking) -> None:
    assert heard(talking) == []
    pages = crawl(talking.of("priya"), talking.own, f"/cases/{talking.case}/notes")
    singing = [path for path, text in pages if STREET in text]
    assert {talking.with_("jo"), f"/cases/{talking.case}/notes"} <= set(singing)


def test_without_a_conversation_of_ones_own_the_canary_is_heard(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    mother, find = talking.people["jo"], reading.find
    monkeypatch.setattr(
        reading, "find", lambda desk, case, person: find(desk, case, desk.accounts.people.by_reference(mother))
    )
    assert heard(talking)
