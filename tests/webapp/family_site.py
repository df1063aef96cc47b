"""The real site with the shipped processes and the demo's people, for what families see: signed in at once."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from engine import SetClock
from tests.houses import furnish
from tests.webapp.shell_site import parsed, words
from webapp.app import create_app
from webapp.config import Config
from webapp.portal import Portal


class FamilySite:
    """A portal whose people have browsers."""

    def __init__(self, folder: Path, clock: SetClock, **settings: Any) -> None:
        given = {"database_url": f"sqlite:///{folder / 'portal.db'}", **settings}
        config = Config(var=folder, secret_key="k" * 64, **given)
        self.portal, self.clock = Portal(config, clock), clock
        furnish(self.portal)
        self.app = create_app(self.portal)

    def browser(self, email: str = "") -> "Browser":
        """Somebody's browser; with an address, signed in."""
        client = self.app.test_client()
        if email:
            with self.portal.work() as services:
                person = services.accounts.people.by_email(email)
                assert person, email
                token = services.accounts.sessions.start(person)
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = token, True
        return Browser(client)


class Browser:
    """Opens pages and posts their forms; every page that it reads is strictly HTML."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def opens(self, path: str) -> Any:
        """The answer to a GET, redirects followed."""
        return self.client.get(path, follow_redirects=True)

    def reads(self, path: str) -> str:
        """The words of a page's main part."""
        return main(self.opens(path))

    def posts(self, path: str, *, follow: bool = True, **fields: Any) -> Any:
        """The answer to a POST with the token of this browser."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/sign-in").text)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **fields}, follow_redirects=follow)


def main(answer: Any) -> str:
    """The words of a page's main part."""
    return words(next(parsed(answer.text).iter("main"))).replace("\N{NO-BREAK SPACE}", " ")


def link_to(answer: Any, label: str) -> str:
    """Where the first link of a page's main part that begins with these words leads."""
    page = next(parsed(answer.text).iter("main"))
    return next(str(each.get("href")) for each in page.iter("a") if words(each).startswith(label))


def fill(browser: Browser, page: Any, answers: Mapping[str, str]) -> Any:
    """Send the form of a page with those answers that it asks for."""
    asked = {name: value for name, value in answers.items() if f'name="{name}"' in page.text}
    version = re.search(r'name="version" value="(\d+)"', page.text)
    sent: dict[str, Any] = {"version": version[1] if version else "0", **asked}
    return browser.posts(page.request.path, **sent)
