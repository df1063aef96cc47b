"""The desk: one session's records that every service works with, and that need no service themselves."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from engine.deployments import Cache, Deployments
from engine.effects import Effects
from engine.history import History
from engine.hops import Hops
from engine.locks import Locks
from engine.projections import Projections
from engine.submissions import Submissions


class Desk:
    """What is at hand in one session, at one moment."""

    def __init__(self, session: Session, *, now: datetime, cache: Cache, groups: Mapping[str, bool]) -> None:
        self.session, self.now = session, now
        bound = session.get_bind()
        self.connection = bound if isinstance(bound, Connection) else session.connection()
        self.locks, self.hops = Locks(self.connection), Hops()
        self.history = History(self.connection, now, self.locks)
        self.effects = Effects(self.connection, now, self.history)
        self.submissions = Submissions(self.connection, now)
        self.deployments = Deployments(self.connection, now, cache)
        self.projections = Projections(self.connection, now, dict(groups), self.hops)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone alone."""
        held = self.locks.held
        try:
            with self.session.begin_nested():
                self.session.connection()  # until the session is asked for one, it takes no savepoint
                yield
        except BaseException:
            self.locks.held = held  # PostgreSQL lets go what was taken inside
            self.history.forget()
            raise
