"""Passkeys: made and used as the owner's, refused as anybody else's, and every answer only once."""

import json
from datetime import timedelta
from random import Random

import pytest

from tests.webapp.accounts.conftest import HOME
from tests.webapp.key import PRESENT, Key
from webapp.accounts import TooManyAttempts, passkey_answers, passkeys
from webapp.accounts.errors import PasskeyExpired, PasskeyKnown, PasskeyRefused, PasskeysFull, PasskeyUnknown
from webapp.accounts.models import Passkey, PasskeyChallenge
from webapp.accounts.passkey_answers import Asker, RelyingParty
from webapp.accounts.signing_in import SIGN_IN
from webapp.accounts.step_up import STEP_UP

SITE = RelyingParty.at("https://send.cumberland.example")
BROWSER, OTHER_BROWSER = Asker(token="this sign-in", address=HOME), Asker(token="another sign-in", address=HOME)


@pytest.fixture
def jo(make):
    return make.person()


@pytest.fixture
def add(accounts):
    def adds(person, key=None, name="My phone"):
        key = key or Key(SITE.origin)
        question = passkeys.ask_for_new(accounts.desk, SITE, person, BROWSER, service="SEND Portal")
        return key, passkeys.add(accounts.desk, person, BROWSER, key.makes(question), name=name)

    return adds


@pytest.fixture
def ask(accounts):
    return lambda asker=BROWSER, purpose=SIGN_IN: passkey_answers.ask(accounts.desk, SITE, purpose, asker)


@pytest.fixture
def check(accounts):
    def checks(answer, person, asker=BROWSER, purpose=SIGN_IN):
        return passkey_answers.check(accounts.desk, purpose, asker.fingerprint, answer, person=person)

    return checks


def test_a_passkey_is_kept_under_its_owners_words_and_used(accounts, jo, add, ask, check):
    key, added = add(jo)
    assert isinstance(added, Passkey) and added.name == "My phone" and added.used_at is None
    used = check(key.answers(ask()), jo)
    assert isinstance(used, Passkey) and used.id == added.id
    assert used.used_at == accounts.desk.now and used.signatures == 1


def test_a_person_may_have_several_and_unnamed_ones_are_counted(accounts, clock, jo, add, ask, check):
    phone = add(jo)[0]
    clock.advance(timedelta(minutes=1))
    laptop = add(jo, name=" \u202e ")[0]
    assert [each.name for each in passkeys.of(accounts.desk, jo)] == ["My phone", "Passkey 2"]
    assert all(isinstance(check(key.answers(ask()), jo), Passkey) for key in (phone, laptop))


def test_an_answer_that_is_used_twice_is_refused(jo, add, ask, check):
    key, _ = add(jo)
    answer = key.answers(ask())
    assert isinstance(check(answer, jo), Passkey)
    assert isinstance(check(answer, jo), PasskeyExpired)
    ask()
    assert isinstance(check(answer, jo), PasskeyRefused), "an old answer does not fit a new question"


def test_a_wrong_answer_uses_the_question_up(jo, add, ask, check):
    key, _ = add(jo)
    answer = key.answers(ask())
    assert isinstance(check("{}", jo), PasskeyRefused)
    assert isinstance(check(answer, jo), PasskeyExpired)


def test_a_new_question_ends_the_one_before(jo, add, ask, check):
    key, _ = add(jo)
    old = key.answers(ask())
    ask()
    assert isinstance(check(old, jo), PasskeyRefused)


def test_a_question_is_answered_in_time(clock, jo, add, ask, check):
    key, _ = add(jo)
    answer = key.answers(ask())
    clock.advance(timedelta(minutes=5))
    assert isinstance(check(answer, jo), PasskeyExpired)


def test_an_answer_serves_the_browser_and_the_purpose_that_asked(jo, add, ask, check):
    key, _ = add(jo)
    answer = key.answers(ask())
    assert isinstance(check(answer, jo, asker=OTHER_BROWSER), PasskeyExpired)
    assert isinstance(check(answer, jo, purpose=STEP_UP), PasskeyExpired)
    assert isinstance(check(answer, jo), Passkey)


def test_a_passkey_of_another_person_is_refused(make, jo, add, ask, check):
    sam = make.person("sam@example.org")
    key, _ = add(sam)
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)
    assert isinstance(check(key.answers(ask()), None), PasskeyRefused)
    assert isinstance(check(key.answers(ask()), sam), Passkey)


def test_a_key_that_names_another_owner_is_refused(make, jo, add, ask, check):
    key, _ = add(jo)
    key.handle = bytes.fromhex(make.person("sam@example.org").id)
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)


def test_who_holds_the_device_must_be_verified(jo, add, ask, check):
    lax = Key(SITE.origin)
    lax.flags = PRESENT
    assert isinstance(add(jo, lax)[1], PasskeyRefused)
    key, _ = add(jo)
    key.flags = PRESENT
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)


@pytest.mark.parametrize("signatures", [0, 6, 7])
def test_a_counter_that_does_not_go_on_is_that_of_a_copied_key(jo, add, ask, check, signatures):
    key, _ = add(jo)
    key.counter = 6
    assert isinstance(check(key.answers(ask()), jo), Passkey)
    key.counter = signatures - 1
    if signatures:
        assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)
    key.counter = 7
    assert isinstance(check(key.answers(ask()), jo), Passkey)


def test_a_key_that_counts_nothing_is_used_again_and_again(jo, add, ask, check):
    key, _ = add(jo)
    for _ in range(3):
        key.counter = -1
        assert isinstance(check(key.answers(ask()), jo), Passkey)


@pytest.mark.parametrize("origin", ["https://send.cumberland.example.evil.test", "http://send.cumberland.example"])
def test_an_answer_given_to_another_site_is_refused(jo, add, ask, check, origin):
    key, _ = add(jo)
    key.origin = origin
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)
    key.origin, key.host = SITE.origin, "evil.test"
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)


def test_a_forged_signature_is_refused(jo, add, ask, check):
    key, _ = add(jo)
    forger = Key(SITE.origin)
    forger.id, forger.handle = key.id, key.handle
    assert isinstance(check(forger.answers(ask()), jo), PasskeyRefused)


def test_one_key_is_added_once(make, jo, add):
    key, _ = add(jo)
    assert isinstance(add(jo, key)[1], PasskeyKnown)
    assert isinstance(add(make.person("sam@example.org"), key)[1], PasskeyKnown)


def test_a_removed_passkey_signs_nobody_in_and_only_its_owner_removes_it(accounts, make, jo, add, ask, check):
    key, added = add(jo)
    with pytest.raises(PasskeyUnknown):
        passkeys.remove(accounts.desk, make.person("sam@example.org"), added.id)
    passkeys.remove(accounts.desk, jo, added.id)
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)
    with pytest.raises(PasskeyUnknown):
        passkeys.remove(accounts.desk, jo, added.id)


def test_a_person_keeps_ten(accounts, clock, jo, add):
    for _ in range(10):
        assert isinstance(add(jo)[1], Passkey)
        clock.advance(timedelta(minutes=2))
    assert isinstance(passkeys.ask_for_new(accounts.desk, SITE, jo, BROWSER, service="SEND Portal"), PasskeysFull)


def test_a_disabled_account_is_not_opened_by_its_passkey(accounts, jo, add, ask, check):
    key, _ = add(jo)
    accounts.people.disable(jo)
    assert isinstance(check(key.answers(ask()), jo), PasskeyRefused)


def test_questions_tell_nothing_about_who_has_a_passkey(jo, add, ask):
    before = json.loads(ask())
    add(jo)
    after = json.loads(ask())
    assert before.pop("challenge") != after.pop("challenge")
    assert before == after and before["allowCredentials"] == []


def test_questions_are_counted(ask):
    assert [isinstance(ask(), TooManyAttempts) for _ in range(21)] == [False] * 20 + [True]


def test_hostile_answers_are_refused_and_never_break(jo, add, ask, check):
    key, _ = add(jo)
    random = Random(7)
    for _ in range(15):
        answer = json.loads(key.answers(ask()))
        fields = answer["response"] if random.random() < 0.8 else answer
        name = random.choice(sorted(fields))
        fields[name] = random.choice(
            ["", "A", "////", "\ud800", "A\0", 7, None, [], {}, str(fields[name])[:-5], "_" * 4000]
        )
        assert isinstance(check(json.dumps(answer), jo), PasskeyRefused | Passkey)
    for odd in ("", "[]", "null", "[" * 100_000, '{"id": 1}'):
        ask(OTHER_BROWSER)
        assert isinstance(check(odd, jo, asker=OTHER_BROWSER), PasskeyRefused)


@pytest.mark.parametrize(
    ("base_url", "host", "works"),
    [
        ("http://localhost:8000", "localhost", True),
        ("http://localhost:8000", "127.0.0.1", False),
        ("http://127.0.0.1:8000", "127.0.0.1", False),
        ("http://[::1]:8000", "[::1]", False),
        ("https://send.cumberland.example", "send.cumberland.example", True),
    ],
)
def test_browsers_use_passkeys_at_the_sites_own_name_only(base_url, host, works):
    assert RelyingParty.at(base_url).works_at(host) is works


def test_the_origin_is_written_as_browsers_write_it():
    assert RelyingParty.at("https://Send.Cumberland.example:443").origin == "https://send.cumberland.example"
    assert RelyingParty.at("http://localhost:8000").origin == "http://localhost:8000"


def test_old_questions_are_swept(accounts, clock, jo, ask):
    ask()
    clock.advance(timedelta(days=2))
    accounts.sweep()
    assert accounts.desk.session.query(PasskeyChallenge).count() == 0
