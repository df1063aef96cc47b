"""What an officer corrects of a child: name, date of birth, school, numbers; with the reason, and what it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from engine import Actor
from webapp.cases.creating import NewChild
from webapp.cases.desk import Desk
from webapp.cases.errors import ChangedMeanwhile, NothingCorrected, WordsMissing
from webapp.cases.models import Case, Child
from webapp.cases.reading import references_of

CORRECTED = "details corrected"  # kind of the event
FIELDS: Mapping[str, str] = {
    "first_name": "first name in law",
    "last_name": "last name in law",
    "known_as": "name that they use",
    "born_on": "date of birth",
    "school": "school",
    "upn": "unique pupil number",
    "nhs_number": "NHS number",
}
HOME = "school"  # is hidden where the child's home is
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One that was made: what stood there before, by field."""

    at: datetime
    by: str
    because: str
    was: tuple[tuple[str, str], ...]  # what, and what it was; of a hidden school nothing


def values(child: Child) -> dict[str, str]:
    """What stands there now, by field."""
    return {name: _as_text(getattr(child, name)) for name in FIELDS}


def stands(child: Child, *, hidden: bool) -> dict[str, str]:
    """The same by the name of the field, for reading; with `hidden` without the school."""
    return {what: values(child)[name] for name, what in FIELDS.items() if not (hidden and name == HOME)}


def seen(child: Child) -> str:
    """Says that nothing has changed since a page was made."""
    return sha256("\n".join(values(child).values()).encode()).hexdigest()[:16]


def correct(
    desk: Desk, case: Case, new: NewChild, *, because: str, since: str, hidden: bool, actor: Actor
) -> tuple[str, ...]:
    """Keep it, and what it was in the history; gives what was corrected. With `hidden` the school stays as it is.

    Raises ChangedMeanwhile, WordsMissing, NothingCorrected.
    """
    desk.engine.locks.take(case.reference)
    child = case.child
    desk.session.refresh(child)
    if seen(child) != since:
        raise ChangedMeanwhile
    if not because.strip():
        raise WordsMissing
    names = [name for name in FIELDS if not (hidden and name == HOME)]
    was = {name: _as_text(getattr(child, name)) for name in names if getattr(child, name) != getattr(new, name)}
    if not was:
        raise NothingCorrected
    for name in was:
        setattr(child, name, getattr(new, name))
    desk.session.flush()
    corrected = tuple(FIELDS[name] for name in was)
    payload = {"subject": ", ".join(corrected), "was": was, "because": because.strip()}
    desk.engine.history.record(case.reference, CORRECTED, by=actor, payload=payload)
    return corrected


def of(desk: Desk, case: Case, *, hidden: bool) -> list[Correction]:
    """Those that were made, the latest first."""
    keys = references_of(desk, case.reference)
    rows = desk.engine.history.happened(*keys, kinds=(CORRECTED,), passed=(), limit=MOST, before=None)
    return [
        Correction(
            at=row.at,
            by=row.actor_name,
            because=str((row.payload or {}).get("because", "")),
            was=tuple(_was((row.payload or {}).get("was", {}).items(), hidden)),
        )
        for row in rows
    ]


def _was(found: Iterable[tuple[str, str]], hidden: bool) -> Iterable[tuple[str, str]]:
    return ((FIELDS.get(name, name), text) for name, text in found if not (hidden and name == HOME))


def _as_text(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()
