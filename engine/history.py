"""Append-only record of who did what and when, hash-chained for each business key.

The chain hashes a salted digest of who it was by name and of the payload. Both may be erased, and the salt with
them: then nobody finds from the digest what it seals, and the chain stays whole.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.engine import Connection

from engine.actor import Actor
from engine.locks import Locks
from engine.models import Record, history_event, history_payload
from engine.sql import Statement, insert_row, send_row

PASSED = "passed"  # kind of an event: an instance has passed this element
READ = "read"  # kind of an event that changed nothing: somebody has looked
READS = text("history_event.kind = 'read'")  # as its index has it, and not as a parameter
HASHED = ("business_key", "sequence", "at", "actor", "kind", "instance_id", "element_id")
LAST = Statement(
    select(history_event.c.sequence, history_event.c.digest)
    .where(history_event.c.business_key == bindparam("key"))
    .order_by(history_event.c.sequence.desc())
    .limit(1)
)


class History:
    """The record of every business key."""

    def __init__(self, connection: Connection, now: datetime, locks: Locks) -> None:
        self._connection, self._now, self._locks = connection, now, locks
        self._tips: dict[str, tuple[int, str]] = {}  # last sequence and digest, by business key

    def record(
        self,
        business_key: str,
        kind: str,
        *,
        by: Actor,
        instance_id: int | None = None,
        element_id: str = "",
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Append one event, holding the business key until the transaction ends."""
        last = self._tips.get(business_key) or self._last(business_key)
        salt = secrets.token_hex(16)
        event = {
            "business_key": business_key,
            "sequence": last[0] + 1,
            "at": self._now,
            "actor": by.id,
            "actor_name": by.name,
            "kind": kind,
            "instance_id": instance_id,
            "element_id": element_id,
            "salt": salt,
            "payload_digest": _payload_digest(salt, by.name, payload or {}),
        }
        digest = _digest(last[1], event)
        self._tips[business_key] = (last[0] + 1, digest)
        if payload:
            event_id = insert_row(self._connection, history_event, **event, digest=digest)
            send_row(self._connection, history_payload, event_id=event_id, payload=dict(payload))
        else:
            send_row(self._connection, history_event, **event, digest=digest)

    def of(self, business_key: str) -> list[Record]:
        """All events of a business key in order, each with its payload (None when erased or empty)."""
        return list(self._connection.execute(_events(business_key).order_by(history_event.c.sequence)))

    def passed(self, *business_keys: str) -> list[Record]:
        """What instances have passed besides tasks, in order: events, gateways, jobs; no payloads.

        Several keys: what belongs to one case by now, though it was written under the key of another.
        """
        c = history_event.c
        query = select(c.at, c.instance_id, c.element_id).where(c.business_key.in_(business_keys), c.kind == PASSED)
        return list(self._connection.execute(query.order_by(c.id)))

    def reads(
        self, *business_keys: str, limit: int, before: int | None = None, without: Select[str] | None = None
    ) -> list[Record]:
        """Who has looked, the latest first: without the actors that `without` selects, before this event's id."""
        c = history_event.c
        query = _events(*business_keys).where(READS)
        if before is not None:
            query = query.where(c.id < before)
        if without is not None:
            query = query.where(c.actor.not_in(without))
        return list(self._connection.execute(query.order_by(c.id.desc()).limit(limit)))

    def first_reads(self, *business_keys: str, of: Collection[str]) -> dict[tuple[str, str], datetime]:
        """When each of these things, named by its id, was looked at first, by thing and actor."""
        c = history_event.c
        named = (c.business_key.in_(business_keys), READS, c.element_id.in_(of))
        query = select(c.element_id, c.actor, func.min(c.at)).where(*named).group_by(c.element_id, c.actor)
        return {(element_id, actor): at for element_id, actor, at in self._connection.execute(query)}

    def happened(
        self, *business_keys: str, kinds: Collection[str], passed: Collection[str], limit: int, before: int | None
    ) -> list[Record]:
        """What happened, the latest first: events of these kinds, and that these elements were passed.

        Each key is read from its end: what is long ago costs nothing.
        """
        c = history_event.c
        wanted = or_(c.kind.in_(kinds), and_(c.kind == PASSED, c.element_id.in_(passed)))
        found: list[Record] = []
        for key in business_keys:
            query = _events(key).where(wanted)
            if before is not None:
                query = query.where(c.id < before)
            found += self._connection.execute(query.order_by(c.sequence.desc()).limit(limit))
        return sorted(found, key=lambda event: event.id, reverse=True)[:limit]

    def last_read(self, *business_keys: str, element_id: str, actor: str) -> datetime | None:
        """When somebody looked last at what was named by this id."""
        c = history_event.c
        query = select(c.at).where(READS, c.element_id == element_id, c.actor == actor)
        newest = query.order_by(c.sequence.desc()).limit(1)
        looks = (self._connection.scalar(newest.where(c.business_key == key)) for key in business_keys)
        return max(filter(None, looks), default=None)

    def last_change(self, *business_keys: str, besides: Collection[str] = ()) -> datetime | None:
        """When something happened under these keys the last time: neither a look nor one of these kinds."""
        c = history_event.c
        newest = select(c.at).where(c.kind.not_in((READ, *besides))).order_by(c.sequence.desc()).limit(1)
        found = (self._connection.scalar(newest.where(c.business_key == key)) for key in business_keys)
        return max(filter(None, found), default=None)

    def broken_at(self, business_key: str) -> int | None:
        """Sequence of the first event that was changed, left out or moved; None when the chain is whole.

        Events cut off at the end leave no gap: the database's own rights and triggers stand against that, and `has`.
        """
        digest, expected = "", 1
        for event in self.of(business_key):
            if _is_changed(event) or event.sequence != expected or _digest(digest, event._asdict()) != event.digest:
                return int(event.sequence)
            digest, expected = event.digest, expected + 1
        return None

    def has(self, business_key: str, sequence: int, digest: str) -> bool:
        """Is there this event, with this digest? Whoever wrote both down elsewhere sees whether the end was cut off."""
        c = history_event.c
        query = select(c.id).where(c.business_key == business_key, c.sequence == sequence, c.digest == digest)
        return self._connection.scalar(query) is not None

    def erase(self, business_key: str) -> tuple[int, str]:
        """Names and payloads of its events go; how many events there are, and the digest of the last one."""
        self._locks.take(business_key)
        self._empty(history_event.c.business_key == business_key)
        return self._last(business_key)

    def erase_actor(self, actor: str) -> None:
        """Name and words of this actor go, under whatever business key."""
        self._empty(history_event.c.actor == actor)

    def _empty(self, which: ColumnElement[bool]) -> None:
        payloads = delete(history_payload).where(
            history_payload.c.event_id.in_(select(history_event.c.id).where(which))
        )
        self._connection.execute(payloads)
        self._connection.execute(update(history_event).where(which).values(actor_name="", salt=""))

    def forget(self) -> None:
        """What was recorded last is undone: look it up again."""
        self._tips.clear()

    def _last(self, business_key: str) -> tuple[int, str]:
        self._locks.take(business_key)
        row = LAST.first(self._connection, key=business_key)
        return (row.sequence, row.digest) if row else (0, "")


def _events(*business_keys: str) -> Select[Any]:
    columns = (*history_event.c, history_payload.c.payload)
    joined = history_event.outerjoin(history_payload)
    return select(*columns).select_from(joined).where(history_event.c.business_key.in_(business_keys))


def _payload_digest(salt: str, name: str, payload: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + orjson.dumps([name, payload], option=orjson.OPT_SORT_KEYS)).hexdigest()


def _is_changed(event: Record) -> bool:
    """Is what the digest seals not what it was? What was erased may be empty only."""
    if not event.salt:
        return bool(event.actor_name) or event.payload is not None
    return _payload_digest(event.salt, event.actor_name, event.payload or {}) != event.payload_digest


def _digest(previous: str, event: Mapping[str, Any]) -> str:
    values = {name: event[name] for name in HASHED}
    body = orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_OMIT_MICROSECONDS)
    return hashlib.sha256(previous.encode() + body + event["payload_digest"].encode()).hexdigest()
