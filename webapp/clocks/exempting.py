"""An exemption on its way: what an officer proposes, and whether somebody else has authorised it.

Both are kept as the answers of their tasks; the limit itself is switched off when a manager has said yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import Actor, Record
from webapp.cases.desk import Desk
from webapp.clocks import deadlines
from webapp.clocks.deadlines import Closure
from webapp.clocks.errors import LimitMissing
from webapp.clocks.models import DeadlineRow
from webapp.clocks.shared import Ground

PROPOSE, AUTHORISE = "propose_exemption", "authorise_exemption"  # tasks of the drawing
YES, NO = "yes", "no"
NONE = "none"  # no limit is to be switched off
DAYS = ("asked_on", "closed_on", "opens_on")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A proposal with what it is about."""

    row: DeadlineRow
    ground: Ground
    evidence: str


def answers(*, deadline: str, ground: str, evidence: str, days: Mapping[str, date | None]) -> dict[str, Any]:
    """A proposal as its task keeps it."""
    kept = {name: day.isoformat() for name, day in days.items() if day}
    return {"deadline": deadline, "ground": ground, "evidence": evidence, **kept}


def look(desk: Desk, reference: str, proposed: Mapping[str, Any]) -> Shown:
    """What would be switched off. Raises LimitMissing, and what `deadlines.exemptable` does."""
    if not proposed["deadline"]:
        raise LimitMissing
    row, ground, evidence = deadlines.exemptable(desk, reference, **_named(proposed))
    return Shown(row=row, ground=ground, evidence=evidence)


def proposed_last(desk: Desk, reference: str, instance_id: int) -> Record | None:
    """What was proposed last in this process."""
    return _last(desk, reference, instance_id, PROPOSE)


def decided_last(desk: Desk, reference: str, instance_id: int) -> Record | None:
    """What a manager has said last."""
    return _last(desk, reference, instance_id, AUTHORISE)


def is_proposed(desk: Desk, reference: str, instance_id: int) -> bool:
    """For the drawing: is there a limit to be switched off?"""
    found = proposed_last(desk, reference, instance_id)
    return found is not None and found.answers["deadline"] != NONE


def keep(desk: Desk, reference: str, instance_id: int, *, by: Actor) -> bool:
    """Switch the limit off if a manager has authorised it, in the manager's name; gives whether."""
    decided, proposed = (find(desk, reference, instance_id) for find in (decided_last, proposed_last))
    if decided is None or proposed is None or decided.answers["authorised"] != YES:
        return False
    named = _named(proposed.answers)
    shows = f"{named.pop('evidence')}\nProposed by {proposed.submitted_by_name}."
    deadlines.exempt(desk, reference, named.pop("deadline_id"), evidence=shows, by=by, **named)
    return True


def _named(proposed: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(proposed[name]) for name in DAYS if proposed.get(name)}
    return {
        "deadline_id": str(proposed["deadline"]),
        "ground": str(proposed["ground"]),
        "evidence": str(proposed["evidence"]),
        "closure": Closure(**days) if len(days) == len(DAYS) else None,
    }


def _last(desk: Desk, reference: str, instance_id: int, element: str) -> Record | None:
    sent = desk.engine.submissions.of(reference, instance_id=instance_id)
    return next((each for each in reversed(sent) if each.element_id == element), None)
