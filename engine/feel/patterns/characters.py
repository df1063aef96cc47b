"""Which characters an escape or a class in a pattern stands for."""

import unicodedata
from collections.abc import Callable

Test = Callable[[str], bool]

_BLOCKS = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "CombiningDiacriticalMarks": (0x300, 0x36F),
    "Greek": (0x370, 0x3FF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "Devanagari": (0x900, 0x97F),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
}
_MINOR_CATEGORIES = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = frozenset(major + minor for major, minors in _MINOR_CATEGORIES.items() for minor in ("", *minors))


def _is_space(character: str) -> bool:
    return character in " \t\n\r"


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZC"


def _starts_name(character: str) -> bool:
    return character.isalpha() or character in "_:"


def _is_in_name(character: str) -> bool:
    return _starts_name(character) or character in "-.·" or unicodedata.category(character)[0] in "NM"


_ESCAPES: dict[str, Test] = {
    "d": str.isdecimal,
    "s": _is_space,
    "w": _is_word,
    "i": _starts_name,
    "c": _is_in_name,
}
SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.-^?*+{}()[]$/"}


def negated(test: Test) -> Test:
    """Every other character."""
    return lambda character: not test(character)


def any_of(tests: list[Test]) -> Test:
    """Characters for which one of the tests holds."""
    return tests[0] if len(tests) == 1 else lambda character: any(test(character) for test in tests)


def without(test: Test, removed: Test) -> Test:
    """Characters of one class that are not of another."""
    return lambda character: test(character) and not removed(character)


def one(wanted: str) -> Test:
    """A single character."""
    return wanted.__eq__


def between(first: str, last: str) -> Test:
    """Characters from one to another."""
    return lambda character: first <= character <= last


def ignoring_case(test: Test) -> Test:
    """Characters of which the small or the capital form passes."""
    return lambda character: test(character) or test(character.lower()) or test(character.upper())


def escape_class(letter: str) -> Test | None:
    r"""What `\d`, `\S` and the like stand for."""
    test = _ESCAPES.get(letter.lower())
    return test if test is None or letter.islower() else negated(test)


def property_class(name: str) -> Test | None:
    r"""What the name in `\p{name}` stands for: a general category or a block."""
    if name in _CATEGORIES:
        return lambda character: unicodedata.category(character).startswith(name)
    if not name.startswith("Is") or name[2:] not in _BLOCKS:
        return None
    first, last = _BLOCKS[name[2:]]
    return lambda character: first <= ord(character) <= last
