"""The pages for everybody: they say what is true, by the council's own settings."""

from pathlib import Path

import pytest
from flask import Flask

from tests.webapp.shell_site import make_site, parsed, words
from webapp.config import Help
from webapp.presenters.navigation import Tab, supply_tabs

PAGES = ("/", "/help", "/contact", "/accessibility", "/privacy", "/cookies", "/complain")
OTHER_ROOMS = ("/register", "/sign-in")


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    return make_site(tmp_path, areas={"North": "01632 960 771"}, help=Help(phone="01632 960 772"))


def text_of(site: Flask, path: str) -> str:
    return words(parsed(site.test_client().get(path).text)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_open_to_everybody_and_has_one_heading_and_a_title(site: Flask, path: str) -> None:
    answer = site.test_client().get(path)
    assert answer.status_code == 200
    page = parsed(answer.text)
    assert len(list(page.iter("h1"))) == 1
    assert words(next(page.iter("title"))).endswith(" – SEND Portal – Cumberland Council")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_names_the_help_desk_and_the_number_of_every_area(site: Flask, path: str) -> None:
    footer = words(next(parsed(site.test_client().get(path).text).iter("footer")))
    assert "01632 960 772" in footer
    assert "North 01632 960 771" in footer
    assert "Carlisle" not in footer


@pytest.mark.parametrize("path", PAGES)
def test_every_link_inside_the_portal_leads_somewhere(site: Flask, path: str) -> None:
    client = site.test_client()
    page = parsed(client.get(path).text)
    for link in (each.get("href") for each in page.iter("a")):
        address, _, place = link.partition("#")
        if link.startswith("/") and address not in OTHER_ROOMS:
            assert client.get(address).status_code == 200, link
        if place:
            target = parsed(client.get(address or path).text)
            assert any(each.get("id") == place for each in target.iter()), link


def test_the_start_page_offers_both_ways_in_and_says_that_an_old_account_serves(site: Flask) -> None:
    page = text_of(site, "/")
    assert "Register" in page
    assert "you already have an account. Sign in with it" in page


def test_who_is_signed_in_finds_the_way_to_their_pages(tmp_path: Path) -> None:
    from tests.webapp.shell_site import Somebody

    site = make_site(tmp_path, person=Somebody())
    supply_tabs(site, lambda: [Tab(label="Sam", url="/cases/EHC-7K2P9")])
    page = parsed(site.test_client().get("/").text)
    links = {words(each): each.get("href") for each in page.iter("a")}
    assert links["Go to your pages"] == "/cases/EHC-7K2P9"
    assert "Register" not in links


def test_the_walk_through_can_be_read_without_a_film_and_offers_the_councils_film(tmp_path: Path, site: Flask) -> None:
    page = text_of(site, "/help")
    for step in ("1. Register", "junk or spam folder", "6 digits", "once for each child", "Save and come back later"):
        assert step in page
    assert "film" not in page
    filmed = make_site(tmp_path, walkthrough_video="https://films.example/portal")
    assert "https://films.example/portal" in filmed.test_client().get("/help").text


def test_the_password_rule_is_told_in_full_before_it_is_asked_for(site: Flask) -> None:
    page = text_of(site, "/help")
    for part in ("10 characters or more", "a capital letter", "a small letter", "a number", "! * ^ ? $ #"):
        assert part in page


def test_the_cookie_page_names_each_cookie_and_sets_none(site: Flask) -> None:
    answer = site.test_client().get("/cookies")
    rows = [words(next(row.iter("td"))) for row in parsed(answer.text).iter("tr") if list(row.iter("td"))]
    assert rows == ["session", "ticket", "device", "way"]
    assert "Set-Cookie" not in answer.headers


def test_the_privacy_page_says_who_sees_an_address_how_long_and_how_to_complain(site: Flask) -> None:
    page = text_of(site, "/privacy")
    assert "hidden from all other family members" in page
    assert "31st birthday" in page
    assert "within 30 days" in page
    assert "data.protection@cumberland.example" in page


def test_the_accessibility_statement_has_the_parts_that_the_law_asks_for(site: Flask) -> None:
    page = text_of(site, "/accessibility")
    for part in (
        "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA",
        "Non-accessible content",
        "Disproportionate burden",
        "Equality Advisory and Support Service",
        "Not tested yet: screen readers",
        "prepared on 24 November 2026",
    ):
        assert part in page
