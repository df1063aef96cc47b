"""Closing one's own account: what ends, what stays, who is told, and when the address is free again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import SetClock
from tests.webapp.family_site import Browser, FamilySite, main
from tests.webapp.mails import subjects
from webapp.accounts import PersonDetails, authenticator
from webapp.accounts.closing import KEPT
from webapp.accounts.models import Authenticator, RecoveryCode
from webapp.cases.models import Case, Child
from webapp.cases.requests import is_open, of
from webapp.demo import PASSWORD
from webapp.portal import Services
from webapp.worker.work import Work

JO, DANIEL, PRIYA = "jo.bell@example.org", "daniel.okafor@example.org", "priya.nair@cumberland.example"
CLOSE = "/your-details/close"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, SetClock(datetime(2026, 1, 13, 9, tzinfo=UTC)))
    yield made
    made.portal.database.dispose()


def record(services: Services) -> Case:
    """Sam's, which Jo sees."""
    return services.session.query(Case).join(Case.child).filter(Child.first_name == "Sam").one()


@pytest.fixture
def jo(site: FamilySite) -> Browser:
    return site.browser(JO)


def test_the_page_says_what_ends_and_what_stays_and_opening_it_changes_nothing(site: FamilySite, jo: Browser) -> None:
    page = jo.reads(CLOSE)
    assert "You are signed out everywhere" in page and "stays in the record" in page and "30 days" in page
    assert jo.opens("/home").request.path == "/home"


def test_nobody_signs_in_to_a_closed_account_and_its_owner_is_told(site: FamilySite, jo: Browser) -> None:
    there = site.browser(JO)
    assert "Your account is closed" in main(jo.posts(CLOSE))
    assert [each.opens("/your-details").request.path for each in (jo, there)] == ["/sign-in", "/sign-in"]
    assert subjects(site.portal, JO)[0] == "Your account is closed"
    with site.portal.work() as services:
        sent = services.accounts.sign_in(JO, PASSWORD, address="::1")
        assert services.accounts.email_code(sent.challenge_id) is None
        asked = services.accounts.ask_for_reset(JO, address="::1")
        assert services.accounts.link_token(asked.link_id) is None


def test_the_record_stays_and_officers_hear_that_nobody_of_the_family_sees_it_now(
    site: FamilySite, jo: Browser
) -> None:
    jo.posts(CLOSE)
    with site.portal.look() as services:
        case = record(services)
        assert services.accounts.memberships.in_group("family", case.reference) == []
        assert services.engine.history.of(case.reference)[-1].kind == "account closed"
    (told,) = [each for each in subjects(site.portal, PRIYA) if "nobody in the family" in each]
    assert told.startswith(case.reference) and "Sam" not in told


def test_officers_are_not_told_while_another_adult_sees_the_record(site: FamilySite, jo: Browser) -> None:
    with site.portal.work() as services:
        case = record(services)
        daniel = services.accounts.people.by_email(DANIEL)
        assert daniel
        services.accounts.memberships.grant(daniel, "family", case.reference, origin="test")
    jo.posts(CLOSE)
    assert not any("nobody in the family" in each for each in subjects(site.portal, PRIYA))


def test_a_request_that_is_not_decided_ends(site: FamilySite) -> None:
    site.browser(DANIEL).posts(CLOSE)
    with site.portal.look() as services:
        daniel = services.accounts.people.by_email(DANIEL)
        assert daniel
        (request,) = of(services, daniel)
        assert not is_open(services, request.reference)


def test_a_change_of_address_that_is_under_way_ends_too(site: FamilySite, jo: Browser) -> None:
    jo.posts("/your-details/email", email="jo.marsh@example.org")
    jo.posts(CLOSE)
    site.clock.advance(timedelta(hours=80))
    Work(site.portal).sweep()
    with site.portal.look() as services:
        assert not services.accounts.is_known("jo.marsh@example.org")


def test_the_address_is_free_again_after_thirty_days_and_what_reached_the_person_is_forgotten(
    site: FamilySite, jo: Browser
) -> None:
    jo.posts(CLOSE)
    for wait, known in ((KEPT - timedelta(minutes=1), True), (timedelta(minutes=1), False)):
        site.clock.advance(wait)
        Work(site.portal).sweep()
        with site.portal.look() as services:
            assert services.accounts.is_known(JO) is known
            case = record(services)
            person = case.parties[0].person
            told = person.name, bool(person.telephones), "@" in person.email
    assert told == ("Jo Bell", False, False)
    with site.portal.work() as services:
        again = services.accounts.people.add(
            PersonDetails(email=JO, first_name="Jo", last_name="Bell"), password=PASSWORD
        )
        assert services.accounts.memberships.find(again, "family", case.reference) is None


def test_by_what_they_signed_in_is_forgotten_after_thirty_days(site: FamilySite, jo: Browser) -> None:
    with site.portal.work() as services:
        person = services.accounts.people.by_email(JO)
        assert person
        services.accounts.recovery_codes.make(person)
        authenticator.keep(services.accounts.desk, person, authenticator.new_nonce())
    jo.posts(CLOSE)
    site.clock.advance(KEPT)
    Work(site.portal).sweep()
    with site.portal.look() as services:
        apps = services.session.query(Authenticator).filter_by(person_id=person.id).count()
        assert (apps, services.session.query(RecoveryCode).count()) == (0, 0)


def test_it_wants_a_second_factor_that_was_shown_a_moment_ago(site: FamilySite, jo: Browser) -> None:
    site.clock.advance(timedelta(minutes=29))
    jo.opens("/home")
    site.clock.advance(timedelta(minutes=5))
    assert jo.posts(CLOSE).request.path == "/prove"
    with site.portal.look() as services:
        person = services.accounts.people.by_email(JO)
        assert person and person.active


def test_staff_do_not_close_their_account_as_somebody_must_take_over_their_work(site: FamilySite) -> None:
    priya = site.browser(PRIYA)
    assert "an administrator switches it off" in priya.reads(CLOSE)
    assert priya.posts(CLOSE).status_code == 403
    assert priya.opens("/tasks").request.path == "/tasks"


def test_who_has_no_case_reads_of_none(site: FamilySite, jo: Browser) -> None:
    goes_on = "The case goes on"
    assert goes_on in jo.reads(CLOSE) and goes_on in main(jo.posts(CLOSE))
    with site.portal.work() as services:
        details = PersonDetails(email="lee@example.org", first_name="Lee", last_name="Moss")
        services.accounts.finish_two_factor(services.accounts.people.add(details))
    lee = site.browser("lee@example.org")
    for page in (lee.reads(CLOSE), main(lee.posts(CLOSE))):
        assert "You no longer see the record" not in page
