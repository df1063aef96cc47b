"""The password rule: five parts that the page shows, and what else makes a password too easy to guess."""

import re
from collections.abc import Callable, Iterable

from webapp.accounts import common, hashing
from webapp.accounts.errors import PasswordTooWeak, Rule

FEWEST = 10
OTHER_LETTERS = 6  # what must remain when the owner's own names are taken out


def _any(test: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda password: any(map(test, password))


def _symbol(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


LENGTH = Rule("length", f"{FEWEST} characters or more", f"Use {FEWEST} characters or more.")
UPPER = Rule("upper", "a capital letter, like A", "Add a capital letter.")
LOWER = Rule("lower", "a small letter, like a", "Add a small letter.")
NUMBER = Rule("number", "a number, like 7", "Add a number.")
SYMBOL = Rule("symbol", "a symbol, such as ! * ^ ? $ #", "Add a symbol, such as ! or ?.")
_KEPT: dict[Rule, Callable[[str], bool]] = {
    LENGTH: lambda password: len(password) >= FEWEST,
    UPPER: _any(str.isupper),
    LOWER: _any(str.islower),
    NUMBER: _any(str.isdecimal),
    SYMBOL: _any(_symbol),
}
RULES: tuple[Rule, ...] = tuple(_KEPT)  # what the page shows, in this order
TOO_LONG = Rule("too_long", "not longer than this page can take", "Use a shorter password.")
COMMON = Rule(
    "common",
    "not a common password",
    "Choose another password: many people use one like it, so it is easy to guess.",
)
OWN_NAME = Rule(
    "own_name",
    "not your name or email address",
    "Choose another password: this one is made of your name or email address.",
)


def broken_rules(password: str, own: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The parts that this password breaks; `own` are the owner's names and email address."""
    broken = [rule for rule, kept in _KEPT.items() if not kept(password)]
    if len(password.encode("utf-8", "surrogatepass")) > hashing.LONGEST:
        return (*broken, TOO_LONG)
    if common.is_common(password):
        broken.append(COMMON)
    if _is_own_name(password, own):
        broken.append(OWN_NAME)
    return tuple(broken)


def require_strong(password: str, own: Iterable[str] = ()) -> None:
    """Refuse with PasswordTooWeak, naming every part that is broken."""
    if broken := broken_rules(password, own):
        raise PasswordTooWeak(broken)


def _is_own_name(password: str, own: Iterable[str]) -> bool:
    own = [text.lower() for text in own]
    if any("@" in text and text in password.lower() for text in own):
        return True
    words = sorted({word for text in own for word in _own_words(text)}, key=len, reverse=True)
    return any(_mostly(words, letters) for letters in common.readings(password))


def _own_words(text: str) -> list[str]:
    """The parts of a name or of an address, before and after the @, that are long enough to be recognised."""
    return [word for word in re.split(r"[\W\d_]+", text) if len(word) >= 3]


def _mostly(words: list[str], letters: str) -> bool:
    rest = letters
    for word in words:
        rest = rest.replace(word, "")
    return rest != letters and sum(map(str.isalpha, rest)) < OTHER_LETTERS
