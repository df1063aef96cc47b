"""The officer whom a family knows by name: who looks after a case, until somebody else does."""

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.models import Case


def take(desk: Desk, case: Case, *, by: Person, actor: Actor) -> None:
    """This officer looks after the case from now on, in the place of whoever did; twice is once."""
    _name(desk, case, by, actor)


def give_up(desk: Desk, case: Case, *, actor: Actor) -> None:
    """Nobody is named for it any more; twice is once."""
    _name(desk, case, None, actor)


def of(case: Case) -> Person | None:
    """Who looks after it and still works here."""
    return case.officer if case.officer and case.officer.active else None


def _name(desk: Desk, case: Case, officer: Person | None, actor: Actor) -> None:
    if case.officer_id == (officer.id if officer else None):
        return
    case.officer = officer
    desk.session.flush()
    payload = {"officer": officer.reference if officer else ""}
    desk.engine.history.record(case.reference, "officer named", by=actor, payload=payload)
