"""User tasks as rows of the officer's queue."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from engine import Record
from webapp.cases.access import Asking
from webapp.london import london_day
from webapp.presenters.words import Tag, days_left, due_tag, short_day

NOBODY: Mapping[str, Asking] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One row: what, which case, by when, and whose."""

    id: int
    name: str
    process: str
    reference: str
    due: Tag | None
    due_day: str
    left: str  # “8 days”, for a column that is headed “Due”
    claimed_by: str
    mine: bool
    who: str  # who asks, where somebody does
    restricted: bool  # others want something kept from them
    opens: bool  # for this reader


def rows(
    tasks: Iterable[Record],
    *,
    me: str,
    now: datetime,
    asking: Mapping[str, Asking] = NOBODY,
    openable: Container[int] | None = None,
) -> list[TaskRow]:
    """By due date, the most urgent first; `openable` are the ids of those that open for the reader, or all do."""
    ordered = sorted(tasks, key=lambda task: (task.due_at, task.id))
    return [_row(task, me, now, asking, openable is None or task.id in openable) for task in ordered]


def _row(task: Record, me: str, now: datetime, asking: Mapping[str, Asking], opens: bool) -> TaskRow:
    mine, who = task.assignee == me, asking.get(task.business_key)
    last_day = london_day(task.due_at) if task.has_due else None
    return TaskRow(
        id=task.id,
        name=task.name,
        process=task.process_name,
        reference=task.business_key,
        due=due_tag(last_day, today=london_day(now)) if last_day else None,
        left=days_left(last_day, today=london_day(now)) if last_day else "",
        due_day=short_day(last_day) if last_day else "No date",
        claimed_by="You" if mine else task.assignee_name or "",
        mine=mine,
        who=who.name if who else "",
        restricted=bool(who and who.restricted),
        opens=opens,
    )
