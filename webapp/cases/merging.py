"""Two records of one child become one: an officer compares them and asks, a second one looks at both and decides.

The same two may take it back while nothing has happened since.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from engine import READ, Actor, GuardRefuses
from webapp.accounts.models import Person
from webapp.cases import case_file, joining, opening, restrictions
from webapp.cases.desk import Services
from webapp.cases.errors import CasesError, RestrictionsUnread, WordsMissing
from webapp.cases.merging_errors import (
    HasGoneOn,
    MergeDecided,
    MergeNotFound,
    MergeWaits,
    NeedsSecondPerson,
    NotTheirMerge,
    SameRecord,
)
from webapp.cases.models import Case, CaseMerge
from webapp.cases.restrictions import Told

PROPOSED, REFUSED, MERGED, UNDOING, UNDONE = "proposed", "refused", "merged", "undoing", "undone"  # states
AS_ONE = (MERGED, UNDOING)
WHAT = "compared with another record"
UNDO_ASKED, UNDO_REFUSED = "undo of a merge asked", "undo of a merge refused"  # kinds of events
CHANGE_NOTHING = (READ, UNDO_ASKED, UNDO_REFUSED)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records side by side, for one officer; looking at them is noted in both."""

    stays: case_file.CaseFile
    goes: case_file.CaseFile
    told: tuple[Told, ...]  # what must be kept from whom in either
    refusals: tuple[CasesError, ...]


def compare(services: Services, person: Person, stays: str, goes: str) -> Pair:
    """Both records. Raises SameRecord, CaseNotFound, GuardRefuses, NeedsReason, OnlyToRead."""
    one, other = _both(services, person, stays, goes)
    return Pair(
        stays=case_file.shown(services, person, stays),
        goes=case_file.shown(services, person, goes),
        told=(*restrictions.of_case(services, one), *restrictions.of_case(services, other)),
        refusals=tuple(joining.refusals(services, one, other)),
    )


def propose(services: Services, person: Person, stays: str, goes: str, *, because: str, read: bool) -> CaseMerge:
    """Ask a second person to merge `goes` into `stays`.

    Raises besides what `compare` does WordsMissing, RestrictionsUnread, MergeWaits, and the first reason against it.
    """
    one, other = _both(services, person, stays, goes)
    for key in sorted((stays, goes)):
        services.engine.locks.take(key)
    if not because.strip():
        raise WordsMissing
    if _waiting(services, one, other):
        raise MergeWaits
    _require_possible(services, one, other, read)
    made = CaseMerge(
        stays_id=one.id,
        goes_id=other.id,
        because=because.strip(),
        state=PROPOSED,
        proposed_at=services.now,
        proposed_by=person.id,
    )
    services.session.add(made)
    services.session.flush()
    _record(services, made, "merge proposed", services.actor(person), because=made.because)
    return made


def open_to(services: Services, person: Person) -> list[CaseMerge]:
    """Those that wait for somebody, of records that this officer may open; the oldest first."""
    found = select(CaseMerge).where(CaseMerge.state.in_((PROPOSED, UNDOING))).order_by(CaseMerge.proposed_at)
    return [each for each in services.session.scalars(found) if _may_open(services, person, each)]


def find(services: Services, person: Person, merge_id: str) -> CaseMerge:
    """One of them, in whichever state. Raises MergeNotFound, also for whoever may not open the records."""
    found = services.session.get(CaseMerge, merge_id)
    if found is None or not _may_open(services, person, found):
        raise MergeNotFound
    return found


def confirm(services: Services, person: Person, merge_id: str, *, read: bool) -> CaseMerge:
    """The second person's yes: the two are one from now on.

    Raises MergeNotFound, NeedsSecondPerson, MergeDecided, RestrictionsUnread, and the first reason against it.
    """
    merge = _held(services, person, merge_id, PROPOSED)
    if merge.proposed_by == person.id:
        raise NeedsSecondPerson
    stays, goes = _both(services, person, merge.stays.reference, merge.goes.reference)
    _require_possible(services, stays, goes, read)
    merge.state, merge.decided_at, merge.decided_by = MERGED, services.now, person.id
    actor, asked_by = services.actor(person), merge.proposer.reference
    payload = {"merge": merge.id, "into": stays.reference, "asked_by": asked_by, "because": merge.because}
    services.engine.history.record(goes.reference, "merged into", by=actor, payload=payload)
    merge.moved = joining.join(services, stays, goes)
    payload = {"merge": merge.id, "from": goes.reference, "asked_by": asked_by, "because": merge.because}
    services.engine.history.record(stays.reference, joining.MERGING, by=actor, payload=payload)
    return merge


def refuse(services: Services, person: Person, merge_id: str, *, because: str) -> CaseMerge:
    """No, by a second person, or by the first who thinks better of it.

    Raises MergeNotFound, MergeDecided, WordsMissing.
    """
    merge = _held(services, person, merge_id, PROPOSED)
    if not because.strip():
        raise WordsMissing
    merge.state, merge.decided_at, merge.decided_by = REFUSED, services.now, person.id
    merge.decided_because = because.strip()
    _record(services, merge, "merge refused", services.actor(person), because=merge.decided_because)
    return merge


def ask_undo(services: Services, person: Person, merge_id: str, *, because: str) -> CaseMerge:
    """One of the two wants to take it back.

    Raises MergeNotFound, MergeDecided, NotTheirMerge, HasGoneOn, WordsMissing.
    """
    merge = _held(services, person, merge_id, MERGED)
    _require_theirs(merge, person)
    if not because.strip():
        raise WordsMissing
    _require_unchanged(services, merge)
    merge.state, merge.undo_asked_by, merge.undo_because = UNDOING, person.id, because.strip()
    _note(services, merge, UNDO_ASKED, services.actor(person), because=merge.undo_because)
    return merge


def keep(services: Services, person: Person, merge_id: str) -> CaseMerge:
    """It stays as it is after all, says either of the two. Raises MergeNotFound, MergeDecided, NotTheirMerge."""
    merge = _held(services, person, merge_id, UNDOING)
    _require_theirs(merge, person)
    merge.state, merge.undo_asked_by, merge.undo_because = MERGED, None, ""
    _note(services, merge, UNDO_REFUSED, services.actor(person))
    return merge


def undo(services: Services, person: Person, merge_id: str) -> CaseMerge:
    """The other of the two agrees: both records stand as they did.

    Raises MergeNotFound, MergeDecided, NotTheirMerge, NeedsSecondPerson, HasGoneOn.
    """
    merge = _held(services, person, merge_id, UNDOING)
    _require_theirs(merge, person)
    if merge.undo_asked_by == person.id:
        raise NeedsSecondPerson
    _require_unchanged(services, merge)
    take_apart(services, merge, by=services.actor(person))
    return merge


def take_apart(services: Services, merge: CaseMerge, *, by: Actor) -> None:
    """Both records stand as they did; whoever calls knows that they may."""
    joining.part(services, merge.stays, merge.goes, merge.moved)
    merge.state, merge.undone_at, merge.moved = UNDONE, services.now, {}
    _record(services, merge, "merge undone", by, because=merge.undo_because)


def _both(services: Services, person: Person, stays: str, goes: str) -> tuple[Case, Case]:
    if stays == goes:
        raise SameRecord
    actor = services.actor(person)
    opened = [
        case_file.open_to_change(services, person, reference, by=actor, what=WHAT).case for reference in (stays, goes)
    ]
    return opened[0], opened[1]


def _may_open(services: Services, person: Person, merge: CaseMerge) -> bool:
    """Both records, as far as each still stands for itself."""
    cases = [case for case in (merge.stays, merge.goes) if case.merged_into_id is None]
    try:
        return all(opening.for_staff(services, person, case.reference).glass is None for case in cases)
    except (CasesError, GuardRefuses):
        return False


def _held(services: Services, person: Person, merge_id: str, state: str) -> CaseMerge:
    """The merge, with the locks of both records. Raises MergeNotFound, MergeDecided when it is in another state."""
    merge = find(services, person, merge_id)
    for key in sorted((merge.stays.reference, merge.goes.reference)):
        services.engine.locks.take(key)
    services.session.refresh(merge)
    if merge.state != state:
        raise MergeDecided
    return merge


def _waiting(services: Services, *cases: Case) -> bool:
    ids = [case.id for case in cases]
    theirs = or_(CaseMerge.stays_id.in_(ids), CaseMerge.goes_id.in_(ids))
    found = select(CaseMerge.id).where(theirs, CaseMerge.state.in_((PROPOSED, UNDOING)))
    return services.session.scalar(found.limit(1)) is not None


def _require_possible(services: Services, stays: Case, goes: Case, read: bool) -> None:
    for refusal in joining.refusals(services, stays, goes):
        raise refusal
    told: Sequence[Told] = [each for case in (stays, goes) for each in restrictions.of_case(services, case)]
    if told and not read:
        raise RestrictionsUnread


def _require_theirs(merge: CaseMerge, person: Person) -> None:
    if person.id not in (merge.proposed_by, merge.decided_by):
        raise NotTheirMerge


def _require_unchanged(services: Services, merge: CaseMerge) -> None:
    """Looks change nothing; whatever else has been written since could be of either child."""
    events = services.engine.history.of(merge.stays.reference)
    begun = next(e.sequence for e in events if e.kind == joining.MERGING and (e.payload or {}).get("merge") == merge.id)
    if any(event.sequence > begun and event.kind not in CHANGE_NOTHING for event in events):
        raise HasGoneOn(merge.stays.reference)
    if merge.stays.merged_into_id:
        raise HasGoneOn(merge.stays.reference)


def _record(services: Services, merge: CaseMerge, kind: str, by: Actor, **payload: str) -> None:
    """In both histories."""
    for case, other in ((merge.stays, merge.goes), (merge.goes, merge.stays)):
        said = {"merge": merge.id, "other": other.reference, **payload}
        services.engine.history.record(case.reference, kind, by=by, payload=said)


def _note(services: Services, merge: CaseMerge, kind: str, by: Actor, **payload: str) -> None:
    """In the history of the record that stays."""
    said = {"merge": merge.id, "other": merge.goes.reference, **payload}
    services.engine.history.record(merge.stays.reference, kind, by=by, payload=said)
