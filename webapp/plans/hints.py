"""Hints while a plan is written: vague words, help that is not counted, a need without help, letters that no font has.

Their words are data with sources.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from webapp.config import HOME
from webapp.plans.models import PlanStatement
from webapp.plans.sections import HELP, NEEDS, OUTCOMES, section
from webapp.typesetting import unshown

FILE = HOME / "workflows" / "shared" / "plan_hints.toml"
ODD = re.compile(r"[^\s\u0020-\u024f\u2010-\u2026\u20ac]")
COUNTED = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|daily|weekly|termly)\b", re.I)
BY_WHEN = re.compile(r"\b(?:by|within|before)\b.*(?:\d|\b(?:end|term|year|key stage)\b)", re.I | re.S)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """Something about one statement that its writer may want to mend."""

    key: str  # of the statement
    section: str
    found: str  # the words; empty: something is missing
    because: str
    instead: str
    source: str


@dataclass(frozen=True)
class Vague:
    """Words that are hard to rely on."""

    pattern: re.Pattern[str]
    because: str
    instead: str
    sections: frozenset[str]
    source: str


Missing = Callable[[PlanStatement, list[PlanStatement]], bool]


def of(said: Iterable[PlanStatement], *, child: str) -> list[Hint]:
    """Every hint about these statements of one version, in their order."""
    there = list(said)
    below: dict[str, list[PlanStatement]] = {}
    for each in there:
        below.setdefault(each.follows, []).append(each)
    char = _empty_box(there)
    return [hint for each in there for hint in (*_vague(each, child), *_missing(each, below), *_boxed(each, char))]


def _empty_box(there: list[PlanStatement]) -> str:
    """The first character of all that no font here has; every font has the letters of Europe."""
    odd = "\n".join(text for each in there if ODD.search(text := _all_words(each)))
    return _unshown(odd) if odd else ""


def _boxed(each: PlanStatement, char: str) -> Iterator[Hint]:
    if char and char in _all_words(each):
        words = _data()["empty_box"]
        yield Hint(key=each.key, section=each.section, found=char, **words)


def _all_words(each: PlanStatement) -> str:
    return "\n".join((each.heading, each.words, *each.details.values()))


def _vague(each: PlanStatement, child: str) -> Iterator[Hint]:
    for rule in _rules():
        if each.section in rule.sections and (found := rule.pattern.search(each.words)):
            yield Hint(
                key=each.key,
                section=each.section,
                found=found[0],
                because=rule.because,
                instead=rule.instead.replace("{child}", child),
                source=rule.source,
            )


def _missing(each: PlanStatement, below: dict[str, list[PlanStatement]]) -> Iterator[Hint]:
    words = _data()["missing"]
    for name, is_missing in CHECKS.get(each.section, {}).items():
        if is_missing(each, _all_below(each, below)):
            yield Hint(
                key=each.key, section=each.section, found="", because=words[name], instead="", source=words["source"]
            )


def _all_below(each: PlanStatement, below: dict[str, list[PlanStatement]]) -> list[PlanStatement]:
    found = below.get(each.key, [])
    return [*found, *(deeper for child in found for deeper in _all_below(child, below))]


def _has_none(letter: str) -> Missing:
    return lambda each, below: all(other.section != letter for other in below)


CHECKS: dict[str, dict[str, Missing]] = {
    NEEDS: {
        "need_without_outcome": _has_none(OUTCOMES),
        "need_without_help": _has_none(HELP),
        "need_without_advice": lambda each, below: not each.sources,
    },
    OUTCOMES: {
        "outcome_without_help": _has_none(HELP),
        "outcome_without_day": lambda each, below: not BY_WHEN.search(each.words),
    },
    **{
        letter: {
            "help_without_amount": lambda each, below: not (each.details.get("amount") or COUNTED.search(each.words)),
            "help_without_often": lambda each, below: not (each.details.get("often") or COUNTED.search(each.words)),
            "help_without_who": lambda each, below: not each.details.get("who"),
        }
        for letter in ("F", "G", "H1", "H2")
        if section(letter).detailed
    },
}


@lru_cache(maxsize=256)
def _unshown(text: str) -> str:
    return unshown(text)  # typesetting takes a while, and a page is opened again and again


@cache
def _rules() -> tuple[Vague, ...]:
    return tuple(
        Vague(
            re.compile(rf"\b(?:{'|'.join(map(re.escape, row['words']))})\b", re.I),
            row["because"],
            row["instead"],
            frozenset(row["sections"]),
            row["source"],
        )
        for row in _data()["vague"]
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
