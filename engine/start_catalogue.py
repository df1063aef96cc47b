"""The catalogue of start events: written at a deployment, for the version that is current from then on."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from engine import periods
from engine.drawing import Drawing, Element
from engine.feel import compile_expression, to_variable
from engine.models import Record, message, start_event
from engine.sql import send_row

LONGEST = 100  # characters of a timer's expression that are compared


def write(connection: Connection, deployment_id: int, drawing: Drawing, *, now: datetime) -> None:
    """What starts an instance of the process from now on: messages, signals and times. Raises BadPeriod.

    A timer whose text has not changed goes on as it stood: a deployment puts nothing off and repeats nothing.
    Messages that were kept, as nobody waited for them, are looked at again.
    """
    c = start_event.c
    query = select(start_event).where(c.process_id == drawing.process_id)
    old = {row.element_id: row for row in connection.execute(query)}
    connection.execute(delete(start_event).where(c.process_id == drawing.process_id))
    events = [event for event in drawing.starts() if event.message or event.signal or event.timer]
    for event in events:
        values = _values(event, old.get(event.id), now)
        send_row(connection, start_event, deployment_id=deployment_id, process_id=drawing.process_id, **values)
    names = [event.message.name for event in events if event.message]
    waits = update(message).where(message.c.state == "kept", message.c.name.in_(names), message.c.expires_at > now)
    connection.execute(waits.values(state="under_way"))


def _values(event: Element, old: Record | None, now: datetime) -> dict[str, Any]:
    return {
        "element_id": event.id,
        "group_id": ",".join(event.groups),
        "action_label": event.properties.get("action_label", ""),
        "form": event.form,
        "due_at": None,
        "repeats": 0,
        "every": None,
        "began_at": None,
        **(_timer(event, old, now) if event.timer else _named(event)),
    }


def _named(event: Element) -> dict[str, Any]:
    if event.message:
        return {"kind": "message", "name": event.message.name}
    return {"kind": "signal", "name": event.signal}


def _timer(event: Element, old: Record | None, now: datetime) -> dict[str, Any]:
    assert event.timer is not None
    text = event.timer.expression
    named = {"kind": "timer", "name": text[:LONGEST]}
    if old is not None and old.kind == "timer" and old.name == named["name"]:
        return {**named, "due_at": old.due_at, "repeats": old.repeats, "every": old.every, "began_at": old.began_at}
    value = to_variable(compile_expression(text).evaluate({}, now=now)) if text.startswith("=") else text
    due = periods.due(event.timer.kind, value, now=now)
    return {**named, "due_at": due.at, "repeats": due.repeats, "every": due.every, "began_at": now}
