"""Holds on records, and who decides that one is destroyed: one looks and asks, another looks and agrees or does not."""

from datetime import datetime
from itertools import islice

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import case_file
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.cases.opening import Opening
from webapp.keeping import classes, retention
from webapp.keeping.errors import (
    AlreadyAsked,
    GroundMissing,
    KeepingError,
    NobodyAsked,
    NotDue,
    NotForRecords,
    ReasonMissing,
    SecondPerson,
)
from webapp.keeping.models import APPROVED, PROPOSED, Destruction, LegalHold
from webapp.keeping.retention import Kept

GROUPS = frozenset({"send_admin", "send_manager"})  # who keep the records
TIME_IS_OVER, RIGHT, MISTAKE = "time_is_over", "right_to_erasure", "made_by_mistake"
GROUNDS = (TIME_IS_OVER, RIGHT, MISTAKE)  # values of the list `destruction_grounds`
MOST = 100  # due ones on the list at once
WHAT = "how long the record is kept"


def require_records(groups: frozenset[str]) -> None:
    """Raises NotForRecords."""
    if not groups & GROUPS:
        raise NotForRecords


def opened(desk: Desk, person: Person, reference: str, *, by: Actor) -> Opening:
    """The record for one who keeps records, noted as a look. Raises NotForRecords, and what opening a case does."""
    found = case_file.open_to_change(desk, person, reference, by=by, what=WHAT)
    require_records(found.groups)
    return found


def list_due(desk: Desk) -> list[Kept]:
    """Records about which somebody has asked, then those whose time is over."""
    asked = select(Case).join(Destruction, Destruction.case_id == Case.id).order_by(Destruction.proposed_at)
    first = [retention.of(desk, case) for case in desk.session.scalars(asked)]
    return [*first, *islice((each for each in retention.due(desk) if not each.destruction), MOST)]


def hold(desk: Desk, kept: Kept, *, because: str, person: Person, by: Actor) -> LegalHold:
    """Nothing of it is destroyed from now on; twice is once. Raises ReasonMissing."""
    if kept.hold:
        return kept.hold
    made = LegalHold(case_id=kept.case.id, because=_words(because), begun_at=desk.now, begun_by=person.id, by=person)
    desk.session.add(made)
    _note(desk, kept.case, retention.HELD, by)
    return made


def lift(desk: Desk, kept: Kept, *, because: str, person: Person, by: Actor) -> None:
    """It may be destroyed again when its time is over; twice is once. Raises ReasonMissing."""
    if kept.hold:
        kept.hold.ended_because = _words(because)
        kept.hold.ended_at, kept.hold.ended_by = desk.now, person.id
        _note(desk, kept.case, retention.LIFTED, by)


def propose(desk: Desk, kept: Kept, *, ground: str, because: str, person: Person, by: Actor) -> Destruction:
    """Ask a second person. Raises AlreadyAsked, GroundMissing, NotDue, ReasonMissing, and what stands against it."""
    if kept.destruction:
        raise AlreadyAsked
    if ground not in GROUNDS:
        raise GroundMissing
    if ground == TIME_IS_OVER and not kept.is_due:
        raise NotDue
    _refuse(desk, kept)
    made = Destruction(
        case_id=kept.case.id,
        asked_for=kept.case.reference,
        ground=ground,
        because=because.strip() if ground == TIME_IS_OVER else _words(because),
        proposed_at=desk.now,
        proposed_by=person.id,
        proposer=person,
        state=PROPOSED,
    )
    desk.session.add(made)
    _note(desk, kept.case, retention.ASKED, by)
    return made


def agree(desk: Desk, kept: Kept, *, person: Person, by: Actor) -> Destruction:
    """The second person's word; it is destroyed when the time to think is over. Raises NobodyAsked, SecondPerson."""
    asked = _asked(kept)
    if asked.proposed_by == person.id:
        raise SecondPerson
    _refuse(desk, kept)
    asked.state, asked.decided_at, asked.decided_by, asked.decider = APPROVED, desk.now, person.id, person
    _note(desk, kept.case, retention.AGREED, by)
    return asked


def keep(desk: Desk, kept: Kept, *, by: Actor) -> None:
    """It is not destroyed: the second person says no, or either takes it back. Raises NobodyAsked."""
    desk.session.delete(_asked(kept))
    _note(desk, kept.case, retention.CALLED_OFF, by)


def destroyed_from(asked: Destruction) -> datetime | None:
    """From when on it is carried out; None while the second person has not agreed."""
    return asked.decided_at + classes.time_to_think() if asked.decided_at else None


def is_ripe(asked: Destruction, now: datetime) -> bool:
    """Is it to be carried out?"""
    from_ = destroyed_from(asked)
    return from_ is not None and from_ <= now


def refusals(desk: Desk, kept: Kept) -> list[KeepingError]:
    """What stands against carrying it out now, though two people have agreed."""
    asked = _asked(kept)
    moved = asked.asked_for != kept.case.reference or kept.case.merged_into_id is not None
    over = asked.ground != TIME_IS_OVER or kept.is_due
    return [*([NobodyAsked()] if moved else []), *([] if over else [NotDue()]), *retention.refusals(desk, kept)]


def _refuse(desk: Desk, kept: Kept) -> None:
    for fault in retention.refusals(desk, kept):
        raise fault


def _asked(kept: Kept) -> Destruction:
    if kept.destruction is None:
        raise NobodyAsked
    return kept.destruction


def _words(because: str) -> str:
    if not because.strip():
        raise ReasonMissing
    return because.strip()


def _note(desk: Desk, case: Case, kind: str, by: Actor) -> None:
    desk.session.flush()
    desk.engine.history.record(case.reference, kind, by=by)
