"""User tasks as rows of the officer's queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine import Record
from webapp.presenters.words import Tag, due_tag, london_day, short_day


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One row: what, which case, by when, and whose."""

    id: int
    name: str
    process: str
    reference: str
    due: Tag | None
    due_day: str
    claimed_by: str
    mine: bool


def rows(tasks: Iterable[Record], *, me: str, now: datetime) -> list[TaskRow]:
    """By due date, the most urgent first."""
    return [_row(task, me, now) for task in sorted(tasks, key=lambda task: (task.due_at, task.id))]


def _row(task: Record, me: str, now: datetime) -> TaskRow:
    mine = task.assignee == me
    last_day = london_day(task.due_at) if task.has_due else None
    return TaskRow(
        id=task.id,
        name=task.name,
        process=task.process_name,
        reference=task.business_key,
        due=due_tag(last_day, today=london_day(now)) if last_day else None,
        due_day=short_day(last_day) if last_day else "No date",
        claimed_by="You" if mine else task.assignee_name or "",
        mine=mine,
    )
