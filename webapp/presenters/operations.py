"""Effects and incidents in words for whoever runs the portal: what is stuck and why, nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine import Record
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
    where: str  # process and element
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
        age=duration(now - found.created_at),
        tries=found.tries,
        error=found.error,
        dead=found.state == "dead",
    )


def incidents(found: Iterable[Record], *, now: datetime) -> list[ShownIncident]:
    """In their order."""
    return [incident(each, now=now) for each in found]


def incident(found: Record, *, now: datetime) -> ShownIncident:
    """One of them."""
    return ShownIncident(
        id=found.id,
        reference=found.business_key,
        where=" · ".join(part for part in (found.process_id, found.element_id) if part),
        cause=found.cause,
        age=duration(now - found.raised_at),
        times=count(found.times, "time"),
    )


def capped(number: int) -> str:
    """“12”, “more than 1,000”."""
    return f"{number:,}" if number <= MOST else f"more than {MOST:,}"


def _state(found: Record, now: datetime) -> Tag:
    if found.state == "dead":
        return Tag("Given up", "late")
    if found.tries:
        return Tag(f"Again at {moment(found.due_at, now=now)}", "soon")
    return Tag("Waiting", "plain")
