"""All that is held about somebody, entry by entry, with what is about others marked: for whoever looks it through."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, Table, select

from engine import Record
from webapp.accounts.models import Person
from webapp.cases import entered, keeping_apart, restrictions
from webapp.cases.desk import Desk
from webapp.cases.models import Case, ExpectedParty, Party
from webapp.keeping import belonging
from webapp.keeping.belonging import Belongings
from webapp.london import LONDON

# Never for anybody: what opens doors, and what only the portal reads.
SECRET = ("hash", "token", "nonce", "digest", "sha256", "storage_name", "html", "moved", "revision")
SECRET_TABLES = {
    *("second_factor", "passkey", "authenticator", "recovery_code", "link_token", "code_challenge", "known_device"),
    *("email_change", "pending_registration", "calendar_feed", "subject_access"),
}
# What officers have written for officers: whether it may go out, somebody must decide (serious harm, others’ safety).
FOR_OFFICERS = {"restriction", "safeguarding_hold", "note_version", "break_glass", "legal_hold", "destruction"}
SUBMISSION, EVENT = "submission", "history_event"
PASSED = "passed"  # kind of events that say where a drawing went, and nothing of anybody


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that is held."""

    key: str  # table:id
    table: str
    values: Mapping[str, str]
    marks: tuple[str, ...]  # why somebody must look at it
    leave_out: bool  # unless an officer says otherwise


@dataclass(frozen=True)
class Others:
    """People whom it is not about, and where the child of the case is and people are reached who are awaited."""

    people: tuple[Person, ...]
    places: tuple[str, ...] = ()

    def marks(self, text: str, named: set[str]) -> Iterator[str]:
        """Who of them is in an entry; `named` are the ids of people to whom its columns lead."""
        if keeping_apart.tells(text, self.places, own=()):
            yield "Where the child lives or learns, or somebody else is reached"
        for person in self.people:
            if keeping_apart.tells(text, keeping_apart.reached(person), own=()):
                yield f"Where {person.name} lives or is reached"
            elif person.id in named:
                yield f"By or about {person.name}"
            elif person.name in text:
                yield f"Names {person.name}"


def gather(desk: Desk, case: Case, person: Person | None) -> list[Entry]:
    """Everything about the child, or about this one of the family."""
    near = others(desk, case, person)
    found = belonging.of_person(desk.session, person) if person else belonging.of_child(desk.session, case)
    rows = (entry for table in _tables(person) for entry in _rows(desk, table, found, near))
    who = person.reference if person else ""
    keys = sorted({*found.keys, case.reference})
    answers = (
        row for key in keys for row in desk.engine.submissions.of(key) if _is_of(row.submitted_by, key, who, found)
    )
    happened = (row for key in keys for row in desk.engine.history.of(key) if _is_of(row.actor, key, who, found))
    return [
        *rows,
        *(_entry(SUBMISSION, str(row.id), _said(row), _written_by(row.submitted_by, near), near) for row in answers),
        *(
            _entry(EVENT, str(row.id), _happened(row), _written_by(row.actor, near), near)
            for row in happened
            if row.kind != PASSED
        ),
    ]


def others(desk: Desk, case: Case, person: Person | None) -> Others:
    """Whom it is not about."""
    return Others(tuple(_near(desk, case, person)), tuple(_places(desk, case)))


def tells_where(marks: Iterable[str]) -> bool:
    """Does one of these say that somebody would learn where another is?"""
    return any(mark.startswith("Where ") for mark in marks)


def _near(desk: Desk, case: Case, person: Person | None) -> Iterator[Person]:
    """Everybody else of every case in which this person is: what is held about one lies in all of them."""
    mine = select(Party.case_id).where(Party.person_id == person.id) if person else [case.id]
    near = select(Person).where(Person.id.in_(select(Party.person_id).where(Party.case_id.in_(mine))))
    yield from (each for each in desk.session.scalars(near.order_by(Person.id)) if each is not person)


def _places(desk: Desk, case: Case) -> Iterator[str]:
    """A parent may ask for the child’s file, and must not learn from it where the other has gone with the child."""
    yield from desk.session.scalars(select(ExpectedParty.email).where(ExpectedParty.case_id == case.id))
    yield from (case.child.postcode, *case.child.address.splitlines()[:1])
    if restrictions.of_case(desk, case) or entered.holding(desk, {case.id}):
        yield from (case.child.school, *keeping_apart.schools(desk, case))


def _is_of(actor: str, key: str, who: str, found: Belongings) -> bool:
    """Of the child everything; of somebody else what they did, and what lies under a key of their own."""
    return not who or actor == who or key in found.keys


def _tables(person: Person | None) -> list[Table]:
    """Of a child not what is of an account; of nobody what opens doors."""
    own = [each for each in belonging.of_cases() if each.name not in belonging.ACCOUNTS]
    tables = belonging.tables() if person else own
    return [each for each in tables if each.name not in SECRET_TABLES]


def _rows(desk: Desk, table: Table, found: Belongings, others: Others) -> Iterator[Entry]:
    ids = found.rows.get(table.name)
    if not ids:
        return
    people = {column.name for column in belonging.pointing(Person.__tablename__) if column.table is table}
    shown = [column for column in table.columns if _is_shown(column)]
    query = select(*shown, *(table.c[name] for name in people), table.c.id.label("row_id"))
    for row in desk.session.execute(query.where(table.c.id.in_(ids)).order_by(table.c.id)).mappings():
        named = {row[name] for name in people if row[name]}
        values = {column.name: row[column.name] for column in shown}
        yield _entry(table.name, row["row_id"], values, named, others)


def _is_shown(column: Any) -> bool:
    """Words, days and numbers; neither ids nor what only the portal reads."""
    hidden = any(word in column.name for word in SECRET) or column.name == "id" or column.name.endswith("_id")
    return not (hidden or column.foreign_keys or isinstance(column.type, LargeBinary))


def _entry(table: str, its_id: str, values: Mapping[str, Any], named: set[str], others: Others) -> Entry:
    said = {name.replace("_", " "): text for name, value in values.items() if (text := _text(value))}
    marks = [*others.marks(" ".join(said.values()), named), *(["For officers so far"] if table in FOR_OFFICERS else [])]
    return Entry(
        key=f"{table}:{its_id}",
        table=table,
        values=said,
        marks=tuple(marks),
        leave_out=table in FOR_OFFICERS or tells_where(marks),
    )


def _written_by(actor: str, others: Others) -> set[str]:
    return {person.id for person in others.people if person.reference == actor}


def _said(row: Record) -> dict[str, Any]:
    return {"form": row.form, "by": row.submitted_by_name, "at": row.submitted_at, **row.answers}


def _happened(row: Record) -> dict[str, Any]:
    return {"what": row.kind, "by": row.actor_name, "at": row.at, **(row.payload or {})}


def _text(value: Any) -> str:
    """As a person reads it; nothing for what is empty."""
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d %B %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value or "")
