"""Restrictions that officers enter: court orders, hidden addresses, records that only some groups may open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk, today
from webapp.cases.errors import (
    LastDayFirst,
    NobodyNamed,
    NotTheirsToEnd,
    RestrictionNotFound,
    UnknownKind,
    WordsMissing,
)
from webapp.cases.models import Case, EnteredRestriction, Party

COURT_ORDER, HIDDEN_ADDRESS, CLOSED_RECORD = "court_order", "hidden_address", "closed_record"
KINDS = (COURT_ORDER, HIDDEN_ADDRESS, CLOSED_RECORD)
MANAGER = "send_manager"  # may end what is only for others


@dataclass(frozen=True, kw_only=True)
class NewRestriction:
    """What an officer enters; `about` is a party of the case, or `about_name` somebody without an account."""

    kind: str
    order_kind: str = ""
    about_id: str | None = None
    about_name: str = ""
    words: str = ""
    from_on: date
    until_on: date | None = None
    document_id: str | None = None
    only_for: tuple[str, ...] = ()


def enter(desk: Desk, case: Case, new: NewRestriction, *, by: Person, actor: Actor) -> EnteredRestriction:
    """It holds from now on. Raises UnknownKind, NobodyNamed, WordsMissing, LastDayFirst."""
    _require_whole(desk, case, new)
    made = EnteredRestriction(
        case_id=case.id,
        kind=new.kind,
        order_kind=new.order_kind if new.kind == COURT_ORDER else "",
        about_id=new.about_id,
        about_name=new.about_name.strip(),
        words=new.words.strip(),
        from_on=new.from_on,
        until_on=new.until_on,
        document_id=new.document_id,
        only_for=sorted(new.only_for),
        entered_at=desk.now,
        entered_by=by.id,
    )
    desk.session.add(made)
    desk.session.flush()
    payload = {"restriction": made.id, "kind": made.kind}
    desk.engine.history.record(case.reference, "restriction entered", by=actor, payload=payload)
    return made


def end(desk: Desk, case: Case, restriction_id: str, *, by: Person, actor: Actor, because: str) -> EnteredRestriction:
    """It holds no longer, for a reason; ending it twice is once.

    Raises RestrictionNotFound, NotTheirsToEnd, WordsMissing.
    """
    found = find(desk, case, restriction_id)
    if not may_end(found, case, actor):
        raise NotTheirsToEnd
    if not because.strip():
        raise WordsMissing
    if found.ended_at is None:
        found.ended_at, found.ended_by, found.ended_because = desk.now, by.id, because.strip()
        desk.session.flush()
        payload = {"restriction": found.id, "because": found.ended_because}
        desk.engine.history.record(case.reference, "restriction ended", by=actor, payload=payload)
    return found


def find(desk: Desk, case: Case, restriction_id: str) -> EnteredRestriction:
    """One of this case. Raises RestrictionNotFound."""
    found = desk.session.get(EnteredRestriction, restriction_id)
    if found is None or found.case_id != case.id:
        raise RestrictionNotFound
    return found


def may_end(each: EnteredRestriction, case: Case, actor: Actor) -> bool:
    """What is only for some groups is ended by them or a manager; everything else by whoever looks after the case."""
    return not each.only_for or any(actor.belongs(group, case.reference) for group in (*each.only_for, MANAGER))


def of(desk: Desk, case: Case) -> list[EnteredRestriction]:
    """Every one of a case, those that have ended too; the latest first."""
    found = select(EnteredRestriction).where(EnteredRestriction.case_id == case.id)
    return list(desk.session.scalars(found.order_by(EnteredRestriction.entered_at.desc(), EnteredRestriction.id)))


def holding(desk: Desk, cases: Collection[str]) -> list[EnteredRestriction]:
    """Those of these cases (ids) that still hold, or will: the earliest first."""
    found = select(EnteredRestriction).where(EnteredRestriction.case_id.in_(cases))
    rows = desk.session.scalars(found.order_by(EnteredRestriction.entered_at, EnteredRestriction.id))
    return [each for each in rows if holds(desk, each)]


def hiding(desk: Desk, people: Collection[str]) -> list[EnteredRestriction]:
    """Hidden addresses of these people (ids) that hold, in whichever case they were entered."""
    found = select(EnteredRestriction).where(
        EnteredRestriction.kind == HIDDEN_ADDRESS, EnteredRestriction.about_id.in_(people)
    )
    return [each for each in desk.session.scalars(found) if holds(desk, each)]


def holds(desk: Desk, each: EnteredRestriction) -> bool:
    """Not ended, and its last day is not over; one that begins later is minded already."""
    return each.ended_at is None and (each.until_on is None or each.until_on >= today(desk))


def closed_to(found: Iterable[EnteredRestriction], groups: Collection[str]) -> bool:
    """Is the record closed to somebody who stands in these groups and no others?"""
    return any(each.kind == CLOSED_RECORD and not set(each.only_for) & set(groups) for each in found)


def hides_from(found: Iterable[EnteredRestriction], groups: Collection[str], person_id: str | None = None) -> bool:
    """Is the address (of this person, or of anybody) hidden from staff of these groups? `found` comes of `hiding`."""
    return any(
        bool(each.only_for) and not set(each.only_for) & set(groups) and person_id in (None, each.about_id)
        for each in found
    )


def hides_home(desk: Desk, case: Case, groups: Collection[str]) -> bool:
    """Is the address of anybody of this case hidden from staff of these groups? Then so is where the child lives."""
    return hides_from(hiding(desk, {party.person_id for party in case.parties}), groups)


def hides(found: Iterable[EnteredRestriction], person_id: str) -> bool:
    """Is this person's address to be given to nobody?"""
    return any(each.about_id == person_id for each in found)


def _require_whole(desk: Desk, case: Case, new: NewRestriction) -> None:
    if new.kind not in KINDS:
        raise UnknownKind
    if new.until_on is not None and new.until_on < new.from_on:
        raise LastDayFirst
    if new.kind == COURT_ORDER and not new.words.strip():
        raise WordsMissing
    named = new.about_id in {party.person_id for party in _parties(desk, case)}
    if new.about_id and not named:
        raise NobodyNamed
    if new.kind == HIDDEN_ADDRESS and not named:
        raise NobodyNamed
    if new.kind == COURT_ORDER and not (named or new.about_name.strip()):
        raise NobodyNamed
    if new.kind == CLOSED_RECORD and not new.only_for:
        raise UnknownKind


def _parties(desk: Desk, case: Case) -> list[Party]:
    return list(desk.session.scalars(select(Party).where(Party.case_id == case.id)))
