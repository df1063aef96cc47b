"""The password rule of the guide, and what makes a password that keeps it too easy to guess all the same."""

from time import perf_counter

import pytest

from webapp.accounts import RULES, broken_rules, common, hashing
from webapp.accounts.errors import PasswordTooWeak
from webapp.accounts.passwords import require_strong

STRONG = "four-Winds 77 lanterns"


def keys(password: str, *own: str) -> list[str]:
    return [rule.key for rule in broken_rules(password, own)]


def test_the_page_shows_the_five_parts_of_the_rule_in_their_order():
    assert [rule.key for rule in RULES] == ["length", "upper", "lower", "number", "symbol"]
    assert all(rule.words and rule.error for rule in RULES)


@pytest.mark.parametrize("password", [STRONG, "Kz7!mQ2?xW", "Żółw-wpław-3-łódki", "Tr€e" + "x9Q-" * 31])
def test_a_password_that_keeps_the_rule_is_taken(password):
    assert keys(password) == []


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        ("Kz7!mQ2?x", ["length"]),
        ("kz7!mq2?xw", ["upper"]),
        ("KZ7!MQ2?XW", ["lower"]),
        ("Kzx!mQy?xW", ["number"]),
        ("Kz7xmQ2yxW", ["symbol"]),
        ("Kz7 mQ2 xW", ["symbol"]),
    ],
)
def test_each_part_of_the_rule_is_told_apart(password, broken):
    assert keys(password) == broken


def test_an_empty_password_breaks_all_five_parts():
    assert [key for key in keys("") if key != "common"] == [rule.key for rule in RULES]


def test_128_characters_and_more_are_taken_up_to_four_kilobytes():
    assert keys(("Kz7!mQ2?xW" * 13)[:128]) == []
    assert keys("Kz7!mQ2?xW" * 409) == []
    assert keys("Kz7!mQ2?xW" * 410) == ["too_long"]


@pytest.mark.parametrize(
    "password",
    [
        "Password123!",
        "P@ssw0rd2024!",
        "!!Passw0rd99",
        "Qwertyuiop1!",
        "!QAZ2wsx#EDC",
        "1qaz@WSX3edc",
        "Football#2026",
        "F00tba11!!!",
        "Carlisle2026!",
        "Summer!Summer1",
        "Iloveyou1234!",
        "Aaaaaaa1!!",
        "1234567890Aa!",
        "Letmein!2345",
    ],
)
def test_a_common_password_is_refused_behind_its_decoration(password):
    assert keys(password) == ["common"]


def test_a_common_word_inside_a_longer_phrase_is_no_fault():
    assert keys("Purple-kettle 9 sings") == []


def test_the_list_of_common_passwords_holds_a_thousand_words_and_each_of_them_counts():
    lines = common.LIST.read_text("utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    assert len(words) == len(set(words)) >= 1000
    ends_in_a_number = [word for word in words if word[-1].isdecimal()]
    hidden = [f"{word.capitalize()}{'' if word in ends_in_a_number else 2026}!!" for word in words]
    missed = [password for password in hidden if not common.is_common(password)]
    assert missed == []


@pytest.mark.parametrize(
    "password", ["Jo-Thistlewood1", "Thistlewood#1985", "Jthistle99!!", "Th1stlew00d!77", "jThistleWood!1"]
)
def test_a_password_made_of_ones_own_name_or_address_is_refused(password):
    assert "own_name" in keys(password, "Jo", "Thistlewood", "jthistle@example.org")


@pytest.mark.parametrize("password", ["Ana.New@Example1", "Example#Ana-77", "Xk7!lantern-ana.new@example.org"])
def test_a_password_made_of_the_whole_address_or_its_domain_is_refused(password):
    assert "own_name" in keys(password, "Nell", "Wood", "ana.new@example.org")


def test_what_is_said_of_a_common_password_has_a_subject():
    assert [rule.error for rule in broken_rules("Password2026!")][0].startswith("Choose another password: ")


def test_a_name_in_a_longer_phrase_is_no_fault():
    assert keys("Primrose hill 7 kettles!", "Rose", "Hill", "rose.hill@example.org") == []


def test_the_refusal_names_every_part_that_is_broken():
    with pytest.raises(PasswordTooWeak) as refusal:
        require_strong("short")
    assert [rule.key for rule in refusal.value.broken] == ["length", "upper", "number", "symbol"]
    assert "Add a number." in str(refusal.value)


def test_a_hash_is_argon2id_with_46_mebibytes_and_only_the_password_opens_it():
    stored = hashing.hash_password(STRONG)
    assert stored.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert hashing.verify(stored, STRONG)
    assert not hashing.verify(stored, STRONG + " ")


def test_the_same_keys_on_another_keyboard_are_the_same_password():
    assert hashing.verify(hashing.hash_password("Cafe\u0301-latte-77"), "Caf\u00e9-latte-77")


def test_what_is_longer_than_the_cap_is_never_right():
    longest = "Kz7!mQ2?xW" * 409 + "123456"
    assert len(longest) == hashing.LONGEST
    stored = hashing.hash_password(longest)
    assert hashing.verify(stored, longest)
    assert not hashing.verify(stored, longest + "7")


def test_nobody_has_the_password_of_an_account_without_one():
    assert not hashing.verify(None, "nobody has this password")


def test_a_lone_surrogate_in_what_was_typed_is_a_wrong_password_and_no_crash():
    assert not hashing.verify(None, "\ud800")


@pytest.mark.parametrize("piece", ["1", "1!", "_", "a1", "Ab", "bell"])
def test_the_longest_password_is_judged_in_a_moment(piece):
    password = (piece * hashing.LONGEST)[: hashing.LONGEST - 1] + "a"
    started = perf_counter()
    broken_rules(password, ("Jo", "Bell", "jo.bell@example.org"))
    assert perf_counter() - started < 0.2
