"""Guesses in parallel, each on a connection of its own: the counts hold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pyotp
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests import databases
from tests.webapp.accounts import careless
from tests.webapp.accounts.conftest import HOME, JO, KEY, PASSWORD, Make
from webapp.accounts import Accounts, CodeSent, PersonDetails, SignedIn, TooManyAttempts, authenticator
from webapp.accounts.errors import AlreadyConfirmed, CodeUsed, CodeWrong, FactorLocked
from webapp.db import Database

THREADS = 12


class Site:
    """What many workers share: the database and the key."""

    def __init__(self, database, clock) -> None:
        self.database, self.clock = database, clock
        # One statement, one transaction, as under READ COMMITTED: nothing but the statement itself protects.
        waits = {"timeout": 20, "check_same_thread": False} if database.kind == "sqlite" else {}
        self.engine = create_engine(database.url, isolation_level="AUTOCOMMIT", connect_args=waits)

    @contextmanager
    def worker(self) -> Iterator[Accounts]:
        with Session(self.engine, autoflush=False) as session:
            yield Accounts(session, KEY, self.clock)

    @contextmanager
    def transaction(self) -> Iterator[Make]:
        with self.database.transaction() as session:
            yield Make(Accounts(session, KEY, self.clock))

    def at_once(self, calls):
        """Run every call in a thread of its own, all starting together."""
        start = Barrier(len(calls))

        def run(call):
            with self.worker() as accounts:
                start.wait()
                return call(accounts)

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))


@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.long), "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Both: what one statement promises is kept by another means on each."""
    yield from databases.of_kind(request, tmp_path)


@pytest.fixture
def site(database, clock) -> Iterator[Site]:
    site = Site(database, clock)
    with site.transaction() as make:
        make.person()
    yield site
    site.engine.dispose()


def enter(sent: CodeSent, code: str, kind: str = "email"):
    return lambda accounts: accounts.enter_code(sent.token, code, kind=kind)


def with_app(make: Make) -> str:
    """Jo's authenticator app; gives what it shows."""
    desk, jo, nonce = make.accounts.desk, make.accounts.people.by_email(JO.email), authenticator.new_nonce()
    authenticator.keep(desk, jo, nonce)
    make.accounts.factors.add(jo, "authenticator")
    return pyotp.TOTP(authenticator.secret(desk, jo, nonce)).at(desk.now)


def with_recovery_codes(make: Make) -> str:
    """Jo's recovery codes; gives the first."""
    return make.accounts.recovery_codes.make(make.accounts.people.by_email(JO.email))[0]


OTHERS = (("authenticator", with_app), ("recovery_code", with_recovery_codes))
WRONG = {"authenticator": ("000000", "111111"), "recovery_code": ("BBBB-CCCC-DDDD",) * 2}


def signed_in_at_once(site: Site, kind: str, give) -> int:
    """How many of six sign-ins that wait at the second step one code opens at once."""
    with site.transaction() as make:
        code = give(make)
        waiting = [make.challenge() for _ in range(6)]
    outcomes = site.at_once([enter(sent, code, kind) for sent in waiting])
    return sum(isinstance(outcome, SignedIn) for outcome in outcomes)


def guessed_at_once(site: Site, kind: str, give) -> list:
    """What 24 wrong codes over as many sign-ins are answered."""
    with site.transaction() as make:
        right = give(make)
        wrong = next(code for code in WRONG[kind] if code != right)
        waiting = [make.challenge() for _ in range(24)]
    batches = (waiting[:12], waiting[12:])
    return [each for batch in batches for each in site.at_once([enter(sent, wrong, kind) for sent in batch])]


@pytest.mark.parametrize(("kind", "give"), OTHERS)
def test_a_code_that_works_once_opens_one_of_many_sign_ins_at_once(site, kind, give):
    assert signed_in_at_once(site, kind, give) == 1


@pytest.mark.parametrize(("kind", "give"), OTHERS)
def test_guesses_at_once_lock_every_kind_after_twenty_and_tell_the_owner_once(site, kind, give):
    outcomes = guessed_at_once(site, kind, give)
    assert sum(isinstance(outcome, FactorLocked) for outcome in outcomes) == 1


@pytest.mark.parametrize(("kind", "give"), OTHERS)
def test_of_many_guesses_at_once_at_one_sign_in_five_are_looked_at(site, kind, give):
    with site.transaction() as make:
        give(make)
        sent = make.challenge()
    outcomes = site.at_once([enter(sent, WRONG[kind][0], kind)] * THREADS)
    assert sorted(outcome.tries_left for outcome in outcomes) == [0] * (THREADS - 4) + [1, 2, 3, 4]


@pytest.mark.parametrize(("kind", "give"), OTHERS)
def test_without_one_statement_for_looking_and_using_up_a_code_opens_several(site, kind, give, monkeypatch):
    careless.use_up_later(monkeypatch)
    assert signed_in_at_once(site, kind, give) > 1


@pytest.mark.parametrize(("kind", "give"), OTHERS)
def test_without_one_statement_for_counting_failures_nothing_is_locked(site, kind, give, monkeypatch):
    careless.count_later(monkeypatch)
    assert not any(isinstance(outcome, FactorLocked) for outcome in guessed_at_once(site, kind, give))


def test_of_many_guesses_at_once_five_are_looked_at(site):
    with site.transaction() as make:
        sent = make.challenge()
        wrong = make.wrong_code(sent)
    outcomes = site.at_once([enter(sent, wrong)] * THREADS)
    assert all(isinstance(outcome, CodeWrong) for outcome in outcomes)
    assert sorted(outcome.tries_left for outcome in outcomes) == [0] * (THREADS - 4) + [1, 2, 3, 4]
    with site.transaction() as make:
        assert isinstance(make.accounts.enter_code(sent.token, make.code(sent)), CodeWrong)
        again = make.accounts.resend_code(sent.token)
        assert isinstance(make.accounts.enter_code(again.token, make.code(again)), SignedIn)


def test_the_right_code_pressed_twice_at_once_signs_in_once(site):
    with site.transaction() as make:
        sent = make.challenge()
        code = make.code(sent)
    outcomes = site.at_once([enter(sent, code)] * 4)
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CodeUsed) for outcome in outcomes) == 3


def test_guesses_over_many_sign_ins_at_once_lock_after_twenty_and_tell_the_owner_once(site):
    with site.transaction() as make:
        waiting = [make.challenge() for _ in range(24)]
        guesses = [(sent, make.wrong_code(sent)) for sent in waiting]
        spare = make.challenge()
        right = make.code(spare)
    outcomes = [
        outcome
        for batch in (guesses[:12], guesses[12:])
        for outcome in site.at_once([enter(sent, wrong) for sent, wrong in batch])
    ]
    assert sum(isinstance(outcome, FactorLocked) for outcome in outcomes) == 1
    with site.transaction() as make:
        assert isinstance(make.accounts.enter_code(spare.token, right), CodeWrong)


def test_passwords_tried_at_once_are_counted_one_by_one(site):
    def guess(number):
        return lambda accounts: accounts.sign_in(JO.email, f"guess {number}", address=f"198.51.100.{number}")

    outcomes = site.at_once([guess(n) for n in range(THREADS)])
    assert sum(isinstance(outcome, CodeSent) for outcome in outcomes) == 10
    assert sum(isinstance(outcome, TooManyAttempts) for outcome in outcomes) == 2
    with site.transaction() as make:
        stopped = make.accounts.sign_in(JO.email, PASSWORD, address="198.51.100.99")
        assert isinstance(stopped, TooManyAttempts)


def test_one_link_pressed_by_many_at_once_makes_one_account(site):
    details = PersonDetails(email="sam@example.org", first_name="Sam", last_name="Moss")
    with site.transaction() as make:
        registered = make.accounts.register(details, PASSWORD, address=HOME)
        link = make.accounts.confirmation_link(registered.business_key)
        token = make.accounts.link_token(link.id).secret

    def press(_):
        try:
            with site.transaction() as make:
                return make.accounts.confirm(token)
        except AlreadyConfirmed as refusal:
            return refusal

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(press, range(4)))
    assert sum(isinstance(outcome, AlreadyConfirmed) for outcome in outcomes) == 3
