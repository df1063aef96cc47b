"""What every part of this room works with: one session and the rooms that stand on it."""

from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from engine import Actor, Engine
from webapp.accounts import Accounts
from webapp.accounts.models import Person
from webapp.london import london_day


class Desk(Protocol):
    """Enough for the jobs and guards of a drawing; whoever opened `session` commits it."""

    @property
    def session(self) -> Session: ...
    @property
    def now(self) -> datetime: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def accounts(self) -> Accounts: ...


class Services(Desk, Protocol):
    """A desk that knows people as actors too: what `portal.work()` and `portal.look()` give."""

    def actor(self, person: Person) -> Actor: ...


def today(desk: Desk) -> date:
    """The day in England: orders and accesses end with it."""
    return london_day(desk.now)
