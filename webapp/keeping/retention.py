"""Into which class a record falls, and from when on it need not be kept: worked out from rows, kept in none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select

from webapp.cases.desk import Desk, today
from webapp.cases.models import Case, CaseMerge, Child
from webapp.cases.reading import references_of
from webapp.clocks import arithmetic
from webapp.keeping import classes
from webapp.keeping.classes import RetentionClass
from webapp.keeping.errors import IsHeld, NamedByAnother, Refused, StillRuns
from webapp.keeping.models import Destruction, LegalHold
from webapp.letters.models import SERVED, Letter
from webapp.london import london_day
from webapp.plans.models import FINAL, ISSUED, PlanVersion

REFUSALS = ("will_not_assess", "no_plan")  # letters
OPEN_MERGES = ("proposed", "undoing")
HELD, LIFTED = "legal hold begun", "legal hold lifted"  # kinds of events: about keeping, and no reason to keep longer
ASKED, AGREED, CALLED_OFF = "destruction proposed", "destruction agreed", "destruction called off"
EVENTS = (HELD, LIFTED, ASKED, AGREED, CALLED_OFF)
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One record, its class, and from when on it need not be kept."""

    case: Case
    rule: RetentionClass
    due_on: date | None  # none: something runs in it
    hold: LegalHold | None
    destruction: Destruction | None
    today: date

    @property
    def is_due(self) -> bool:
        """Is the time over?"""
        return self.due_on is not None and self.due_on <= self.today


def of(desk: Desk, case: Case) -> Kept:
    """How long this one is kept."""
    rule = classes.of(_fits(desk, case), today(desk))
    return Kept(
        case=case,
        rule=rule,
        due_on=rule.due_on(case.child.born_on, _ended_on(desk, case)),
        hold=hold_on(desk, case),
        destruction=desk.session.scalar(select(Destruction).where(Destruction.case_id == case.id)),
        today=today(desk),
    )


def due(desk: Desk) -> Iterator[Kept]:
    """Records whose time is over, the longest open first."""
    grown = Child.born_on <= arithmetic.years_later(today(desk), -min(_lengths("until_age")))
    planned = exists().where(PlanVersion.case_id == Case.id, PlanVersion.kind == FINAL, PlanVersion.state == ISSUED)
    old = Case.opened_at <= desk.now - min(_lengths("years_after_end")) * A_YEAR
    cases = select(Case).join(Case.child).where(Case.merged_into_id.is_(None), or_(grown, old & ~planned))
    found = (of(desk, case) for case in desk.session.scalars(cases.order_by(Case.opened_at, Case.id)))
    return (kept for kept in found if kept.is_due)


def hold_on(desk: Desk, case: Case) -> LegalHold | None:
    """The hold that lies on a record now."""
    return desk.session.scalar(select(LegalHold).where(LegalHold.case_id == case.id, LegalHold.ended_at.is_(None)))


def refusals(desk: Desk, kept: Kept) -> list[Refused]:
    """Why it cannot be destroyed now, whatever the ground: one sentence for each."""
    case = kept.case
    merges = select(CaseMerge).where(or_(CaseMerge.stays_id == case.id, CaseMerge.goes_id == case.id))
    waiting = desk.session.scalars(merges.where(CaseMerge.state.in_(OPEN_MERGES)))
    return [
        *([IsHeld()] if kept.hold else []),
        *([StillRuns()] if desk.engine.instances.running(case.reference) else []),
        *(NamedByAnother((each.goes if each.stays_id == case.id else each.stays).reference) for each in waiting),
    ]


def _lengths(word: str) -> list[int]:
    return [getattr(each, word) for each in classes.classes() if getattr(each, word)]


def _fits(desk: Desk, case: Case) -> Iterator[str]:
    final = exists().where(PlanVersion.case_id == case.id, PlanVersion.kind == FINAL, PlanVersion.state == ISSUED)
    refused = exists().where(Letter.case_id == case.id, Letter.notice.in_(REFUSALS), Letter.state == SERVED)
    for name, found in ((classes.PLAN, final), (classes.REFUSED, refused)):
        if desk.session.scalar(select(found)):
            yield name


def _ended_on(desk: Desk, case: Case) -> date | None:
    """The day of the last thing that happened; none while something runs."""
    if desk.engine.instances.running(case.reference):
        return None
    last = desk.engine.history.last_change(*references_of(desk, case.reference), besides=EVENTS) or case.opened_at
    return london_day(last)
