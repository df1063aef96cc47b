"""For which children with a plan a move is to be prepared: by dates of birth; no move is begun twice."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, delete, exists, or_, select, tuple_

from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN, Case, Child
from webapp.clocks.models import DeadlineRow
from webapp.plans.models import FINAL, ISSUED, PlanVersion
from webapp.transfers import cohorts
from webapp.transfers.cohorts import Move
from webapp.transfers.models import PhaseTransfer

PROCESS, MESSAGE = "phase_transfer", "TransferDue"
REVIEW = "annual_review"  # the limit that runs beside every plan, also of one that was not written here
READ_AT_ONCE = 500
Place = tuple[date, str]  # of a case in the order of beginning: the date of birth and its id


def due(desk: Desk, *, after: Place | None = None, limit: int) -> list[Place]:
    """The next open cases with a final plan whose child moves, and for whom nothing was begun."""
    found: list[Place] = []
    for born_on, case_id, school in _candidates(desk, after):
        if _move(desk, born_on, school):
            found.append((born_on, case_id))
        if len(found) == limit:
            break
    return found


def begin(desk: Desk, case_id: str) -> None:
    """Send the message that begins it, unless somebody was faster or nobody moves any more."""
    reference = desk.session.scalars(select(Case.reference).where(Case.id == case_id)).one()
    desk.engine.locks.take(reference)
    case = desk.session.get_one(Case, case_id, populate_existing=True)
    move = _move(desk, case.child.born_on, case.child.school)
    if case.state != OPEN or move is None or of_year(desk, case_id, move.moves_in):
        return
    payload = {"moves_in": move.moves_in, "move_kind": move.kind}
    before = sum(row.process_id == PROCESS for row in desk.engine.instances.of(reference))
    once = f"transfer/{case_id}/{move.moves_in}/{before}"
    desk.engine.messages.correlate(MESSAGE, key=reference, message_id=once, payload=payload)


def cut_off(desk: Desk, case: Case) -> None:
    """The case is closed: a move that is not through begins again when the case opens again."""
    if PROCESS in desk.engine.instances.running(case.reference):
        open_moves = delete(PhaseTransfer).where(PhaseTransfer.case_id == case.id, PhaseTransfer.final_on.is_(None))
        desk.session.execute(open_moves)


def of_year(desk: Desk, case_id: str, moves_in: int) -> PhaseTransfer | None:
    """The move of this case in this year."""
    mine = select(PhaseTransfer).where(PhaseTransfer.case_id == case_id, PhaseTransfer.moves_in == moves_in)
    return desk.session.scalar(mine)


def _move(desk: Desk, born_on: date, school: str) -> Move | None:
    """Their move, as long as its day has not passed: who gets a plan later moves with a plan that names the place."""
    move = cohorts.move(born_on, school, cohorts.year_looked_at(today(desk)))
    return move if move and move.due_on >= today(desk) else None


def _candidates(desk: Desk, after: Place | None) -> Iterator[tuple[date, str, str]]:
    moves_in = cohorts.year_looked_at(today(desk))
    begun = exists().where(PhaseTransfer.case_id == Case.id, PhaseTransfer.moves_in == moves_in)
    of_case = exists().where(PlanVersion.case_id == Case.id, PlanVersion.kind == FINAL, PlanVersion.state == ISSUED)
    final, ended = of_case.where(PlanVersion.ended_on.is_(None)), of_case.where(PlanVersion.ended_on.is_not(None))
    reviewed = exists().where(
        DeadlineRow.case_id == Case.id, DeadlineRow.limit_name == REVIEW, DeadlineRow.dropped_at.is_(None)
    )
    born = (and_(Child.born_on >= first, Child.born_on <= last) for first, last in cohorts.births(moves_in))
    wanted = select(Child.born_on, Case.id, Child.school).join(Case, Case.child_id == Child.id)
    wanted = wanted.where(Case.state == OPEN, or_(*born), or_(final, and_(reviewed, ~ended)), ~begun).order_by(
        Child.born_on, Case.id
    )
    while True:
        further = wanted.where(tuple_(Child.born_on, Case.id) > tuple_(*after)) if after else wanted
        rows = desk.session.execute(further.limit(READ_AT_ONCE)).all()
        yield from ((row.born_on, row.id, row.school) for row in rows)
        if len(rows) < READ_AT_ONCE:
            return
        after = rows[-1].born_on, rows[-1].id
