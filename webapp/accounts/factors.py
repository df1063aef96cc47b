"""Second factors: what a kind of them must say, and a row for each that a person has, locked after too many failures.

The kinds themselves are modules of their own, listed in `kinds`.
"""

from abc import ABC, abstractmethod
from typing import ClassVar

from sqlalchemy import Update, delete, select, update

from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, CodeWrong
from webapp.accounts.models import CodeChallenge, Person, SecondFactor

EMAIL = "email"
FAILURES = 20  # one after another, over all challenges


class Kind(ABC):
    """One kind of second factor: how an answer to its question is read and judged."""

    name: ClassVar[str]  # SecondFactor.kind
    strong: ClassVar[bool] = False  # enough for people who work for the council, and may replace the emailed code
    late: ClassVar[type[AccountsError]]  # what is said when the question has run out

    @abstractmethod
    def read(self, typed: str) -> str | AccountsError:
        """The answer in what was typed, or why it can be none: that uses up no try."""

    @abstractmethod
    def proves(self, desk: Desk, challenge: CodeChallenge, person: Person, answer: str) -> bool:
        """Is it right? What works once is used up by one statement here; the try is counted already."""

    @abstractmethod
    def wrong(self, tries_left: int) -> CodeWrong:
        """What is said of a wrong answer."""


def prepare(desk: Desk, *people: Person) -> None:
    """Every account can be sent codes by email; it counts as set up once its owner turns it on."""
    made = [SecondFactor(person_id=person.id, kind=EMAIL, failures=0, created_at=desk.now) for person in people]
    desk.session.add_all(made)
    desk.session.flush()


def add(desk: Desk, person: Person, kind: str) -> None:
    """This person has a factor of this kind from now on; a second time changes nothing."""
    mine = select(SecondFactor.id).where(SecondFactor.person_id == person.id, SecondFactor.kind == kind)
    if desk.session.scalar(mine) is None:
        row = SecondFactor(person_id=person.id, kind=kind, failures=0, created_at=desk.now, turned_on_at=desk.now)
        desk.session.add(row)
        desk.session.flush()
        desk.session.expire(person, ["second_factors"])


def remove(desk: Desk, person: Person, kind: str) -> None:
    """This person has no factor of this kind any more."""
    mine = delete(SecondFactor).where(SecondFactor.person_id == person.id, SecondFactor.kind == kind)
    desk.session.execute(mine)
    desk.session.expire(person, ["second_factors"])


def held(desk: Desk, person: Person) -> frozenset[str]:
    """The kinds that this person has turned on and has not replaced."""
    mine = select(SecondFactor.kind).where(SecondFactor.person_id == person.id)
    standing = mine.where(SecondFactor.turned_on_at.is_not(None), SecondFactor.replaced_at.is_(None))
    return frozenset(desk.session.scalars(standing))


def turn_on(desk: Desk, person: Person) -> None:
    """From now on the owner has set up emailed codes; a second time changes nothing."""
    off = _of(person.id, EMAIL).where(SecondFactor.turned_on_at.is_(None))
    desk.session.execute(off.values(turned_on_at=desk.now))


def replace(desk: Desk, person: Person) -> None:
    """Another factor stands in the place of the emailed code: none is sent, none is right."""
    desk.session.execute(_of(person.id, EMAIL).values(replaced_at=desk.now))


def restore(desk: Desk, person: Person) -> None:
    """Emailed codes sign in again."""
    desk.session.execute(_of(person.id, EMAIL).values(replaced_at=None))


def is_on(desk: Desk, person: Person) -> bool:
    """Has this person finished setting up two-factor authentication?"""
    mine = select(SecondFactor.id).where(SecondFactor.person_id == person.id)
    return desk.session.scalar(mine.where(SecondFactor.turned_on_at.is_not(None)).limit(1)) is not None


def is_open(desk: Desk, person_id: str, kind: str) -> bool:
    """May it be used: had, not replaced, and not locked?"""
    mine = select(SecondFactor.id).where(SecondFactor.person_id == person_id, SecondFactor.kind == kind)
    standing = mine.where(SecondFactor.locked_at.is_(None), SecondFactor.replaced_at.is_(None))
    return desk.session.scalar(standing) is not None


def count_failure(desk: Desk, person_id: str | None, kind: str) -> int | None:
    """How many failures in a row there are with this one, counted by one statement; none when it may not be used."""
    usable = _of(person_id, kind).where(
        SecondFactor.locked_at.is_(None), SecondFactor.replaced_at.is_(None), SecondFactor.failures < FAILURES
    )
    counted = usable.values(failures=SecondFactor.failures + 1).returning(SecondFactor.failures)
    return desk.session.scalar(counted.execution_options(synchronize_session=False))


def forgive(desk: Desk, person_id: str, kind: str) -> None:
    """The right answer was given: the row of failures ends, unless it has locked the factor already."""
    desk.session.execute(_of(person_id, kind).where(SecondFactor.locked_at.is_(None)).values(failures=0))


def lock(desk: Desk, person_id: str, kind: str) -> None:
    """Nothing of this kind is right until the owner has chosen a new password."""
    desk.session.execute(_of(person_id, kind).values(locked_at=desk.now))


def unlock(desk: Desk, person_id: str) -> None:
    """Every kind works again: whoever guessed knew a password that is no longer right."""
    mine = update(SecondFactor).where(SecondFactor.person_id == person_id)
    desk.session.execute(mine.values(locked_at=None, failures=0))


def _of(person_id: str | None, kind: str) -> Update:
    return update(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.kind == kind)
