"""The pages for everybody in a real browser: seen wide and narrow, with a keyboard, without JavaScript."""

import threading
from collections.abc import Iterator

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.accessibility import findings
from tests.webapp.shell_site import Somebody, make_site
from webapp.presenters.fields import FieldError
from webapp.presenters.navigation import Tab, supply_tabs
from webapp.views.permission import public
from webapp.walkthrough.browser import launched

pytestmark = pytest.mark.journey
PAGES = (
    "/",
    "/help",
    "/contact",
    "/accessibility",
    "/privacy",
    "/cookies",
    "/complain",
    "/nowhere",
    "/pieces",
    "/staff",
)

PIECES = """{% extends "layout.html" %}{% block title %}Pieces{% endblock %}
{% block back %}{{ ui.back("/") }}{% endblock %}
{% block content %}
{{ ui.errors(errors) }}{{ ui.progress(1, 7, "Question 1 of 7") }}{{ ui.heading("Pieces", caption="Every one of them") }}
{% call ui.panel("What you can do now", id="todo") %}{% call ui.rows("tag") %}
{{ ui.row("Tell us", "7 questions", "/", tag=ui.tag("Due in 10 days", "soon"), due="Friday 10 April") }}
{{ ui.row("Wait", tag=ui.tag("Late by 4 days", "late")) }}{{ ui.row("Read", "", "/", tag=ui.tag("New", "good")) }}
{{ ui.row("Check", tag=ui.tag("Being checked", "brand")) }}{{ ui.row("Add", tag=ui.tag("No date", "plain")) }}
{% endcall %}{% endcall %}
{{ ui.summary([{"label": "Your name", "lines": ["Jo Bell"], "note": "Only we see this", "change": "/"}]) }}
{% call ui.note("What happens next") %}<p>We read it.</p>{% endcall %}{% call ui.inset() %}<p>Inset</p>{% endcall %}
{{ ui.table("People", ["Name", "Area"], [["Jo", "Carlisle"]]) }}
<form method="post" novalidate>{{ ui.csrf() }}{{ ui.input("email", "Email", errors=errors, type="email", hint="Yours", autocomplete="username") }}
{{ ui.password("password", "Password", errors=errors) }}{{ ui.buttons("Continue", "Save and come back later") }}</form>
{{ ui.action("/pieces", "Send a new code") }}
{% endblock %}
{% block aside %}{% call ui.aside("Rather talk?") %}<p>{{ ui.phone("01632 960 100") }}</p>{% endcall %}{% endblock %}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    errors = [FieldError("email", "Enter your email address")]
    routes = {
        "/pieces": public(lambda: render_template_string(PIECES, errors=errors)),
        "/staff": public(lambda: render_template_string("{% set wide = true %}" + PIECES)),
    }
    app = make_site(tmp_path_factory.mktemp("site"), person=Somebody(), routes=routes)
    supply_tabs(app, lambda: [Tab(label="Sam", url="/"), Tab(label="To do", url="/to-do", count=2, current=True)])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_findings_and_nothing_hidden_at_its_side(page: Page, path: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "404" not in said.text else None)
    page.goto(path)
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 667})
        assert findings(page) == [], f"at {width} px"
        sideways = page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert sideways == 0, f"at {width} px"
    assert complaints == []


def test_errors_are_told_first_and_lead_to_their_field(page: Page) -> None:
    page.goto("/pieces")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter your email address").click()
    expect(page.get_by_label("Email", exact=True)).to_be_focused()


def test_a_password_can_be_looked_at(page: Page) -> None:
    page.goto("/pieces")
    field = page.get_by_label("Password", exact=True)
    field.fill("Correct horse 7!")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")


def test_the_first_key_leads_past_the_header(page: Page) -> None:
    page.goto("/help")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_on_a_phone_without_javascript_the_menu_still_opens(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 375, "height": 667})
    page = context.new_page()
    page.goto("/help")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()
