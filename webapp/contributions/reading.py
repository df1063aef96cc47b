"""What stands in a case, for one person of the family, for whoever gives advice, and for officers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from engine import Actor, Record
from webapp.accounts.models import Person
from webapp.cases import reading, restrictions
from webapp.cases.desk import Desk, Services, today
from webapp.cases.models import Case, Document
from webapp.cases.reading import find_case
from webapp.contributions import asking
from webapp.contributions.errors import ContributionNotFound
from webapp.contributions.from_schools import OF_SCHOOLS
from webapp.contributions.models import (
    ADVICE,
    ASKED,
    AdviceRequest,
    Contribution,
    ContributionShare,
)
from webapp.contributions.sharing import may_read

WHOLE = (  # what a list says of each, however many there are
    selectinload(Contribution.shares).joinedload(ContributionShare.person),
    joinedload(Contribution.request),
    joinedload(Contribution.recorder),
)
OWN, SHARED, CHECKING, HELD = "own", "shared", "checking", "held"  # what a contribution is to a reader
TOLD = "told"  # they know that a school has asked, and do not read what it wrote


@dataclass(frozen=True, kw_only=True)
class Given:
    """Something that was given, as one person of the family may know it."""

    id: str
    kind: str  # request, views, child_views, advice or added
    body: str  # of advice: a value of the list `advice_bodies`
    is_report: bool  # of a review meeting
    by_name: str  # empty: the reader may not learn it, or not yet
    given_at: datetime
    state: str  # own, shared, checking, held or told: the last three cannot be opened
    shared_at: datetime | None
    recorded_by: str  # name of the officer who wrote it down for them
    recorded_how: str  # a value of the list `ways_of_telling`
    said_on: date | None
    documents: tuple[Document, ...]

    @property
    def opens(self) -> bool:
        """May they read it?"""
        return self.state in (OWN, SHARED)


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """Somebody was asked, as one person of the family may know it."""

    body: str  # a value of the list `advice_bodies`
    is_report: bool  # of a review meeting
    who: str  # empty where a name could tell somebody where the child is
    asked_on: date
    due_on: date
    state: str  # asked, given, not_known, reused or withdrawn
    late: bool
    reminded_on: date | None  # for the last time
    agreed_on: date | None


@dataclass(frozen=True, kw_only=True)
class ForFamily:
    """What has been given, the newest first, their own and what was shared with them, and that there is more;
    and who was asked for advice, who has answered, who is late and what we did."""

    given: tuple[Given, ...]
    in_all: int  # how many were given, where only the newest stand here
    awaited: tuple[Awaited, ...]


@dataclass(frozen=True, kw_only=True)
class AdviceRow:
    """One request for advice, for officers."""

    request: AdviceRequest
    contribution: Contribution | None
    late: bool
    shares: tuple[ContributionShare, ...]


def for_family(services: Services, person: Person, reference: str, *, most: int | None = None) -> ForFamily:
    """What one person of the family may know of what was given (the newest, at `most` so many) and is awaited.

    Raises CaseNotFound.
    """
    reading.open_for(services, person, reference)
    case = find_case(services, reference)
    named, found = not restrictions.of_case(services, case), _open_to(case, person)
    newest = found.order_by(Contribution.given_at.desc(), Contribution.id).limit(most).options(*WHOLE)
    given = tuple(_given(services, each, person, named=named) for each in services.session.scalars(newest))
    counted = select(func.count()).select_from(found.with_only_columns(Contribution.id).subquery())
    return ForFamily(
        given=given,
        in_all=len(given) if len(given) != most else services.session.scalar(counted) or 0,
        awaited=tuple(_awaited(services, each, named=named) for each in asking.of(services, case)),
    )


def open_for(services: Services, person: Person, reference: str, contribution_id: str) -> Contribution:
    """One that this person of the family may read. Raises ContributionNotFound, CaseNotFound."""
    reading.open_for(services, person, reference)
    found = find(services, find_case(services, reference), contribution_id)
    if not may_read(found, person):
        raise ContributionNotFound
    return found


def find(desk: Desk, case: Case, contribution_id: str) -> Contribution:
    """One of this case; whether somebody may read it is not asked. Raises ContributionNotFound."""
    found = desk.session.get(Contribution, contribution_id)
    if found is None or found.case_id != case.id:
        raise ContributionNotFound
    return found


def for_officers(desk: Desk, case: Case) -> list[AdviceRow]:
    """Every request for advice of a case, with what came of it and who may read that."""
    given = select(Contribution).where(Contribution.case_id == case.id, Contribution.kind == ADVICE)
    by_request = {each.advice_request_id: each for each in desk.session.scalars(given.options(*WHOLE))}
    return [_row(desk, each, by_request.get(each.id)) for each in asking.of(desk, case)]


def views_of(desk: Desk, case: Case) -> list[Contribution]:
    """What the family has given, for officers; the newest first."""
    found = select(Contribution).where(Contribution.case_id == case.id, Contribution.kind != ADVICE)
    return list(desk.session.scalars(found.order_by(Contribution.given_at.desc(), Contribution.id).options(*WHOLE)))


def given_by(desk: Desk, actor: Actor) -> list[Contribution]:
    """What somebody outside the council has sent, the newest first; with a ticket, in its one case."""
    mine = Contribution.kind.in_((ADVICE, *OF_SCHOOLS))
    found = select(Contribution).where(Contribution.actor == actor.id, mine)
    return list(desk.session.scalars(found.order_by(Contribution.given_at.desc(), Contribution.id)))


def sent_by(desk: Desk, actor: Actor, contribution_id: str) -> Contribution:
    """One of them. Raises ContributionNotFound."""
    found = next((each for each in given_by(desk, actor) if each.id == contribution_id), None)
    if found is None:
        raise ContributionNotFound
    return found


def documents_of(desk: Desk, contribution: Contribution) -> tuple[Document, ...]:
    """The files of a contribution, in the order in which they were sent."""
    return tuple(found for each in contribution.documents if (found := desk.session.get(Document, each)))


def request_in(desk: Desk, known: Mapping[str, Any]) -> AdviceRequest | None:
    """The request that an open task of the drawing `advice` is about, by what is known where it stands."""
    about = known.get("advice")
    wanted = about.get("reference") if isinstance(about, dict) else None
    return desk.session.scalar(select(AdviceRequest).where(AdviceRequest.reference == wanted)) if wanted else None


def contribution_of(desk: Desk, task: Record) -> Contribution:
    """What came, for the officer's task of checking it. Raises ContributionNotFound."""
    request = request_in(desk, desk.engine.user_tasks.variables(task))
    found = request and desk.session.scalar(select(Contribution).where(Contribution.advice_request_id == request.id))
    if not found:
        raise ContributionNotFound
    return found


def is_report(each: Contribution) -> bool:
    """The report of a review meeting, and no advice."""
    return each.request is not None and each.request.is_report


def _open_to(case: Case, person: Person) -> Select[Contribution]:
    """Their own, all advice, and that a school has asked."""
    return select(Contribution).where(
        Contribution.case_id == case.id,
        or_(Contribution.person_id == person.id, Contribution.kind.in_((ADVICE, *OF_SCHOOLS))),
    )


def _given(desk: Desk, each: Contribution, person: Person, *, named: bool) -> Given:
    share = next((share for share in each.shares if share.person_id == person.id), None)
    state = _state(each, share, person)
    return Given(
        id=each.id,
        kind=each.kind,
        body=each.request.body if each.request else "",
        is_report=is_report(each),
        by_name=each.by_name if state in (OWN, SHARED) or (state == TOLD and named) else "",
        given_at=each.given_at,
        state=state,
        shared_at=share.at if share and share.shared else None,
        recorded_by=each.recorder.name if each.recorder else "",
        recorded_how=each.recorded_how,
        said_on=each.said_on,
        documents=documents_of(desk, each) if state in (OWN, SHARED) else (),
    )


def _state(each: Contribution, share: ContributionShare | None, person: Person) -> str:
    if each.person_id == person.id:
        return OWN
    if each.kind in OF_SCHOOLS:
        return TOLD
    if share is None:
        return CHECKING if each.checked_at is None else HELD
    return SHARED if share.shared else HELD


def _awaited(desk: Desk, each: AdviceRequest, *, named: bool) -> Awaited:
    return Awaited(
        body=each.body,
        is_report=each.is_report,
        who=each.who if named else "",
        asked_on=each.asked_on,
        due_on=each.due_on,
        state=each.state,
        late=_is_late(desk, each),
        reminded_on=_last(each.reminded_on),
        agreed_on=each.agreed_on,
    )


def _row(desk: Desk, each: AdviceRequest, contribution: Contribution | None) -> AdviceRow:
    shares = tuple(contribution.shares) if contribution else ()
    return AdviceRow(request=each, contribution=contribution, late=_is_late(desk, each), shares=shares)


def _is_late(desk: Desk, each: AdviceRequest) -> bool:
    return each.state == ASKED and today(desk) > each.due_on


def _last(days: Iterable[str]) -> date | None:
    return max(map(date.fromisoformat, days), default=None)
