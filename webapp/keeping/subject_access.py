"""Somebody asks for all that we hold about them: an officer looks through it and says what goes out."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.accounts.tokens import fingerprint
from webapp.cases import opening, references
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, Party
from webapp.clocks import shared
from webapp.keeping import gathering
from webapp.keeping.errors import AccessNotFound, NotLookedThrough
from webapp.keeping.gathering import Entry
from webapp.keeping.models import SubjectAccess

RESTLESS = {gathering.EVENT, "web_session"}  # they change with each look, and say nothing that anybody must weigh
LIMIT, PREFIX = "answer_subject_access", "SAR"
BEGUN, LOOKED, GIVEN = (
    "all that is held asked for",
    "all that is held looked through",
    "all that is held given out",
)  # kinds of events


def begin(desk: Desk, case: Case, person_id: str, *, by: Person, actor: Actor) -> SubjectAccess:
    """About one of the family, or (without an id) the child. Raises AccessNotFound for anybody else."""
    if person_id and person_id not in {party.person_id for party in case.parties}:
        raise AccessNotFound
    made = SubjectAccess(
        reference=references.free(desk.session, PREFIX, SubjectAccess),
        case_id=case.id,
        case=case,
        person_id=person_id or None,
        due_on=shared.limit(LIMIT, today(desk)).last_day(today(desk)),
        begun_at=desk.now,
        begun_by=by.id,
    )
    desk.session.add(made)
    desk.session.flush()
    desk.engine.history.record(case.reference, BEGUN, by=actor, payload={"access": made.reference})
    return made


def of_case(desk: Desk, case: Case) -> list[SubjectAccess]:
    """The latest first."""
    wanted = select(SubjectAccess).where(SubjectAccess.case_id == case.id)
    return list(desk.session.scalars(wanted.order_by(SubjectAccess.begun_at.desc())))


def find(desk: Desk, case: Case, reference: str, *, by: Person) -> SubjectAccess:
    """One of them, for somebody who may open every case in which it gathers.

    Raises AccessNotFound, and what opening a case does.
    """
    found = next((each for each in of_case(desk, case) if each.reference == reference), None)
    if found is None:
        raise AccessNotFound
    theirs = select(Case.reference).join(Party).where(Party.person_id == found.person_id, Case.id != case.id)
    for other in desk.session.scalars(theirs) if found.person_id else ():
        opening.for_staff(desk, by, other)
    return found


def entries(desk: Desk, access: SubjectAccess) -> list[Entry]:
    """Everything, as it is now."""
    return gathering.gather(desk, access.case, access.person)


def print_of(found: Iterable[Entry]) -> str:
    """The same as long as nothing has come: what the officer’s page showed. That somebody looked does not count."""
    return fingerprint("\n".join(sorted(_state(each) for each in found if each.table not in RESTLESS)))


def _state(each: Entry) -> str:
    """An entry with what it says: one that was changed since is another one."""
    return f"{each.key} {fingerprint(repr(sorted(each.values.items())))}"


def looked_through(
    desk: Desk,
    access: SubjectAccess,
    found: Collection[Entry],
    shown: str,
    left_out: Collection[str],
    *,
    by: Person,
    actor: Actor,
) -> None:
    """An officer has looked at what was shown, and leaves these out. Raises NotLookedThrough when more has come."""
    if print_of(found) != shown:
        raise NotLookedThrough
    access.seen = sorted(map(_state, found))
    access.left_out = sorted({*left_out} & {each.key for each in found})
    access.reviewed_at, access.reviewed_by, access.reviewer = desk.now, by.id, by
    desk.session.flush()
    payload = {"access": access.reference, "left_out": len(access.left_out)}
    desk.engine.history.record(access.case.reference, LOOKED, by=actor, payload=payload)


def to_leave_out(access: SubjectAccess, found: Collection[Entry]) -> set[str]:
    """Keys of what the officer left out and, of what they have not seen, of what must not go out by itself."""
    unseen = (each for each in found if _state(each) not in {*access.seen})
    return {*access.left_out, *(each.key for each in unseen if each.leave_out)}


def to_be_given(access: SubjectAccess, found: Collection[Entry]) -> list[Entry]:
    """What goes out. Raises NotLookedThrough when nobody has looked, or something has come or changed since."""
    seen = {*access.seen}
    if access.reviewed_at is None or any(_state(each) not in seen and each.table not in RESTLESS for each in found):
        raise NotLookedThrough
    return [each for each in found if _state(each) in seen and each.key not in access.left_out]


def given(desk: Desk, access: SubjectAccess, digest: str, *, actor: Actor) -> None:
    """It has gone out; the hash of the file tells later what it was."""
    access.given_at = desk.now
    payload = {"access": access.reference, "sha256": digest}
    desk.engine.history.record(access.case.reference, GIVEN, by=actor, payload=payload)
