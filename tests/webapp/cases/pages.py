"""A browser of somebody who has signed in, for tests of the pages about requests."""

import re
from typing import TYPE_CHECKING, Any

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from tests.markup import read_strictly
from webapp.accounts.authenticator import AuthenticatorApp
from webapp.accounts.people import STAFF
from webapp.app import create_app

if TYPE_CHECKING:
    from tests.webapp.cases.conftest import Play  # whose fixture makes the pages


TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """One person's browser: every page that it gets is read by a strict parser."""

    def __init__(self, app: Flask, play: "Play", who: str) -> None:
        self.client, self._token = app.test_client(), ""
        with play.portal.work() as services:
            person = services.accounts.people.by_reference(who)
            if not services.accounts.two_factor_is_on(person):
                services.accounts.finish_two_factor(person)
            if person.kind == STAFF and not services.accounts.factors.has_strong(person):
                services.accounts.factors.add(person, AuthenticatorApp.name)
            token = services.accounts.sessions.start(person)
        with self.client.session_transaction() as session:
            session.update(_user_id=token, _fresh=True)

    def get(self, path: str) -> tuple[int, str]:
        """Status and page; redirects are followed."""
        return self._read(self.client.get(path, follow_redirects=True))

    def post(self, path: str, **fields: Any) -> tuple[int, str]:
        """The same for a form that is sent."""
        if not self._token:
            self.get("/help")
        return self._read(self.client.post(path, data={"csrf_token": self._token, **fields}, follow_redirects=True))

    def _read(self, answer: TestResponse) -> tuple[int, str]:
        page = answer.get_data(as_text=True)
        if answer.mimetype == "text/html":
            read_strictly(page)
            if found := TOKEN.search(page):
                self._token = found[1]
        return answer.status_code, page


class Pages:
    """The site, and who looks at it."""

    def __init__(self, play: "Play") -> None:
        self.play, self.app = play, create_app(play.portal)

    def of(self, who: str) -> Browser:
        """A browser in which this person has signed in."""
        return Browser(self.app, self.play, who)

    def task(self, reference: str, element_id: str = "") -> str:
        """Address of the one open task under this reference besides those to post, or of the one that is called so."""
        with self.play.portal.look() as services:
            found = services.engine.user_tasks.open_of(reference)
            wanted = [each for each in found if each.element_id == (element_id or each.element_id)]
            (task,) = (each for each in wanted if element_id or each.element_id != "post_letter")
        return f"/tasks/{task.id}"


def digests(page: str) -> list[str]:
    """What the page says it shows."""
    return re.findall(r'name="seen" value="([^"]+)"', page)


def words(page: str) -> str:
    """What is written on a page, with single blanks."""
    main = html5lib.parse(page, namespaceHTMLElements=False).find(".//main")
    return " ".join("".join(main.itertext()).split())
