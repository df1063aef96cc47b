"""Common passwords, recognised behind the usual decoration: Passw0rd2024!, !QAZ2wsx, Summer#Summer1."""

import re
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
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)  # no digits or symbols round it
    begun = re.sub(r"[\W\d_]+$", "", text)  # none after it: 1a2b3c may begin with its own
    unsigned = re.sub(r"^[\W_]+|[\W_]+$", "", text)  # no symbols round it
    meant = {text, bare, begun, unsigned, text.translate(SHIFTED)}
    meant |= {variant.translate(table) for variant in (text, bare, begun, unsigned) for table in DISGUISES}
    return {re.sub(r"[\W_]+", "", variant) for variant in meant} - {""}


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
