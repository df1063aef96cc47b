"""A record is erased: its rows in every room, files, tasks, answers, drafts, mails. History stays, without a word."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, delete, select, update

from engine import PORTAL
from webapp.accounts.models import Person, UnreachableAddress
from webapp.cases.desk import Desk
from webapp.cases.models import Case, CaseMerge
from webapp.cases.uploads import Uploads
from webapp.keeping import belonging, certificates, deciding, retention
from webapp.keeping.belonging import Belongings, some_at_once
from webapp.keeping.errors import NobodyAsked
from webapp.keeping.models import APPROVED, Certificate, Destruction

NAMED = "record erased"  # kind of the event in the history of a case that was compared with one that is gone


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What is gone from the database, and the files to be deleted once that is committed."""

    people: list[str]  # references
    counts: dict[str, int]
    chains: dict[str, tuple[int, str]]
    files: list[str]

    def delete_files(self, uploads: Uploads) -> None:
        """Again does no harm; what is left behind, the sweep of files deletes."""
        for name in self.files:
            uploads.store.delete(name)


def agreed(desk: Desk) -> list[str]:
    """Ids of destructions to be carried out now: two people have agreed, and the time to think is over."""
    asked = select(Destruction).where(Destruction.state == APPROVED).order_by(Destruction.decided_at, Destruction.id)
    return [each.id for each in desk.session.scalars(asked) if deciding.is_ripe(each, desk.now)]


def carry_out(desk: Desk, destruction_id: str) -> tuple[Certificate, Erased]:
    """Destroy what two people have agreed on. Raises Refused, NobodyAsked: what stands against it by now."""
    asked = desk.session.get(Destruction, destruction_id)
    if asked is None or not deciding.is_ripe(asked, desk.now):
        raise NobodyAsked
    kept = retention.of(desk, asked.case)
    for fault in deciding.refusals(desk, kept):
        raise fault
    draft = certificates.begin(desk, kept)
    erased = erase(desk, kept.case)
    return certificates.issue(desk, draft, erased.people, erased.counts, erased.chains), erased


def erase(desk: Desk, case: Case) -> Erased:
    """Everything that belongs to the case; whoever calls has looked whether it may go, and deletes the files."""
    found = belonging.of(desk.session, case)
    files = belonging.files(desk.session, found)
    people = belonging.values(desk.session, Person.__table__.c.reference, found.rows[Person.__tablename__])
    _tell_others(desk, found)
    counts = desk.engine.business_keys.erase(*found.keys)
    chains = {key: desk.engine.history.erase(key) for key in sorted(found.keys)}
    for reference in people:
        desk.engine.history.erase_actor(reference)
    counts |= _delete(desk, found)
    return Erased(
        people=sorted(people),
        counts={**counts, "files": len(files)},
        chains={key: tip for key, tip in chains.items() if tip[0]},
        files=files,
    )


def _tell_others(desk: Desk, found: Belongings) -> None:
    """A record that was compared with this one, and stays, says why it is not found any more."""
    cases = found.rows[Case.__tablename__]
    for merge in desk.session.scalars(select(CaseMerge).where(CaseMerge.id.in_(found.rows.get("case_merge", ())))):
        for gone, other in ((merge.goes, merge.stays), (merge.stays, merge.goes)):
            if gone.id in cases and other.id not in cases:
                desk.engine.history.record(other.reference, NAMED, by=PORTAL, payload={"case": gone.reference})


def _delete(desk: Desk, found: Belongings) -> dict[str, int]:
    """Rows that lead to others first; how many, by table."""
    desk.session.flush()
    people = select(Person.email).where(Person.id.in_(found.rows[Person.__tablename__]))
    desk.session.execute(delete(UnreachableAddress).where(UnreachableAddress.email.in_(people)))
    for column in belonging.MENTIONS:
        _let_go(desk, column, found.rows.get(column.table.name, set()))
    counts = {}
    for table in reversed(belonging.tables()):
        ids = found.rows.get(table.name, set())
        for column in _within(table):
            _let_go(desk, column, ids)
        for some in some_at_once(ids):
            desk.session.execute(delete(table).where(table.c.id.in_(some)))
        counts[table.name] = len(ids)
    desk.session.expunge_all()
    return {name: count for name, count in counts.items() if count}


def _within(table: Table) -> list[Column[Any]]:
    """Columns that lead from the table to itself."""
    return [column for column in belonging.pointing(table.name) if column.table is table]


def _let_go(desk: Desk, column: Any, ids: Collection[str]) -> None:
    """Rows that name one of these name it no longer."""
    for some in some_at_once(ids):
        desk.session.execute(update(column.table).where(column.in_(some)).values({column.name: None}))
