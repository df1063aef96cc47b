"""The house of the cases' tests with every shipped drawing, Sam's open case, and who works on it."""

import re
from typing import Any

import pytest

from tests.webapp.cases.conftest import DAD, Play, visible
from tests.webapp.cases.every import portal as portal
from tests.webapp.cases.pages import Browser, Pages
from webapp.cases.reading import find_case

ASK = {
    "child": {"help_to_talk": "no", "assessed_before": "no", "setting": "Beckside Primary"},
    "what-is-good": {"strengths": "Sam builds whole towns out of blocks."},
    "what-is-hard": {"needs_talking": "Sam speaks a few words, and not at school."},
    "help-so-far": {"wanted": "Help with talking, and a quiet place to learn."},
    "letters-and-reports": {},
    "who-may-know": {"keep_from": "no", "declaration": "true"},
}


class Walk:
    """A form walked through as its reader would: each page is the one on which the last one led."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def through(self, start: str, *pages: dict[str, Any]) -> tuple[int, str]:
        """Open it, fill in one page after the other, and send; gives the last answer."""
        answer = self.browser.client.get(start, follow_redirects=True)
        for fields in pages:
            answer = self._posts(answer.request.path, **fields)
        return self.browser._read(self._posts(answer.request.path))

    def _posts(self, path: str, **fields: Any) -> Any:
        shown = self.browser.client.get(path).get_data(as_text=True)
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', shown) for name in ("csrf_token", "version")}
        data = {name: found[1] for name, found in hidden.items() if found}
        return self.browser.client.post(path, data={**data, **fields}, follow_redirects=True)


def writes(pages: Pages, who: str, case: str) -> str:
    """Claim the one task of the case, a letter, write and sign it; gives the page that followed."""
    place, browser = pages.task(case), pages.of(who)
    assert browser.post(f"{place}/claim")[0] == 200
    shown = browser.get(f"{place}/letters")[1]
    free = {name: "- What we found" for name in re.findall(r'name="(free-[^"]+)"', shown)}
    sending = {name: "send" for name in re.findall(r'name="(to-[^"]+)"', shown)}
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version, shown
    status, page = browser.post(f"{place}/letters", version=version[1], action="look", **free, **sending)
    assert status == 200 and "Look at each letter" in page, page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version, page
    return browser.post(f"{place}/letters/sign", version=version[1])[1]


@pytest.fixture
def sam(play: Play, jo: str, priya: str) -> str:
    """Sam's case, open to his mother, who uses her account."""
    with play.portal.work() as services:
        services.accounts.people.by_reference(jo).password_hash = "a hash"
    play.approve(priya, play.ask(jo))
    (case,) = visible(play.portal, jo)
    return case.reference


@pytest.fixture
def dad(play, sam, ali, priya):
    """Sam's father sees the record, too, and uses his account."""
    with play.portal.work() as services:
        services.accounts.people.by_reference(ali).password_hash = "a hash"
        child = find_case(services, sam).child_id
    play.approve(priya, play.ask(ali, DAD), child)
    return ali


@pytest.fixture
def nell(play: Play) -> str:
    """An officer who looks after cases."""
    return play.person("Nell", "Frost", group="send_officer")


@pytest.fixture
def grace(play: Play) -> str:
    """A manager."""
    return play.person("Grace", "Lowe", group="send_manager")


@pytest.fixture
def hugh(play: Play) -> str:
    """Decides on the panel."""
    return play.person("Hugh", "Penn", group="panel")


@pytest.fixture
def walk(pages: Pages):
    """Somebody's walk through a form."""
    return lambda who: Walk(pages.of(who))
