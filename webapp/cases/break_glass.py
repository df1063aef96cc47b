"""A case that is not theirs, opened by staff who must, with a reason: for an hour, and managers are told."""

from datetime import timedelta

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.errors import GroundMissing, ReasonTooShort
from webapp.cases.models import BreakGlass, Case
from webapp.cases.reading import note_read

LASTS = timedelta(hours=1)
SHORTEST = 20  # characters of a reason
WHAT = "opened with a reason"


def current(desk: Desk, case_id: str, person_id: str) -> BreakGlass | None:
    """The opening that still lasts."""
    found = select(BreakGlass).where(
        BreakGlass.person_id == person_id, BreakGlass.case_id == case_id, BreakGlass.ends_at > desk.now
    )
    return desk.session.scalar(found.order_by(BreakGlass.ends_at.desc()).limit(1))


def open_(desk: Desk, case: Case, person: Person, *, ground: str, reason: str, by: Actor) -> BreakGlass:
    """Open the case for an hour from now. Raises GroundMissing, ReasonTooShort."""
    if not ground:
        raise GroundMissing
    if len(reason.strip()) < SHORTEST:
        raise ReasonTooShort
    made = BreakGlass(
        case_id=case.id,
        person_id=person.id,
        ground=ground,
        reason=reason.strip(),
        opened_at=desk.now,
        ends_at=desk.now + LASTS,
    )
    desk.session.add(made)
    desk.session.flush()
    note_read(desk, case.reference, by=by, what=WHAT, glass=made.id, ground=ground, reason=made.reason)
    return made
