"""Everything of one business key goes to another, as two cases turn out to be one, or goes altogether.

History stays where it is: its chains are append-only, so whoever reads it asks for both keys.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, bindparam, delete, func, or_, select, update

from engine.desk import Desk
from engine.instances import RUNNING, Instances
from engine.models import (
    draft,
    effect,
    history_event,
    history_payload,
    incident,
    message,
    message_subscription,
    metadata,
    process_instance,
    signal_delivery,
    submission,
    user_task,
)

Moved = dict[str, list[int]]  # column, as table.column -> ids of the rows in which it has changed
KEYED = (
    *(table.c.business_key for table in (process_instance, user_task, submission, message_subscription)),
    *(table.c.business_key for table in (message, signal_delivery, incident, effect)),
    message_subscription.c.correlation_key,
    message.c.correlation_key,
)
KEYS = ("business_key", "correlation_key")  # names of columns


class BusinessKeys:
    """Business keys of one session."""

    def __init__(self, desk: Desk, instances: Instances) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances = instances

    def run_in_both(self, one: str, other: str) -> list[str]:
        """Processes of which an instance runs under each of the two keys, by id."""
        return sorted(self._instances.running(one) & self._instances.running(other))

    def move(self, source: str, target: str, *, only: Mapping[str, list[int]] | None = None) -> Moved:
        """Give what has the key `source` the key `target`; with `only`, no more than what an earlier move has given.

        Takes both keys' locks. Their instances go on under the new key, and answer to it from then on.
        """
        for key in sorted((source, target)):
            self._desk.locks.take(key)
        moved = {f"{column.table.name}.{column.name}": self._ids(column, source, only) for column in KEYED}
        for column in KEYED:
            self._change(column, moved[f"{column.table.name}.{column.name}"], target)
        for instance_id in moved["process_instance.business_key"]:
            self._rename_in(instance_id, source, target)
        return moved

    def erase(self, *keys: str) -> dict[str, int]:
        """Instances, tasks, answers, messages, effects, drafts of these keys go; how many rows, by table.

        Takes their locks. A draft is of a key when its place or its owner names it. Their history stays: it is erased
        by itself, as its chain remains.
        """
        for key in sorted(keys):
            self._desk.locks.take(key)
        gone = {}
        for table, which in self._held(keys):
            gone[table.name] = self._connection.execute(delete(table).where(which)).rowcount
        return {name: count for name, count in gone.items() if count}

    def count(self, *keys: str) -> dict[str, int]:
        """How many rows `erase` would take, by table."""
        found = {
            table.name: self._connection.scalar(select(func.count()).select_from(table).where(which)) or 0
            for table, which in self._held(keys)
        }
        return {name: count for name, count in found.items() if count}

    def _held(self, keys: Collection[str]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        """What says of the rows of each table that they are of these keys; those first that lead to others."""
        yield draft, draft.c.id.in_(self._drafts(keys))
        for table in reversed(metadata.sorted_tables):
            if table not in (history_event, history_payload) and (which := list(_of_keys(table, keys))):
                yield table, or_(*which)

    def _drafts(self, keys: Collection[str]) -> list[int]:
        tasks = self._connection.scalars(select(user_task.c.id).where(user_task.c.business_key.in_(keys)))
        names = {*keys, *map(str, tasks)}
        rows = self._connection.execute(select(draft.c.id, draft.c.owner, draft.c.place))
        return [row.id for row in rows if row.owner in keys or not names.isdisjoint(row.place.split(":"))]

    def _ids(self, column: Column[Any], source: str, only: Mapping[str, list[int]] | None) -> list[int]:
        found = list(self._connection.scalars(select(column.table.c.id).where(column == source)))
        return found if only is None else sorted(set(found) & set(only[f"{column.table.name}.{column.name}"]))

    def _change(self, column: Column[Any], ids: list[int], target: str) -> None:
        if ids:
            one = update(column.table).where(column.table.c.id == bindparam("which")).values({column.name: target})
            self._connection.execute(one, [{"which": each} for each in ids])

    def _rename_in(self, instance_id: int, source: str, target: str) -> None:
        """The variables of a running instance that hold the key; its row version tells whoever has it open."""
        c = process_instance.c
        row = self._connection.execute(select(process_instance).where(c.id == instance_id)).one()
        if row.status != RUNNING:
            return
        for variables in _variables(row.state):
            variables |= {name: target for name, value in variables.items() if value == source}
        changed = {"state": row.state, "row_version": row.row_version + 1}
        self._connection.execute(update(process_instance).where(c.id == instance_id).values(changed))


def _variables(state: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Of every scope of a saved state."""
    return (variables for variables, *_ in state["scopes"].values())


def _of_keys(table: Table, keys: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """What says of a row that it is of these keys: the key itself, or an instance or task of theirs."""
    yield from (table.c[name].in_(keys) for name in KEYS if name in table.c)
    for owner in (process_instance, user_task):
        owned = select(owner.c.id).where(owner.c.business_key.in_(keys))
        pointing = (column for column in table.columns if column.references(owner.c.id))
        yield from (column.in_(owned) for column in pointing)
