"""The house put together: settings, database, engine and accounts, built per request or job."""

import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from engine import Actor, Cache, Engine, Membership, SystemClock
from webapp import offering, service_tasks
from webapp.accounts import Accounts, Clock
from webapp.accounts.memberships import FULL, Holder
from webapp.config import HOME, Config
from webapp.db import Database
from webapp.storing import uploads

WORKFLOWS, FORMS = HOME / "workflows", HOME / "forms" / "definitions"
CLAIMED_KINDS = ("staff", "professional")


@dataclass(frozen=True, kw_only=True)
class Services:
    """One session and what works on it; `now` is the same for all of a request."""

    session: Session
    now: datetime
    engine: Engine
    accounts: Accounts

    def actor(self, person: Holder) -> Actor:
        """The person with the memberships that they hold at this moment; one to view gives no task and no action."""
        held = (m for m in self.accounts.memberships.of(person) if m.scope == FULL)
        memberships = frozenset(Membership(group=m.candidate_group, business_key=m.business_key) for m in held)
        return Actor(id=person.reference, name=person.name, memberships=memberships)


class Portal:
    """Built once in a process; `work()` changes something, `look()` does not."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.config, self.clock = config, clock or SystemClock()
        self.registry, self._guards = service_tasks.registry(self._accounts), service_tasks.guards(self._accounts)
        self._facts = offering.facts(self._accounts)
        self.database = Database(config.database_url)
        self.uploads = uploads(config)
        self._cache = Cache()
        self._groups = claimable(WORKFLOWS / "groups.toml")

    def transaction(self) -> AbstractContextManager[Session]:
        """A session whose work stands or falls as one."""
        return self.database.transaction()

    def reading(self) -> AbstractContextManager[Session]:
        """A session for looking only."""
        return self.database.reading()

    @contextmanager
    def work(self) -> Iterator[Services]:
        """Services in one transaction."""
        with self.transaction() as session:
            yield self._services(session)

    @contextmanager
    def look(self) -> Iterator[Services]:
        """Services for looking only."""
        with self.reading() as session:
            yield self._services(session)

    def _services(self, session: Session) -> Services:
        now = self.clock.now()
        accounts = self._accounts(session)
        running = Engine(
            session,
            now=now,
            registry=self.registry,
            cache=self._cache,
            groups=self._groups,
            guards=self._guards,
            facts=self._facts,
        )
        return Services(session=session, now=now, engine=running, accounts=accounts)

    def _accounts(self, session: Session) -> Accounts:
        return Accounts(session, self.config.secret_key.encode(), self.clock)


def claimable(path: Path) -> dict[str, bool]:
    """Of each candidate group, whether its tasks are claimed; families and tickets answer without."""
    groups = tomllib.loads(path.read_text("utf-8")).get("groups", {}) if path.exists() else {}
    return {name: group.get("kind") in CLAIMED_KINDS for name, group in groups.items()}
