"""Whether two descriptions mean one child: a score, and why in words."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Protocol

from sqlalchemy import ColumnElement, or_

from webapp.cases.likeness import full_names, plain, surnames

ALIKE = 0.75  # of two names: from here on they may be one name spelled twice
CERTAIN, SURE, SURNAME_ONLY = 100, 95, 40


class Described(Protocol):
    """A child as a record, a request or somebody's answers describe them."""

    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def known_as(self) -> str: ...
    @property
    def born_on(self) -> date: ...
    @property
    def upn(self) -> str: ...
    @property
    def nhs_number(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How well two descriptions fit: a score from 0 to 100, and why in words."""

    score: int
    why: tuple[str, ...]


NONE = Likeness(score=0, why=())


def likeness(asked: Described, known: Described) -> Likeness:
    """How well what is known fits what was asked."""
    numbers, why = 0, []
    if asked.nhs_number and asked.nhs_number == known.nhs_number:
        numbers, why = CERTAIN, ["The NHS number is the same"]
    if asked.upn and asked.upn == known.upn:
        numbers = max(numbers, SURE)
        why.append("The unique pupil number is the same")
    if asked.born_on != known.born_on:
        return Likeness(score=numbers, why=(*why, "The date of birth is another one")) if numbers else NONE
    names, words = _names(asked, known)
    if not names and not numbers:
        return NONE
    return Likeness(score=max(numbers, names), why=(*why, "The date of birth is the same", words))


def near(asked: Described, *, born_on: Any, upn: Any, nhs_number: Any) -> ColumnElement[bool]:
    """Rows that may mean this child, by these columns: `likeness` gives every other row no score."""
    same = [born_on == asked.born_on]
    same += [upn == asked.upn] if asked.upn else []
    same += [nhs_number == asked.nhs_number] if asked.nhs_number else []
    return or_(*same)


def _names(asked: Described, known: Described) -> tuple[int, str]:
    """Score of the names alone, and what to say about them."""
    mine, theirs = (full_names(each.first_name, each.last_name, each.known_as) for each in (asked, known))
    if mine & theirs:
        return 90, "The name is the same"
    ratio = max((SequenceMatcher(None, one, other).ratio() for one in mine for other in theirs), default=0.0)
    if surnames(asked.last_name) & surnames(known.last_name):
        first = SequenceMatcher(None, plain(asked.first_name), plain(known.first_name)).ratio()
        if first < ALIKE:
            return SURNAME_ONLY, "The surname is the same, the first name is another one: a twin, perhaps"
    if ratio >= ALIKE:
        return round(ratio * 85), "The name is spelled nearly the same"
    return 0, "The name is another one"
