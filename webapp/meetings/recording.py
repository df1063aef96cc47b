"""An officer writes down what came of a meeting: those who were invited read it, so it tells nobody of another."""

from dataclasses import dataclass

from webapp.cases.desk import Desk
from webapp.meetings.arranging import require_silence
from webapp.meetings.errors import OutcomeMissing, SummaryMissing, WhyMissing
from webapp.meetings.finding import guests_of
from webapp.meetings.models import HELD, MOVING, NOT_HELD, Meeting

OUTCOMES = (HELD, NOT_HELD, MOVING)  # the last: it was not held, and is arranged again


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an officer has entered."""

    state: str  # one of OUTCOMES
    summary: str = ""  # what was said and agreed, when it was held
    why: str = ""  # it was not


def record(desk: Desk, meeting: Meeting, outcome: Outcome) -> None:
    """Keep it. Raises OutcomeMissing, SummaryMissing, WhyMissing, TellsWhere, NamesAnother."""
    if outcome.state not in OUTCOMES:
        raise OutcomeMissing
    if outcome.state == HELD and not outcome.summary:
        raise SummaryMissing
    if outcome.state != HELD and not outcome.why:
        raise WhyMissing
    held = outcome.state == HELD
    _require_silence(desk, meeting, "summary" if held else "why", outcome.summary if held else outcome.why)
    meeting.state, meeting.recorded_at, meeting.changed_at = outcome.state, desk.now, desk.now
    meeting.summary, meeting.why = outcome.summary if held else "", "" if held else outcome.why
    desk.session.flush()


def _require_silence(desk: Desk, meeting: Meeting, field: str, text: str) -> None:
    people = {guest.person_id for guest in guests_of(meeting)}
    readers = [party for party in meeting.case.parties if party.person_id in people]
    require_silence(desk, meeting.case, readers, {field: text}, together=meeting.together)
