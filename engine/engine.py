"""Engine: one database session plus the services on it, built per request or job."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.delivery import Delivery
from engine.deployments import Cache, Deployments
from engine.effects import Effects
from engine.hand_overs import HandOvers
from engine.history import History
from engine.incidents import Incidents
from engine.instances import Instances
from engine.locks import Locks
from engine.messages import Messages
from engine.migration import Migrations
from engine.models import Record
from engine.projections import Projections
from engine.service_tasks import Registry
from engine.signals import Signals
from engine.starts import Starts
from engine.timers import Timers
from engine.user_tasks import UserTasks
from engine.watchdogs import Watchdogs

Guard = Callable[["Engine", Record, Actor], str | None]


class Engine:
    """The door: `engine.user_tasks.claim(task, by=officer)`. It never commits."""

    def __init__(
        self,
        session: Session,
        *,
        now: datetime,
        registry: Registry,
        cache: Cache | None = None,
        groups: Mapping[str, bool] | None = None,
        guards: Mapping[str, Guard] | None = None,
    ) -> None:
        """`groups` says of each candidate group whether its tasks are claimed; `guards` by name."""
        self.session, self.now, self.registry = session, now, registry
        self.guards = {} if guards is None else guards
        bound = session.get_bind()
        self.connection = bound if isinstance(bound, Connection) else session.connection()
        self.locks = Locks(self.connection)
        self.history = History(self.connection, now, self.locks)
        self.effects = Effects(self.connection, now, self.history)
        self.deployments = Deployments(self.connection, now, cache or Cache())
        self.projections = Projections(self.connection, now, dict(groups or {}))
        self.delivery = Delivery(self)
        self.instances = Instances(self)
        self.user_tasks = UserTasks(self)
        self.messages, self.signals = Messages(self), Signals(self)
        self.timers, self.starts = Timers(self), Starts(self)
        self.hand_overs, self.watchdogs = HandOvers(self), Watchdogs(self)
        self.incidents = Incidents(self)
        self.migrations = Migrations(self)

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
