"""Pages with every kind of component: valid HTML, ids that links can reach, no exception for anything typed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

import forms
from forms.markdown import to_html
from tests.accessibility import findings
from tests.forms.conftest import LISTS, SIZES, TODAY, component, evaluate, group
from tests.forms.gallery import TYPED, gallery
from webapp.walkthrough.browser import launched

HOST = {"evaluate": evaluate, "today": TODAY, "value_lists": LISTS}
STATIC = Path(__file__).parents[2] / "webapp" / "static"
STATES = [(page, entries) for page in gallery().pages for entries in ({}, TYPED)]
NAMES = [f"{page.slug}-{'typed' if entries else 'empty'}" for page, entries in STATES]


def whole_page(page: forms.Page, entries: dict[str, list[str]], style: str = "") -> tuple[str, list[forms.FieldError]]:
    errors = forms.bind(gallery(), entries, page=page, **HOST).errors
    fields = forms.render_page(gallery(), page, entries, errors, documents=lambda each: SIZES[each], **HOST)
    heading = "" if fields.has_h1 else f"<h1>{fields.title}</h1>"
    body = f'<main>{heading}<form method="post">{fields.html}<button>Continue</button></form></main>'
    head = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A</title><style>{style}</style></head>'
    return f"{head}<body>{body}</body></html>", list(errors)


@pytest.mark.parametrize(("page", "entries"), STATES, ids=NAMES)
def test_a_page_is_valid_and_every_error_leads_to_an_input(page: forms.Page, entries: dict[str, list[str]]) -> None:
    html, errors = whole_page(page, entries)
    html5lib.HTMLParser(strict=True).parse(html)
    ids = Counter(re.findall(r'\sid="([^"]*)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    assert [error.field_id for error in errors if error.field_id not in ids] == []
    described = {each for found in re.findall(r'aria-describedby="([^"]*)"', html) for each in found.split()}
    assert described <= ids.keys()
    assert html.count("<h1") == 1
    assert "None" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("page", gallery().pages, ids=lambda page: page.slug)
def test_every_input_has_a_name_that_the_page_declares(page: forms.Page) -> None:
    html, _ = whole_page(page, TYPED)
    files = re.findall(r'name="([^"]*)" type="file"', html)
    names = set(re.findall(r'\sname="([^"]*)"', html)) - set(files)
    forms.accept(gallery(), page, TYPED, {name: ["1"] for name in names}, uploads={each: [] for each in files}, **HOST)


TEXTS = st.lists(st.text(max_size=12) | st.sampled_from(["north", "true", "31", "2", "2015", "9" * 60]), max_size=3)
POSTABLE = [
    "way", "good", "name", "email", "postcode", "reports", "dob-day", "dob-month", "dob-year", "parts", "role", "agreed",
    "people-rows", "people-0-person", "people-3-area", "people-0-since-day", "add-people", "remove-people-0",
    "add-papers", "remove-papers-d1", "remove-papers-", "papers", "day-day",
]  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(POSTABLE) | st.text(max_size=8), TEXTS, max_size=8), st.integers(0, 4))
def test_whatever_is_posted_is_taken_or_refused_by_name(posted: dict[str, list[str]], number: int) -> None:
    definition = gallery()
    page = definition.pages[number]
    try:
        draft = forms.accept(definition, page, TYPED, posted, **HOST).entries
    except forms.UndeclaredField as refused:
        assert refused.name in posted
        return
    bound = forms.bind(definition, draft, **HOST)
    fields = forms.render_page(definition, page, draft, bound.errors, documents=lambda each: SIZES[each], **HOST)
    fields.html.encode()
    forms.summary(definition, draft, documents=lambda each: SIZES[each], **HOST)


def test_markdown_is_a_whitelist(form: SimpleNamespace) -> None:
    words = "# Big\n\n1. one\n\n`code` and ![x](https://a.example/x.png)\n\n*so* & so"
    html = form.show(form.read(group("One", component("text", text=words)))).html
    assert '<h2 class="govuk-heading-m">Big</h2>' in html
    assert '<ol class="govuk-list govuk-list--number">' in html
    assert "<em>so</em> &amp; so" in html
    assert "<code" not in html
    assert "<img" not in html


def test_an_unsafe_link_stays_text_even_if_nobody_found_it() -> None:
    assert "href" not in to_html("[x](javascript:alert(1)) [x](//a.example) <https://a.example> <b>")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.mark.journey
@pytest.mark.parametrize(("page", "entries"), STATES, ids=NAMES)
def test_a_page_has_no_axe_findings_and_fits_a_phone(
    chromium: Browser, page: forms.Page, entries: dict[str, list[str]]
) -> None:
    sheets = ("govuk-frontend/govuk-frontend.min.css", "css/frame.css", "css/components.css", "css/forms.css")
    html, _ = whole_page(page, entries, "".join((STATIC / sheet).read_text("utf-8") for sheet in sheets))
    tab = chromium.new_page(viewport={"width": 320, "height": 640})
    tab.set_content(html)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    found = findings(tab)
    tab.close()
    assert found == []
