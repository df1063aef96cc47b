"""Signing in through the site: password, emailed code, session on the server, and the officer's queue."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine import PORTAL, Bundle, SetClock
from tests.engine.conftest import drawing, user_task
from tests.houses import make_tables
from webapp.accounts import PersonDetails
from webapp.accounts.people import FAMILY, STAFF
from webapp.app import create_app
from webapp.config import Config
from webapp.demo import PASSWORD, DemoPerson, add, app_code
from webapp.mail import Mailbox
from webapp.portal import Portal
from webapp.publishing import shipped
from webapp.worker import Worker

REVIEW = drawing(
    f'<bpmn:startEvent id="s"/>\n{user_task("Review_request", "send_admin")}\n<bpmn:endEvent id="e"/>\n'
    "s -> Review_request\nReview_request -> e"
)
PRIYA, TOM, JO = "priya@cumberland.example", "tom@cumberland.example", "jo@example.org"


class Site:
    """A site on its own database, with a browser for each person."""

    def __init__(self, folder: Path) -> None:
        clock = SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC))
        config = Config(var=folder, database_url=f"sqlite:///{folder / 'portal.db'}", secret_key="k" * 64)
        self.portal, self.clock = Portal(config, clock), clock
        make_tables(self.portal.database)
        with self.portal.work() as services:
            add(
                services,
                DemoPerson(
                    email=PRIYA, first_name="Priya", last_name="Nair", role="", kind=STAFF, groups=("send_admin",)
                ),
            )
            add(
                services,
                DemoPerson(email=TOM, first_name="Tom", last_name="Hale", role="", kind=STAFF, groups=("send_admin",)),
            )
            add(services, DemoPerson(email=JO, first_name="Jo", last_name="Bell", role="", kind=FAMILY))
            shipped.deploy(services)
            services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": REVIEW}), by=PORTAL)
            services.engine.instances.start("walk", business_key="ACC-1", by=PORTAL)
        self.app = create_app(self.portal)

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def newest_code(self) -> str:
        Worker(self.portal).once()
        mail = Mailbox(self.portal.config.var / "mailbox").mails()[0].get_body(("plain",))
        found = re.search(r"^(\d{6})\s*$", mail.get_content() if mail else "", re.MULTILINE)
        assert found
        return found[1]

    def sign_in(self, email: str) -> FlaskClient:
        browser = self.browser()
        post(browser, "/sign-in", email=email, password=PASSWORD)
        with self.portal.look() as services:
            shown = app_code(services, email)
        path, code = ("/sign-in/with/app", shown) if shown else ("/sign-in/code", self.newest_code())
        assert post(browser, path, code=code).status_code == 302
        return browser


def post(browser: FlaskClient, path: str, **fields: str):  # type: ignore[no-untyped-def]
    page = browser.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return browser.post(path, data={"csrf_token": token[1], **fields})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.portal.database.dispose()


def test_password_and_the_code_of_the_app_open_the_officers_queue(site: Site) -> None:
    page = site.sign_in(PRIYA).get("/tasks").get_data(as_text=True)
    assert "Review_request" in page and "Nobody yet" in page


def test_a_task_claimed_by_a_colleague_is_told_by_name(site: Site) -> None:
    priya, tom = site.sign_in(PRIYA), site.sign_in(TOM)
    task = re.search(r"/tasks/(\d+)/claim", priya.get("/tasks").get_data(as_text=True))
    assert task
    assert post(priya, f"/tasks/{task[1]}/claim").status_code == 302
    assert "Priya Nair" in tom.get("/tasks").get_data(as_text=True)
    refused = post(tom, f"/tasks/{task[1]}/claim")
    assert refused.status_code == 409 and "Priya Nair" in refused.get_data(as_text=True)
    assert post(priya, f"/tasks/{task[1]}/release").status_code == 302
    assert "Nobody yet" in tom.get("/tasks").get_data(as_text=True)


def test_a_family_member_does_not_reach_the_queue(site: Site) -> None:
    assert site.sign_in(JO).get("/tasks").status_code == 403


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    assert site.browser().get("/tasks").headers["Location"].startswith("/sign-in")


def test_a_copied_cookie_is_dead_after_signing_out(site: Site) -> None:
    browser = site.sign_in(PRIYA)
    copied = browser.get_cookie("session")
    assert copied
    assert post(browser, "/sign-out").status_code == 302
    thief = site.browser()
    thief.set_cookie("session", copied.value)
    assert thief.get("/tasks").status_code == 302


def test_known_and_unknown_addresses_see_the_same_page(site: Site) -> None:
    pages = []
    for email, password in ((PRIYA, "Wrong-password-1"), ("nobody@cumberland.example", PASSWORD)):
        browser = site.browser()
        answer = post(browser, "/sign-in", email=email, password=password)
        page = browser.get(answer.headers["Location"]).get_data(as_text=True).replace(email, "")
        pages.append((answer.status_code, re.sub(r'(nonce|value)="[^"]+"', "", page)))
    assert pages[0] == pages[1]


def test_the_first_sign_in_is_set_up_once(site: Site) -> None:
    with site.portal.work() as services:
        services.accounts.people.add(
            PersonDetails(email="sam@example.org", first_name="Sam", last_name="Reed"), password=PASSWORD
        )
    browser = site.sign_in("sam@example.org")
    assert browser.get("/home").headers["Location"] == "/set-up-sign-in"
    assert post(browser, "/set-up-sign-in").status_code == 302
    assert browser.get("/home").status_code == 200
    Worker(site.portal).once()
    assert "code each time" in str(Mailbox(site.portal.config.var / "mailbox").mails()[0]["Subject"])
    again = site.browser()
    post(again, "/sign-in", email="sam@example.org", password=PASSWORD)
    assert post(again, "/sign-in/code", code=site.newest_code()).headers["Location"] == "/home"


def test_a_forgotten_password_is_chosen_anew_and_ends_every_session(site: Site) -> None:
    browser = site.sign_in(PRIYA)
    visitor = site.browser()
    post(visitor, "/forgotten-password", email=PRIYA)
    Worker(site.portal).once()
    mail = Mailbox(site.portal.config.var / "mailbox").mails()[0].get_body(("plain",))
    token = re.search(r"/reset-password/(\S+)", mail.get_content() if mail else "")
    assert token
    assert post(visitor, f"/reset-password/{token[1]}", password="short").status_code == 422
    assert post(visitor, f"/reset-password/{token[1]}", password="Three-new-words-2026").status_code == 302
    assert browser.get("/tasks").status_code == 302
    assert visitor.get(f"/reset-password/{token[1]}").status_code != 200


def test_each_sign_in_needs_a_new_code(site: Site) -> None:
    first = site.browser()
    post(first, "/sign-in", email=JO, password=PASSWORD)
    old = site.newest_code()
    assert post(first, "/sign-in/code", code=old).status_code == 302
    browser = site.browser()
    post(browser, "/sign-in", email=JO, password=PASSWORD)
    assert post(browser, "/sign-in/code", code=old).status_code == 422


def test_the_mailbox_page_exists_in_the_demo_only(site: Site) -> None:
    site.sign_in(JO)
    assert "Your sign-in code" in site.browser().get("/demo/mailbox").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/with/app", "/sign-in/new-code"])
def test_an_answer_to_no_question_leads_to_the_first_step(site: Site, path: str) -> None:
    answer = post(site.browser(), path, code="123456")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/sign-in")
