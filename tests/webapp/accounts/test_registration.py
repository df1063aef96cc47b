"""Details and a password become an account when the owner of the mailbox presses the button behind the link."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.webapp.accounts.conftest import HOME, JO, PASSWORD
from webapp.accounts import Registration, TooManyAttempts
from webapp.accounts.errors import (
    AlreadyConfirmed,
    EmailNotValid,
    LinkExpired,
    LinkUnknown,
    NotConfirmed,
    PasswordTooWeak,
    RegistrationUnknown,
)
from webapp.accounts.models import PendingRegistration, Person


@pytest.fixture
def registered(accounts):
    registration = accounts.register(JO, PASSWORD, address=HOME)
    assert isinstance(registration, Registration)
    return registration


def token(accounts, link):
    return accounts.link_token(link.id).secret


def test_a_registration_has_a_business_key_and_a_ticket_for_it(accounts, registered):
    ticket = accounts.tickets.find(registered.ticket)
    assert registered.business_key.startswith("REG-")
    assert (ticket.business_key, ticket.candidate_group) == (registered.business_key, "registrant")


def test_nobody_can_sign_in_before_the_address_is_confirmed(accounts, registered, make):
    assert accounts.email_code(make.challenge().challenge_id) is None


def test_the_button_behind_the_link_makes_the_account(accounts, registered, make):
    confirmed = accounts.confirm(token(accounts, accounts.confirmation_link(registered.business_key)))
    person = confirmed.person
    assert confirmed.business_key == registered.business_key
    assert (person.name, person.email, person.postcode) == ("Jo Bell", JO.email, "CA11 7AA")
    assert person.address_lines == ["1 Mill Lane", "Penrith"]
    assert [phone.number for phone in person.telephones] == ["01632 960 001"]
    assert person.reference.startswith("PER-")
    assert make.signed_in().person is person


def test_a_new_account_holds_its_own_reference_and_is_a_citizen_once_two_factor_is_set_up(accounts, make):
    person = make.person()
    assert not make.signed_in().two_factor_is_on
    held = [(m.candidate_group, m.business_key) for m in accounts.memberships.of(person)]
    assert held == [("account_holder", person.reference)]
    accounts.finish_two_factor(person)
    accounts.finish_two_factor(person)
    held = [(m.candidate_group, m.business_key) for m in accounts.memberships.of(person)]
    assert held == [("account_holder", person.reference), ("citizen", None)]
    assert make.signed_in().two_factor_is_on


def test_staff_do_not_become_citizens(accounts, make):
    officer = make.person(kind="staff")
    accounts.finish_two_factor(officer)
    assert accounts.memberships.find(officer, "citizen", "EHC-7K2P9") is None


def test_opening_the_link_changes_nothing(accounts, registered, session):
    link = accounts.confirmation_link(registered.business_key)
    for _ in range(3):
        assert accounts.open_confirmation(token(accounts, link)).email == JO.email
    assert not session.dirty and not session.new
    assert not accounts.is_known(JO.email)


def test_a_second_press_says_that_the_address_is_confirmed_already(accounts, registered, session):
    secret = token(accounts, accounts.confirmation_link(registered.business_key))
    accounts.confirm(secret)
    for again in (accounts.confirm, accounts.open_confirmation):
        with pytest.raises(AlreadyConfirmed):
            again(secret)
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_of_two_registrations_with_one_address_the_first_that_is_confirmed_wins(accounts, registered):
    second = accounts.register(replace(JO, first_name="Joe"), PASSWORD, address=HOME)
    late = token(accounts, accounts.confirmation_link(second.business_key))
    accounts.confirm(token(accounts, accounts.confirmation_link(registered.business_key)))
    with pytest.raises(AlreadyConfirmed):
        accounts.confirm(late)


def test_after_confirmation_nothing_of_the_details_stays_in_the_registration(accounts, registered, session):
    accounts.confirm(token(accounts, accounts.confirmation_link(registered.business_key)))
    pending = session.scalars(select(PendingRegistration)).one()
    assert (pending.details, pending.password_hash) == (None, None)
    assert accounts.tickets.find(registered.ticket) is None


def test_the_account_of_a_registration_is_the_same_one_each_time(accounts, registered):
    with pytest.raises(NotConfirmed):
        accounts.create_account(registered.business_key)
    person = accounts.confirm(token(accounts, accounts.confirmation_link(registered.business_key))).person
    assert accounts.create_account(registered.business_key) is person


def test_a_reminder_carries_the_link_that_still_works(accounts, registered, clock):
    first = accounts.confirmation_link(registered.business_key)
    clock.advance(timedelta(hours=12))
    assert accounts.confirmation_link(registered.business_key).id == first.id


def test_sending_again_stops_the_old_link(accounts, registered):
    old = accounts.confirmation_link(registered.business_key)
    old_token = token(accounts, old)
    new = accounts.resend_confirmation(registered.business_key, address=HOME)
    with pytest.raises(LinkExpired):
        accounts.confirm(old_token)
    assert accounts.link_token(old.id) is None
    assert accounts.confirm(token(accounts, new)).person.email == JO.email


def test_a_mailbox_gets_no_more_than_five_links_in_an_hour(accounts, registered):
    key = registered.business_key
    outcomes = [accounts.resend_confirmation(key, address=f"198.51.100.{n}") for n in range(6)]
    assert [isinstance(outcome, TooManyAttempts) for outcome in outcomes] == [False] * 5 + [True]


def test_link_and_details_run_out_together_after_three_days(accounts, registered, clock):
    old = token(accounts, accounts.confirmation_link(registered.business_key))
    clock.advance(timedelta(days=3))
    with pytest.raises(LinkExpired):
        accounts.confirm(old)
    accounts.sweep()
    with pytest.raises(RegistrationUnknown):
        accounts.confirmation_link(registered.business_key)


def test_details_that_are_discarded_are_gone_with_link_and_ticket(accounts, registered, session):
    secret = token(accounts, accounts.confirmation_link(registered.business_key))
    accounts.discard_registration(registered.business_key)
    accounts.discard_registration(registered.business_key)
    assert session.scalars(select(PendingRegistration)).all() == []
    assert accounts.tickets.find(registered.ticket) is None
    with pytest.raises(LinkExpired):
        accounts.confirm(secret)
    with pytest.raises(RegistrationUnknown):
        accounts.confirmation_link(registered.business_key)


def test_a_known_address_is_found_however_it_is_typed(accounts, make):
    make.person("jo.bell@example.org")
    assert accounts.is_known("  Jo.Bell@EXAMPLE.org ")
    assert accounts.is_known("ｊo.bell@example.org")
    assert not accounts.is_known("jo.bel@example.org")


@pytest.mark.parametrize(
    "email",
    ["", "jo", "jo@", "@example.org", "jo@example", "jo@@example.org", "jo@example.org\r\nBcc: x@example.org"]
    + ["jo bell@example.org", "jo@exam\x00ple.org", "Jo <jo@example.org>", "a" * 250 + "@example.org", "\ud800@e.org"],
)
def test_what_is_no_address_is_refused_and_never_known(accounts, email):
    with pytest.raises(EmailNotValid):
        accounts.register(replace(JO, email=email), PASSWORD, address=HOME)
    assert not accounts.is_known(email)


def test_line_breaks_and_direction_marks_in_names_do_not_reach_a_mail_header(accounts, make):
    details = replace(JO, first_name="Jo\r\nBcc: eve@example.org", last_name="\u202eBell\x00")
    person = accounts.people.add(details, password=PASSWORD)
    assert person.name == "Jo Bcc: eve@example.org Bell"


def test_a_weak_password_keeps_nothing(accounts, session):
    with pytest.raises(PasswordTooWeak):
        accounts.register(JO, "Password123!", address=HOME)
    with pytest.raises(PasswordTooWeak):
        accounts.register(replace(JO, last_name="Thistlewood"), "Thistlewood!77", address=HOME)
    assert session.scalars(select(PendingRegistration)).all() == []


def test_a_made_up_link_is_unknown(accounts, registered):
    with pytest.raises(LinkUnknown):
        accounts.open_confirmation("x" * 43)
