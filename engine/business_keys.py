"""Everything of one business key goes to another: what were two cases turns out to be one.

History stays where it is: its chains are append-only, so whoever reads it asks for both keys.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column, bindparam, select, update

from engine.desk import Desk
from engine.instances import RUNNING, Instances
from engine.models import (
    effect,
    incident,
    message,
    message_subscription,
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
