"""A date on its way to be corrected: what an officer gives, what would follow, whether somebody has confirmed it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import Actor, Record
from webapp.cases.desk import Desk
from webapp.cases.reading import find_case
from webapp.clocks import deadlines, events, shared
from webapp.clocks.models import LegalEvent
from webapp.clocks.shared import REQUEST_RECEIVED

PROPOSE, CONFIRM = "propose_date", "confirm_date"  # tasks of the drawing
YES = "yes"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A limit that would end on another day."""

    title: str
    was: date
    becomes: date


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would follow."""

    earlier: LegalEvent
    made: LegalEvent  # not kept
    moves: tuple[Moved, ...]
    at_once: tuple[str, ...]  # timers of drawings that wait, and would be due at once


def answers(*, event: str, at: datetime, route: str, because: str) -> dict[str, Any]:
    """A date as its task keeps it."""
    return {"event": event, "at": at.isoformat(), "route": route, "because": because}


def look(desk: Desk, reference: str, proposed: Mapping[str, Any]) -> Change:
    """What would follow; nothing is kept. Raises what `deadlines.correct` does."""
    case = find_case(desk, reference)
    earlier, made = events.corrected(desk, case, str(proposed["event"]), **_named(proposed))
    moves, named = [], []
    for row in deadlines.counting_from(desk, reference, earlier.id):
        rule = shared.limit(row.limit_name, made.deemed_on)
        moves.append(Moved(title=rule.title, was=row.due_on, becomes=rule.last_day(made.deemed_on)))
        named.append((deadlines.DUE_IN_DRAWINGS, moves[-1].was, moves[-1].becomes))
    if made.kind == REQUEST_RECEIVED:
        named.append((deadlines.RECEIVED_IN_DRAWINGS, earlier.deemed_on, made.deemed_on))
    return Change(
        earlier=earlier,
        made=made,
        moves=tuple(each for each in moves if each.was != each.becomes),
        at_once=tuple(dict.fromkeys(_at_once(desk, reference, named))),
    )


def proposed_last(desk: Desk, reference: str, instance_id: int) -> Record | None:
    """What an officer has given last in this process."""
    return _last(desk, reference, instance_id, PROPOSE)


def decided_last(desk: Desk, reference: str, instance_id: int) -> Record | None:
    """What the second person has said last."""
    return _last(desk, reference, instance_id, CONFIRM)


def keep(desk: Desk, reference: str, instance_id: int, *, by: Actor) -> dict[str, bool]:
    """Correct the date if it was confirmed; for the drawing whether it was, and whether letters are in doubt."""
    decided, proposed = (find(desk, reference, instance_id) for find in (decided_last, proposed_last))
    if decided is None or proposed is None or decided.answers["confirmed"] != YES:
        return {"confirmed": False, "doubtful": False}
    named = _named(proposed.answers)
    named["because"] = f"{named['because']} Given by {proposed.submitted_by_name}."
    deadlines.correct(desk, reference, str(proposed.answers["event"]), by=by, **named)
    doubtful = any(each.event.doubtful_since for each in events.of(desk, reference))
    return {"confirmed": True, "doubtful": doubtful}


def _at_once(desk: Desk, reference: str, named: Iterable[tuple[str, date, date]]) -> Iterator[str]:
    for name, was, becomes in named:
        if was != becomes:
            right = desk.engine.corrections
            yield from right.at_once(reference, name, was=was.isoformat(), becomes=becomes.isoformat())


def _named(proposed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at": datetime.fromisoformat(str(proposed["at"])),
        "route": str(proposed["route"]),
        "because": str(proposed["because"]),
    }


def _last(desk: Desk, reference: str, instance_id: int, element: str) -> Record | None:
    sent = desk.engine.submissions.of(reference, instance_id=instance_id)
    return next((each for each in reversed(sent) if each.element_id.rpartition(".")[2] == element), None)
