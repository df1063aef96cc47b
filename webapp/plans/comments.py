"""What the family says about a plan: kept while they write, sent together, and answered one by one."""

from collections.abc import Collection

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.plans import hiding, sections, versions
from webapp.plans.errors import (
    AnswerMissing,
    CommentMissing,
    CommentNotFound,
    CommentSent,
    ReplacedMeanwhile,
    StatementNotFound,
    WordsTooMany,
)
from webapp.plans.models import PlanComment, PlanVersion

LONGEST = 5_000  # characters


def write(
    desk: Desk, version: PlanVersion, person: Person, *, letter: str, key: str = "", words: str, is_right: bool = False
) -> PlanComment:
    """Keep what this person says about one part of an issued version; what they had there and not sent is replaced.

    Raises ReplacedMeanwhile, NoSuchSection, StatementNotFound, CommentMissing, WordsTooMany.
    """
    _require_newest(desk, version)
    sections.section(letter)
    if key and not _stands(desk, version, letter, key, person):
        raise StatementNotFound
    words = "" if is_right else words.replace("\r\n", "\n").strip()
    if not words and not is_right:
        raise CommentMissing
    if len(words) > LONGEST:
        raise WordsTooMany(len(words), LONGEST)
    row = _unsent_at(desk, version, person, letter, key)
    if row is None:
        row = PlanComment(version_id=version.id, section=letter, key=key, person_id=person.id)
        desk.session.add(row)
    row.words, row.written_at = words, desk.now
    desk.session.flush()
    return row


def take_back(desk: Desk, version: PlanVersion, person: Person, comment_id: str) -> PlanComment:
    """One that was not sent is gone. Raises CommentNotFound, CommentSent."""
    row = desk.session.get(PlanComment, comment_id)
    if row is None or row.version_id != version.id or row.person_id != person.id:
        raise CommentNotFound
    if row.sent_at:
        raise CommentSent
    desk.session.delete(row)
    desk.session.flush()
    return row


def send(desk: Desk, version: PlanVersion, person: Person) -> list[PlanComment]:
    """All that this person has kept and not sent goes to the officers."""
    rows = [row for row in of_person(desk, version, person) if row.sent_at is None]
    for row in rows:
        row.sent_at = desk.now
    desk.session.flush()
    return rows


def of_person(desk: Desk, version: PlanVersion, person: Person) -> list[PlanComment]:
    """What this person has said about a version, sent or not, in the order of writing."""
    found = _of(version).where(PlanComment.person_id == person.id)
    return list(desk.session.scalars(found.order_by(PlanComment.written_at, PlanComment.id)))


def sent(desk: Desk, version: PlanVersion) -> list[PlanComment]:
    """What everybody has sent about a version, in the order of writing."""
    found = _of(version).where(PlanComment.sent_at.is_not(None))
    return list(desk.session.scalars(found.order_by(PlanComment.written_at, PlanComment.id)))


def unanswered(desk: Desk, version: PlanVersion) -> list[PlanComment]:
    """Those of them that want an answer and have none, whoever may see them."""
    return [row for row in sent(desk, version) if row.words and row.answered_at is None]


def answer(
    desk: Desk, version: PlanVersion, comment_id: str, *, words: str, changed: bool, by: Person, actor: Actor
) -> PlanComment:
    """What an officer answers, and whether the plan was changed because of it.

    Raises CommentNotFound, CommentMissing, WordsTooMany.
    """
    row = find(desk, version, comment_id)
    if not words.strip():
        raise CommentMissing
    if len(words) > LONGEST:
        raise WordsTooMany(len(words), LONGEST)
    row.answer, row.changed, row.answered_at, row.answered_by = words.strip(), changed, desk.now, by.id
    desk.session.flush()
    payload = {"comment": row.id, "changed": changed}
    desk.engine.history.record(version.case.reference, "comment answered", by=actor, payload=payload)
    return row


def find(desk: Desk, version: PlanVersion, comment_id: str) -> PlanComment:
    """One that was sent. Raises CommentNotFound."""
    row = desk.session.get(PlanComment, comment_id)
    if row is None or row.version_id != version.id or row.sent_at is None:
        raise CommentNotFound
    return row


def require_answered(desk: Desk, version: PlanVersion, hidden: Collection[str]) -> None:
    """Raises AnswerMissing while a comment waits for its answer, but of those who are hidden from the officer."""
    if waiting := [row for row in unanswered(desk, version) if row.person_id not in hidden]:
        raise AnswerMissing(len(waiting))


def _require_newest(desk: Desk, version: PlanVersion) -> None:
    newest = versions.newest(desk, version.case)
    if newest is None or newest.id != version.id:
        raise ReplacedMeanwhile


def _stands(desk: Desk, version: PlanVersion, letter: str, key: str, person: Person) -> bool:
    """Does this person read such a part? Of what is below a hidden one they must not even learn that it is there."""
    said = versions.statements(desk, version)
    is_there = any(each.key == key and each.section == letter for each in said)
    return is_there and key not in hiding.hidden_from(person.id, said)


def _unsent_at(desk: Desk, version: PlanVersion, person: Person, letter: str, key: str) -> PlanComment | None:
    mine = _of(version).where(PlanComment.person_id == person.id, PlanComment.sent_at.is_(None))
    return desk.session.scalar(mine.where(PlanComment.section == letter, PlanComment.key == key))


def _of(version: PlanVersion):  # type: ignore[no-untyped-def]
    return select(PlanComment).where(PlanComment.version_id == version.id)
