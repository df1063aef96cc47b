"""Hints for whoever writes a plan: every one has words to look for, a reason, another way, sections and a source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import Report, nearest
from webapp.checking.ground import Ground
from webapp.checking.shared import Fault, report, tables, words
from webapp.plans.hints import CHECKS
from webapp.plans.sections import sections

TEXTS = ("because", "instead", "source")
KNOWN = {"words", "sections", *TEXTS}
MISSING = tuple(dict.fromkeys(name for checks in CHECKS.values() for name in checks))


def check_hints(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of the list of hints."""
    return report(ground.shown(file), data, _hints)


def _hints(table: dict[str, Any]) -> Iterator[Fault]:
    rows = tables(table, "vague")
    if not rows:
        yield "", "It looks for no words.", "Write [[vague]] with words, because, instead, sections and source."
    for row in rows:
        yield from _vague(row)
    yield from words("missing", _part(table, "missing"), (*MISSING, "source"))
    yield from words("empty_box", _part(table, "empty_box"), TEXTS)


def _part(table: dict[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name)
    return found if isinstance(found, dict) else {}


def _vague(row: dict[str, Any]) -> Iterator[Fault]:
    name = next(iter(_texts(row.get("words"))), "vague")
    if not _texts(row.get("words")):
        yield name, "It looks for no words.", 'Write words = ["as required"].'
    yield from words(name, row, TEXTS)
    letters = _texts(row.get("sections"))
    if not letters:
        yield name, "It looks into no section.", 'Write sections = ["F"].'
    for letter in letters:
        if letter not in sections():
            yield name, f"There is no section “{letter}”.", nearest(letter, sections())
    for word in sorted(row.keys() - KNOWN):
        yield name, f"Nobody reads “{word}”.", nearest(word, KNOWN)


def _texts(given: Any) -> list[str]:
    """What is a list of words, and of words alone."""
    good = isinstance(given, list) and all(isinstance(each, str) and each.strip() for each in given)
    return given if good else []
