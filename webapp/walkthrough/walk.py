"""The way of a family through the portal, with a picture at each step of the guide."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from webapp.demo import PASSWORD
from webapp.demo.stages import NADIA, RUTH
from webapp.walkthrough.browser import launched
from webapp.walkthrough.house import House

WIDTH, TALLEST = 800, 820  # pixels of a picture
NEW = "mia.fox@example.org"
DETAILS = {"first_name": "Mia", "last_name": "Fox", "email": NEW}
MORE = {"address_line_1": "3 Mill Lane", "town": "Carlisle", "postcode": "CA1 1AA", "phone_1": "01632 960 001"}
HAS_NUMBER = re.compile(r"\d")


class Walk:
    """Somebody at a browser; `said` is what each pictured page says, without its dates and counts."""

    def __init__(self, house: House, page: Page, out: Path, said: dict[str, list[str]]) -> None:
        self.house, self.page, self.out, self.said = house, page, out, said

    def goes(self, path: str) -> None:
        self.page.goto(path if "://" in path else self.house.address + path)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').fill(value)

    def signs_in(self, email: str, password: str = PASSWORD) -> None:
        """Up to the page that asks for the code."""
        self.goes("/sign-in")
        self.fills(email=email, password=password)
        self.presses("Continue")

    def enters_code(self, email: str) -> None:
        self.fills(code=self.house.code(email))
        self.presses("Sign in")

    def pictured(self, name: str) -> None:
        """This page is a picture of the guide."""
        main = self.page.locator("main")
        main.wait_for()
        words = main.locator("h1, h2, label, legend, button, a").all_inner_texts()
        self.said[name] = [each.strip() for each in words if each.strip() and not HAS_NUMBER.search(each)]
        self.page.mouse.move(0, 0)
        height = self.page.evaluate("document.querySelector('footer').getBoundingClientRect().top + scrollY")
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(height, TALLEST)}
        self.page.screenshot(path=self.out / f"{name}.png", full_page=True, clip=clip)  # type: ignore[arg-type]


def take(house: House, out: Path, say: Callable[[str], None]) -> dict[str, list[str]]:
    """Write the pictures; gives for each what its page says. Raises NoChromium."""
    out.mkdir(parents=True, exist_ok=True)
    said: dict[str, list[str]] = {}
    with launched() as browser:
        for part in (_comes_in, _follows, _reads_draft):
            context = browser.new_context(viewport={"width": WIDTH, "height": 900})
            context.set_default_timeout(15_000)
            part(Walk(house, context.new_page(), out, said))
            context.close()
            say(f"{len(said)} pictures")
    return said


def _comes_in(mia: Walk) -> None:
    """Register, confirm, set up signing in, sign in again, ask to see a record."""
    mia.goes("/register")
    mia.fills(**DETAILS)
    mia.pictured("register")
    while mia.page.locator("h1").inner_text() != "Check your answers":
        mia.fills(**{name: text for name, text in MORE.items() if mia.page.locator(f'[name="{name}"]').count()})
        for box in mia.page.locator('[name="area"], [name="privacy_notice"]').all()[:1]:
            box.check()
        mia.presses("Continue")
    mia.presses("Continue")
    mia.fills(password=PASSWORD)
    mia.presses("Create account")
    mia.goes(mia.house.link(NEW, "/register/confirm/"))
    mia.pictured("confirm")
    mia.presses("Confirm my email address")
    mia.signs_in(NEW)
    mia.enters_code(NEW)
    mia.pictured("first")
    mia.presses("Turn on sign-in codes")
    mia.follows("Ask to see")
    mia.follows("Start now")
    mia.pictured("access")
    mia.presses("Sign out")
    mia.signs_in(NEW)
    mia.pictured("sign-in")


def _follows(nadia: Walk) -> None:
    """Where the case stands, what was said, a message."""
    nadia.signs_in(NADIA.email)
    nadia.enters_code(NADIA.email)
    nadia.follows("Ivy")
    nadia.pictured("follow")
    case = nadia.page.url
    nadia.goes(f"{case}/given")
    nadia.pictured("given")
    nadia.goes(f"{case}/messages")
    nadia.pictured("message")


def _reads_draft(ruth: Walk) -> None:
    """The draft plan; then its question is answered in part, and kept."""
    ruth.signs_in(RUTH.email)
    ruth.enters_code(RUTH.email)
    ruth.follows("Noah")
    case = ruth.page.url
    ruth.follows("Noah’s draft plan")
    ruth.pictured("plan")
    ruth.goes(case)
    ruth.follows("Tell us what you think")
    ruth.follows("Start now")
    ruth.pictured("answer")
    ruth.page.locator('[type="radio"]').first.check()
    ruth.presses("Save and come back later")
    ruth.pictured("leave")
