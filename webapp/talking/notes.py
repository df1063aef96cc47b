"""Officers' notes on a case: written, and corrected by a new version that leaves the earlier ones as they are."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.talking.errors import NoteChanged, NoteMissing, NoteNotFound
from webapp.talking.models import Note, NoteVersion

PAGE = 30


@dataclass(frozen=True, kw_only=True)
class NoteFile:
    """A note: what it says now, and what it said before, the latest first."""

    id: str
    now: NoteVersion
    earlier: tuple[NoteVersion, ...]


def of(desk: Desk, case: Case, *, after: int = 0) -> list[NoteFile]:
    """The newest first: PAGE of them and one more, if there is, beginning behind so many."""
    found = select(Note).where(Note.case_id == case.id).options(*WHOLE)
    rows = desk.session.scalars(found.order_by(Note.written_at.desc(), Note.id).offset(after).limit(PAGE + 1))
    return [_file(row) for row in rows]


def find(desk: Desk, case: Case, note_id: str) -> NoteFile:
    """One of this case. Raises NoteNotFound."""
    return _file(_find(desk, case, note_id))


def write(desk: Desk, case: Case, text: str, *, by: Person, actor: Actor) -> Note:
    """A new note. Raises NoteMissing."""
    made = Note(case_id=case.id, written_at=desk.now)
    desk.session.add(made)
    _say(desk, case, made, text, 1, by)
    desk.engine.history.record(case.reference, "note written", by=actor, payload={"note": made.id})
    return made


def correct(desk: Desk, case: Case, note_id: str, text: str, *, seen: int, by: Person, actor: Actor) -> None:
    """It says something else from now on; `seen` is the number of the version that was read. The same is no change.

    Raises NoteNotFound, NoteMissing, NoteChanged.
    """
    desk.engine.locks.take(case.reference)
    note = _find(desk, case, note_id)
    last = note.versions[-1]
    if last.text == text.strip():
        return
    if last.number != seen:
        raise NoteChanged
    _say(desk, case, note, text, last.number + 1, by)
    desk.engine.history.record(case.reference, "note corrected", by=actor, payload={"note": note.id})


WHOLE = (selectinload(Note.versions).options(joinedload(NoteVersion.by)),)


def _find(desk: Desk, case: Case, note_id: str) -> Note:
    found = select(Note).where(Note.id == note_id, Note.case_id == case.id).options(*WHOLE)
    note = desk.session.scalar(found.execution_options(populate_existing=True))
    if note is None:
        raise NoteNotFound
    return note


def _say(desk: Desk, case: Case, note: Note, text: str, number: int, by: Person) -> None:
    if not text.strip():
        raise NoteMissing
    note.versions.append(NoteVersion(number=number, text=text.strip(), at=desk.now, by=by))
    desk.session.flush()


def _file(note: Note) -> NoteFile:
    *earlier, last = note.versions
    return NoteFile(id=note.id, now=last, earlier=tuple(reversed(earlier)))
