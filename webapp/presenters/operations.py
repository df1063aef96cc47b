"""Effects and incidents in words for whoever runs the portal: what is stuck and why, nobody's name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import Drawing, Record
from webapp.presenters.words import Tag, count, duration, moment

MOST = 1_000  # more are not counted
KINDS = {"mail": "Mail", "scan": "Virus scan"}
TITLES = {"dead": "Given up", "retrying": "To be tried again", "waiting": "Waiting"}


@dataclass(frozen=True, kw_only=True)
class ShownEffect:
    """One effect; it is named by its number."""

    id: int
    what: str  # “Mail: sign in code”
    state: Tag
    age: str
    tries: int
    error: str
    dead: bool


@dataclass(frozen=True, kw_only=True)
class ShownIncident:
    """One incident."""

    id: int
    reference: str  # of the case or request
    where: str  # process and element, as the drawing calls them
    cause: str
    age: str
    times: str


def effects(found: Iterable[Record], *, now: datetime) -> list[ShownEffect]:
    """In their order."""
    return [effect(each, now=now) for each in found]


def effect(found: Record, *, now: datetime) -> ShownEffect:
    """One of them."""
    kind, notice = KINDS.get(found.kind, found.kind), str(found.payload.get("notice", ""))
    return ShownEffect(
        id=found.id,
        what=f"{kind}: {notice.replace('_', ' ')}" if notice else kind,
        state=_state(found, now),
        age=f"{duration(now - found.created_at)} ago",
        tries=found.tries,
        error=found.error,
        dead=found.state == "dead",
    )


def incidents(found: Iterable[Record], drawings: Mapping[str, Drawing], *, now: datetime) -> list[ShownIncident]:
    """In their order; `drawings` are those of their processes, by id."""
    return [incident(each, drawings, now=now) for each in found]


def incident(found: Record, drawings: Mapping[str, Drawing], *, now: datetime) -> ShownIncident:
    """One of them."""
    return ShownIncident(
        id=found.id,
        reference=found.business_key,
        where=_where(found, drawings.get(found.process_id)),
        cause=found.cause,
        age=f"{duration(now - found.raised_at)} ago",
        times="once" if found.times == 1 else count(found.times, "time"),
    )


def capped(number: int) -> str:
    """“12”, “more than 1,000”."""
    return f"{number:,}" if number <= MOST else f"more than {MOST:,}"


def _where(found: Record, drawing: Drawing | None) -> str:
    """“Asking to see a record: Check who is asking”; what a drawing does not name, or no longer has, by its id."""
    element = drawing.elements.get(found.element_id) if drawing else None
    process = (drawing.name if drawing else "") or found.process_id.replace("_", " ")
    step = (element.name if element else "") or found.element_id.replace("_", " ")
    return ": ".join(filter(None, (process, step)))


def _state(found: Record, now: datetime) -> Tag:
    if found.state == "dead":
        return Tag("Given up", "late")
    if found.tries:
        return Tag(f"Again at {moment(found.due_at, now=now)}", "soon")
    return Tag("Waiting", "plain")
