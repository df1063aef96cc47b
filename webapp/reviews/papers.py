"""The papers of a review: what they are, and when they go out: two weeks before the day that was arranged, however
often it was moved."""

from datetime import date, datetime

from sqlalchemy import select

from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.clocks import shared
from webapp.contributions import reading
from webapp.contributions.models import Contribution
from webapp.london import london_day
from webapp.meetings.models import Meeting

NOTICE = "review_invitation"  # a limit: how long before the meeting everybody is invited, and has the papers
SENT = ("papers_sent", "papers_sent_late")  # forms
IN_TIME, LATE, SENT_BEFORE = "in_time", "late", "sent"


def due_on(desk: Desk, meeting_on: date) -> date:
    """When papers are with everybody: as long before the meeting as invitations are (regulation 20(3) and (4))."""
    rule, zero = shared.limit(NOTICE, today(desk)), date(2000, 1, 1)
    return meeting_on - (rule.last_day(zero) - zero)


def look(desk: Desk, reference: str, meeting: Meeting, *, instance_id: int) -> str:
    """Are they sent in time, late, or were they before the meeting was moved, and nothing has come since?"""
    assert meeting.starts_at  # it is arranged
    sent = desk.engine.submissions.of(reference, instance_id=instance_id, forms=SENT)
    if sent and not _has_come_since(desk, reference, sent[-1].submitted_at):
        return SENT_BEFORE
    return LATE if due_on(desk, london_day(meeting.starts_at)) < today(desk) else IN_TIME


def given(desk: Desk, case: Case, instance_id: int) -> list[Contribution]:
    """The advice that this review has asked for and officers have looked through, the newest first."""
    found = (each.contribution for each in reading.for_officers(desk, case) if each.request.instance_id == instance_id)
    came = [each for each in found if each and each.checked_at and not reading.is_report(each)]
    return sorted(came, key=lambda each: each.given_at, reverse=True)


def _has_come_since(desk: Desk, reference: str, moment: datetime) -> bool:
    given = select(Contribution.id).where(
        Contribution.case_id == find_case(desk, reference).id, Contribution.given_at > moment
    )
    return desk.session.scalar(given.limit(1)) is not None
