"""Engine: one database session plus the services on it, built per request or job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.business_keys import BusinessKeys
from engine.corrections import Corrections
from engine.deployments import Cache
from engine.desk import Desk
from engine.incidents import Incidents
from engine.instances import Instances
from engine.messaging.actions import Facts
from engine.messaging.delivery import Delivery
from engine.messaging.hand_overs import HandOvers
from engine.messaging.messages import Messages
from engine.messaging.signals import Signals
from engine.messaging.starts import Starts
from engine.migration import Migrations
from engine.service_tasks import Registry
from engine.timers import Timers
from engine.user_tasks import Guard, UserTasks
from engine.watchdogs import Watchdogs
from engine.whereabouts import Whereabouts


class Engine(Desk):
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
        facts: Facts | None = None,
    ) -> None:
        """`groups` says of each candidate group whether its tasks are claimed; `guards` by name; `facts` are what the
        conditions of actions may ask."""
        super().__init__(session, now=now, cache=cache or Cache(), groups=groups or {})
        self.instances = Instances(self, registry)
        self.business_keys = BusinessKeys(self, self.instances)
        self.incidents = Incidents(self, self.instances)
        self.user_tasks = UserTasks(self, self.instances, {} if guards is None else guards)
        self.timers = Timers(self, self.instances, self.incidents)
        self.corrections = Corrections(self, self.instances, self.user_tasks, self.timers)
        self.whereabouts = Whereabouts(self.connection)
        self.watchdogs = Watchdogs(self, self.incidents)
        delivery = Delivery(self, self.instances)
        self.starts = Starts(self, self.instances, self.incidents)
        self.signals = Signals(self, self.instances, self.incidents, delivery, self.starts)
        self.messages = Messages(self, self.instances, self.incidents, delivery, self.starts, facts or _nothing)
        self.hand_overs = HandOvers({"message": self.messages, "signal": self.signals, "start": self.starts})
        self.migrations = Migrations(self, self.instances, self.messages)
        self.incidents.retries |= {
            "timer": self.timers,
            "stall": self.watchdogs,
            "start": self.starts,
            "signal": self.signals,
            "message": self.messages,
        }
        self.instances.after_step += [self.incidents.after_step, self.signals.after_step, self.messages.after_step]


def _nothing(desk: Desk, business_key: str, actor: Actor) -> Mapping[str, Any]:
    return {}
