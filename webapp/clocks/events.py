"""What has happened in law: recorded with time and route, and corrected with a reason."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from engine import Actor
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.clocks import deemed
from webapp.clocks.errors import EventNotFound, InFuture, NothingChanged, ReasonMissing
from webapp.clocks.models import LegalEvent
from webapp.clocks.shared import MEETING_HELD, NOTICE_SERVED, REQUEST_RECEIVED

BESIDE = "beside_another_request"  # subject of a receipt


@dataclass(frozen=True, kw_only=True)
class EventFile:
    """What holds, and what it has corrected."""

    event: LegalEvent
    earlier: tuple[LegalEvent, ...]  # the latest first


def receive(desk: Desk, reference: str, *, at: datetime, route: str, by: Actor, note: str = "") -> LegalEvent:
    """A request has reached us, on the portal or in another way. Raises CaseNotFound, UnknownRoute, InFuture."""
    return _record(desk, reference, LegalEvent(kind=REQUEST_RECEIVED, at=at, route=route, note=note), by=by)


def serve(desk: Desk, reference: str, *, notice: str, at: datetime, route: str, by: Actor) -> LegalEvent:
    """We have sent a notice. Raises CaseNotFound, UnknownRoute, InFuture."""
    return _record(desk, reference, LegalEvent(kind=NOTICE_SERVED, at=at, route=route, subject=notice), by=by)


def hold_meeting(desk: Desk, reference: str, *, at: datetime, by: Actor, note: str = "") -> LegalEvent:
    """A review meeting was held. Raises CaseNotFound, InFuture."""
    return _record(desk, reference, LegalEvent(kind=MEETING_HELD, at=at, route="", note=note), by=by)


def of(desk: Desk, reference: str) -> list[EventFile]:
    """Those that hold, the earliest first, each with what stood there before. Raises CaseNotFound."""
    rows = desk.session.scalars(select(LegalEvent).where(LegalEvent.case_id == find_case(desk, reference).id))
    by_id = {row.id: row for row in rows.all()}
    corrected = {row.corrects_id for row in by_id.values()}
    holding = [row for row in by_id.values() if row.id not in corrected]
    return [EventFile(event=row, earlier=tuple(_earlier(row, by_id))) for row in sorted(holding, key=_in_order)]


def newest(desk: Desk, case: Case, most: int) -> list[EventFile]:
    """The last few of those that hold, and notices that somebody must look at again; the earliest first."""
    order = (LegalEvent.deemed_on.desc(), LegalEvent.at.desc(), LegalEvent.id.desc())
    last = desk.session.scalars(_holding(case).with_only_columns(LegalEvent.id).order_by(*order).limit(most)).all()
    wanted = _holding(case).where(or_(LegalEvent.id.in_(last), LegalEvent.doubtful_since.is_not(None)))
    rows = desk.session.scalars(wanted).all()
    by_id = {row.id: row for row in rows}
    while before := {row.corrects_id for row in by_id.values() if row.corrects_id} - by_id.keys():
        by_id |= {row.id: row for row in desk.session.scalars(select(LegalEvent).where(LegalEvent.id.in_(before)))}
    return [EventFile(event=row, earlier=tuple(_earlier(row, by_id))) for row in sorted(rows, key=_in_order)]


def count(desk: Desk, case: Case) -> int:
    """How many hold."""
    return desk.session.scalar(_holding(case).with_only_columns(func.count())) or 0


def deemed_days(desk: Desk, ids: Collection[str]) -> dict[str, date]:
    """The day that counts of each of these, as it was corrected last."""
    rows = desk.session.scalars(select(LegalEvent).where(LegalEvent.id.in_(ids))).all()
    days, first = {row.id: row.deemed_on for row in rows}, {row.id: row.id for row in rows}
    while first:
        made = desk.session.scalars(select(LegalEvent).where(LegalEvent.corrects_id.in_(first))).all()
        first = {row.id: first[row.corrects_id] for row in made if row.corrects_id}
        days |= {first[row.id]: row.deemed_on for row in made}
    return days


def latest(desk: Desk, case: Case, kind: str) -> LegalEvent | None:
    """The last of this kind that holds, and from which something counts."""
    order = (LegalEvent.deemed_on.desc(), LegalEvent.recorded_at.desc())
    return desk.session.scalar(
        _holding(case).where(LegalEvent.kind == kind, LegalEvent.subject != BESIDE).order_by(*order).limit(1)
    )


def stand_beside(desk: Desk, received: LegalEvent) -> None:
    """Another request runs already: nothing counts from the receipt of this one."""
    received.subject = BESIDE
    desk.session.flush()


def replace(
    desk: Desk, case: Case, event_id: str, *, at: datetime, route: str, because: str, by: Actor
) -> tuple[LegalEvent, LegalEvent]:
    """The event as it was and its correction. Raises EventNotFound, ReasonMissing, InFuture, UnknownRoute."""
    earlier, made = corrected(desk, case, event_id, at=at, route=route, because=because)
    return earlier, _add(desk, case, made, by=by)


def corrected(
    desk: Desk, case: Case, event_id: str, *, at: datetime, route: str, because: str
) -> tuple[LegalEvent, LegalEvent]:
    """The event as it is, and as it would be: nothing is kept. Raises what `replace` does."""
    earlier = desk.session.scalar(_holding(case).where(LegalEvent.id == event_id))
    if earlier is None:
        raise EventNotFound
    if not because.strip():
        raise ReasonMissing
    route = route if earlier.kind in deemed.DECISIONS else ""
    if (at, route) == (earlier.at, earlier.route):
        raise NothingChanged
    made = LegalEvent(kind=earlier.kind, subject=earlier.subject, at=at, route=route, note=earlier.note)
    made.corrects_id, made.because = earlier.id, because.strip()
    _judge(desk, made)
    return earlier, made


def doubt_notices(desk: Desk, case: Case, since: LegalEvent) -> list[LegalEvent]:
    """Notices served after this event, whose dates somebody must look at again."""
    served = _holding(case).where(LegalEvent.kind == NOTICE_SERVED, LegalEvent.at > since.at)
    found = [each for each in desk.session.scalars(served) if each.corrects_id != since.id]
    for each in found:
        each.doubtful_since = desk.now
    desk.session.flush()
    return found


def checked(desk: Desk, reference: str, event_id: str, *, by: Actor) -> None:
    """Somebody has looked at a notice whose dates were in doubt; twice is once. Raises EventNotFound."""
    case = locked(desk, reference)
    found = desk.session.scalar(_holding(case).where(LegalEvent.id == event_id))
    if found is None:
        raise EventNotFound
    if found.doubtful_since:
        found.doubtful_since = None
        desk.session.flush()
        payload = {"event": found.id, "notice": found.subject}
        desk.engine.history.record(reference, "notice looked at again", by=by, payload=payload)


def locked(desk: Desk, reference: str) -> Case:
    """The case, which nobody else changes until the transaction ends. Raises CaseNotFound."""
    desk.engine.locks.take(reference)
    return find_case(desk, reference)


def _earlier(row: LegalEvent, by_id: Mapping[str, LegalEvent]) -> Iterator[LegalEvent]:
    while row.corrects_id:
        row = by_id[row.corrects_id]
        yield row


def _in_order(row: LegalEvent) -> tuple[date, datetime, str]:
    return row.deemed_on, row.at, row.id


def _holding(case: Case) -> Select[LegalEvent]:
    correction = aliased(LegalEvent)
    corrected = select(correction.id).where(correction.corrects_id == LegalEvent.id).exists()
    return select(LegalEvent).where(LegalEvent.case_id == case.id, ~corrected)


def _record(desk: Desk, reference: str, made: LegalEvent, *, by: Actor) -> LegalEvent:
    _add(desk, locked(desk, reference), made, by=by)
    payload = {"event": made.id, "kind": made.kind, "route": made.route, "deemed_on": made.deemed_on.isoformat()}
    desk.engine.history.record(reference, "date recorded", by=by, payload=payload)
    return made


def _judge(desk: Desk, made: LegalEvent) -> None:
    """Which day counts. Raises InFuture, UnknownRoute, NoRuleThen."""
    if made.at > desk.now:
        raise InFuture
    made.deemed_on = deemed.deemed_on(made.kind, made.at, made.route)


def _add(desk: Desk, case: Case, made: LegalEvent, *, by: Actor) -> LegalEvent:
    _judge(desk, made)
    made.case_id = case.id
    made.recorded_at, made.recorded_by, made.recorded_by_name = desk.now, by.id, by.name
    desk.session.add(made)
    desk.session.flush()
    return made
