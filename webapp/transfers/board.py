"""Who is where: every move of a year by its stage, from rows alone; references and no names, as in a queue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from webapp.accounts.models import Person
from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN, Case
from webapp.plans.models import FINAL, PlanVersion
from webapp.schools.models import PlanSchool
from webapp.transfers.models import PhaseTransfer

PAGE = 50
ASKED, HELD, CONSULTED, DECIDED, NAMED = "asked", "held", "consulted", "decided", "named"
STAGES = (ASKED, HELD, CONSULTED, DECIDED, NAMED)
Place = tuple[date, str]  # of a row in the list: its last day and its id


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the reader asks to see; empty: all."""

    moves_in: int
    kind: str = ""
    stage: str = ""
    areas: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One move."""

    reference: str
    kind: str
    stage: str
    area: str
    officer: str
    review_by: date
    due_on: date
    late: str  # review, plan, or empty
    place: Place


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many are where, and how many of them are late."""

    stages: dict[str, int]
    late: int

    @property
    def all(self) -> int:
        """Every move."""
        return sum(self.stages.values())


def counts(desk: Desk, wanted: Wanted) -> Counts:
    """By stage, whatever stage is asked for."""
    late = case((_late(today(desk)) != "", 1), else_=0)
    each = _shown(select(_STAGE.label("stage"), late.label("late")), wanted).subquery()
    rows = list(desk.session.execute(select(each.c.stage, func.count(), func.sum(each.c.late)).group_by(each.c.stage)))
    found = {stage: number for stage, number, _ in rows}
    return Counts(stages={stage: found.get(stage, 0) for stage in STAGES}, late=sum(row[2] or 0 for row in rows))


def rows(desk: Desk, wanted: Wanted, *, after: Place | None = None) -> list[Row]:
    """A page of them, the first to be finished first."""
    columns = (Case.reference, Case.area, Person.first_name, Person.last_name, _STAGE, _late(today(desk)))
    query = _shown(select(PhaseTransfer, *columns), wanted).outerjoin(Person, Person.id == Case.officer_id)
    if wanted.stage:
        query = query.where(_STAGE.in_((wanted.stage,)))
    if after:
        later = and_(PhaseTransfer.due_on == after[0], PhaseTransfer.id > after[1])
        query = query.where(or_(PhaseTransfer.due_on > after[0], later))
    found = desk.session.execute(query.order_by(PhaseTransfer.due_on, PhaseTransfer.id).limit(PAGE))
    return [_row(*each) for each in found]


def years(desk: Desk) -> Sequence[int]:
    """In which years somebody moves, the latest first."""
    found = select(PhaseTransfer.moves_in).distinct().order_by(PhaseTransfer.moves_in.desc())
    return list(desk.session.scalars(found))


def _row(move: PhaseTransfer, reference: str, area: str, first: str, last: str, stage: str, late: str) -> Row:
    return Row(
        reference=reference,
        kind=move.kind,
        stage=stage,
        area=area,
        officer=f"{first} {last}" if first else "",
        review_by=move.review_by,
        due_on=move.due_on,
        late=late,
        place=(move.due_on, move.id),
    )


def _shown(query: Select[Any], wanted: Wanted) -> Select[Any]:
    query = query.select_from(PhaseTransfer).join(Case, Case.id == PhaseTransfer.case_id)
    query = query.where(PhaseTransfer.moves_in == wanted.moves_in, Case.state == OPEN)
    if wanted.kind:
        query = query.where(PhaseTransfer.kind == wanted.kind)
    if wanted.areas:
        query = query.where(Case.area.in_(("", *wanted.areas)))
    return query


def _late(on: date) -> ColumnElement[str]:
    """What is late on this day: the plan, or the review before it."""
    unnamed = PhaseTransfer.final_on.is_(None)
    plan = or_(and_(unnamed, PhaseTransfer.due_on < on), PhaseTransfer.final_on > PhaseTransfer.due_on)
    review = and_(unnamed, PhaseTransfer.review_by < on, PhaseTransfer.review_held_on.is_(None))
    return case((plan, "plan"), (review, "review"), else_="")


_DECIDED = exists().where(
    PlanVersion.case_id == PhaseTransfer.case_id,
    PlanVersion.kind == FINAL,
    PlanVersion.begun_at >= PhaseTransfer.begun_at,
)
_CONSULTED = exists().where(
    PlanSchool.case_id == PhaseTransfer.case_id, PlanSchool.asked_on >= PhaseTransfer.review_held_on
)
_STAGE = case(
    (PhaseTransfer.final_on.is_not(None), NAMED),
    (_DECIDED, DECIDED),
    (_CONSULTED, CONSULTED),
    (PhaseTransfer.review_held_on.is_not(None), HELD),
    else_=ASKED,
)
