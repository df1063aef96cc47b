"""A variable held a wrong value: instances get the right one, and what waits by it waits until the right time."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import update

from engine.actor import PORTAL, Actor
from engine.desk import Desk
from engine.instances import RUNNING, Instances
from engine.models import Record, timer
from engine.spiff.execution import Execution, Waiting
from engine.timers import Timers
from engine.user_tasks import UserTasks

CYCLE = "cycle"  # kind of a timer
Anew = tuple[Record, Waiting, datetime]  # a waiting timer, its element, and when it is due by the right value


class Corrections:
    """Corrections of one session."""

    def __init__(self, desk: Desk, instances: Instances, user_tasks: UserTasks, timers: Timers) -> None:
        self._desk, self._connection = desk, desk.connection
        self._instances, self._user_tasks, self._timers = instances, user_tasks, timers

    def put_right(self, business_key: str, name: str, *, was: Any, becomes: Any, by: Actor) -> None:
        """Where a running instance has this value under this name it has the other one from now on.

        Open tasks and waiting timers whose time reads it are due anew; what is due already fires as all that is due.
        Cycles and messages that wait stay as they are.
        """
        self._desk.locks.take(business_key)
        tasks = self._user_tasks.open_of(business_key)
        for instance in self._running(business_key):
            given = {"was": was, "becomes": becomes, "by": by}
            execution, waiting = self._instances.put_right(instance.id, name, **given)
            reading = _reading(name, waiting)
            self._tasks_anew([each for each in tasks if each.instance_id == instance.id], execution, reading)
            for row, _, due in self._timers_anew(instance.id, execution, reading):
                self._connection.execute(update(timer).where(timer.c.id == row.id).values(due_at=due))

    def at_once(self, business_key: str, name: str, *, was: Any, becomes: Any) -> list[str]:
        """What would be due at once if that were put right: names of timers that wait now. Changes nothing."""
        found = list[str]()
        for instance in self._running(business_key):
            execution = self._instances.execution(self._instances.get(instance.id), by=PORTAL)
            if not execution.put_right(name, was=was, becomes=becomes):
                continue
            reading = _reading(name, execution.waiting())
            for row, waiting, due in self._timers_anew(instance.id, execution, reading):
                if due <= self._desk.now < row.due_at:
                    found.append(waiting.element.name or waiting.element.id)
        return found

    def _running(self, business_key: str) -> Iterator[Record]:
        return (each for each in self._instances.of(business_key) if each.status == RUNNING)

    def _tasks_anew(self, tasks: list[Record], execution: Execution, reading: list[Waiting]) -> None:
        waits = {each.token: each for each in reading if each.element.due}
        for row in tasks:
            if waiting := waits.get(row.token):
                due = self._desk.projections.task_due(execution, waiting, since=row.created_at)
                self._user_tasks.due_anew(row, due)

    def _timers_anew(self, instance_id: int, execution: Execution, reading: list[Waiting]) -> Iterator[Anew]:
        """Each timer that counts from when it began to wait, by the right value."""
        waits = {(each.token, each.element.id): each for each in reading if each.element.timer}
        for row in self._timers.of(instance_id):
            if waiting := waits.get((row.token, row.element_id)):
                yield row, waiting, self._desk.projections.timer_due(execution, waiting, since=row.began_at).at


def _reading(name: str, waiting: list[Waiting]) -> list[Waiting]:
    """Those whose time reads this variable; a cycle goes on as it was begun."""
    reads = re.compile(rf"\b{re.escape(name)}\b")
    return [each for each in waiting if reads.search(_time(each))]


def _time(waiting: Waiting) -> str:
    definition = waiting.element.timer
    if definition is None:
        return waiting.element.due or ""
    return "" if definition.kind == CYCLE else definition.expression
