"""How often something may be tried, and who is not shut out by other people's tries."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.webapp.accounts.conftest import HOME, JO, PASSWORD
from webapp.accounts import CodeSent, PersonDetails, TooManyAttempts, throttling
from webapp.accounts.models import Throttle


@pytest.fixture(autouse=True)
def jo(make):
    return make.person()


def guess(accounts, times, *, email=JO.email, address=None, password="wrong"):
    """So many tries, each from another place unless one is given."""
    places = [address or f"198.51.{n // 250}.{n % 250}" for n in range(times)]
    return [accounts.sign_in(email, password, address=place) for place in places]


def test_the_eleventh_wrong_password_in_a_quarter_of_an_hour_is_not_looked_at(accounts):
    outcomes = guess(accounts, 11)
    assert [isinstance(outcome, CodeSent) for outcome in outcomes] == [True] * 10 + [False]
    stopped = accounts.sign_in(JO.email, PASSWORD, address=HOME)
    assert str(stopped) == "There were too many tries. Wait 15 minutes and try again."


def test_after_the_wait_the_owner_gets_in(accounts, clock, make):
    guess(accounts, 11)
    clock.advance(timedelta(minutes=15))
    make.signed_in()


def test_the_same_address_in_another_spelling_is_counted_together(accounts):
    spellings = [JO.email, JO.email.upper(), f" {JO.email}", "ｊo.bell@example.org"]
    outcomes = [guess(accounts, 3, email=spelling) for spelling in spellings]
    assert isinstance(outcomes[-1][-1], TooManyAttempts)


def test_slips_of_the_pen_by_many_do_not_shut_out_the_next(accounts):
    outcomes = guess(accounts, 11, email="lee at example.org")
    assert isinstance(outcomes[-1], TooManyAttempts)
    assert isinstance(guess(accounts, 1, email="kim at example.org")[0], CodeSent)


def test_right_passwords_use_up_nothing(accounts, make):
    for _ in range(15):
        make.signed_in()


def test_a_known_device_is_not_shut_out_by_the_guesses_of_others(accounts, make):
    device = make.signed_in().device_token
    guess(accounts, 30)
    assert isinstance(accounts.sign_in(JO.email, PASSWORD, address=HOME), TooManyAttempts)
    sent = accounts.sign_in(JO.email, PASSWORD, address=HOME, device_token=device)
    again = accounts.enter_code(sent.token, make.code(sent), device_token=device)
    assert again.device_token == device


def test_a_known_device_has_no_more_tries_than_others(accounts, make):
    device = make.signed_in().device_token
    outcomes = [accounts.sign_in(JO.email, "wrong", address=HOME, device_token=device) for _ in range(11)]
    assert isinstance(outcomes[9], CodeSent) and isinstance(outcomes[10], TooManyAttempts)


def test_a_device_known_to_one_person_is_a_stranger_to_another(accounts, make):
    make.person("lee@example.org")
    device = make.signed_in("lee@example.org").device_token
    guess(accounts, 11)
    assert isinstance(accounts.sign_in(JO.email, PASSWORD, address=HOME, device_token=device), TooManyAttempts)


def test_one_place_that_tries_many_accounts_is_stopped_and_others_are_not(accounts, make):
    outcomes = [guess(accounts, 1, email=f"p{n}@example.org", address=HOME)[0] for n in range(101)]
    assert isinstance(outcomes[99], CodeSent) and isinstance(outcomes[100], TooManyAttempts)
    assert isinstance(accounts.sign_in(JO.email, PASSWORD, address="198.51.100.9"), CodeSent)


def test_an_ipv6_household_counts_as_one_place():
    one, two = (throttling.source("sign_in", f"2001:db8:1:2::{n}")[0] for n in (1, 2))
    other = throttling.source("sign_in", "2001:db8:1:3::1")[0]
    assert one == two != other


def test_a_forged_place_is_counted_as_it_stands():
    assert throttling.source("sign_in", "1.2.3.4, 5.6.7.8")[0].subject == "1.2.3.4, 5.6.7.8"


def test_one_place_can_register_only_so_often(accounts):
    for _ in range(throttling.LIMITS["register.address"].tries):
        throttling.count(accounts.desk, throttling.source("register", HOME))
    details = PersonDetails(email="new@example.org", first_name="New", last_name="Person")
    assert isinstance(accounts.register(details, PASSWORD, address=HOME), TooManyAttempts)


def test_no_row_of_the_throttle_holds_an_address(accounts, session):
    guess(accounts, 1, address=HOME)
    subjects = session.scalars(select(Throttle.subject)).all()
    assert subjects and all(len(subject) == 64 for subject in subjects)
