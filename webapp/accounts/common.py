"""Common passwords, recognised behind the usual decoration: Passw0rd2024!, !QAZ2wsx, Summer#Summer1."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

FEWEST_CHARACTERS = 5  # different ones: Aaaaaaaa1! has three
LIST = Path(__file__).with_name("common_passwords.txt")
SHIFTED = str.maketrans('!"£$%^&*()@#', "1234567890" + "23")  # digits with the shift key held, UK and US
DISGUISES = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!|", "oleastasil"))


def is_common(password: str) -> bool:
    """Is a common password all there is to it, once case, disguise and decoration are taken off?"""
    too_few = len(set(password.lower())) < FEWEST_CHARACTERS
    return too_few or any(_is_listed(reading) for reading in readings(password))


def readings(password: str) -> set[str]:
    """What the password may be meant to say: lower case, letters and digits only, disguises undone."""
    text = password.lower()
    unsigned = _cut(text, str.isalnum)  # Footba11!! -> footba11
    bare = _cut(text, str.isalpha)  # 12Passw0rd2024! -> passw0rd
    begun = text[: text.rfind(bare) + len(bare)]  # 1a2b3c2024! -> 1a2b3c
    meant = {text, unsigned, bare, begun}
    meant |= {variant.translate(table) for variant in meant for table in DISGUISES}
    meant.add(text.translate(SHIFTED))  # !QAZ2wsx -> 1qaz2wsx
    return {"".join(filter(str.isalnum, variant)) for variant in meant} - {""}


def _cut(text: str, belongs: Callable[[str], bool]) -> str:
    """The text from the first to the last character that belongs to it."""
    places = [place for place, character in enumerate(text) if belongs(character)]
    return text[places[0] : places[-1] + 1] if places else ""


def _is_listed(reading: str) -> bool:
    listed = _listed()
    return any(part in listed for part in (reading, reading.strip("0123456789"), _period(reading)))


def _period(text: str) -> str:
    """The piece that a text repeats: abcabc -> abc; the text itself when nothing repeats."""
    return text[: (text + text).index(text, 1)]


@cache
def _listed() -> frozenset[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
