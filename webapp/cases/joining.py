"""Two cases of one child become one: whatever lies under the one is found under the other from then on.

Rows are moved by their columns, not room by room, so a room that is built later moves along by itself. The history
of the case that goes stays under its own reference, as nobody rewrites it; `reading.references_of` leads to both.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, and_, func, select, update
from sqlalchemy.orm import Session

from engine import Drawing
from webapp.accounts.models import Membership
from webapp.cases import entered, line, on_hold, party_access, places, restrictions
from webapp.cases.desk import Desk
from webapp.cases.errors import CasesError
from webapp.cases.merging_errors import (
    AccessDiffers,
    BothOnHold,
    NobodyCouldOpen,
    NotDecidedYet,
    RunsInBoth,
    StaffWouldSee,
    WouldLearn,
)
from webapp.cases.models import MERGED, BreakGlass, Case, CaseMerge, Party
from webapp.cases.reading import STAFF_GROUPS
from webapp.db import Base

Moved = dict[str, Any]
CATCHES = ("startEvent", "boundaryEvent", "intermediateCatchEvent", "receiveTask")
BY_CASE = "business_key"  # correlation key of what every instance of a case would take
STAY = (CaseMerge.__table__, BreakGlass.__table__)  # whose rows are about the one record alone
FILLED = ("known_as", "school", "upn", "nhs_number")  # of the child: what only the record that goes says
# What others said of a family member that an access would loosen; a hidden address stays hidden whoever looks.
BINDING = (
    restrictions.ORDER,
    restrictions.SAFETY,
    restrictions.OWN_CHOICE,
    restrictions.SAFEGUARDING,
    restrictions.KEEP_FROM,
)
MERGING = "merged"  # kind of the event in the history of the case that stays


def refusals(desk: Desk, stays: Case, goes: Case, *, deciding: str = "") -> list[CasesError]:
    """Why the two cannot be brought together now: one sentence for each reason, with what to do first.

    `deciding` is the request for access whose decision brings them together.
    """
    return [
        *_running(desk, stays, goes),
        *_undecided(desk, (stays, goes), deciding),
        *_differing(desk, stays, goes),
        *(each for one, other in ((stays, goes), (goes, stays)) for each in _loosened(desk, one, other)),
        *_closing(desk, stays, goes),
        *_on_hold(desk, stays, goes),
    ]


def join(desk: Desk, stays: Case, goes: Case) -> Moved:
    """Everything of `goes` belongs to `stays` from now on; gives what `part` needs to take it back.

    Whoever calls has asked for `refusals`, and writes the history.
    """
    moved: Moved = {"engine": desk.engine.business_keys.move(goes.reference, stays.reference), "state": goes.state}
    moved["drafts"] = _rename_drafts(desk, goes, stays)
    moved["ended"] = _end_doubles(desk, stays, goes)
    moved["folded"] = _fold(desk, stays, goes)
    moved["rows"] = {
        _called(column): _move(desk.session, column, new, old) for column, new, old in _columns(desk, stays, goes)
    }
    moved["filled"] = [name for name in FILLED if getattr(goes.child, name) and not getattr(stays.child, name)]
    moved["area"] = stays.area
    for name in moved["filled"]:
        setattr(stays.child, name, getattr(goes.child, name))
    stays.area = stays.area or goes.area  # a case without an area is everybody's
    goes.merged_into_id, goes.state = stays.id, MERGED
    _settle(desk, stays)
    return moved


def part(desk: Desk, stays: Case, goes: Case, moved: Moved) -> None:
    """What `join` has done is undone; whatever has come to `stays` since then stays there."""
    desk.engine.business_keys.move(stays.reference, goes.reference, only=moved["engine"])
    _rename_drafts(desk, stays, goes, only=moved["drafts"])
    for column, _, old in _columns(desk, stays, goes):
        _set(desk.session, column, moved["rows"].get(_called(column), ()), old)
    _unfold(desk.session, moved["folded"])
    again = update(Membership).where(Membership.id.in_(moved["ended"])).values(ended_at=None)
    desk.session.execute(again)
    for name in moved["filled"]:
        setattr(stays.child, name, "")
    stays.area = moved["area"]
    goes.merged_into_id, goes.state = None, moved["state"]
    _settle(desk, stays, goes)


def _running(desk: Desk, stays: Case, goes: Case) -> Iterator[CasesError]:
    for process_id in desk.engine.business_keys.run_in_both(stays.reference, goes.reference):
        drawing = desk.engine.deployments.current(process_id).drawing
        if process_id in line.processes() or not _runs_beside_itself(drawing):
            yield RunsInBoth(drawing.name, stays.reference, goes.reference)


def _runs_beside_itself(drawing: Drawing) -> bool:
    """May several run in one case, as meetings do? None keeps another from beginning, and no message reaches two."""
    for element in drawing.elements.values():
        begins = element.kind == "startEvent" and element.within == drawing.process_id
        if begins and drawing.process_id in element.properties.get("not_while", ""):
            return False
        if not begins and element.kind in CATCHES and element.message and element.message.correlation_key == BY_CASE:
            return False
    return True


def _undecided(desk: Desk, cases: Collection[Case], deciding: str) -> Iterator[CasesError]:
    for case in cases:
        if case.asked_in not in (None, deciding) and desk.engine.instances.runs(case.asked_in or ""):
            yield NotDecidedYet(case.reference, case.asked_in)


def _differing(desk: Desk, stays: Case, goes: Case) -> Iterator[CasesError]:
    """People in both whose access is not the same: one of the two would be loosened."""
    known = {party.person_id: party for party in stays.parties}
    for party in goes.parties:
        other = known.get(party.person_id)
        if other and _reach(desk, party) != _reach(desk, other):
            yield AccessDiffers(party.person.name)


def _reach(desk: Desk, party: Party) -> tuple[object, ...]:
    held = party_access.membership(desk, party)
    return (bool(party.ended_at), held is not None, held and held.scope, held and held.expires_at)


def _loosened(desk: Desk, one: Case, other: Case) -> Iterator[CasesError]:
    """People of the other case alone who would come into this one, where something must be kept from somebody."""
    if not _binds(desk, one):
        return
    known = {party.person_id for party in one.parties}
    for party in other.parties:
        if party.person_id not in known and party_access.membership(desk, party):
            yield WouldLearn(party.person.name, one.reference, other.reference)


def _binds(desk: Desk, case: Case) -> bool:
    """Did anybody say so? What came with a request alone, where nobody of the family is yet, goes on with its words."""
    found = (told for told in restrictions.of_case(desk, case) if case.parties or not told.said_by)
    return any(each.kind in BINDING for told in found for each in told.restrictions)


def _closing(desk: Desk, stays: Case, goes: Case) -> Iterator[CasesError]:
    """Records that only some groups open: afterwards only those that open both, and nobody by being named."""
    mine, theirs = _openers(desk, stays), _openers(desk, goes)
    if mine is not None and theirs is not None and not mine & theirs:
        yield NobodyCouldOpen()
    for case, openers, other, others in ((stays, mine, goes, theirs), (goes, theirs, stays, mine)):
        if openers is not None and others is None:
            yield from (StaffWouldSee(name, case.reference, other.reference) for name in _named(desk, other))


def _on_hold(desk: Desk, stays: Case, goes: Case) -> Iterator[CasesError]:
    """One hold is enough for the record that stays, and of two the first that ends would end both."""
    if on_hold.current(desk, stays) and on_hold.current(desk, goes):
        yield BothOnHold(goes.reference)


def _openers(desk: Desk, case: Case) -> set[str] | None:
    """The groups that may open a closed record; none at all: it is not closed."""
    found = [set(each.only_for) for each in entered.holding(desk, {case.id}) if each.kind == entered.CLOSED_RECORD]
    return set.intersection(*found) if found else None


def _named(desk: Desk, case: Case) -> list[str]:
    held = desk.accounts.memberships.for_key(case.reference)
    return [desk.accounts.people.get(each.person_id).name for each in held if each.candidate_group in STAFF_GROUPS]


def _rename_drafts(desk: Desk, old: Case, new: Case, *, only: Collection[int] | None = None) -> list[int]:
    """What was typed for an action and not sent yet goes along."""
    start, to = places.of_action(old.reference), places.of_action(new.reference)
    return desk.engine.user_tasks.rename_drafts(start, to, only=only)


def _end_doubles(desk: Desk, stays: Case, goes: Case) -> list[str]:
    """Memberships of people who hold the same for the case that stays; their ids."""
    held = {(each.person_id, each.candidate_group) for each in desk.accounts.memberships.for_key(stays.reference)}
    ended = []
    for each in desk.accounts.memberships.for_key(goes.reference):
        if (each.person_id, each.candidate_group) in held:
            desk.accounts.memberships.end(each)
            ended.append(each.id)
    return ended


def _columns(desk: Desk, stays: Case, goes: Case) -> Iterator[tuple[Column[Any], str, str]]:
    """Each column that leads to a case, its child or its reference: what it is to hold, what it holds."""
    values = {"case.id": (stays.id, goes.id), "child.id": (stays.child_id, goes.child_id)}
    for table in _tables():
        for column in table.columns:
            targets = {key.target_fullname for key in column.foreign_keys}
            if column is Case.__table__.c.child_id:
                continue
            if column.name == "business_key":
                yield column, stays.reference, goes.reference
            elif found := targets & values.keys():
                yield column, *values[found.pop()]


def _tables() -> Iterator[Table]:
    return (table for table in Base.metadata.sorted_tables if table not in STAY)


def _called(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _move(session: Session, column: Column[Any], new: str, old: str) -> list[str]:
    """Ids of the rows that have moved; of what the other case has already, none does."""
    ids, doubles = session.scalars(select(column.table.c.id).where(column == old)), _doubles(session, column, new, old)
    moving = [each for each in ids if each not in doubles]
    _set(session, column, moving, new)
    return moving


def _doubles(session: Session, column: Column[Any], new: str, old: str) -> dict[str, str]:
    """Rows of which the other case may have one only, such as a person's place in it, and has one: id -> its id."""
    same = _unique_with(column)
    if not same:
        return {}
    there = column.table.alias()
    alike = and_(there.c[column.name] == new, *(there.c[name] == column.table.c[name] for name in same))
    found = select(column.table.c.id, there.c.id).join(there, alike).where(column == old)
    return {mine: theirs for mine, theirs in session.execute(found)}


def _unique_with(column: Column[Any]) -> tuple[str, ...]:
    """Names of the columns with which it must be unique."""
    if column.table is Membership.__table__:
        return ("person_id", "candidate_group")
    uniques = [each.columns.keys() for each in column.table.constraints if isinstance(each, UniqueConstraint)]
    return next((tuple(name for name in each if name != column.name) for each in uniques if column.name in each), ())


def _fold(desk: Desk, stays: Case, goes: Case) -> list[list[Any]]:
    """What hangs on a row that does not move hangs on the other case's from now on, behind what is there already.

    Gives column, id of the row, what it held, and by how much its number has grown.
    """
    folded = []
    for column, new, old in _columns(desk, stays, goes):
        for mine, theirs in _doubles(desk.session, column, new, old).items():
            folded += _hung_over(desk.session, column, mine, theirs)
    return folded


def _hung_over(session: Session, column: Column[Any], mine: str, theirs: str) -> list[list[Any]]:
    moved = []
    for hanging in _pointing_at(column.table):
        shift = _highest(session, hanging, theirs)
        for which in session.scalars(select(hanging.table.c.id).where(hanging == mine)).all():
            _hang(session, hanging, which, theirs, shift)
            moved.append([_called(hanging), which, mine, shift])
    return moved


def _unfold(session: Session, folded: Collection[list[Any]]) -> None:
    for name, which, mine, shift in folded:
        table, _, column = name.partition(".")
        _hang(session, Base.metadata.tables[table].c[column], which, mine, -shift)


def _pointing_at(table: Table) -> list[Column[Any]]:
    key = f"{table.name}.id"
    columns = (column for each in _tables() for column in each.columns)
    return [column for column in columns if key in {found.target_fullname for found in column.foreign_keys}]


def _highest(session: Session, hanging: Column[Any], owner: str) -> int:
    """The last number of what hangs on this row; 0 where nothing is numbered."""
    if "number" not in _unique_with(hanging):
        return 0
    return session.scalar(select(func.max(hanging.table.c.number)).where(hanging == owner)) or 0


def _hang(session: Session, hanging: Column[Any], which: str, owner: str, shift: int) -> None:
    values: dict[str, Any] = {hanging.name: owner}
    if shift:
        values["number"] = hanging.table.c.number + shift
    session.execute(update(hanging.table).where(hanging.table.c.id == which).values(values))


def _set(session: Session, column: Column[Any], ids: Collection[str], value: str) -> None:
    if ids:
        session.execute(update(column.table).where(column.table.c.id.in_(ids)).values({column.name: value}))


def _settle(desk: Desk, *cases: Case) -> None:
    """Rows were changed behind the records' backs, and a safeguarding hold lies on everybody of a case or on nobody."""
    desk.session.flush()
    for case in cases:
        on_hold.settle(desk, case)
    desk.session.expire_all()
