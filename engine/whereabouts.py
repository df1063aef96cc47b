"""Where the running instances of a business key are, read from rows: no workflow is loaded."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, Label, func, literal, select, union_all
from sqlalchemy.engine import Connection

from engine.history import PASSED
from engine.models import history_event, message_subscription, process_instance, timer, user_task

WAITS, BEEN = "waits", "been"
RUNNING = "running"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One instance: what waits in it and what it has passed, by the ids of its version's elements."""

    instance_id: int
    process_id: str
    deployment_id: int
    waits: Mapping[str, int] = field(default_factory=Counter)  # how many
    been: frozenset[str] = frozenset()


class Whereabouts:
    """Of the instances of one session."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, business_key: str, *former: str) -> list[Place]:
        """The running instances of a business key, oldest first: two statements, however many there are.

        `former` are keys under which they once ran: their history stays where it was written.
        """
        c = process_instance.c
        query = select(c.id, c.process_id, c.deployment_id).where(c.business_key == business_key, c.status == RUNNING)
        rows = list(self._connection.execute(query.order_by(c.id)))
        if not rows:
            return []
        waits, been = self._marks([row.id for row in rows], (business_key, *former))
        return [
            Place(
                instance_id=row.id,
                process_id=row.process_id,
                deployment_id=row.deployment_id,
                waits=waits.get(row.id, Counter()),
                been=frozenset(been.get(row.id, ())),
            )
            for row in rows
        ]

    def _marks(self, ids: list[int], keys: tuple[str, ...]) -> tuple[dict[int, Counter[str]], dict[int, set[str]]]:
        waits, been = dict[int, Counter[str]](), dict[int, set[str]]()
        for row in self._connection.execute(_marked(ids, keys)):
            if row.mark == WAITS:
                waits.setdefault(row.instance_id, Counter())[row.element_id] += row.number
            else:
                been.setdefault(row.instance_id, set()).add(row.element_id)
        return waits, been


def _marked(ids: list[int], keys: tuple[str, ...]) -> CompoundSelect[Any]:
    """Rows of instance, element, mark and number."""
    t, m, s, h = user_task.c, timer.c, message_subscription.c, history_event.c
    waits = [
        select(t.instance_id, t.element_id, _mark(WAITS), func.count().label("number"))
        .where(t.instance_id.in_(ids), t.state == "open")
        .group_by(t.instance_id, t.element_id),
        select(m.instance_id, m.element_id, _mark(WAITS), func.count())
        .where(m.instance_id.in_(ids), m.state == "waiting")
        .group_by(m.instance_id, m.element_id),
        select(s.instance_id, s.element_id, _mark(WAITS), func.count())
        .where(s.instance_id.in_(ids))
        .group_by(s.instance_id, s.element_id),
    ]
    been = [
        select(t.instance_id, t.element_id, _mark(BEEN), literal(1))
        .where(t.instance_id.in_(ids), t.state == "completed")
        .distinct(),
        select(h.instance_id, h.element_id, _mark(BEEN), literal(1))
        .where(h.business_key.in_(keys), h.instance_id.in_(ids), h.kind == PASSED)
        .distinct(),
    ]
    return union_all(*waits, *been)


def _mark(words: str) -> Label[str]:
    return literal(words).label("mark")
