"""Who has looked at a record, in words: to the family without what is not theirs to know, to officers as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.people import PROFESSIONAL, STAFF
from webapp.cases.break_glass import WHAT as OPENED
from webapp.cases.who_looked import Look
from webapp.groups import titles
from webapp.presenters.words import Tag, moment

WITH_REASON = Tag("Opened with a reason", "late")
RECORD, IN_A_LIST = "The record", "The name and date of birth, in a list"
TO_FAMILY = {  # anything else is “the record”: what it was might tell of somebody else
    "case page": "The main page of the record",
    "found in a search": IN_A_LIST,
    "who has looked": "This list",
    "letter": "A letter that we sent",
    "request for advice": "What we have asked them",
    "calendar": "Dates, in a calendar program",
    OPENED: "Opened the record, which they do not usually look after. They had to say why, and a manager was told.",
}
BEGINNINGS = {"offered as a match": IN_A_LIST, "document ": "A document"}


@dataclass(frozen=True, kw_only=True)
class LookRow:
    """One look."""

    when: str
    who: str
    role: str
    what: str
    why: str
    tag: Tag | None


def for_family(looks: Iterable[Look], *, me: str, names: bool, now: datetime) -> list[LookRow]:
    """Date, role, first name (where the council gives it) and team, and what was opened in plain words."""
    return [
        LookRow(
            when=moment(look.at, now=now),
            who="You" if look.reference == me else look.first_name if names else "",
            role="" if look.reference == me else _role(look),
            what=_to_family(look.what),
            why="",
            tag=WITH_REASON if look.with_reason else None,
        )
        for look in looks
    ]


def for_officers(looks: Iterable[Look], grounds: Mapping[str, str], *, now: datetime) -> list[LookRow]:
    """Everything that was noted."""
    return [
        LookRow(
            when=moment(look.at, now=now),
            who=look.name,
            role=_role(look),
            what=RECORD if look.what in ("", OPENED) else look.what[:1].upper() + look.what[1:],
            why=": ".join(filter(None, (grounds.get(look.ground, look.ground), look.reason))),
            tag=WITH_REASON if look.with_reason else None,
        )
        for look in looks
    ]


def _role(look: Look) -> str:
    if look.kind == PROFESSIONAL:
        return "Gives advice, from outside the council"
    if look.kind != STAFF:
        return "Family" if look.kind else "No longer here"
    return ", ".join(titles({look.group} - {""})) or "Council staff"


def _to_family(what: str) -> str:
    begun = (words for start, words in BEGINNINGS.items() if what.startswith(start))
    return TO_FAMILY.get(what) or next(begun, RECORD)
