"""One row of the file becomes a case, or joins the one that it became before; the caller's transaction is the row's.

What was taken is kept beside the case. So the same row again changes nothing, a cell that has changed in the file is
taken over, and what somebody has changed in the portal since stays as they changed it.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from sqlalchemy import select

from engine import PORTAL
from webapp import clocks, csv_rows
from webapp.accounts.people import FAMILY
from webapp.cases import alike, documents, expected, granting, kinds
from webapp.cases.desk import Desk
from webapp.cases.errors import CasesError, DocumentRefused
from webapp.cases.models import Case, Child, Document, ImportedCase
from webapp.cases.reading import find_case, merged_into
from webapp.cases.same_child import likeness
from webapp.cases.uploads import Uploads
from webapp.clocks.deemed import FORMER_SYSTEM
from webapp.importing import plan_rows
from webapp.importing.columns import Phase, shape
from webapp.importing.rows import Finding, Row
from webapp.london import LONDON
from webapp.plans import taking_over
from webapp.plans.taking_over import TakenRow

ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
NEW = "NEW"  # in the column `reference`: none of those that are like it
ALIKE = 60  # from this score on, somebody must say whether it is the same child
NOON = time(12)
PLAN = "plan_rows:sha256"  # among the cells that were taken: what its plan said
SUFFIXES = {"plan_files": ".pdf", "plan_rows": ".csv"}
WRONG_KINDS = {"plan_files": ("PDF", "Print it to a PDF."), "plan_rows": ("CSV file", "Save the table as “CSV UTF-8”.")}


class Left(Exception):
    """The row is left out, with what is wrong and the remedy; nothing of it stays."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


@dataclass
class Outcome:
    """What became of a row, and what was left as it is."""

    what: str = UNCHANGED
    reference: str = ""
    notes: list[Finding] = field(default_factory=list)

    def changed(self) -> None:
        """Something was taken over."""
        self.what = CHANGED if self.what == UNCHANGED else self.what


def take(desk: Desk, uploads: Uploads, row: Row, folder: Path, *, store: bool = True) -> Outcome:
    """Take a row; `folder` is the file's, and with store=False its plans are looked at and not kept. Raises Left."""
    before = desk.session.scalar(select(ImportedCase).where(ImportedCase.number == row["number"]))
    outcome = Outcome()
    if before is None:
        known = _first(desk, row, outcome)
    else:
        known = before
        _again(desk, row, known, outcome)
    case = known.case
    outcome.reference = case.reference
    _people(desk, row, case, outcome)
    _files(desk, uploads, row, case, folder, outcome, store=store)
    plan = _plan(desk, row, case, known, folder, outcome)
    if before is None:
        _begin(desk, row, case)  # a plan that is written anew begins with what the issued one says
    _dates(desk, row, case, known, outcome)
    taken = {**row.cells, **({PLAN: plan} if plan else {})}
    if known.taken != taken:
        known.taken, known.taken_at = taken, desk.now
    desk.session.flush()
    return outcome


def _first(desk: Desk, row: Row, outcome: Outcome) -> ImportedCase:
    """A number that is new here."""
    case = _chosen(desk, row)
    outcome.what = CHANGED if case else ADDED
    case = case or _made(desk, row)
    known = ImportedCase(number=row["number"], case_id=case.id, taken={}, taken_at=desk.now)
    desk.session.add(known)
    desk.session.flush()
    payload = {"number": row["number"], "phase": row["phase"]}
    desk.engine.history.record(case.reference, "taken over", by=PORTAL, payload=payload)
    return known


def _chosen(desk: Desk, row: Row) -> Case | None:
    """The case that the row names; none: a new one. Raises Left when nobody has said so and others are like it."""
    named = row["reference"].upper()
    if named and named != NEW:
        try:
            return find_case(desk, merged_into(desk, named) or named)
        except CasesError:
            raise _left(row, "reference", f"There is no case {named}.", "Correct it, or leave it empty.") from None
    if named == NEW:
        return None
    child = _child(row)
    like = [case.reference for case in alike.near_to(desk, child) if likeness(child, case.child).score >= ALIKE]
    if like:
        what = f"{', '.join(like)} may be the same child's."
        raise _left(row, "reference", what, "Look, then write the case's reference here, or “new” for another child.")
    return None


def _made(desk: Desk, row: Row) -> Case:
    child = _child(row)
    child.created_at = desk.now
    desk.session.add(child)
    desk.session.flush()
    return granting.new_case(desk, child.id, None, area=row["area"])


def _child(row: Row) -> Child:
    born_on = row.day("born_on")
    assert born_on  # a needed column
    texts = {name: _text(name, row) for name in _child_columns() if name != "born_on"}
    return Child(born_on=born_on, **texts)


def _child_columns() -> list[str]:
    return [column.name for column in shape().columns.values() if column.child]


def _text(name: str, row: Row) -> str:
    return "\n".join(row.several(name)) if shape().columns[name].kind == "lines" else row[name]


def _again(desk: Desk, row: Row, known: ImportedCase, outcome: Outcome) -> None:
    """A number that has come before: field by field what the file has changed, unless the portal has, too."""
    before = Row(line=row.line, cells={**dict.fromkeys(row.cells, ""), **known.taken})
    child, case = known.case.child, known.case
    for name in _child_columns():
        now, was = (each.day(name) if name == "born_on" else _text(name, each) for each in (row, before))
        if now != was:
            _replace(row, child, name, was, now, outcome)
    if row["area"] != before["area"]:
        _replace(row, case, "area", before["area"], row["area"], outcome)
    if row["phase"] != before["phase"]:
        what, remedy = "The phase has changed in the file.", "The portal's own goes on. Take the next step there."
        outcome.notes.append(Finding(line=row.line, column="phase", what=what, remedy=remedy))


def _replace(row: Row, owner: Child | Case, name: str, was: object, now: object, outcome: Outcome) -> None:
    here = getattr(owner, name)
    if here == now:
        return
    if here != was:
        what, remedy = "It has been changed here since, and stays so.", "If the file is right, change it in the portal."
        outcome.notes.append(Finding(line=row.line, column=name, what=what, remedy=remedy))
        return
    setattr(owner, name, now)
    outcome.changed()


def _people(desk: Desk, row: Row, case: Case, outcome: Outcome) -> None:
    known = expected.of(desk, case)
    for start in shape().people:
        email = row[f"{start}email"]
        if not email or email in known:
            continue  # whoever was taken over once is the portal's affair
        person = desk.accounts.people.by_email(email)
        if person and person.kind != FAMILY:
            what = "This email address belongs to an account for somebody's work."
            raise _left(row, f"{start}email", what, "Give the person's own address, or leave the four cells empty.")
        expected.expect(
            desk,
            case,
            email=email,
            relationship=row[f"{start}relationship"],
            responsibility=row[f"{start}responsibility"],
            scope=row[f"{start}access"],
        )
        outcome.changed()


def _files(desk: Desk, uploads: Uploads, row: Row, case: Case, folder: Path, outcome: Outcome, *, store: bool) -> None:
    found = select(Document.sha256).where(Document.business_key == case.reference)
    there = set(desk.session.scalars(found))
    for name in row.several("plan_files"):
        path = _path(row, folder, name)
        if hashlib.sha256(path.read_bytes()).hexdigest() in there:
            continue
        try:
            _keep(desk, uploads, path, case, store=store)
        except DocumentRefused as refused:
            raise _left(row, "plan_files", f"{name}: {refused}", "Mend the file, or leave it out.") from None
        outcome.changed()


def _plan(desk: Desk, row: Row, case: Case, known: ImportedCase, folder: Path, outcome: Outcome) -> str:
    """The plan's rows become an issued version, once; gives the digest of what was taken. Raises Left."""
    before = str(known.taken.get(PLAN, ""))
    if not row["plan_rows"]:
        return before
    rows = _plan_rows(row, _path(row, folder, row["plan_rows"], column="plan_rows"))
    digest = plan_rows.digest(rows)
    if digest == before:
        return before
    if before or taking_over.has_plan(desk, case):
        what = "The plan’s rows have changed in the file." if before else "The case has a plan here already."
        remedy = "The portal's own stays. Change it there."
        outcome.notes.append(Finding(line=row.line, column="plan_rows", what=what, remedy=remedy))
        return before
    dated = row.day("plan_on")
    if dated is None:
        raise _left(row, "plan_on", "It is empty, and plan_rows is not.", "Write when the plan was issued.")
    try:
        taking_over.take(desk, case, rows, dated=dated)
    except taking_over.RowRefused as refused:
        what = f"{row['plan_rows']}, line {refused.line}: {refused.why}"
        raise _left(row, "plan_rows", what, "Mend that row.") from None
    outcome.changed()
    return digest


def _plan_rows(row: Row, path: Path) -> list[TakenRow]:
    """Raises Left for a file that is no table, or has no row of this case."""
    try:
        found = plan_rows.of_case(path, row["number"])
    except (csv_rows.Unreadable, csv_rows.Misshapen) as fault:
        remedy = "`./portal cases --help` explains its columns."
        raise _left(row, "plan_rows", f"{path.name}: {fault}", remedy) from None
    if not found:
        what = f"{path.name} has no row with the number {row['number']}."
        raise _left(row, "plan_rows", what, "Add them, or leave the cell empty.")
    return found


def _path(row: Row, folder: Path, name: str, *, column: str = "plan_files") -> Path:
    """The file beside the table. Raises Left for what is not there or lies elsewhere."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _left(row, column, f"{name} lies outside of the folder.", "Put it beside the file, or below.")
    if not path.is_file():
        raise _left(row, column, f"There is no file {name}.", "Look at how it is spelled, or leave it out.")
    if path.suffix.lower() != SUFFIXES[column]:
        kind, remedy = WRONG_KINDS[column]
        raise _left(row, column, f"{name} is no {kind}.", remedy)
    return path


def _keep(desk: Desk, uploads: Uploads, path: Path, case: Case, *, store: bool) -> None:
    if not store:
        kinds.KINDS["pdf"].require(path)
        return
    with path.open("rb") as stream:
        document = documents.add(desk, uploads, documents.FORMER_SYSTEM, name=path.name, stream=stream)
    documents.give(desk, documents.FORMER_SYSTEM, [document.id], case.reference)


def _begin(desk: Desk, row: Row, case: Case) -> None:
    """The open phase begins here, where the case has none under way."""
    phase = shape().phases[row["phase"]]
    if desk.engine.instances.runs(case.reference):
        return
    if phase.limits:
        _start_limits(desk, row, case, phase)
    if phase.process:
        answers = {name: text.format_map(row.cells) for name, text in phase.answers.items()}
        desk.engine.instances.start(
            phase.process, business_key=case.reference, by=PORTAL, answers=answers, start_event=phase.start_event
        )
    if phase.message:
        once = f"taken over: {row['number']}"
        desk.engine.messages.correlate(phase.message, key=case.reference, message_id=once)


def _start_limits(desk: Desk, row: Row, case: Case, phase: Phase) -> None:
    received = row.day("received_on")
    assert received  # every phase with limits needs it
    at = datetime.combine(received, NOON, tzinfo=LONDON)
    clocks.receive(desk, case.reference, at=at, route=FORMER_SYSTEM, by=PORTAL, note=f"Number {row['number']}")
    for limit in phase.limits:
        clocks.start(desk, case.reference, limit=limit, by=PORTAL)


def _dates(desk: Desk, row: Row, case: Case, known: ImportedCase, outcome: Outcome) -> None:
    """Limits that count from a date of the file, when that is new."""
    for dated in shape().dates:
        day = next(filter(None, (row.day(name) for name in dated.columns)), None)
        before = next(filter(None, (known.taken.get(name) for name in dated.columns)), "")
        if day and day.isoformat() != before:
            clocks.start(desk, case.reference, limit=dated.limit, counted_from=day, by=PORTAL)
            outcome.changed()


def _left(row: Row, column: str, what: str, remedy: str) -> Left:
    return Left(Finding(line=row.line, column=column, what=what, remedy=remedy))
