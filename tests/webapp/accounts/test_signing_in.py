"""Two steps: a password that is answered the same way whatever it was, and a code that works once."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from tests.webapp.accounts.conftest import JO, PASSWORD, Make
from webapp.accounts import Accounts, CodeSent, SignedIn, codes, hashing
from webapp.accounts.errors import (
    ChallengeUnknown,
    CodeExpired,
    CodeMalformed,
    CodeUsed,
    CodeWrong,
    FactorLocked,
    NoMoreCodes,
)
from webapp.accounts.models import CodeChallenge, Person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def jo(make: Make) -> Person:
    return make.person()


def test_the_password_and_the_emailed_code_sign_in(accounts, make, jo):
    sent = make.challenge()
    mail = accounts.email_code(sent.challenge_id)
    assert mail.email == jo.email and len(mail.secret) == 6
    outcome = accounts.enter_code(sent.token, mail.secret)
    assert isinstance(outcome, SignedIn) and outcome.person is jo
    assert accounts.sessions.find(outcome.session_token).person is jo


def test_every_sign_in_has_a_code_of_its_own(accounts, make, jo):
    codes = {make.code(make.challenge()) for _ in range(8)}
    assert len(codes) > 1


def test_the_code_lies_in_no_row(accounts, make, jo, session):
    sent = make.challenge()
    row = session.get(CodeChallenge, sent.challenge_id)
    assert make.code(sent) not in {str(getattr(row, column.name)) for column in CodeChallenge.__table__.columns}


@pytest.mark.parametrize("email", [JO.email, "nobody@example.org", "not an address"])
def test_a_wrong_password_and_an_unknown_address_are_asked_for_a_code_that_is_never_right(accounts, make, jo, email):
    sent = make.challenge(email, "four-Winds 78 lanterns")
    assert isinstance(sent, CodeSent) and sent.resends_left == 3
    assert accounts.email_code(sent.challenge_id) is None
    assert isinstance(accounts.resend_code(sent.token), CodeSent)
    assert accounts.email_code(sent.challenge_id) is None
    answers = [accounts.enter_code(sent.token, f"{n:06}") for n in range(6)]
    assert [type(answer) for answer in answers] == [CodeWrong] * 6
    assert [answer.tries_left for answer in answers] == [4, 3, 2, 1, 0, 0]


def test_someone_who_may_not_sign_in_is_answered_like_a_stranger(accounts, make, jo):
    accounts.people.disable(jo)
    assert accounts.email_code(make.challenge().challenge_id) is None


def test_an_account_disabled_between_the_steps_stays_out(accounts, make, jo):
    sent = make.challenge()
    code = make.code(sent)
    accounts.people.disable(jo)
    assert isinstance(accounts.enter_code(sent.token, code), CodeWrong)


def test_a_code_works_once(accounts, make, jo):
    sent = make.challenge()
    code = make.code(sent)
    assert isinstance(accounts.enter_code(sent.token, code), SignedIn)
    assert isinstance(accounts.enter_code(sent.token, code), CodeUsed)
    assert isinstance(accounts.resend_code(sent.token), ChallengeUnknown)


def test_a_code_is_right_until_its_tenth_minute_ends_and_no_second_longer(accounts, make, jo, clock):
    in_time, late = make.challenge(), make.challenge()
    codes = make.code(in_time), make.code(late)
    clock.advance(10 * MINUTE - timedelta(seconds=1))
    assert isinstance(accounts.enter_code(in_time.token, codes[0]), SignedIn)
    clock.advance(timedelta(seconds=1))
    assert isinstance(accounts.enter_code(late.token, codes[1]), CodeExpired)
    assert accounts.email_code(late.challenge_id) is None


def test_a_new_code_ends_the_old_one(accounts, make, jo):
    sent = make.challenge()
    old = make.code(sent)
    again = accounts.resend_code(sent.token)
    new = make.code(again)
    assert old != new
    assert isinstance(accounts.enter_code(sent.token, old), CodeWrong)
    assert isinstance(accounts.enter_code(again.token, new), SignedIn)


def test_a_code_is_sent_again_three_times_and_no_more(accounts, make, jo):
    sent = make.challenge()
    left = [accounts.resend_code(sent.token).resends_left for _ in range(3)]
    assert left == [2, 1, 0]
    assert isinstance(accounts.resend_code(sent.token), NoMoreCodes)
    assert isinstance(accounts.enter_code(sent.token, make.code(sent)), SignedIn)


def test_no_new_code_is_made_an_hour_after_the_password(accounts, make, jo, clock):
    sent = make.challenge()
    clock.advance(60 * MINUTE)
    assert isinstance(accounts.resend_code(sent.token), ChallengeUnknown)


def test_another_browsers_code_is_wrong_here(accounts, make, jo):
    mine, theirs = make.challenge(), make.challenge()
    assert isinstance(accounts.enter_code(mine.token, make.code(theirs)), CodeWrong)
    assert isinstance(accounts.enter_code("made up", make.code(theirs)), ChallengeUnknown)


def test_spaces_in_a_code_do_not_matter(accounts, make, jo):
    sent = make.challenge()
    code = make.code(sent)
    assert isinstance(accounts.enter_code(sent.token, f" {code[:3]}\u00a0{code[3:]}\t"), SignedIn)


@pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u06f0"])
def test_digits_of_another_script_are_not_digits_and_use_up_no_try(accounts, make, jo, zero):
    sent = make.challenge()
    code = make.code(sent)
    foreign = "".join(chr(ord(zero) + int(digit)) for digit in code)
    for typed in (foreign, "", "12345", "1234567", "+12345", "12e456"):
        assert isinstance(accounts.enter_code(sent.token, typed), CodeMalformed)
    wrong = accounts.enter_code(sent.token, make.wrong_code(sent))
    assert wrong.tries_left == 4


def test_the_sixth_try_is_too_many_even_with_the_right_code(accounts, make, jo):
    sent = make.challenge()
    for left in (4, 3, 2, 1, 0):
        assert accounts.enter_code(sent.token, make.wrong_code(sent)).tries_left == left
    assert isinstance(accounts.enter_code(sent.token, make.code(sent)), CodeWrong)
    again = accounts.resend_code(sent.token)
    assert isinstance(accounts.enter_code(again.token, make.code(again)), SignedIn)


def fail(make: Make, times: int) -> list:
    """So many wrong codes one after another, each with a challenge of its own."""
    sent = [make.challenge() for _ in range(times)]
    return [make.accounts.enter_code(s.token, make.wrong_code(s)) for s in sent]


def test_the_twentieth_failure_in_a_row_locks_the_codes_and_a_notice_is_due(accounts, make, jo):
    outcomes = fail(make, 20)
    assert [type(outcome) for outcome in outcomes] == [CodeWrong] * 19 + [FactorLocked]
    assert outcomes[-1].person_id == jo.id


def test_a_lock_is_told_to_nobody_but_the_owner(accounts, make, jo):
    waiting, code = (sent := make.challenge()), make.code(sent)
    *_, before, locking = fail(make, 20)
    assert str(before) == str(locking)
    assert str(accounts.enter_code(waiting.token, code)) == str(before)
    sent = make.challenge()
    assert accounts.email_code(sent.challenge_id) is None
    assert str(accounts.enter_code(sent.token, "123456")) == str(before)


def test_the_right_code_ends_the_row_of_failures(accounts, make, jo):
    fail(make, 19)
    make.signed_in()
    assert [type(outcome) for outcome in fail(make, 19)] == [CodeWrong] * 19
    make.signed_in()


def test_wrong_passwords_cannot_lock_a_strangers_codes(accounts, make, jo, clock):
    for _ in range(30):
        clock.advance(5 * MINUTE)
        sent = make.challenge(password="wrong")
        assert isinstance(accounts.enter_code(sent.token, "123456"), CodeWrong)
    make.signed_in()


def test_a_hash_of_old_parameters_is_replaced_on_the_next_sign_in(accounts, make, jo):
    jo.password_hash = PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1).hash(PASSWORD)
    make.challenge(password="wrong")
    assert hashing.out_of_date(jo.password_hash)
    make.signed_in()
    assert not hashing.out_of_date(jo.password_hash)
    make.signed_in()


def test_the_messages_say_how_many_tries_are_left():
    assert "4 more times" in str(CodeWrong(4))
    assert "once more" in str(CodeWrong(1))
    assert "new code" in str(CodeWrong(0))


def test_another_servers_key_makes_other_codes(session, clock, make, jo):
    sent = make.challenge()
    elsewhere = Accounts(session, b"another key, thirty-two bytes ok", clock)
    mine, theirs = (a.email_code(sent.challenge_id).secret for a in (make.accounts, elsewhere))
    assert mine != theirs


def test_a_mail_that_waited_while_the_codes_were_locked_is_not_sent(accounts, make, jo):
    waiting = make.challenge()
    fail(make, 20)
    assert accounts.email_code(waiting.challenge_id) is None


def test_a_code_for_something_else_does_not_sign_in(accounts, make, jo):
    other = codes.issue(accounts.desk, jo, purpose="step_up")
    assert isinstance(accounts.enter_code(other.token, make.code(other)), ChallengeUnknown)
