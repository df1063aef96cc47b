"""Recovery codes: ten, kept as hashes, each right once, guesses counted."""

import pytest
from sqlalchemy import select

from tests.webapp.accounts.conftest import JO, Make
from webapp.accounts import SignedIn
from webapp.accounts.errors import FactorLocked, RecoveryCodeMalformed, RecoveryCodeWrong
from webapp.accounts.models import Person, RecoveryCode

WRONG = "BBBB-CCCC-DDDD"


@pytest.fixture
def jo(make: Make) -> Person:
    return make.person()


@pytest.fixture
def codes(make: Make, jo: Person) -> list[str]:
    return make.accounts.recovery_codes.make(jo)


def enter(make: Make, code: str, email: str = JO.email, password: str = ""):
    sent = make.challenge(email, password) if password else make.challenge(email)
    return make.accounts.enter_code(sent.token, code, kind="recovery_code")


def test_there_are_ten_and_no_two_are_the_same(codes):
    assert len(set(codes)) == 10 and all(len(code) == 14 for code in codes)


def test_each_signs_in_once_and_the_rest_are_left(make, jo, codes):
    for used, code in enumerate(codes, start=1):
        assert isinstance(enter(make, code), SignedIn)
        assert make.accounts.recovery_codes.left(jo) == 10 - used
        assert isinstance(enter(make, code), RecoveryCodeWrong)


def test_only_hashes_are_kept(codes, session):
    kept = {row.code_hash for row in session.scalars(select(RecoveryCode))}
    assert len(kept) == 10 and not kept & {code.replace("-", "") for code in codes}
    assert all(len(each) == 64 for each in kept)


def test_small_letters_spaces_and_missing_dashes_do_not_matter(make, codes):
    assert isinstance(enter(make, codes[0].lower().replace("-", " ")), SignedIn)
    assert isinstance(enter(make, codes[1].replace("-", "")), SignedIn)


def test_full_width_characters_and_other_shapes_are_no_code(make, codes):
    wide = "".join(chr(ord(character) + 0xFEE0) if character.isalnum() else character for character in codes[0])
    for typed in (wide, "", "123456", codes[0][:-1], codes[0] + "2", "AEIO-AEIO-AEIO"):
        assert isinstance(enter(make, typed), RecoveryCodeMalformed)
    assert isinstance(enter(make, codes[0]), SignedIn)


def test_a_new_set_ends_the_old_one(make, jo, codes):
    fresh = make.accounts.recovery_codes.make(jo)
    assert isinstance(enter(make, codes[0]), RecoveryCodeWrong)
    assert isinstance(enter(make, fresh[0]), SignedIn)


def test_somebody_elses_code_is_wrong(make, codes):
    ann = make.person("ann@example.org")
    make.accounts.recovery_codes.make(ann)
    assert isinstance(enter(make, codes[0], ann.email), RecoveryCodeWrong)
    assert isinstance(enter(make, codes[0]), SignedIn), "and it was not used up by that"


def test_without_the_password_a_right_code_is_wrong_and_stays_unused(make, codes):
    assert isinstance(enter(make, codes[0], password="wrong"), RecoveryCodeWrong)
    assert isinstance(enter(make, codes[0]), SignedIn)


def test_twenty_failures_in_a_row_lock_them_and_a_notice_is_due(make, jo, codes):
    outcomes = [enter(make, WRONG) for _ in range(20)]
    assert [type(outcome) for outcome in outcomes] == [RecoveryCodeWrong] * 19 + [FactorLocked]
    assert outcomes[-1].person_id == jo.id and str(outcomes[-1]) == str(outcomes[-2])
    assert isinstance(enter(make, codes[0]), RecoveryCodeWrong)
    assert make.accounts.recovery_codes.left(jo) == 10
    make.signed_in()


def test_who_has_none_is_answered_in_the_same_words(make, codes):
    make.person("ann@example.org")
    answers = {str(enter(make, WRONG, email)) for email in (JO.email, "ann@example.org", "nobody@example.org")}
    assert len(answers) == 1


def test_a_code_of_recovery_is_enough_for_nobody_who_works_for_the_council(make):
    priya = make.person("priya@cumberland.example", kind="staff")
    make.accounts.recovery_codes.make(priya)
    assert not make.accounts.factors.are_set_up(priya)
