"""What belongs to a case: rows of every room that lead to it, found by their columns and not room by room.

So what a room built later keeps of a case is found as well, as it is when two cases become one (`cases.joining`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from webapp.accounts import models as accounts
from webapp.accounts.models import Invitation, Person
from webapp.accounts.people import FAMILY
from webapp.cases.desk import Desk
from webapp.cases.models import Case, Document
from webapp.db import Base
from webapp.talking import attachments

AT_ONCE = 500  # ids in one statement
CONVERSATION, CHILD = "conversation", "child"
NAMED = "reference"  # column with a key of its own
KEY = "business_key"
# A person's own: what stands there names nobody in a case.
ACCOUNTS = frozenset(
    each.class_.__tablename__ for each in Base.registry.mappers if each.class_.__module__ == accounts.__name__
)
# Columns that mention a row and do not belong to it: they are emptied, and their rows stay.
MENTIONS = (Invitation.__table__.c.kept_from,)

Rows = dict[str, set[str]]  # ids by table


@dataclass
class Belongings:
    """Rows of a case by table, the business keys under which the engine keeps what is of it, and its files."""

    rows: Rows = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def add(self, table: str, ids: Iterable[str]) -> None:
        """These rows are of it, too."""
        self.rows.setdefault(table, set()).update(ids)


def of(session: Session, case: Case) -> Belongings:
    """Everything of this case, of those that were merged into it, and of family who are in no other."""
    found = of_child(session, case)
    _follow(session, found, {Person.__tablename__: _people(session, found)})
    return found


def of_child(session: Session, case: Case) -> Belongings:
    """The same without anybody's account."""
    found = Belongings()
    _follow(session, found, {Case.__tablename__: {case.id}})
    return found


def of_person(session: Session, person: Person) -> Belongings:
    """Everything of somebody with an account, in whatever case."""
    found = Belongings()
    _follow(session, found, {Person.__tablename__: {person.id}})
    return found


def would_go(desk: Desk, case: Case) -> dict[str, int]:
    """How many rows of each table would be destroyed, and how many files."""
    found = of(desk.session, case)
    counts = {table: len(ids) for table, ids in found.rows.items() if ids}
    return {**counts, **desk.engine.business_keys.count(*found.keys), "files": len(files(desk.session, found))}


def files(session: Session, found: Belongings) -> list[str]:
    """Names in the store of the documents among it."""
    return values(session, Document.__table__.c.storage_name, found.rows.get(Document.__tablename__, ()))


def values(session: Session, column: Any, ids: Iterable[str]) -> list[Any]:
    """What a column holds in these rows of its table."""
    return _where(session, column, column.table.c.id, ids)


def some_at_once(ids: Iterable[Any]) -> Iterator[list[Any]]:
    """As many of them as one statement takes, and so on."""
    every = list(ids)
    return (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE))


@cache
def tables() -> tuple[Table, ...]:
    """Every table of the portal, those first to which others lead; sorting them takes as long as a page."""
    return tuple(Base.metadata.sorted_tables)


@cache
def pointing(target: str) -> tuple[Column[Any], ...]:
    """Columns that lead to rows of the table `target` and mean that theirs belong to it."""
    columns = (column for table in tables() for column in table.columns if column not in MENTIONS)
    return tuple(each for each in columns if f"{target}.id" in {key.target_fullname for key in each.foreign_keys})


@cache
def of_cases() -> tuple[Table, ...]:
    """Tables whose rows may belong to a case: they lead to it, step by step, or have a business key."""
    found = {Case.__tablename__, CHILD, *(table.name for table in tables() if KEY in table.c)}
    size = 0
    while size != len(found):
        size = len(found)
        found |= {column.table.name for target in list(found) for column in pointing(target)}
    return tuple(table for table in tables() if table.name in found)


def _follow(session: Session, found: Belongings, new: Rows) -> None:
    """Add these rows and what leads to them, each row followed once, until nothing more does."""
    while new:
        for table, ids in new.items():
            found.add(table, ids)
        keys = _keys(session, new) - found.keys
        found.keys |= keys
        near: Rows = defaultdict(set)
        for table, some in _leading(session, new, keys):
            near[table].update(some)
        new = {table: fresh for table, ids in near.items() if (fresh := ids - found.rows.get(table, set()))}


def _leading(session: Session, rows: Rows, keys: set[str]) -> Iterator[tuple[str, list[str]]]:
    """What leads to these rows, the children of these cases, and what lies under these keys: table and ids."""
    for target, ids in rows.items():
        for column in pointing(target):
            yield column.table.name, _where(session, column.table.c.id, column, ids)
    yield CHILD, values(session, Case.__table__.c.child_id, rows.get(Case.__tablename__, ()))
    for table in (table for table in tables() if KEY in table.c):
        yield table.name, _where(session, table.c.id, table.c[KEY], keys)


def _keys(session: Session, rows: Rows) -> set[str]:
    """Business keys that these rows are named by."""
    keys = {attachments.key(each) for each in rows.get(CONVERSATION, ())}
    for table in (table for table in tables() if rows.get(table.name)):
        own = [column for column in table.columns if column.unique and column.name in (NAMED, KEY)]
        keys.update(*(values(session, column, rows[table.name]) for column in own))
    return keys


def _people(session: Session, found: Belongings) -> set[str]:
    """People of the family who are named nowhere else: their accounts go with it."""
    theirs = [table for table in of_cases() if table.name not in ACCOUNTS]
    naming = [column for column in pointing(Person.__tablename__) if column.table in theirs]
    near = {who for column in naming for who in values(session, column, found.rows.get(column.table.name, ()))}
    family = set(_where(session, Person.__table__.c.id, Person.__table__.c.id, near - {None}, Person.kind == FAMILY))
    for column in naming:
        here = found.rows.get(column.table.name, set())
        rows = session.execute(select(column.table.c.id, column).where(column.in_(family)))
        family -= {who for which, who in rows.all() if which not in here}
    return family


def _where(session: Session, wanted: Any, column: Any, held: Iterable[Any], *more: Any) -> list[Any]:
    """`wanted` of the rows whose column holds one of these."""
    some = some_at_once(held)
    return [row for each in some for row in session.scalars(select(wanted).where(column.in_(each), *more))]
