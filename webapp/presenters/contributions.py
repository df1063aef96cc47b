"""What everybody has given and what is awaited, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from webapp.contributions.from_schools import SCHOOL_AGAIN, SCHOOL_REVIEW
from webapp.contributions.models import (
    ADDED,
    ADVICE,
    ASKED,
    CHILD_VIEWS,
    NOT_KNOWN,
    REQUEST,
    REUSED,
    SCHOOL,
    VIEWS,
    Contribution,
    ContributionShare,
)
from webapp.contributions.reading import CHECKING, HELD, OWN, AdviceRow, Awaited, Given, is_report
from webapp.london import london_day
from webapp.presenters.stands import Says
from webapp.presenters.words import Tag, count, day, due_tag, short_day

Labels = Mapping[str, Mapping[str, str]]  # of named lists
REPORT = "Report of the annual review"
TITLES = {
    REQUEST: "What you told us when you asked",
    VIEWS: "Your views",
    CHILD_VIEWS: "[{child}’s | Your] views",
    ADDED: "What you added",
    SCHOOL: "A school, nursery or college asked us to assess [{child} | you]",
    SCHOOL_REVIEW: "The school asked us for an early review of the plan",
    SCHOOL_AGAIN: "The school asked us to assess [{child} | you] again",
}
OFFICERS_TITLES = {
    VIEWS: "Views",
    CHILD_VIEWS: "The child’s or young person’s views",
    REQUEST: "Request",
    ADDED: "Added",
    SCHOOL: "Request of a school",
    SCHOOL_REVIEW: "The school asks for an early review",
    SCHOOL_AGAIN: "The school asks for a new assessment",
}
STATES = {CHECKING: Tag("Being checked", "brand"), HELD: Tag("Not shared with you", "plain")}


@dataclass(frozen=True, kw_only=True)
class GivenRow:
    """One thing that was given."""

    id: str
    title: str
    details: str
    tag: Tag | None
    opens: bool


@dataclass(frozen=True, kw_only=True)
class AwaitedRow:
    """One body that was asked."""

    title: str
    details: str
    did: str  # what we did about it
    tag: Tag | None


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    """One request for advice in the officers' table."""

    reference: str
    who: str
    kind: str
    came: str
    tag: Tag | None
    readers: tuple[tuple[str, str], ...]  # what is said of each reader, and the reason for what is held
    contribution_id: str
    awaited: bool
    lacks_report: bool  # it is used again, and only named


def given(found: Iterable[Given], labels: Labels, says: Says) -> list[GivenRow]:
    """For one person of the family."""
    return [
        GivenRow(
            id=each.id,
            title=says(title(each.kind, each.body, labels, TITLES, is_report=each.is_report)),
            details=" · ".join(filter(None, (_by(each), day(each.given_at), _recorded(each, labels), _files(each)))),
            tag=STATES.get(each.state),
            opens=each.opens,
        )
        for each in found
    ]


def awaited(found: Iterable[Awaited], labels: Labels, now: datetime, says: Says) -> list[AwaitedRow]:
    """What is awaited still, the most urgent first; what has come stands among what was given."""
    waiting = sorted((each for each in found if each.state != "given"), key=lambda each: (each.due_on, each.body))
    return [_awaited(each, labels, now, says) for each in waiting]


def title(
    kind: str, body: str, labels: Labels, titles: Mapping[str, str] = OFFICERS_TITLES, *, is_report: bool = False
) -> str:
    """What a list calls it; the report of a review meeting is no advice (regulation 20(7))."""
    if is_report:
        return REPORT
    return f"Advice: {labels['advice_bodies'].get(body, body)}" if kind == ADVICE else titles[kind]


def title_of(each: Contribution, labels: Labels, titles: Mapping[str, str] = OFFICERS_TITLES) -> str:
    """The same of one that is at hand."""
    body = each.request.body if each.request else ""
    return title(each.kind, body, labels, titles, is_report=is_report(each))


def recorded(by: str, how: str, said_on: date | None, labels: Labels) -> str:
    """“written down by Priya Nair, said by telephone on 3 March 2026”; empty for what they wrote themselves."""
    if not by or said_on is None:
        return ""
    words = labels["ways_of_telling"].get(how, how)
    return f"written down by {by}, said {words} on {day(said_on, weekday=False)}"


def head(each: Contribution, labels: Labels) -> str:
    """Who gave it and when, above its words."""
    by = each.recorder.name if each.recorder else ""
    said = recorded(by, each.recorded_how, each.said_on, labels)
    return " · ".join(filter(None, (each.by_name, day(each.given_at), said)))


def views(found: Iterable[Contribution], labels: Labels) -> list[GivenRow]:
    """What the family has said, for officers."""
    return [
        GivenRow(id=each.id, title=title(each.kind, "", labels), details=head(each, labels), tag=None, opens=True)
        for each in found
    ]


def for_officers(found: Iterable[AdviceRow], labels: Labels, now: datetime) -> list[OfficerRow]:
    """The table “Advice” of a case."""
    return [_officer_row(each, labels, now) for each in found]


def _recorded(each: Given, labels: Labels) -> str:
    return recorded(each.recorded_by, each.recorded_how, each.said_on, labels)


def _by(each: Given) -> str:
    return "You" if each.state == OWN else each.by_name


def _files(each: Given) -> str:
    return count(len(each.documents), "file") if each.documents else ""


def _awaited(each: Awaited, labels: Labels, now: datetime, says: Says) -> AwaitedRow:
    label = REPORT if each.is_report else labels["advice_bodies"].get(each.body, each.body)
    return AwaitedRow(
        title=f"{label}: {each.who}" if each.who else label,
        details=says(_asked(each)),
        did=_did(each) if each.state == ASKED else "",
        tag=due_tag(each.due_on, today=london_day(now)) if each.state == ASKED else None,
    )


def _asked(each: Awaited) -> str:
    asked = day(each.asked_on, weekday=False)
    if each.state == REUSED:
        return f"Not asked again: on {asked} you, its author and we have accepted what there is."
    if each.state == NOT_KNOWN:
        return f"Asked {asked}. They do not know [{{child}} | you]."
    if each.state != ASKED:
        return f"Asked {asked}. We no longer ask for it."
    return f"Asked {asked}. {'Was due' if each.late else 'Due'} {day(each.due_on)}."


def _did(each: Awaited) -> str:
    said = [f"We reminded them on {day(each.reminded_on, weekday=False)}."] if each.reminded_on else []
    if each.agreed_on:
        said.append(f"They now say {day(each.agreed_on, year=False)}.")
    elif each.late:
        said.append("We ask them for a new date.")
    return " ".join(said)


def _officer_row(each: AdviceRow, labels: Labels, now: datetime) -> OfficerRow:
    request, contribution = each.request, each.contribution
    came, tag = "", None
    if contribution:
        came = short_day(contribution.given_at)
    elif request.state == ASKED:
        due = request.agreed_on or request.due_on
        came, tag = f"Due {short_day(due)}", due_tag(request.due_on, today=london_day(now)) if each.late else None
    else:
        came = {NOT_KNOWN: "Not known to them", REUSED: f"Used again: {request.existing}"}.get(request.state, "")
    return OfficerRow(
        reference=request.reference,
        who=request.who,
        kind=REPORT if request.is_report else labels["advice_bodies"].get(request.body, request.body),
        came=came,
        tag=tag,
        readers=tuple(_reader(share) for share in each.shares),
        contribution_id=contribution.id if contribution else "",
        awaited=request.state == ASKED,
        lacks_report=request.state == REUSED and contribution is None,
    )


def _reader(share: ContributionShare) -> tuple[str, str]:
    name, at = share.person.name, short_day(share.at)
    if share.shared:
        return f"{name}, since {at}", ""
    return f"{name}: held", share.reason
