"""Second factors: turned on, locked after too many wrong codes in a row, opened again. So far: email."""

from sqlalchemy import Update, select, update

from webapp.accounts.desk import Desk
from webapp.accounts.models import Person, SecondFactor

EMAIL = "email"
FAILURES = 20  # one after another, over all codes


def prepare(desk: Desk, person: Person) -> None:
    """Every account can be sent codes by email; it counts as set up once its owner turns it on."""
    desk.session.add(SecondFactor(person_id=person.id, kind=EMAIL, failures=0, created_at=desk.now))
    desk.session.flush()


def turn_on(desk: Desk, person: Person) -> None:
    """From now on the owner has set it up; a second time changes nothing."""
    off = _of(person.id).where(SecondFactor.turned_on_at.is_(None))
    desk.session.execute(off.values(turned_on_at=desk.now))


def is_on(desk: Desk, person: Person) -> bool:
    """Has this person finished setting up two-factor authentication?"""
    mine = select(SecondFactor.id).where(SecondFactor.person_id == person.id)
    return desk.session.scalar(mine.where(SecondFactor.turned_on_at.is_not(None))) is not None


def is_locked(desk: Desk, person_id: str) -> bool:
    """Were there too many wrong codes in a row?"""
    mine = select(SecondFactor.id).where(SecondFactor.person_id == person_id, SecondFactor.kind == EMAIL)
    return desk.session.scalar(mine.where(SecondFactor.locked_at.is_not(None))) is not None


def count_failure(desk: Desk, person_id: str | None) -> int | None:
    """How many failures in a row there are with this one, counted by one statement; none when locked."""
    open_factor = _of(person_id).where(SecondFactor.locked_at.is_(None), SecondFactor.failures < FAILURES)
    counted = open_factor.values(failures=SecondFactor.failures + 1).returning(SecondFactor.failures)
    return desk.session.scalar(counted.execution_options(synchronize_session=False))


def forgive(desk: Desk, person_id: str) -> None:
    """The right code was typed: the row of failures ends, unless it has locked the factor already."""
    desk.session.execute(_of(person_id).where(SecondFactor.locked_at.is_(None)).values(failures=0))


def lock(desk: Desk, person_id: str) -> None:
    """No code works until the owner has chosen a new password."""
    desk.session.execute(_of(person_id).values(locked_at=desk.now))


def unlock(desk: Desk, person_id: str) -> None:
    """Codes work again: whoever guessed them knew a password that is no longer right."""
    desk.session.execute(_of(person_id).values(locked_at=None, failures=0))


def _of(person_id: str | None) -> Update:
    return update(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.kind == EMAIL)
