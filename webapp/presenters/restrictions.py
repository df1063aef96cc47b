"""What must be kept from whom, in the words of an officer's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from webapp.cases.entered import CLOSED_RECORD, HIDDEN_ADDRESS
from webapp.cases.models import EnteredRestriction
from webapp.cases.restrictions import (
    ADDRESS,
    ENDED,
    KEEP_FROM,
    ORDER,
    OWN_CHOICE,
    SAFEGUARDING,
    SAFETY,
    Restriction,
    Told,
)
from webapp.cases.whom import MYSELF
from webapp.groups import titles
from webapp.london import london_day
from webapp.presenters.words import day

TITLES = {
    ADDRESS: "Their address is secret",
    ORDER: "Court order",
    SAFETY: "Safety worry",
    OWN_CHOICE: "Who may see their own record",
    SAFEGUARDING: "Sent to safeguarding",
    KEEP_FROM: "To be kept from others",
    HIDDEN_ADDRESS: "Hidden address",
    CLOSED_RECORD: "Only some of us may open it",
    ENDED: "We ended their access",
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
    entered: bool  # by an officer, in the case `reference`


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
            entered=each.entered,
        )
        for each in told
    ]


@dataclass(frozen=True, kw_only=True)
class EnteredRow:
    """One restriction that an officer has entered, on a page of its case."""

    id: str
    title: str
    words: str
    whose: str  # whom it is about
    days: str
    only_for: tuple[str, ...]  # titles of groups
    document_id: str | None
    by: str
    ended: str  # since when and why, or nothing as long as it holds


def entered(
    found: Iterable[EnteredRestriction], labels: Mapping[str, Mapping[str, str]], now: datetime
) -> list[EnteredRow]:
    """In the order in which they came."""
    return [
        EnteredRow(
            id=each.id,
            title=labels["court_orders"].get(each.order_kind) or TITLES[each.kind],
            words=each.words,
            whose=each.about.name if each.about else each.about_name,
            days=_days(each),
            only_for=tuple(titles(each.only_for)),
            document_id=each.document_id,
            by=f"{each.by.name}, {day(each.entered_at, weekday=False)}",
            ended=_ended(each, london_day(now)),
        )
        for each in found
    ]


def _days(each: EnteredRestriction) -> str:
    until = f" until {day(each.until_on, weekday=False)}" if each.until_on else ""
    return f"From {day(each.from_on, weekday=False)}{until}"


def _ended(each: EnteredRestriction, today: date) -> str:
    if each.ended_at:
        return f"Ended {day(each.ended_at, weekday=False)}: {each.ended_because}"
    if each.until_on and each.until_on < today:
        return f"Ran out {day(each.until_on, weekday=False)}"
    return ""


def person(name: str, relationship: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """“Jo Bell (mother)”."""
    what = "the young person" if relationship == MYSELF else labels["relationships"].get(relationship, "").lower()
    return f"{name} ({what})" if what else name


def _line(restriction: Restriction, labels: Mapping[str, Mapping[str, str]]) -> Line:
    kinds = [labels["court_orders"].get(kind, kind) for kind in restriction.orders]
    words = [f"{kind}." for kind in kinds] + [restriction.words or UNSAID.get(restriction.kind, "")]
    return Line(title=TITLES[restriction.kind], words=" ".join(filter(None, words)))
