"""A button that is pressed four times at once does one thing, and nobody reads of a fault; on both databases."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from engine import SetClock
from tests.abuse.registering import DETAILS, PASSWORD
from tests.webapp.cases.assessing.conftest import ASK
from tests.webapp.family_site import Browser, FamilySite, fill, main
from tests.webapp.mails import link, mails
from webapp.accounts.email_change import COOLING_OFF
from webapp.accounts.models import PendingRegistration
from webapp.cases import access, provisional, queue
from webapp.cases.models import AccessRequest, Child
from webapp.db import Database
from webapp.worker.work import Work

JO, NEW, NELL = "jo.bell@example.org", "ines.marlow@example.org", "nell.frost@cumberland.example"
SOL, PRIYA, DANIEL = "sol.reyes@cumberland.example", "priya.nair@cumberland.example", "daniel.okafor@example.org"
WRITTEN = {name: value for page in ASK.values() for name, value in page.items()}
TIMES = 4


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)), database_url=database.url)
    yield made
    made.portal.database.dispose()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each of them answers."""
    gate = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        gate.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def copies(site: FamilySite, browser: Browser) -> list[Browser]:
    """Windows of the same browser."""
    made = [site.browser() for _ in range(TIMES)]
    cookie = browser.client.get_cookie("session")
    assert cookie
    for each in made:
        each.client.set_cookie("session", cookie.value)
    return made


def fills_in(site: FamilySite, email: str = NEW) -> Browser:
    """Somebody who registers, up to the password."""
    visitor = site.browser()
    page = visitor.opens("/register")
    answers = {name: value for name, value in DETAILS.items() if isinstance(value, str)}
    while not page.request.path.endswith("/password"):
        page = fill(visitor, page, {**answers, "email": email})
        assert page.status_code == 200, main(page)
    return visitor


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        ("phones", {"phone_1": "07700 900 982", "phone_2": "01632 960 001"}, ["07700 900 982", "01632 960 001"]),
        ("services", {"services_used": "thirty_hours"}, ["thirty_hours"]),
    ],
)
def test_details_are_saved_once(site: FamilySite, part: str, typed: dict[str, str], kept: list[str]) -> None:
    windows = [site.browser(JO) for _ in range(TIMES)]
    answers = at_once(*(lambda each=each: each.posts(f"/your-details/{part}", **typed) for each in windows))
    assert [answer.status_code for answer in answers] == [200] * TIMES
    with site.portal.look() as services:
        jo = services.accounts.people.by_email(JO)
        assert jo and (jo.numbers if part == "phones" else jo.services_used) == kept


def test_a_password_makes_one_registration_and_one_mail(site: FamilySite) -> None:
    windows = copies(site, fills_in(site))
    answers = at_once(*(lambda each=each: each.posts("/register/password", password=PASSWORD) for each in windows))
    assert {answer.status_code for answer in answers} == {200}
    assert all(NEW in main(answer) for answer in answers)
    with site.portal.look() as services:
        assert services.session.query(PendingRegistration).count() == 1
    assert len(mails(site.portal, NEW)) == 1
    for window in windows:  # whichever answer the browser keeps, it can ask for another mail
        assert window.posts("/register/send-again").status_code in (200, 429)


def test_of_two_registrations_for_one_address_that_are_confirmed_at_once_the_second_is_told(site: FamilySite) -> None:
    for _ in range(2):
        assert fills_in(site).posts("/register/password", password=PASSWORD).status_code == 200
    first, second = (found[0] for found in links(site))
    answers = at_once(*(lambda path=path: site.browser().posts(path) for path in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [200, 410]
    assert any("confirmed already" in main(answer) for answer in answers)


def links(site: FamilySite) -> list[list[str]]:
    """The links to confirm in every mail to the new address."""
    bodies = [mail.get_body(("plain",)) for mail in mails(site.portal, NEW)]
    return [re.findall(r"/register/confirm/\S+", body.get_content()) for body in bodies if body]


def test_an_invitation_is_accepted_once_and_every_window_says_that_the_account_is_ready(site: FamilySite) -> None:
    wanted = {"first_name": "Nell", "last_name": "Frost", "email": NELL, "groups": "send_officer"}
    assert site.browser(SOL).posts("/people/invite", **wanted).status_code == 200
    path = link(site.portal, NELL, "/invitation/")
    answers = at_once(*(lambda: site.browser().posts(path, password=PASSWORD) for _ in range(TIMES)))
    assert sorted(answer.status_code for answer in answers) == [200] + [410] * (TIMES - 1)
    assert all("Your account is ready" in main(answer) for answer in answers)


def test_an_address_that_somebody_registers_while_it_becomes_another_accounts_stays_theirs(site: FamilySite) -> None:
    fills_in(site).posts("/register/password", password=PASSWORD)
    ((registered,),) = links(site)
    site.browser(JO).posts("/your-details/email", email=NEW)
    assert site.browser().posts(link(site.portal, NEW, "/confirm-email/")).status_code == 200
    assert isinstance(site.portal.clock, SetClock)
    site.portal.clock.advance(COOLING_OFF - timedelta(seconds=1))
    with ThreadPoolExecutor(1) as pool:
        with site.portal.work() as services:
            services.accounts.confirm(registered.rpartition("/")[2])
            site.portal.clock.advance(timedelta(seconds=1))
            sweep = pool.submit(Work(site.portal).sweep)
            time.sleep(1)  # it has come as far as it can
        sweep.result()
    with site.portal.look() as services:
        owner = services.accounts.people.by_email(NEW)
        assert owner and owner.last_name == "Marlow" and services.accounts.is_known(JO)


def test_a_request_written_ahead_is_sent_once_and_every_window_says_so(site: FamilySite) -> None:
    daniel = site.browser(DANIEL)
    with site.portal.look() as services:
        asker = services.accounts.people.by_email(DANIEL)
        assert asker
        (asked,) = access.requests_of(services, asker)
    page = daniel.opens(f"/requests/{asked.reference}/assessment/begin")
    while not page.request.path.endswith("/check"):
        page = fill(daniel, page, WRITTEN)
        assert page.status_code == 200, main(page)
    windows = [site.browser(DANIEL) for _ in range(TIMES)]
    answers = at_once(*(lambda each=each: each.posts(page.request.path) for each in windows))
    assert [answer.status_code for answer in answers] == [200] * TIMES
    assert all("We have your request for an assessment" in main(answer) for answer in answers)
    with site.portal.look() as services:
        case = provisional.known_for(
            services, services.session.query(AccessRequest).filter_by(reference=asked.reference).one()
        )
        assert len(services.engine.instances.of(case)) == 1


def test_a_record_is_chosen_once_and_every_window_goes_on(site: FamilySite) -> None:
    with site.portal.work() as services:
        priya = services.accounts.people.by_email(PRIYA)
        assert priya
        officer, (first, *_) = services.actor(priya), queue.free(services, services.actor(priya), ())
        services.engine.user_tasks.claim(first.id, by=officer)
        yes = {"decision": "approve", "checked": ["identity", "link"]}
        services.engine.user_tasks.complete(first.id, by=officer, answers=yes)
        (found,) = services.engine.user_tasks.open_of(first.business_key)
        services.engine.user_tasks.claim(found.id, by=officer)
    windows = [site.browser(PRIYA) for _ in range(TIMES)]
    path = f"/tasks/{found.id}/record"
    answers = at_once(*(lambda each=each: each.posts(path, record="new") for each in windows))
    assert [answer.status_code for answer in answers] == [200] * TIMES
    assert windows[0].posts(path, record="new").status_code == 200  # and a little later
    with site.portal.look() as services:
        assert services.session.query(Child).filter_by(last_name="Okafor").count() == 1
