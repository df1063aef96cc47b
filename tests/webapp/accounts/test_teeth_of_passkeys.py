"""What each protection of a passkey is for: seen by turning it off."""

import pytest

from tests.webapp.accounts.test_passkeys import add, ask, check, jo  # noqa: F401
from webapp.accounts import passkey_answers
from webapp.accounts.errors import PasskeyRefused
from webapp.accounts.models import Passkey, PasskeyChallenge
from webapp.accounts.passkey_answers import Question, RelyingParty


def still_open(desk, purpose, asked_of):
    """The newest question, answered or not."""
    rows = desk.session.query(PasskeyChallenge).filter_by(asked_of=asked_of)
    row = rows.order_by(PasskeyChallenge.expires_at.desc()).first()
    return Question(challenge=row.challenge, site=RelyingParty.at(row.origin))


def test_without_one_use_an_answer_is_taken_twice(monkeypatch, jo, add, ask, check):  # noqa: F811
    key, _ = add(jo)
    key.counter = -1  # one that counts nothing: its counter would refuse the second
    answer = key.answers(ask())
    monkeypatch.setattr(passkey_answers, "answered", still_open)
    assert isinstance(check(answer, jo), Passkey)
    assert isinstance(check(answer, jo), Passkey)


def test_without_a_look_at_its_owner_anybodys_passkey_signs_in(monkeypatch, make, jo, add, ask, check):  # noqa: F811
    key, _ = add(make.person("sam@example.org"))
    monkeypatch.setattr(passkey_answers, "_belongs", lambda *_: True)
    assert isinstance(check(key.answers(ask()), jo), Passkey)


def test_without_the_counter_a_copied_key_signs_in(monkeypatch, jo, add, ask, check):  # noqa: F811
    key, _ = add(jo)
    monkeypatch.setattr(passkey_answers, "_count_signature", lambda *_: True)
    for _ in range(2):
        key.counter = 4
        assert isinstance(check(key.answers(ask()), jo), Passkey)


def test_with_all_of_them_none_of_it_works(make, jo, add, ask, check):  # noqa: F811
    key, _ = add(make.person("sam@example.org"))
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)


@pytest.mark.parametrize("signatures", [4, 3])
def test_with_the_counter_it_is_refused(jo, add, ask, check, signatures):  # noqa: F811
    key, _ = add(jo)
    key.counter = 4
    assert isinstance(check(key.answers(ask()), jo), Passkey)
    key.counter = signatures
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)
