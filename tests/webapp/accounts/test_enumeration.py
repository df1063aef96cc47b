"""Nobody learns from the portal whether an address has an account: same answers, same work."""

import argon2
import pytest
from sqlalchemy import event

from tests.webapp.accounts.conftest import HOME, JO, PASSWORD
from webapp.accounts import ChangeAsked, PersonDetails, Registration, ResetAsked, TooManyAttempts, hashing, importing

UNKNOWN = "nobody@example.org"


class CountingHasher(argon2.PasswordHasher):
    """The real thing, which also counts."""

    work = 0

    def hash(self, *args, **kwargs):
        type(self).work += 1
        return super().hash(*args, **kwargs)

    def verify(self, *args, **kwargs):
        type(self).work += 1
        return super().verify(*args, **kwargs)


@pytest.fixture
def cost(session, monkeypatch):
    """How many argon2 hashes and which SQL statements a call costs."""
    hashing.verify(None, "")  # the decoy is made once per process
    hasher = CountingHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
    monkeypatch.setattr(hashing, "_argon2", hasher)
    statements: list[str] = []
    listener = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", listener)

    def measure(call):
        session.expunge_all()
        statements.clear()
        before = CountingHasher.work
        call()
        session.flush()
        return CountingHasher.work - before, list(statements)

    yield measure
    event.remove(session.get_bind(), "before_cursor_execute", listener)


@pytest.fixture(autouse=True)
def jo(make):
    return make.person()


def test_a_wrong_password_costs_the_same_for_known_and_unknown(accounts, cost):
    known = cost(lambda: accounts.sign_in(JO.email, "wrong", address=HOME))
    unknown = cost(lambda: accounts.sign_in(UNKNOWN, "wrong", address=HOME))
    assert known == unknown
    assert known[0] == 1


def test_a_right_password_costs_one_hash_too(accounts, cost):
    assert cost(lambda: accounts.sign_in(JO.email, PASSWORD, address=HOME))[0] == 1


def test_an_imported_account_without_a_password_costs_the_same(accounts, cost):
    lines = ["email,title,first_name,last_name,phones,services\n", "lee@example.org,,Lee,Moss,,"]
    accounts.import_rows(list(importing.read(lines, {})))
    imported = cost(lambda: accounts.sign_in("lee@example.org", "wrong", address=HOME))
    assert imported == cost(lambda: accounts.sign_in(UNKNOWN, "wrong", address=HOME))


def test_registering_costs_the_same_and_answers_the_same(accounts, cost):
    answers = []

    def register(email):
        details = PersonDetails(email=email, first_name="Jo", last_name="Bell")
        return lambda: answers.append(accounts.register(details, PASSWORD, address=HOME))

    assert cost(register(JO.email)) == cost(register(UNKNOWN))
    assert all(isinstance(answer, Registration) for answer in answers)
    assert len({len(answer.business_key) for answer in answers}) == 1


def test_asking_for_a_new_password_costs_the_same_and_answers_the_same(accounts, cost):
    answers = []

    def ask(email):
        return lambda: answers.append(accounts.ask_for_reset(email, address=HOME))

    assert cost(ask(JO.email)) == cost(ask(UNKNOWN))
    assert all(isinstance(answer, ResetAsked) for answer in answers)


def test_asking_for_another_email_address_costs_the_same_and_answers_the_same(accounts, cost, make):
    make.person("lee@example.org")
    token = make.signed_in("lee@example.org").session_token
    answers = []

    def ask(email):
        def change():
            here = accounts.sessions.get(token)
            answers.append(accounts.ask_for_email_change(here.person, here, email, address=HOME))

        return change

    cost(ask("first@example.org"))  # from now on each ends the one before
    assert cost(ask(JO.email)) == cost(ask(UNKNOWN))
    assert all(isinstance(answer, ChangeAsked) for answer in answers)


def test_a_code_page_after_a_wrong_password_costs_the_same_for_known_and_unknown(accounts, cost, make):
    known, unknown = make.challenge(JO.email, "wrong"), make.challenge(UNKNOWN, "wrong")
    answers = []

    def enter(sent):
        return lambda: answers.append(accounts.enter_code(sent.token, "123456"))

    def resend(sent):
        return lambda: accounts.resend_code(sent.token)

    assert cost(enter(known)) == cost(enter(unknown))
    assert cost(resend(known)) == cost(resend(unknown))
    assert str(answers[0]) == str(answers[1])


def test_the_throttle_stops_known_and_unknown_at_the_same_try(accounts):
    def stopped_at(email, place):
        outcomes = [accounts.sign_in(email, "wrong", address=place) for _ in range(11)]
        return [isinstance(outcome, TooManyAttempts) for outcome in outcomes], str(outcomes[-1])

    assert stopped_at(JO.email, "198.51.100.1") == stopped_at(UNKNOWN, "198.51.100.2")
