"""An authenticator app: its code signs in once, near its time, and guesses at it are counted."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, text

from tests.webapp.accounts.conftest import JO, Make
from webapp.accounts import CodeSent, SignedIn, authenticator
from webapp.accounts.errors import (
    AppCodeMalformed,
    AppCodeWrong,
    ChallengeUnknown,
    CodeWrong,
    FactorLocked,
    NothingInItsPlace,
    SetUpCodeWrong,
)
from webapp.accounts.models import Authenticator, Person

APP = "authenticator"
STEP = timedelta(seconds=30)


class Phone:
    """Somebody's phone, which was shown the secret."""

    def __init__(self, make: Make, person: Person) -> None:
        self.make, self.desk, self.person = make, make.accounts.desk, person
        nonce = authenticator.new_nonce()
        self.secret = authenticator.secret(self.desk, person, nonce)
        authenticator.keep(self.desk, person, nonce)
        make.accounts.factors.add(person, APP)

    def code(self, *, later: timedelta = timedelta(0)) -> str:
        return pyotp.TOTP(self.secret).at(self.desk.now + later)

    def wrong(self) -> str:
        near = {self.code(later=n * STEP) for n in (-1, 0, 1)}
        return next(code for code in (f"{n:06}" for n in range(10)) if code not in near)


@pytest.fixture
def jo(make: Make) -> Person:
    return make.person()


@pytest.fixture
def phone(make: Make, jo: Person) -> Phone:
    return Phone(make, jo)


def enter(make: Make, sent: CodeSent, code: str):
    return make.accounts.enter_code(sent.token, code, kind=APP)


def test_the_code_of_the_app_signs_in(make, jo, phone):
    outcome = enter(make, make.challenge(), phone.code())
    assert isinstance(outcome, SignedIn) and outcome.person is jo


def test_the_secret_lies_in_no_row(make, phone, session):
    tables = [row[0] for row in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
    kept = str([session.execute(text(f'SELECT * FROM "{table}"')).all() for table in tables])
    assert phone.person.email in kept and phone.secret not in kept


def test_a_code_works_once_also_for_another_sign_in(make, phone):
    first, second = make.challenge(), make.challenge()
    code = phone.code()
    assert isinstance(enter(make, first, code), SignedIn)
    assert isinstance(enter(make, second, code), AppCodeWrong)


def test_a_code_older_than_the_last_one_is_not_right_any_more(make, phone):
    first, second = make.challenge(), make.challenge()
    assert isinstance(enter(make, first, phone.code()), SignedIn)
    assert isinstance(enter(make, second, phone.code(later=-STEP)), AppCodeWrong)
    assert isinstance(enter(make, second, phone.code(later=STEP)), SignedIn)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_phone_may_be_half_a_minute_off(make, phone, steps):
    assert isinstance(enter(make, make.challenge(), phone.code(later=steps * STEP)), SignedIn)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_phone_may_not_be_a_minute_off(make, phone, steps):
    assert isinstance(enter(make, make.challenge(), phone.code(later=steps * STEP)), AppCodeWrong)


@pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u06f0"])
def test_digits_of_another_script_are_not_digits_and_use_up_no_try(make, phone, zero):
    sent = make.challenge()
    foreign = "".join(chr(ord(zero) + int(digit)) for digit in phone.code())
    for typed in (foreign, "", "12345", "1234567", "+12345", "12e456"):
        assert isinstance(enter(make, sent, typed), AppCodeMalformed)
    assert enter(make, sent, phone.wrong()).tries_left == 4


def test_the_sixth_try_is_too_many_even_with_the_right_code(make, phone):
    sent = make.challenge()
    assert [enter(make, sent, phone.wrong()).tries_left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert isinstance(enter(make, sent, phone.code()), AppCodeWrong)
    assert isinstance(enter(make, make.challenge(), phone.code()), SignedIn)


def test_twenty_failures_in_a_row_lock_the_app_and_a_notice_is_due(make, jo, phone):
    waiting = [make.challenge() for _ in range(20)]
    outcomes = [enter(make, sent, phone.wrong()) for sent in waiting]
    assert [type(outcome) for outcome in outcomes] == [AppCodeWrong] * 19 + [FactorLocked]
    assert outcomes[-1].person_id == jo.id
    assert str(outcomes[-1]) == str(outcomes[-2]), "only the owner, by mail, learns that it is locked"
    assert isinstance(enter(make, make.challenge(), phone.code()), AppCodeWrong)


def test_the_right_code_ends_the_row_of_failures(make, phone):
    for _ in range(19):
        enter(make, make.challenge(), phone.wrong())
    assert isinstance(enter(make, make.challenge(), phone.code()), SignedIn)
    assert isinstance(enter(make, make.challenge(), phone.wrong()), AppCodeWrong)


def test_guesses_at_the_app_do_not_lock_the_emailed_code(make, phone):
    for _ in range(20):
        enter(make, make.challenge(), phone.wrong())
    make.signed_in()


def test_a_new_password_opens_a_locked_app(make, jo, phone):
    for _ in range(20):
        enter(make, make.challenge(), phone.wrong())
    link = make.accounts.ask_for_reset(jo.email, address="203.0.113.9")
    make.accounts.reset(make.accounts.link_token(link.link_id).secret, "nine-Lanterns 44 on a hill")
    sent = make.challenge(password="nine-Lanterns 44 on a hill")
    assert isinstance(enter(make, sent, phone.code()), SignedIn)


def test_without_the_password_the_right_code_is_wrong_in_the_same_words(make, phone):
    answers = [enter(make, make.challenge(email, "wrong"), phone.code()) for email in (JO.email, "nobody@example.org")]
    assert [type(answer) for answer in answers] == [AppCodeWrong, AppCodeWrong]
    assert str(answers[0]) == str(answers[1])


def test_who_has_no_app_cannot_sign_in_with_one(make, jo):
    assert isinstance(enter(make, make.challenge(), "123456"), AppCodeWrong)


def test_ten_minutes_after_the_password_no_code_of_the_app_is_right(make, phone, clock):
    sent = make.challenge()
    clock.advance(timedelta(minutes=10))
    assert isinstance(enter(make, sent, phone.code()), ChallengeUnknown)


def test_an_emailed_code_is_no_code_of_the_app_and_the_other_way_round(make, phone):
    sent = make.challenge()
    assert isinstance(enter(make, sent, make.code(sent)), AppCodeWrong)
    assert isinstance(make.accounts.enter_code(sent.token, phone.code()), CodeWrong)


def test_an_app_is_confirmed_by_its_own_code_which_is_then_used_up(make, jo, session):
    desk, nonce = make.accounts.desk, authenticator.new_nonce()
    app = pyotp.TOTP(authenticator.secret(desk, jo, nonce))
    with pytest.raises(SetUpCodeWrong):
        authenticator.confirm(desk, jo, nonce, app.at(desk.now + 4 * STEP))
    with pytest.raises(AppCodeMalformed):
        authenticator.confirm(desk, jo, nonce, "\uff11\uff12\uff13\uff14\uff15\uff16")
    assert session.scalar(select(Authenticator.id)) is None
    authenticator.confirm(desk, jo, nonce, app.at(desk.now))
    make.accounts.factors.add(jo, APP)
    assert isinstance(enter(make, make.challenge(), app.at(desk.now)), AppCodeWrong)
    assert isinstance(enter(make, make.challenge(), app.at(desk.now + STEP)), SignedIn)


def test_the_key_for_one_person_is_another_for_the_next(make, jo):
    ann = make.person("ann@example.org")
    nonce = authenticator.new_nonce()
    desk = make.accounts.desk
    assert authenticator.secret(desk, jo, nonce) != authenticator.secret(desk, ann, nonce)


def test_a_second_phone_takes_the_place_of_the_first(make, jo, phone):
    second = Phone(make, jo)
    assert isinstance(enter(make, make.challenge(), phone.code()), AppCodeWrong)
    assert isinstance(enter(make, make.challenge(), second.code()), SignedIn)


def test_the_emailed_code_is_replaced_by_choice_and_comes_back_when_the_app_is_taken_off(make, jo, phone):
    factors = make.accounts.factors
    make.accounts.finish_two_factor(jo)
    before = make.challenge()
    code = make.code(before)
    factors.replace_email(jo)
    assert make.accounts.email_code(make.challenge().challenge_id) is None
    assert isinstance(make.accounts.enter_code(before.token, code), CodeWrong)
    assert factors.held(jo) == {APP}
    authenticator.forget(make.accounts.desk, jo)
    factors.remove(jo, APP)
    make.signed_in()


def test_nothing_is_replaced_by_nothing(make, jo):
    with pytest.raises(NothingInItsPlace):
        make.accounts.factors.replace_email(jo)


def test_for_staff_the_app_ends_the_emailed_code(make):
    priya = make.person("priya@cumberland.example", kind="staff")
    make.accounts.finish_two_factor(priya)
    assert not make.accounts.factors.are_set_up(priya)
    phone = Phone(make, priya)
    assert make.accounts.factors.are_set_up(priya)
    sent = make.challenge(priya.email)
    assert make.accounts.email_code(sent.challenge_id) is None
    make.accounts.factors.restore_email(priya)
    assert make.accounts.email_code(sent.challenge_id) is None
    assert isinstance(enter(make, sent, phone.code()), SignedIn)
