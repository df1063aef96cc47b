"""A whole portal for a journey: the site on a port of its own, the shipped processes, the mailbox, and browsers."""

import os
import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Response, request
from playwright.sync_api import Browser, BrowserContext, Page

from engine import SystemClock
from tests.accessibility import findings
from tests.houses import furnish_with
from tests.markup import read_strictly
from webapp.app import create_app
from webapp.config import Config
from webapp.demo import PASSWORD, app_code
from webapp.demo_house import prepare
from webapp.portal import Portal
from webapp.walkthrough.browser import launched
from webapp.walkthrough.house import House

CHECKED: set[object] = set()  # pages that this run has looked at already
SCRIPTS = [  # whether the browser runs them
    pytest.param(True, id="with JavaScript"),
    pytest.param(False, id="without JavaScript", marks=pytest.mark.long),
]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 667}


class MovedClock(SystemClock):
    """The machine's clock, some time ahead: a code is asked for in a later second, a link after three days."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self):  # type: ignore[no-untyped-def]
        return super().now() + self.ahead


class Site(House):
    """The running portal and its mail."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.clock = MovedClock()
        place = socket.create_server(("localhost", 0))
        config = Config(var=folder, database_url=f"sqlite:///{folder / 'portal.db'}", secret_key="k" * 64, **settings)
        portal = Portal(config.at_port(place.getsockname()[1]), self.clock)
        furnish_with(portal, prepare)
        app = create_app(portal)
        self.faults: list[str] = []
        app.after_request(self._parse)
        super().__init__(portal, app, place)

    def _parse(self, response: Response) -> Response:
        """Every page that the site gives is HTML that a strict parser reads."""
        if response.mimetype == "text/html" and not response.is_streamed and response.status_code != 302:
            try:
                read_strictly(response.get_data(as_text=True))
            except html5lib.html5parser.ParseError as fault:
                self.faults.append(f"{request.path}: {fault}")
        return response

    def subjects(self, to: str) -> list[str]:
        """Subjects of all mails to somebody, newest first."""
        return [str(mail["Subject"]) for mail in self.mails(to)]

    def app_code(self, email: str) -> str:
        """What the authenticator app of somebody shows next; "" for who has none."""
        self.clock.ahead += timedelta(seconds=30)  # the code before may have been used
        with self.portal.look() as services:
            return app_code(services, email)


class Person:
    """Somebody with a browser of their own; every page that they reach is checked for accessibility."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        self.site, self.page = site, context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.scripts, self.size = True, WIDE

    def goes(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.site.address + path)
        self.looks()

    def fills(self, **answers: str) -> None:
        for name, value in answers.items():
            self.page.locator(f'[name="{name}"]').first.fill(value)

    def chooses(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=False).first.check()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self.looks()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.looks()

    def opens_mail(self, to: str, link: str) -> None:
        """Look into the demo's mailbox and follow a link of the newest mail."""
        self.site.mail(to)
        self.goes("/demo/mailbox")
        self.follows(link)

    def reads(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def looks(self) -> None:
        """One h1 and a title; at 1280 and 375 pixels nothing at the side and no accessibility findings."""
        self.page.locator("h1").first.wait_for()
        assert self.page.locator("h1").count() == 1, self.page.url
        assert self.page.title()
        place = (re.sub(r"[0-9A-Z_-]{5,}|\d+", "*", self.page.url.rpartition(":")[2]), self.heading, self.size["width"])
        if not self.scripts or place in CHECKED:
            return
        CHECKED.add(place)
        for size in (WIDE, PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self._looks_well(f"{self.page.url} at {size['width']} pixels")
        self.page.set_viewport_size(self.size)  # type: ignore[arg-type]
        assert self.faults == []

    def _looks_well(self, where: str) -> None:
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{where}: {over} pixels too wide"
        assert findings(self.page, contrast=self.page.viewport_size == WIDE) == [], (
            where
        )  # a page has one set of colours

    def signs_in(self, email: str, password: str = PASSWORD) -> None:
        self.goes("/sign-in")
        self.fills(email=email, password=password)
        self.presses("Continue")
        if shown := self.site.app_code(email):
            if not self.page.url.endswith("/with/app"):
                self.follows("Use another way")
                self.follows("A code from an authenticator app")
            self.fills(code=shown)
        else:
            self.fills(code=self.site.code(email))
        self.presses("Sign in")


class People:
    """Browsers for a journey, closed at its end."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser, self._contexts = site, browser, list[BrowserContext]()

    def somebody(self, *, scripts: bool = True, size: dict[str, int] | None = None) -> Person:
        context = self.browser.new_context(viewport=size or WIDE, java_script_enabled=scripts)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        person = Person(self.site, context)
        person.scripts, person.size = scripts, size or WIDE
        return person

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def settings() -> dict[str, Any]:
    """What a journey wants otherwise than the demo has it."""
    return {}


@pytest.fixture
def site(tmp_path: Path, settings: dict[str, Any]) -> Iterator[Site]:
    made = Site(tmp_path, **settings)
    yield made
    made.stop()
    assert made.faults == []


@pytest.fixture
def people(site: Site, browser: Browser) -> Iterator[People]:
    made = People(site, browser)
    yield made
    made.close()


def shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look: set PORTAL_PICTURES to a folder."""
    if folder := os.environ.get("PORTAL_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def pictures(person: Person, name: str) -> None:
    """The page as it is on a phone and on a desk."""
    for size, suffix in ((PHONE, "-phone"), (WIDE, "")):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        shot(person.page, name + suffix)
    person.page.set_viewport_size(person.size)  # type: ignore[arg-type]
