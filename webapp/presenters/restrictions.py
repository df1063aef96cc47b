"""What must be kept from whom, in the words of an officer's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.cases.asked import MYSELF
from webapp.cases.restrictions import (
    ADDRESS,
    KEEP_FROM,
    ORDER,
    OWN_CHOICE,
    SAFEGUARDING,
    SAFETY,
    Restriction,
    Told,
)

TITLES = {
    ADDRESS: "Their address is secret",
    ORDER: "Court order",
    SAFETY: "Safety worry",
    OWN_CHOICE: "Who may see their own record",
    SAFEGUARDING: "Sent to safeguarding",
    KEEP_FROM: "To be kept from others",
}
UNSAID = {
    ADDRESS: "They ask us to share it with nobody, in no letter and no report.",
    OWN_CHOICE: "Nobody else.",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One restriction."""

    title: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What one person's request tells, line by line."""

    who: str  # “Jo Bell (mother)”
    reference: str
    sent_at: datetime
    lines: tuple[Line, ...]
    order_documents: tuple[str, ...]  # ids
    digest: str


def tellings(told: Iterable[Told], labels: Mapping[str, Mapping[str, str]]) -> list[Telling]:
    """Each request's lines; `labels` are those of the named lists, by value."""
    return [
        Telling(
            who=person(each.name, each.relationship, labels),
            reference=each.reference,
            sent_at=each.sent_at,
            lines=tuple(_line(restriction, labels) for restriction in each.restrictions),
            order_documents=each.order_documents,
            digest=each.digest,
        )
        for each in told
    ]


def person(name: str, relationship: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """“Jo Bell (mother)”."""
    what = "the young person" if relationship == MYSELF else labels["relationships"].get(relationship, "").lower()
    return f"{name} ({what})" if what else name


def _line(restriction: Restriction, labels: Mapping[str, Mapping[str, str]]) -> Line:
    kinds = [labels["court_orders"].get(kind, kind) for kind in restriction.orders]
    words = [f"{kind}." for kind in kinds] + [restriction.words or UNSAID.get(restriction.kind, "")]
    return Line(title=TITLES[restriction.kind], words=" ".join(filter(None, words)))
