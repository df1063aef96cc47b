"""What those who are invited say: whether they come, and later whether what was written down is right."""

from engine import Actor
from webapp.cases.desk import Desk
from webapp.meetings import telling
from webapp.meetings.errors import AnswerMissing, RemarksMissing, TooLateToAnswer
from webapp.meetings.models import ARRANGED, COMES, COMES_NOT, HELD, OTHER_TIME, Meeting, MeetingGuest, MeetingVisitor

ANSWERS = (COMES, COMES_NOT, OTHER_TIME)


def answer(desk: Desk, guest: MeetingGuest, said: str, words: str, *, by: Actor) -> None:
    """Until it begins the answer may change; the officer gets a mail when it is not a plain yes.

    Raises AnswerMissing, TooLateToAnswer.
    """
    meeting = guest.meeting
    if said not in ANSWERS:
        raise AnswerMissing
    _require_ahead(desk, meeting)
    changed = (guest.answer, guest.words) != (said, words)
    guest.answer, guest.words, guest.answered_at = said, words, desk.now
    desk.session.flush()
    if changed and said != COMES:
        telling.tell_organiser(desk, meeting, "meeting_answered")
    _record(desk, guest, "meeting answered", by, {"answer": said})


def answer_as_visitor(desk: Desk, visitor: MeetingVisitor, said: str, words: str) -> None:
    """The same for somebody from outside the family. Raises AnswerMissing, TooLateToAnswer."""
    if said not in ANSWERS:
        raise AnswerMissing
    _require_ahead(desk, visitor.meeting)
    changed = (visitor.answer, visitor.words) != (said, words)
    visitor.answer, visitor.words, visitor.answered_at = said, words, desk.now
    desk.session.flush()
    if changed and said != COMES:
        telling.tell_organiser(desk, visitor.meeting, "meeting_answered")
    who = Actor(id=visitor.id, name=visitor.name)
    payload = {"meeting": visitor.meeting.reference, "answer": said}
    desk.engine.history.record(visitor.meeting.case.reference, "meeting answered", by=who, payload=payload)


def remark(desk: Desk, guest: MeetingGuest, *, is_right: bool, remarks: str, by: Actor) -> None:
    """They have read what was written down, and say what is wrong. Raises RemarksMissing, TooLateToAnswer."""
    if guest.meeting.state != HELD:
        raise TooLateToAnswer
    if not is_right and not remarks:
        raise RemarksMissing
    guest.read_at, guest.remarks = desk.now, "" if is_right else remarks
    desk.session.flush()
    if not is_right:
        telling.tell_organiser(desk, guest.meeting, "meeting_remarked")
    _record(desk, guest, "meeting summary read", by, {"is_right": is_right})


def _require_ahead(desk: Desk, meeting: Meeting) -> None:
    if meeting.state != ARRANGED or meeting.starts_at is None or meeting.starts_at <= desk.now:
        raise TooLateToAnswer


def _record(desk: Desk, guest: MeetingGuest, what: str, by: Actor, said: dict[str, object]) -> None:
    payload = {"meeting": guest.meeting.reference, **said}
    desk.engine.history.record(guest.meeting.case.reference, what, by=by, payload=payload)
