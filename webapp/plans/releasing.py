"""Which of the family may read an issued version: whoever its letter goes to, and whom an officer lets read it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.letters.models import SERVED, SIGNED, WITHDRAWN, Letter
from webapp.plans import finishing, versions
from webapp.plans.errors import PlanNotFound, ReadsWhere, TellsWhere
from webapp.plans.models import PlanRelease, PlanVersion


def with_letters(desk: Desk, version: PlanVersion, letters: Iterable[Letter]) -> None:
    """Whoever an officer has signed the letter to may read what goes with it; so does who gets a copy, as outside.

    From whom an officer has taken it by hand it stays taken: that is undone by hand alone.
    """
    for letter in letters:
        letter.enclosed = version.slug
        if letter.person_id and not letter.body:
            _release(desk, version, letter)
    desk.session.flush()


def with_letters_again(desk: Desk, letters: Iterable[Letter]) -> None:
    """A letter that was taken back is signed anew: whom it goes to now may read the version that it went with."""
    for letter in letters:
        if letter.enclosed:
            with_letters(desk, versions.find(desk, letter.case, letter.enclosed), [letter])


def telling(desk: Desk, letters: Iterable[Letter]) -> Iterator[tuple[Letter, ReadsWhere]]:
    """Those that must not go out: with the version that goes with them their reader learns where somebody else is."""
    for letter in letters:
        version = versions.goes_with(desk, letter)
        try:
            if version and letter.person_id and not letter.body:
                _require_apart(desk, version, letter.person_id)
        except ReadsWhere as fault:
            yield letter, fault


def letters_of(desk: Desk, instance_id: int, notice: str) -> list[Letter]:
    """What was signed in this process with the version."""
    found = select(Letter).where(Letter.instance_id == instance_id, Letter.notice == notice)
    return list(desk.session.scalars(found.where(Letter.state.in_((SIGNED, SERVED))).order_by(Letter.id)))


def may_read(desk: Desk, version: PlanVersion, person: Person) -> bool:
    """May this person of the family read this version?"""
    row = _of(desk, version, person.id)
    return row is not None and row.stands


def newest_for(desk: Desk, case: Case, person: Person) -> PlanVersion | None:
    """The newest version that this person may read."""
    return next((each for each in versions.issued(desk, case) if may_read(desk, each, person)), None)


def readers(desk: Desk, version: PlanVersion) -> set[str]:
    """Ids of those who may read it."""
    found = select(PlanRelease).where(PlanRelease.version_id == version.id)
    return {row.person_id for row in desk.session.scalars(found) if row.stands}


def decide(desk: Desk, version: PlanVersion, person_id: str, *, may: bool, by: Person, actor: Actor) -> None:
    """An officer lets somebody of the family read a version, or not any more. Raises PlanNotFound, ReadsWhere."""
    if person_id not in {party.person_id for party in version.case.parties}:
        raise PlanNotFound
    if may:
        _require_apart(desk, version, person_id)
    row = _of(desk, version, person_id)
    if row is None:
        row = PlanRelease(version_id=version.id, person_id=person_id, at=desk.now)
        desk.session.add(row)
    row.ended_at = None if may else desk.now
    if may:
        row.at, row.by, row.letter_id = desk.now, by.id, None
    desk.session.flush()
    payload = {"version": version.slug, "person": person_id, "may": may}
    desk.engine.history.record(version.case.reference, "plan released", by=actor, payload=payload)


def _release(desk: Desk, version: PlanVersion, letter: Letter) -> None:
    """Raises ReadsWhere: whoever signs the letter is shown it before."""
    assert letter.person_id
    row = _of(desk, version, letter.person_id)
    if row is None or row.ended_at is None:
        _require_apart(desk, version, letter.person_id)
    if row is None:
        row = PlanRelease(version_id=version.id, person_id=letter.person_id, letter_id=letter.id, at=desk.now)
        desk.session.add(row)
    elif row.letter and row.letter.state == WITHDRAWN:
        row.letter, row.at = letter, desk.now


def _require_apart(desk: Desk, version: PlanVersion, person_id: str) -> None:
    """What was kept from nobody else may tell whoever comes later, and of a plan of elsewhere nobody has looked."""
    for party in version.case.parties:
        if party.person_id == person_id:
            try:
                finishing.require_apart(desk, version, party)
            except TellsWhere as fault:
                raise ReadsWhere(fault.section, fault.name) from fault


def _of(desk: Desk, version: PlanVersion, person_id: str) -> PlanRelease | None:
    wanted = select(PlanRelease).where(PlanRelease.version_id == version.id, PlanRelease.person_id == person_id)
    return desk.session.scalar(wanted)
