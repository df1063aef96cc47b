"""A form filled in over HTTP, page after page, whatever its pages are; and registering with it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.abuse.browser import Answer, Browser, Files, fields_of
from tests.abuse.site import RealSite

PASSWORD = "four-Winds 77 lanterns"
Answers = Mapping[str, str | list[str]]
DETAILS: dict[str, str | list[str]] = {
    "first_name": "Ines",
    "last_name": "Marlow",
    "address_line_1": "1 Mill Lane",
    "town": "Penrith",
    "postcode": "CA11 7AA",
    "area": "Carlisle",
    "phone_1": "01632 960 777",
    "privacy_notice": "true",
}
MOST_PAGES = 30


def fill(
    browser: Browser,
    path: str,
    answers: Answers,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    *,
    rest: str = "",
) -> str:
    """Answer page after page from `path` on; with `rest` in each other place where one can write, and the first choice.

    The path of the page on which all answers are checked.
    """
    for _ in range(MOST_PAGES):
        if path.endswith("/check"):
            return path
        page = browser.gets(path)
        assert page.status == 200, (path, page.status, page.words)
        answer = _send(browser, path, page, answers, files or {}, rest)
        assert answer.status == 302, (path, answer.status, answer.words)
        path = answer.to
    raise AssertionError("the form does not end")


def _send(
    browser: Browser, path: str, page: Answer, answers: Answers, files: Mapping[str, tuple[str, bytes]], rest: str
) -> Answer:
    fields: list[tuple[str, str]] = []
    uploads: list[tuple[str, str, bytes]] = []
    for each in fields_of(page):
        name, kind = each.get("name"), each.get("type")
        if kind == "hidden":
            fields.append((name, each.get("value", "")))
        elif kind == "file" and name in files:
            uploads.append((name, *files[name]))
        elif name in answers and name not in dict(fields):
            fields += [(name, value) for value in _values(answers[name])]
        elif rest and name not in answers and name not in dict(fields):
            fields += _other(each, rest)
    sent: Files = uploads
    return browser.sends(path, fields, files=sent)


def _other(each: Any, rest: str) -> list[tuple[str, str]]:
    name, kind = each.get("name"), each.get("type")
    if kind == "text" or each.tag == "textarea":
        part = name.rpartition("-")[2]
        return [(name, {"day": "1", "month": "1", "year": str(datetime.now(UTC).year + 1)}.get(part, rest))]
    return [(name, each.get("value", ""))] if kind in ("radio", "checkbox") else []


def _values(answer: str | list[str]) -> list[str]:
    return [answer] if isinstance(answer, str) else answer


def details(browser: Browser, email: str, **other: str | list[str]) -> None:
    """The pages of registering, up to the password."""
    check = fill(browser, browser.gets("/register").to, {**DETAILS, "email": email, **other})
    assert browser.posts(check).to == "/register/password"


def register(site: RealSite, browser: Browser, email: str, **other: str | list[str]) -> None:
    """All of it, to the account that is confirmed and has set up signing in."""
    details(browser, email, **other)
    assert browser.posts("/register/password", password=PASSWORD).status == 302
    assert browser.posts(site.link(email)).status == 302
    site.sign_in(browser, email, PASSWORD)
    assert browser.posts("/set-up-sign-in").status == 302
