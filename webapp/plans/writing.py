"""Officers write a version statement by statement; whoever saves over somebody else's words is told first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update

from forms import clean
from webapp.accounts.models import Person, new_id
from webapp.cases.desk import Desk
from webapp.plans import sections, versions
from webapp.plans.errors import (
    ChangedMeanwhile,
    FollowsNothing,
    ListedByItself,
    NamesSchool,
    SectionFull,
    StatementNotFound,
    WordsMissing,
    WordsTooMany,
)
from webapp.plans.models import FINAL, PlanStatement, PlanVersion

LONGEST = 20_000  # characters of one statement: ten pages
MOST = 200  # statements of one section
DETAILS = {  # what help must say: “detailed and specific and normally quantified” (SEND Code of Practice, 9.69)
    "amount": "How much each time",
    "often": "How often",
    "who": "Who gives it",
    "qualification": "What they must have learned",
    "review": "When it is looked at again",
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody has written into one statement."""

    words: str
    heading: str = ""
    details: Mapping[str, str] | None = None
    sources: Iterable[str] = ()
    kept_from: Iterable[str] = ()


def add(
    desk: Desk, version: PlanVersion, letter: str, written: Words, *, follows: str = "", by: Person | None
) -> PlanStatement:
    """A new statement at the end of its section.

    Raises NotBeingWritten, NoSuchSection, ListedByItself, NamesSchool, FollowsNothing, SectionFull, WordsMissing,
    WordsTooMany.
    """
    versions.require_writing(version)
    section = sections.section(letter)
    if section.listed:
        raise ListedByItself
    if not section.draft and version.kind != FINAL:
        raise NamesSchool
    _require_parent(desk, version, section, follows)
    return put(desk, version, letter, _fit(written), follows=follows, by=by)


def put(
    desk: Desk, version: PlanVersion, letter: str, written: Words, *, follows: str = "", by: Person | None
) -> PlanStatement:
    """The same for what the portal writes itself: no section is closed to it. Raises SectionFull."""
    row = PlanStatement(
        version_id=version.id,
        key=new_id(),
        section=letter,
        follows=follows,
        position=_next_position(desk, version, letter),
        changed_at=desk.now,
        changed_by=by.id if by else None,
        **_values(written),
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def change(desk: Desk, version: PlanVersion, key: str, written: Words, *, revision: int, by: Person) -> PlanStatement:
    """Other words in a statement that its writer saw at this revision.

    Raises NotBeingWritten, StatementNotFound, ChangedMeanwhile, WordsMissing, WordsTooMany.
    """
    row = find(desk, version, key)
    values = _values(_fit(written))
    if all(getattr(row, name) == value for name, value in values.items()):
        return row  # saved twice, or nothing was changed: nobody is told of anything
    mine = update(PlanStatement).where(PlanStatement.id == row.id, PlanStatement.revision == revision)
    new = {**values, "revision": revision + 1, "changed_at": desk.now, "changed_by": by.id}
    if not desk.session.execute(mine.values(**new)).rowcount:  # type: ignore[attr-defined]
        desk.session.refresh(row)
        raise ChangedMeanwhile(row.changer.name if row.changer else "Somebody")
    desk.session.refresh(row)
    return row


def remove(desk: Desk, version: PlanVersion, key: str, *, revision: int) -> None:
    """A statement that was seen at this revision, with all that belongs to it.

    Raises NotBeingWritten, StatementNotFound, ChangedMeanwhile.
    """
    row = find(desk, version, key)
    if row.revision != revision:
        raise ChangedMeanwhile(row.changer.name if row.changer else "Somebody")
    _remove(desk, version, row)
    desk.session.flush()


def move_up(desk: Desk, version: PlanVersion, key: str) -> None:
    """A statement changes places with the one before it. Raises NotBeingWritten, StatementNotFound."""
    row = find(desk, version, key)
    beside = _within(version).where(PlanStatement.section == row.section, PlanStatement.follows == row.follows)
    above = beside.where(PlanStatement.position < row.position).order_by(PlanStatement.position.desc()).limit(1)
    if other := desk.session.scalar(above):
        row.position, other.position = other.position, row.position
        desk.session.flush()


def find(desk: Desk, version: PlanVersion, key: str) -> PlanStatement:
    """One that may be changed. Raises NotBeingWritten, StatementNotFound."""
    versions.require_writing(version)
    found = desk.session.scalar(_within(version).where(PlanStatement.key == key))
    if found is None or sections.section(found.section).listed:
        raise StatementNotFound
    return found


def _remove(desk: Desk, version: PlanVersion, row: PlanStatement) -> None:
    for below in desk.session.scalars(_within(version).where(PlanStatement.follows == row.key)).all():
        _remove(desk, version, below)
    desk.session.delete(row)


def _within(version: PlanVersion):  # type: ignore[no-untyped-def]
    return select(PlanStatement).where(PlanStatement.version_id == version.id)


def _require_parent(desk: Desk, version: PlanVersion, section: sections.Section, follows: str) -> None:
    if not section.follows and not follows:
        return
    wanted = _within(version).where(PlanStatement.key == follows, PlanStatement.section == section.follows)
    if desk.session.scalar(wanted) is None:
        raise FollowsNothing


def _fit(written: Words) -> Words:
    words = clean(written.words).strip()
    if not words:
        raise WordsMissing
    if (length := len(words)) > LONGEST:
        raise WordsTooMany(length, LONGEST)
    return Words(
        words=words,
        heading=written.heading,
        details=written.details,
        sources=written.sources,
        kept_from=written.kept_from,
    )


def _values(written: Words) -> dict[str, object]:
    details = {name: text for name in DETAILS if (text := _line((written.details or {}).get(name, "")))}
    return {
        "heading": _line(written.heading),
        "words": clean(written.words),  # a control character would break the Word file, the PDF and PostgreSQL
        "details": details,
        "sources": list(dict.fromkeys(written.sources)),
        "kept_from": sorted(set(written.kept_from)),
    }


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _next_position(desk: Desk, version: PlanVersion, letter: str) -> int:
    mine = select(func.count(), func.max(PlanStatement.position)).where(
        PlanStatement.version_id == version.id, PlanStatement.section == letter
    )
    count, last = desk.session.execute(mine).one()
    if count >= MOST:
        raise SectionFull(MOST)
    return (last or 0) + 1
