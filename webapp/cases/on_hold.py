"""A safeguarding hold: the family sees nothing of a case and nothing is shared, while its work and clocks go on."""

from sqlalchemy import Update, select, update

from engine import Actor
from webapp.accounts.models import Membership, Person
from webapp.cases.desk import Desk
from webapp.cases.errors import CaseOnHold, WordsMissing
from webapp.cases.models import FAMILY, Case, Party, SafeguardingHold

GROUPS = frozenset({"safeguarding", "send_manager"})  # who may place and end one


def begin(desk: Desk, case: Case, *, because: str, by: Person, actor: Actor) -> SafeguardingHold:
    """From the family's next request on, also in open pages and running downloads; twice is once.

    Raises WordsMissing.
    """
    if not because.strip():
        raise WordsMissing
    if held := current(desk, case):
        return held
    made = SafeguardingHold(case_id=case.id, because=because.strip(), begun_at=desk.now, begun_by=by.id, by=by)
    desk.session.add(made)
    desk.session.flush()
    keep(desk, case)
    _note(desk, case, "hold begun", made.because, actor)
    return made


def end(desk: Desk, case: Case, *, because: str, by: Person, actor: Actor) -> None:
    """The family sees again what it may see, with what has come meanwhile; twice is once. Raises WordsMissing."""
    if not because.strip():
        raise WordsMissing
    held = current(desk, case)
    if held is None:
        return
    held.ended_at, held.ended_by, held.ended_because = desk.now, by.id, because.strip()
    desk.session.execute(_of_family(case).values(held_at=None))
    _note(desk, case, "hold ended", held.ended_because, actor)


def current(desk: Desk, case: Case) -> SafeguardingHold | None:
    """The hold that lies on a case now."""
    held = select(SafeguardingHold).where(SafeguardingHold.case_id == case.id, SafeguardingHold.ended_at.is_(None))
    return desk.session.scalar(held)


def keep(desk: Desk, case: Case) -> None:
    """Whoever comes into a case that is on hold sees nothing of it either; nothing is done to one that is not."""
    if current(desk, case):
        desk.session.execute(_of_family(case).where(Membership.held_at.is_(None)).values(held_at=desk.now))


def settle(desk: Desk, case: Case) -> None:
    """Whoever has come into a case, or left it, with everything of another: held if it is on hold, else not."""
    if current(desk, case) is None:
        desk.session.execute(_of_family(case).values(held_at=None))
    keep(desk, case)


def refuse(desk: Desk, case: Case) -> None:
    """Nothing of it is shared now. Raises CaseOnHold."""
    if current(desk, case):
        raise CaseOnHold


def hides_from(desk: Desk, person: Person) -> list[Party]:
    """The person's places in cases that are on hold."""
    theirs = select(Party).join(Party.case).where(Party.person_id == person.id, Party.ended_at.is_(None))
    holds = select(SafeguardingHold.case_id).where(SafeguardingHold.ended_at.is_(None))
    return list(desk.session.scalars(theirs.where(Case.id.in_(holds)).order_by(Case.reference)))


def _of_family(case: Case) -> Update:
    return update(Membership).where(
        Membership.candidate_group == FAMILY,
        Membership.business_key == case.reference,
        Membership.ended_at.is_(None),
    )


def _note(desk: Desk, case: Case, kind: str, because: str, actor: Actor) -> None:
    desk.session.flush()
    desk.engine.history.record(case.reference, kind, by=actor, payload={"because": because})
