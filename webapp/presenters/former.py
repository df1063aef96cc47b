"""What came from a former system, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.importing.reading import Former
from webapp.presenters.words import day

TITLES = {
    "received_on": "Request received",
    "agreed_on": "Assessment agreed",
    "plan_on": "Final plan",
    "last_review_on": "Last review",
    "next_review_on": "Next review planned",
}


@dataclass(frozen=True, kw_only=True)
class FormerRow:
    """One case of the former system: its number, and lines of title and day."""

    number: str
    days: tuple[tuple[str, str], ...]


def rows(found: Iterable[Former]) -> list[FormerRow]:
    """In the order in which they came."""
    return [
        FormerRow(
            number=each.number,
            days=tuple((TITLES[name], day(date.fromisoformat(on), weekday=False)) for name, on in each.days),
        )
        for each in found
    ]
