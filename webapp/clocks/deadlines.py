"""The deadlines of a case: started, met, switched off for a reason in law, counted again after a correction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from engine import Actor
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.clocks import arithmetic, events, shared
from webapp.clocks.errors import (
    ClosureMissing,
    ClosureTooShort,
    DeadlineNotFound,
    InFuture,
    NotCountedFrom,
    NotOpen,
    ReasonMissing,
)
from webapp.clocks.models import DeadlineRow, LegalEvent
from webapp.clocks.shared import REQUEST_RECEIVED, Ground
from webapp.london import london_day

DUE_IN_DRAWINGS, RECEIVED_IN_DRAWINGS = "decide_by", "received_on"  # variables that hold such a day


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Of a school: when we asked it for advice, and from when to when it was closed."""

    asked_on: date
    closed_on: date  # the first day
    opens_on: date  # the first day on which it is open again


def start(
    desk: Desk, reference: str, *, limit: str, by: Actor, counted_from: date | None = None, subject: str = ""
) -> DeadlineRow:
    """The limit runs, counted from this day or from the event that starts it; from another day it begins anew.

    Raises CaseNotFound, UnknownLimit, NoLimitThen, NotCountedFrom.
    """
    case = events.locked(desk, reference)
    kind = shared.starts_with(limit)
    event = events.latest(desk, case, kind) if kind else None
    if counted_from is None:
        if event is None:
            raise NotCountedFrom(limit)
        counted_from = event.deemed_on
    known = _open(desk, case, limit, subject)
    if known and known.counted_from == counted_from:
        return known
    made = known or DeadlineRow(case_id=case.id, limit_name=limit, subject=subject, started_at=desk.now)
    made.event_id = event.id if event and event.deemed_on == counted_from else None
    _count(desk, made, counted_from)
    desk.session.add(made)
    _note(desk, reference, "limit started", made, by=by, due_on=made.due_on.isoformat())
    return made


def meet(
    desk: Desk, reference: str, *, limit: str, by: Actor, subject: str = "", on: date | None = None
) -> DeadlineRow:
    """What the limit asks for is done, today or on an earlier day; twice is once. Raises DeadlineNotFound, InFuture."""
    case, on = events.locked(desk, reference), on or today(desk)
    if on > today(desk):
        raise InFuture
    row = _open(desk, case, limit, subject)
    if row is None:
        return _last(desk, case, limit, subject)
    row.met_on, row.look_on = on, None
    if on > row.due_on and not row.exempt_at:
        row.breached_at = row.breached_at or desk.now
    _note(desk, reference, "limit met", row, by=by, on=on.isoformat())
    return row


def runs(desk: Desk, reference: str, *, limit: str) -> bool:
    """Is something still owed by this limit?"""
    return _open(desk, events.locked(desk, reference), limit, "") is not None


def drop(
    desk: Desk,
    reference: str,
    *,
    because: str,
    by: Actor,
    subject: str = "",
    leaves: Collection[str] = (),
    only: Collection[str] = (),
) -> None:
    """What the open limits of a case (of a subject, `only` of these names) ask for will not come any more.

    Those that `leaves` names go on: the time to appeal against the very decision that ends the others.
    """
    running = _running(events.locked(desk, reference)).where(DeadlineRow.limit_name.not_in(leaves))
    running = running.where(DeadlineRow.limit_name.in_(only)) if only else running
    for row in desk.session.scalars(running.where(DeadlineRow.subject == subject) if subject else running):
        row.dropped_at, row.look_on = desk.now, None
        _note(desk, reference, "limit dropped", row, by=by, because=because)


def exempt(
    desk: Desk,
    reference: str,
    deadline_id: str,
    *,
    ground: str,
    evidence: str,
    by: Actor,
    closure: Closure | None = None,
) -> DeadlineRow:
    """This one limit need not be met, for a reason in law: its date stays, and no other limit moves.

    `by` authorises it. Raises what `exemptable` does.
    """
    row, found, shows = exemptable(desk, reference, deadline_id, ground=ground, evidence=evidence, closure=closure)
    row.exempt_ground, row.exempt_evidence = found.value, shows
    row.exempt_at, row.exempt_by, row.exempt_by_name, row.look_on = desk.now, by.id, by.name, None
    why = {"ground": found.value, "source": found.sources[row.limit_name], "evidence": row.exempt_evidence}
    _note(desk, reference, "limit switched off", row, by=by, **why)
    return row


def exemptable(
    desk: Desk, reference: str, deadline_id: str, *, ground: str, evidence: str, closure: Closure | None = None
) -> tuple[DeadlineRow, Ground, str]:
    """The limit that could be switched off so, the reason in law, and what shows it in words.

    Raises NotOpen, UnknownGround, ReasonMissing, ClosureMissing, ClosureTooShort.
    """
    case = events.locked(desk, reference)
    row = desk.session.get(DeadlineRow, deadline_id)
    if row is None or row.case_id != case.id or row.met_on or row.dropped_at or row.exempt_at:
        raise NotOpen
    found = shared.ground(ground, row.limit_name, row.counted_from)
    if not evidence.strip():
        raise ReasonMissing
    return row, found, _evidence(found, evidence.strip(), closure)


def correct(
    desk: Desk, reference: str, event_id: str, *, at: datetime, route: str, because: str, by: Actor
) -> LegalEvent:
    """A date was wrong: what runs or ran from it is counted again, and notices served meanwhile are to be looked at.

    Raises EventNotFound, ReasonMissing, NothingChanged, InFuture, UnknownRoute, NoLimitThen.
    """
    case = events.locked(desk, reference)
    earlier, made = events.replace(desk, case, event_id, at=at, route=route, because=because, by=by)
    payload = {
        "event": made.id,
        "kind": made.kind,
        "from": earlier.deemed_on.isoformat(),
        "to": made.deemed_on.isoformat(),
        "because": made.because,
    }
    desk.engine.history.record(reference, "date corrected", by=by, payload=payload)
    moved = dict[date, date]()
    for row in counting_from(desk, reference, earlier.id):
        row.event_id, was = made.id, row.due_on
        if row.counted_from != made.deemed_on:
            _count(desk, row, made.deemed_on)
            _note(desk, reference, "limit counted again", row, by=by, due_on=row.due_on.isoformat())
            moved[was] = row.due_on
    # Drawings know a limit by its day alone: one limit's new day may be the old day of another, which moves first.
    for was in sorted(moved, reverse=earlier.deemed_on < made.deemed_on):
        _follow(desk, reference, DUE_IN_DRAWINGS, was, moved[was], by=by)
    if made.kind == REQUEST_RECEIVED:
        _follow(desk, reference, RECEIVED_IN_DRAWINGS, earlier.deemed_on, made.deemed_on, by=by)
    if earlier.deemed_on != made.deemed_on:
        for notice in events.doubt_notices(desk, case, earlier):
            seen = {"event": notice.id, "notice": notice.subject}
            desk.engine.history.record(reference, "notice served with a wrong date", by=by, payload=seen)
    return made


def counting_from(desk: Desk, reference: str, event_id: str) -> list[DeadlineRow]:
    """Every limit that counts from an event, also those that are met or dropped: they may be owed again."""
    case = events.locked(desk, reference)
    found = select(DeadlineRow).where(DeadlineRow.case_id == case.id, DeadlineRow.event_id == event_id)
    return list(desk.session.scalars(found.order_by(DeadlineRow.due_on, DeadlineRow.id)))


def reopen(desk: Desk, reference: str, *, limit: str, because: str, by: Actor) -> None:
    """What was thought to be met, or not to come, is owed all the same: the limit runs on to the day that it had."""
    case = events.locked(desk, reference)
    if _open(desk, case, limit, ""):
        return
    row = _last(desk, case, limit, "")
    row.met_on = row.dropped_at = None
    _count(desk, row, row.counted_from)
    _note(desk, reference, "limit counted again", row, by=by, due_on=row.due_on.isoformat(), because=because)


def _count(desk: Desk, row: DeadlineRow, counted_from: date) -> None:
    """By the rule of that day; what was told about the earlier date is told anew."""
    rule = shared.limit(row.limit_name, counted_from)
    row.counted_from, row.due_on, row.source = counted_from, rule.last_day(counted_from), rule.source
    told_at, row.warned_at, row.breached_at = row.breached_at, None, None
    if over := row.met_on or (row.dropped_at and london_day(row.dropped_at)):
        row.breached_at = (told_at or desk.now) if over > row.due_on and not row.exempt_at else None
    elif not row.exempt_at:
        row.look_on = arithmetic.look_at(arithmetic.looks(counted_from, row.due_on), today(desk))


def _follow(desk: Desk, reference: str, name: str, was: date, becomes: date, *, by: Actor) -> None:
    """What running processes know of a day, and tasks and timers that are due by it, move with it."""
    if was != becomes:
        right = desk.engine.corrections
        right.put_right(reference, name, was=was.isoformat(), becomes=becomes.isoformat(), by=by)


def _evidence(ground: Ground, evidence: str, closure: Closure | None) -> str:
    if ground.closure is None:
        return evidence
    if closure is None:
        raise ClosureMissing
    if not ground.closure.covers(closure.asked_on, closure.closed_on, closure.opens_on):
        raise ClosureTooShort
    asked, closed, opens = (f"{day.day} {day:%B %Y}" for day in (closure.asked_on, closure.closed_on, closure.opens_on))
    return f"{evidence}\nAdvice asked for on {asked}; closed from {closed}, open again on {opens}."


def _running(case: Case) -> Select[DeadlineRow]:
    return select(DeadlineRow).where(
        DeadlineRow.case_id == case.id, DeadlineRow.met_on.is_(None), DeadlineRow.dropped_at.is_(None)
    )


def _open(desk: Desk, case: Case, limit: str, subject: str) -> DeadlineRow | None:
    named = _running(case).where(DeadlineRow.limit_name == limit, DeadlineRow.subject == subject)
    return desk.session.scalar(named.order_by(DeadlineRow.started_at.desc()).limit(1))


def _last(desk: Desk, case: Case, limit: str, subject: str) -> DeadlineRow:
    """The last of this name, which is met already."""
    of_case = select(DeadlineRow).where(DeadlineRow.case_id == case.id)
    named = of_case.where(DeadlineRow.limit_name == limit, DeadlineRow.subject == subject)
    found = desk.session.scalar(named.order_by(DeadlineRow.started_at.desc()).limit(1))
    if found is None:
        raise DeadlineNotFound
    return found


def _note(desk: Desk, reference: str, kind: str, row: DeadlineRow, *, by: Actor, **more: str) -> None:
    desk.session.flush()
    payload = {"deadline": row.id, "limit": row.limit_name, "subject": row.subject, **more}
    desk.engine.history.record(reference, kind, by=by, payload=payload)
