"""The engine's tables. Core, not mapped classes: the step's path touches rows, never objects."""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from engine import waking
from engine.append_only import refuse_changes
from engine.errors import CannotBeKept

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Record = Row[Any]


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is added on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # PostgreSQL gives the zone of its session: one moment, but another text where it is hashed or shown.
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """JSON in a TEXT column: never JSONB, as the order of keys matters to SpiffWorkflow."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        try:
            return None if value is None else orjson.dumps(value).decode()
        except TypeError as fault:  # half a character, a number beyond 64 bits, a value that is no JSON
            raise CannotBeKept from fault

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _instance() -> Column[int]:
    return Column("instance_id", Integer, ForeignKey("process_instance.id"), nullable=False, index=True)


deployment = Table(
    "deployment",
    metadata,
    _id(),
    Column("process_id", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", String(100), nullable=False),
    UniqueConstraint("process_id", "version"),
)
resource = Table(
    "resource",
    metadata,
    Column("deployment_id", Integer, ForeignKey("deployment.id"), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
process_instance = Table(
    "process_instance",
    metadata,
    _id(),
    Column("deployment_id", Integer, ForeignKey("deployment.id"), nullable=False),
    Column("process_id", String(100), nullable=False),
    Column("business_key", String(40), nullable=False, index=True),
    Column("start_id", String(260)),  # the message, time or request that started it: one instance each
    Column("state", Json),
    Column("status", String(12), nullable=False),  # running, completed, cancelled
    Column("ended_in", String(100)),
    Column("row_version", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("process_id", "business_key", "start_id"),
    Index("ix_process_instance_version", "deployment_id", "status", "id"),
)
migration = Table(  # of an instance to another version: what undoes it while the instance has taken no step
    "migration",
    metadata,
    _id(),
    _instance(),
    Column("from_deployment_id", Integer, ForeignKey("deployment.id"), nullable=False),
    Column("row_version", Integer, nullable=False),  # of the instance when it had been migrated
    Column("state", Json, nullable=False),  # of the instance before
    Column("waits", Json, nullable=False),  # rows of user tasks, timers and subscriptions before
)
user_task = Table(
    "user_task",
    metadata,
    _id(),
    _instance(),
    Column("business_key", String(40), nullable=False, index=True),
    Column("token", Integer, nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("name", String(200), nullable=False),
    Column("process_name", String(200), nullable=False),
    Column("form", String(100), nullable=False),
    Column("page", String(100), nullable=False),
    Column("guard", String(100), nullable=False),
    Column("family_text", Text, nullable=False),
    Column("claimable", Boolean, nullable=False),
    Column("state", String(12), nullable=False),  # open, completed, cancelled
    Column("due_at", Instant, nullable=False),
    Column("has_due", Boolean, nullable=False),
    Column("assignee", String(100)),
    Column("assignee_name", String(200)),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("completed_by", String(100)),
    Index("ix_user_task_of_assignee", "assignee", "due_at", "id"),
)
candidate = Table(
    "candidate",
    metadata,
    Column("group_id", String(60), primary_key=True),
    Column("user_task_id", Integer, ForeignKey("user_task.id"), primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("open", Boolean, nullable=False),  # open and claimed by nobody
    Index("ix_candidate_inbox", "group_id", "open", "due_at", "user_task_id"),
    Index("ix_candidate_user_task_id", "user_task_id"),
)
draft = Table(
    "draft",
    metadata,
    _id(),
    Column("owner", String(100), nullable=False),
    Column("place", String(120), nullable=False),  # "task:<id>" or "start:<process id>"
    Column("entries", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", Instant, nullable=False),
    UniqueConstraint("owner", "place"),
    Index("ix_draft_place", "place"),  # of a task that is done, they are forgotten
)
submission = Table(
    "submission",
    metadata,
    _id(),
    _instance(),
    Column("business_key", String(40), nullable=False, index=True),
    Column("element_id", String(100), nullable=False),
    Column("form", String(100), nullable=False),
    Column("answers", Json, nullable=False),
    Column("submitted_by", String(100), nullable=False),
    Column("submitted_by_name", String(200), nullable=False),
    Column("submitted_at", Instant, nullable=False),
)
timer = Table(
    "timer",
    metadata,
    _id(),
    _instance(),
    Column("token", Integer, nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("repeats", Integer, nullable=False),  # how often it fires after this
    Column("every", String(40)),  # ISO 8601 duration of a cycle
    Column("state", String(10), nullable=False),  # waiting, fired, cancelled, failed
    Column("began_at", Instant, nullable=False),  # since when it is waited for
    Column("hops", Integer, nullable=False),  # short times and messages that led to it without a pause
    Index("ix_timer_due", "state", "due_at", "id"),
)
message_subscription = Table(
    "message_subscription",
    metadata,
    _id(),
    _instance(),
    Column("business_key", String(40), nullable=False, index=True),
    Column("token", Integer, nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("correlation_key", String(100), nullable=False),
    Column("group_id", String(400), nullable=False),
    Column("action_label", String(200), nullable=False),
    Column("form", String(100), nullable=False),
    Index("ix_message_subscription_key", "name", "correlation_key"),
)
message = Table(
    "message",
    metadata,
    _id(),
    Column("name", String(100), nullable=False),
    Column("correlation_key", String(100), nullable=False),
    Column("message_id", String(140), nullable=False),
    Column("payload", Json, nullable=False),  # emptied when it has been delivered
    Column("received_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),  # under_way, kept, delivered, failed, skipped
    Column("business_key", String(40), nullable=False, index=True),  # of the instance that threw it, else ""
    Column("thrown_by", Integer, ForeignKey("process_instance.id")),
    Column("element_id", String(100), nullable=False),  # that threw it
    Column("must_arrive", Boolean, nullable=False),  # thrown by an end event: the next phase begins with it
    Column("hops", Integer, nullable=False),  # messages and signals that led to it without a pause
    UniqueConstraint("name", "correlation_key", "message_id"),
    Index("ix_message_state", "state", "received_at", "id"),
)
signal_subscription = Table(
    "signal_subscription",
    metadata,
    _id(),
    _instance(),
    Column("token", Integer, nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("name", String(100), nullable=False, index=True),
)
signal_delivery = Table(  # one for each receiver of a broadcast; gone when it has been delivered
    "signal_delivery",
    metadata,
    _id(),
    Column("name", String(100), nullable=False),
    Column("signal_id", String(140), nullable=False),
    Column("payload", Json, nullable=False),
    Column("business_key", String(40), nullable=False),  # of the receiver
    Column("instance_id", Integer, ForeignKey("process_instance.id")),  # that waits, None for a start event
    Column("token", Integer, nullable=False),
    Column("process_id", String(100), nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),  # under_way, failed
    Column("hops", Integer, nullable=False),
    Index("ix_signal_delivery_state", "state", "sent_at", "id"),
)
start_event = Table(  # of the current version of each process: what starts an instance by itself
    "start_event",
    metadata,
    _id(),
    Column("deployment_id", Integer, ForeignKey("deployment.id"), nullable=False),
    Column("process_id", String(100), nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("kind", String(10), nullable=False),  # message, signal, timer
    Column("name", String(100), nullable=False),  # of the message or signal; of a timer, its expression
    Column("group_id", String(400), nullable=False),
    Column("action_label", String(200), nullable=False),
    Column("form", String(100), nullable=False),
    Column("due_at", Instant),  # None when a timer has fired for the last time
    Column("repeats", Integer, nullable=False),
    Column("every", String(40)),
    Column("began_at", Instant),  # of a timer: when its turns are counted from
    UniqueConstraint("process_id", "element_id"),
    Index("ix_start_event_name", "kind", "name"),
    Index("ix_start_event_due", "due_at"),
)
incident = Table(
    "incident",
    metadata,
    _id(),
    Column("instance_id", Integer, ForeignKey("process_instance.id"), index=True),  # None when it never started
    Column("business_key", String(40), nullable=False, index=True),
    Column("process_id", String(100), nullable=False),
    Column("element_id", String(100), nullable=False),
    Column("fault", String(400), nullable=False),  # what failed, such as "timer:7": one open incident for each
    Column("cause", Text, nullable=False),
    Column("retry", Json, nullable=False),  # what to do again: {"timer": id}, {"message": id}, {"signal": id} …
    Column("times", Integer, nullable=False),  # how often it has failed
    Column("raised_at", Instant, nullable=False),
    Column("resolved_at", Instant, index=True),
    Column("resolved_by", String(100)),
    Index(
        "uq_incident_open_fault",
        "fault",
        unique=True,
        sqlite_where=text("resolved_at IS NULL"),
        postgresql_where=text("resolved_at IS NULL"),
    ),
)
history_event = Table(
    "history_event",
    metadata,
    _id(),
    Column("business_key", String(40), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("actor_name", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("instance_id", Integer),
    Column("element_id", String(100), nullable=False),
    Column("salt", String(32), nullable=False),  # of the payload digest; empty: what it seals was erased
    Column("payload_digest", String(64), nullable=False),  # of the actor's name and the payload
    Column("digest", String(64), nullable=False),
    UniqueConstraint("business_key", "sequence"),
    Index(
        "ix_history_event_read",
        "business_key",
        "id",
        sqlite_where=text("kind = 'read'"),
        postgresql_where=text("kind = 'read'"),
    ),
)
history_payload = Table(  # may be erased with the event's name and salt: the chain keeps only the digest
    "history_payload",
    metadata,
    Column("event_id", Integer, ForeignKey("history_event.id"), primary_key=True),
    Column("payload", Json, nullable=False),
)
effect = Table(
    "effect",
    metadata,
    _id(),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(60), nullable=False),
    Column("business_key", String(40), nullable=False, index=True),
    Column("payload", Json, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, done, dead, given_up
    Column("error", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_effect_due", "state", "due_at", "id"),
)

refuse_changes(history_event, emptied=("actor_name", "salt"))
event.listen(effect, "after_create", waking.make_tables)
