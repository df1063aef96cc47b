"""Abuse case 9: fields that no page has, names that reach for more, too many of them and too much in them."""

import pytest

from tests.abuse.browser import Browser
from tests.abuse.site import RealSite
from webapp.security import LONGEST_TYPING, MOST_FIELDS

PAGE = "/ask/the-child-or-young-person"
CHILD = [("child_first_name", "Sam"), ("child_last_name", "Bell")]
BORN = [("child_dob-day", "27"), ("child_dob-month", "3"), ("child_dob-year", "2018")]


@pytest.fixture(scope="module")
def browser(real_site: RealSite) -> Browser:
    made = real_site.browser(real_site.person("Basil"))
    assert made.posts("/ask/who-is-this-about", about="child", version="0").to == PAGE
    return made


def send(browser: Browser, *more: tuple[str, str]) -> int:
    """Status of the page's answers with what is added to them."""
    return browser.sends(PAGE, [("csrf_token", browser.token()), ("version", "1"), *CHILD, *BORN, *more]).status


@pytest.mark.parametrize(
    "name",
    [
        "typename",
        "__typename",
        "__builtins__",
        "__class__.__init__",
        "child_first_name.__class__",
        "child_first_name[0]",
        "child_first_name[admin]",
        "child.dob",
        "answers[decision]",
        "decision",
        "business_key",
        "person_id",
        "variables",
        "declaration",  # of another page of the same form
        "",
        "child_first_name\u200b",
        "ｃhild_first_name",
        "CHILD_FIRST_NAME",
        "child_first_name\x00",
        "a" * 10_000,
    ],
)
def test_what_the_page_does_not_ask_is_refused_and_kept_nowhere(
    real_site: RealSite, browser: Browser, name: str
) -> None:
    before = real_site.rows()
    assert send(browser, (name, "approve")) in (400, 422)
    assert real_site.rows() == before


def test_a_thousand_and_one_fields_are_too_many(real_site: RealSite, browser: Browser) -> None:
    before = real_site.rows()
    many = [("x", "y")] * (MOST_FIELDS + 1)
    assert send(browser, *many) == 413
    assert browser.sends(PAGE, many, files=[("x", "x.pdf", b"x")]).status == 413
    assert browser.sends("/sign-in", [("csrf_token", browser.token()), *many]).status == 413
    assert real_site.rows() == before


def test_six_hundred_kilobytes_are_too_much(real_site: RealSite, browser: Browser) -> None:
    before = real_site.rows()
    long = "x" * (LONGEST_TYPING + 100_000)
    assert send(browser, ("child_school", long)) == 413
    assert browser.sends(PAGE, [("child_school", long)], files=[("x", "x.pdf", b"x")]).status == 413
    assert browser.sends("/sign-in", [("csrf_token", browser.token()), ("password", long)]).status == 413
    assert real_site.rows() == before


def test_what_the_page_asks_is_taken(browser: Browser) -> None:
    assert send(browser, ("child_school", "Beckside")) == 302
