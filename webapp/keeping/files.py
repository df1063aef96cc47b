"""Files among all that is held: what their words tell, what nobody could read, and what was held back from a parent."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.models import Case, Document, Party
from webapp.contributions.models import Contribution
from webapp.contributions.sharing import may_read
from webapp.file_words.reading import FileWords
from webapp.keeping import gathering
from webapp.keeping.gathering import Entry

TABLE = Document.__tablename__
NOT_READ = "Its words could not be read, or not all: look into it"
NOBODY = "Shared with nobody of the family"


def among(desk: Desk, found: Iterable[Entry]) -> list[Document]:
    """The documents of these entries; their words are read outside of a transaction."""
    ids = [_id(each) for each in found if each.table == TABLE]
    return list(desk.session.scalars(select(Document).where(Document.id.in_(ids)).order_by(Document.id)))


def marked(
    desk: Desk, case: Case, person: Person | None, found: Sequence[Entry], read: Iterable[FileWords]
) -> list[Entry]:
    """The same entries: of each file is said why somebody must look at it, and what tells where somebody is, was not
    read, or is held back from whom it might reach, is left out unless an officer says otherwise."""
    words = {each.document_id: each for each in read}
    others, contributions = gathering.others(desk, case, person), _contributions(desk, case, person)
    readers = [person] if person else [party.person for party in case.parties]
    return [
        _marked(
            each,
            others.marks(words[_id(each)].text, set()) if _id(each) in words else (),
            [*_gap(words.get(_id(each))), *_held_back(_id(each), contributions, readers)],
        )
        if each.table == TABLE
        else each
        for each in found
    ]


def _marked(each: Entry, told: Iterable[str], kept: Sequence[str]) -> Entry:
    marks = tuple(dict.fromkeys([*each.marks, *told, *kept]))
    return replace(each, marks=marks, leave_out=each.leave_out or bool(kept) or gathering.tells_where(marks))


def _gap(words: FileWords | None) -> Iterator[str]:
    if words is None or words.gap:
        yield NOT_READ


def _held_back(document_id: str, contributions: Collection[Contribution], readers: Sequence[Person]) -> Iterator[str]:
    """From whom of those for whom it may be: what came as a contribution, and an officer has not shared with them."""
    for each in contributions:
        if document_id in each.documents:
            kept = [reader for reader in readers if not may_read(each, reader)]
            yield from [NOBODY] if len(kept) == len(readers) > 1 else [f"Held back from {one.name}" for one in kept]


def _contributions(desk: Desk, case: Case, person: Person | None) -> list[Contribution]:
    theirs = select(Party.case_id).where(Party.person_id == person.id) if person else [case.id]
    return list(desk.session.scalars(select(Contribution).where(Contribution.case_id.in_(theirs))))


def _id(each: Entry) -> str:
    return each.key.partition(":")[2]
